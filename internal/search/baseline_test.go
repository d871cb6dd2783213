package search_test

import (
	"bufio"
	"cmp"
	"database/sql"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/blevesearch/bleve/v2"
	_ "modernc.org/sqlite"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// plainText is an entry as a text index without knowledge of the field would
// be given it.
type plainText struct {
	key          string
	name         string
	description  string
	organisation string
	town         string
	labels       map[string]string // of its topics, by language
	country      string
	point        *geo.Point
}

// all gives everything in one text, with the topics' labels in a language.
func (p plainText) all(lang string) string {
	return strings.Join([]string{p.name, p.description, p.organisation, p.town, p.labels[lang]}, "\n")
}

// plainTexts gives the texts of all that a search can answer with.
func plainTexts(h history) (texts []plainText) {
	entries := make(map[directory.Key]directory.Entry)
	for _, c := range h {
		entries[c.Key] = c.Entry
	}
	labels := func(topics []string) map[string]string {
		byLang := make(map[string]string)
		for _, id := range topics {
			topic := entries[directory.Key{Kind: directory.KindTopic, ID: id}].(*directory.Topic)
			for _, lang := range judgedLangs {
				byLang[lang] += " " + topic.Label[lang]
			}
		}
		return byLang
	}
	organisation := func(id string) string {
		if o, ok := entries[directory.Key{Kind: directory.KindOrganisation, ID: id}].(*directory.Organisation); ok {
			return o.Name
		}
		return ""
	}
	for _, c := range h {
		var p plainText
		var where *directory.Location
		switch e := c.Entry.(type) {
		case *directory.Centre:
			p = plainText{name: e.Name, description: every(e.Description), organisation: organisation(e.Organisation), labels: labels(e.Topics)}
			where = &e.Location
		case *directory.Activity:
			if e.Repeats {
				continue
			}
			p = plainText{name: every(e.Title), description: every(e.Description), organisation: organisation(e.Organisation), labels: labels(e.Topics)}
			where = e.Location
			if len(e.Centres) > 0 {
				centre := entries[directory.Key{Kind: directory.KindCentre, ID: e.Centres[0]}].(*directory.Centre)
				where = &centre.Location
				p.organisation += " " + centre.Name
			}
		default:
			continue
		}
		p.key = c.Key.String()
		if where != nil {
			p.town, p.country, p.point = where.Town, where.Country, where.Point
		}
		texts = append(texts, p)
	}
	return texts
}

func every(t directory.Text) string {
	var parts []string
	for _, lang := range t.Languages() {
		parts = append(parts, t[lang])
	}
	return strings.Join(parts, "\n")
}

// baseline is a text search that knows nothing of young people: the scores of
// the entries that match a text on a page in a language.
type baseline struct {
	name  string
	match func(text, lang string) (map[string]float64, error)
}

// answers gives the first results of a baseline: by score; where scores are
// equal what is in the page's country, then what is nearer. Towns says that
// the name of the place is added to the text.
func (b baseline) answers(tb testing.TB, texts map[string]plainText, j judged, towns bool) (keys []string) {
	tb.Helper()
	q := j.query(tb)
	text := j.Text
	if towns && q.Near != nil {
		text += " " + q.Near.Place.Name
	}
	scores, err := b.match(text, j.Lang)
	if err != nil {
		tb.Fatalf("%s: %v", b.name, err)
	}
	for k := range scores {
		keys = append(keys, k)
	}
	distance := func(p plainText) float64 {
		if q.Near == nil || p.point == nil {
			return math.Inf(1)
		}
		return geo.Distance(q.Near.Point, *p.point)
	}
	abroad := func(p plainText) int {
		if p.country == j.home() {
			return 0
		}
		return 1
	}
	slices.SortFunc(keys, func(x, y string) int {
		return cmp.Or(
			cmp.Compare(scores[y], scores[x]),
			cmp.Compare(abroad(texts[x]), abroad(texts[y])),
			cmp.Compare(distance(texts[x]), distance(texts[y])),
			strings.Compare(x, y))
	})
	return keys[:min(pooled, len(keys))]
}

// baselines gives the text searches that can be had here.
func baselines(tb testing.TB, texts []plainText) []baseline {
	list := []baseline{plainBleve(tb, texts), fts5(tb, texts)}
	if b, ok := postgres(tb, texts); ok {
		list = append(list, b)
	}
	return list
}

// plainBleve is one match query over all text in one field, as the first page
// of bleve's manual shows it.
func plainBleve(tb testing.TB, texts []plainText) baseline {
	tb.Helper()
	indexes := make(map[string]bleve.Index)
	for _, lang := range judgedLangs {
		index, err := bleve.NewMemOnly(bleve.NewIndexMapping())
		if err != nil {
			tb.Fatal(err)
		}
		tb.Cleanup(func() { index.Close() })
		batch := index.NewBatch()
		for _, p := range texts {
			if err := batch.Index(p.key, map[string]string{"text": p.all(lang)}); err != nil {
				tb.Fatal(err)
			}
		}
		if err := index.Batch(batch); err != nil {
			tb.Fatal(err)
		}
		indexes[lang] = index
	}
	return baseline{"bleve", func(text, lang string) (map[string]float64, error) {
		query := bleve.NewMatchQuery(text)
		query.SetField("text")
		result, err := indexes[lang].Search(bleve.NewSearchRequestOptions(query, len(texts), 0, false))
		if err != nil {
			return nil, err
		}
		scores := make(map[string]float64)
		for _, hit := range result.Hits {
			scores[hit.ID] = hit.Score
		}
		return scores, nil
	}}
}

// fts5 is SQLite's full-text index: bm25 over one column for each kind of
// text, any of the words.
func fts5(tb testing.TB, texts []plainText) baseline {
	tb.Helper()
	db, err := sql.Open("sqlite", filepath.Join(tb.TempDir(), "fts5.db"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	for _, lang := range judgedLangs {
		if _, err := tx.Exec(`create virtual table texts_` + lang + ` using fts5(key unindexed, name, description,
			organisation, town, labels, tokenize = 'unicode61')`); err != nil {
			tb.Fatal(err)
		}
		for _, p := range texts {
			if _, err := tx.Exec(`insert into texts_`+lang+` values (?, ?, ?, ?, ?, ?)`,
				p.key, p.name, p.description, p.organisation, p.town, p.labels[lang]); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	return baseline{"SQLite FTS5", func(text, lang string) (map[string]float64, error) {
		var words []string
		for _, w := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
			words = append(words, `"`+w+`"`)
		}
		scores := make(map[string]float64)
		if len(words) == 0 {
			return scores, nil
		}
		rows, err := db.Query(`select key, -bm25(texts_`+lang+`) from texts_`+lang+` where texts_`+lang+` match ?`, strings.Join(words, " OR "))
		if err != nil {
			return nil, err
		}
		defer rows.Close()
		for rows.Next() {
			var key string
			var score float64
			if err := rows.Scan(&key, &score); err != nil {
				return nil, err
			}
			scores[key] = score
		}
		return scores, rows.Err()
	}}
}

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
