package search_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
)

// postgresVariable names the database that the PostgreSQL baseline may use: a
// connection string for psql. It makes a temporary table and nothing else.
const postgresVariable = "WALKIN_TEST_POSTGRES"

// postgresDictionaries are the text search configurations by language of the
// page.
var postgresDictionaries = map[string]string{"da": "danish", "nl": "dutch", "en": "english"}

// postgres is PostgreSQL's full text: weighted vectors with the dictionary of
// the page's language, any of the words, ts_rank_cd. One psql answers all
// queries, since a temporary table lives as long as its session.
func postgres(tb testing.TB, texts []plainText) (baseline, bool) {
	tb.Helper()
	address := os.Getenv(postgresVariable)
	if address == "" {
		tb.Logf("PostgreSQL is left out: %s names no database", postgresVariable)
		return baseline{}, false
	}
	if _, err := exec.LookPath("psql"); err != nil {
		tb.Logf("PostgreSQL is left out: psql is not installed")
		return baseline{}, false
	}
	session := newPsql(tb, address)
	var setup strings.Builder
	setup.WriteString("create temporary table texts (key text, lang text, words tsvector);\n")
	for _, lang := range judgedLangs {
		vector := func(text, weight string) string {
			return fmt.Sprintf("setweight(to_tsvector('%s', %s), '%s')", postgresDictionaries[lang], quoted(text), weight)
		}
		for _, p := range texts {
			fmt.Fprintf(&setup, "insert into texts values (%s, '%s', %s);\n", quoted(p.key), lang, strings.Join([]string{
				vector(p.name, "A"), vector(p.organisation+" "+p.town, "B"), vector(p.labels[lang], "C"), vector(p.description, "D"),
			}, " || "))
		}
	}
	if _, err := session.run(setup.String()); err != nil {
		tb.Fatal(err)
	}
	return baseline{"PostgreSQL", func(text, lang string) (map[string]float64, error) {
		lines, err := session.run(fmt.Sprintf(`select key, ts_rank_cd(words, q) from texts,
			(select replace(plainto_tsquery('%s', %s)::text, '&', '|')::tsquery as q) as asked
			where lang = '%s' and words @@ q;`, postgresDictionaries[lang], quoted(text), lang))
		if err != nil {
			return nil, err
		}
		scores := make(map[string]float64)
		for _, line := range lines {
			key, number, _ := strings.Cut(line, ",")
			if scores[key], err = strconv.ParseFloat(number, 64); err != nil {
				return nil, fmt.Errorf("psql: %w", err)
			}
		}
		return scores, nil
	}}, true
}

// psql is a running session.
type psql struct {
	in  io.Writer
	out *bufio.Scanner
}

func newPsql(tb testing.TB, address string) *psql {
	tb.Helper()
	command := exec.Command("psql", "--no-psqlrc", "--quiet", "--csv", "--tuples-only", "--set=ON_ERROR_STOP=1", address)
	command.Stderr = os.Stderr
	in, err := command.StdinPipe()
	if err != nil {
		tb.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		tb.Fatal(err)
	}
	if err := command.Start(); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		in.Close()
		if err := command.Wait(); err != nil {
			tb.Errorf("psql: %v", err)
		}
	})
	return &psql{in, bufio.NewScanner(out)}
}

// run gives the lines that statements answer with.
func (p *psql) run(statements string) (lines []string, err error) {
	const end = "-- end of answer"
	if _, err := io.WriteString(p.in, statements+"\n\\echo "+quoted(end)+"\n"); err != nil {
		return nil, fmt.Errorf("psql: %w", err)
	}
	for p.out.Scan() {
		if p.out.Text() == end {
			return lines, nil
		}
		lines = append(lines, p.out.Text())
	}
	return nil, fmt.Errorf("psql ended early: %v", p.out.Err())
}

func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", "''") + "'" }
