package search_test

import (
	"bufio"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// rivalPostgres is PostgreSQL with PostGIS in the database that
// WALKIN_TEST_POSTGRES names: GiST for the nearest and the box, ts_rank with
// the dictionary of each language, facets by unnest, and for completion pg_trgm
// on the words of names. It needs the extensions postgis and pg_trgm there or
// the right to make them; testdata/postgres.sh makes such a database.
//
// It is asked through psql with prepared statements, without JIT and on one
// core; "nothing" is what the way there and back takes by itself. The tables
// stay in a schema of their own for the next run.
func rivalPostgres(b *testing.B, size int) rival {
	address := os.Getenv(postgresVariable)
	if address == "" {
		b.Skipf("%s names no database", postgresVariable)
	}
	if _, err := exec.LookPath("psql"); err != nil {
		b.Skip("psql is not installed")
	}
	p := &prepared{psql: newPsql(b, address), names: make(map[string]string)}
	run := func(statements string) []string { return must[[]string](b)(p.psql.run(statements)) }
	run(`set client_min_messages = warning;
		create extension if not exists postgis; create extension if not exists pg_trgm;
		set jit = off; set max_parallel_workers_per_gather = 0; set work_mem = '256MB'; set maintenance_work_mem = '1GB';`)
	schema := "rival_" + strings.ReplaceAll(edition(b, size), "-", "_")
	if run(fmt.Sprintf(`select count(*) from pg_namespace where nspname = '%s';`, schema))[0] == "0" {
		if err := fillPostgres(p.psql, schema, generatedPlaces(b, size)); err != nil {
			b.Fatal(err)
		}
	}
	run(fmt.Sprintf(`set search_path = %s, public;`, schema))
	b.Run("nothing", func(b *testing.B) {
		measure(b, func(int) (int, error) { return p.ask(`select 1`) })
	})
	return rival{find: p.find, suggest: p.suggest, first: func(box geo.Box) (int, error) {
		return p.ask("select id from place where flat && st_makeenvelope($1::float8, $2::float8, $3::float8, $4::float8, 4326) limit 100",
			fmt.Sprint(box.West), fmt.Sprint(box.South), fmt.Sprint(box.East), fmt.Sprint(box.North))
	}}
}

// postgresTable is filled in one transaction, so that a schema is there whole
// or not at all.
const postgresTable = `begin;
create schema %s;
set local search_path = %[1]s, public;
create unlogged table given (id integer, name text, lang regconfig, da text, nl text, en text, topics text[],
	lat float8, lon float8, low smallint, high smallint, free boolean);
copy given from stdin;
`

const postgresIndexes = `\.
create unlogged table place as select id, name, topics, low, high, free,
	st_makepoint(lon, lat)::geography as point, st_setsrid(st_makepoint(lon, lat), 4326) as flat,
	to_tsvector(lang, name) || to_tsvector('danish', da) || to_tsvector('dutch', nl) || to_tsvector('english', en) as words
	from given order by id;
create unlogged table word as select word, count(*) as places
	from given, regexp_split_to_table(lower(name), '\W+') as word where word <> '' group by word;
drop table given;
create index on place using gist (point);
create index on place using gist (flat);
create index on place using gin (topics);
create index on place using gin (words);
create index on word using gin (word gin_trgm_ops);
create index on word (word text_pattern_ops);
analyze place;
analyze word;
commit;`

func fillPostgres(p *psql, schema string, places iter.Seq2[int, rivalPlace]) error {
	w := bufio.NewWriterSize(p.in, 1<<20)
	fmt.Fprintf(w, postgresTable, schema)
	plain := strings.NewReplacer("\\", "\\\\", "\t", " ", "\n", " ")
	for i, place := range places {
		fmt.Fprintf(w, "%d\t%s\t%s", i, plain.Replace(place.name), postgresDictionaries[place.lang()])
		for _, lang := range []string{"da", "nl", "en"} {
			w.WriteString("\t" + plain.Replace(place.text[lang]))
		}
		fmt.Fprintf(w, "\t{%s}\t%f\t%f\t%d\t%d\t%t\n", strings.Join(place.topics, ","), place.point.Lat, place.point.Lon, place.low, place.high, place.free)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := p.run(postgresIndexes)
	return err
}

// prepared is a session that prepares a statement when it is first asked.
type prepared struct {
	psql  *psql
	names map[string]string
}

// ask runs a statement, with its arguments as SQL writes them, and counts its
// rows.
func (p *prepared) ask(statement string, args ...string) (int, error) {
	name, ok := p.names[statement]
	if !ok {
		name = "asked" + strconv.Itoa(len(p.names))
		p.names[statement] = name
		if _, err := p.psql.run("prepare " + name + " as " + statement + ";"); err != nil {
			return 0, err
		}
	}
	if len(args) > 0 {
		name += "(" + strings.Join(args, ", ") + ")"
	}
	lines, err := p.psql.run("execute " + name + ";")
	return len(lines), err
}

func (p *prepared) find(q directory.Query) (int, error) {
	var where, args []string
	arg := func(value any) string {
		if text, ok := value.(string); ok {
			value = quoted(text)
		}
		args = append(args, fmt.Sprint(value))
		return "$" + strconv.Itoa(len(args))
	}
	add := func(format string, args ...any) { where = append(where, fmt.Sprintf(format, args...)) }
	order := "id"
	if q.Near != nil {
		here := fmt.Sprintf("st_makepoint(%s::float8, %s::float8)::geography", arg(q.Near.Point.Lon), arg(q.Near.Point.Lat))
		order = "point <-> " + here
		if q.RadiusKM > 0 {
			add("st_dwithin(point, %s, %s::float8, false)", here, arg(q.RadiusKM*1000))
		}
	}
	if q.Text != "" {
		words := fmt.Sprintf("websearch_to_tsquery('danish', %s::text)", arg(strings.Join(strings.Fields(q.Text), " or ")))
		add("words @@ %s", words)
		rank := "ts_rank(words, " + words + ")"
		if q.Near != nil {
			rank = fmt.Sprintf("%s * 5 / (5 + (%s) / 1000)", rank, order)
		}
		order = rank + " desc"
	}
	if q.Box != nil {
		add("flat && st_makeenvelope(%s::float8, %s::float8, %s::float8, %s::float8, 4326)", arg(q.Box.West), arg(q.Box.South), arg(q.Box.East), arg(q.Box.North))
	}
	if q.Age != nil {
		age := arg(*q.Age)
		add("low <= %s::smallint and high >= %[1]s::smallint", age)
	}
	if len(q.Promises) > 0 {
		add("free")
	}
	for _, t := range q.Topics {
		add("topics @> array[%s::text]", arg(t))
	}
	from := "from place"
	if len(where) > 0 {
		from += " where " + strings.Join(where, " and ")
	}
	n, err := p.ask(fmt.Sprintf("select id %s order by %s limit %d", from, order, max(q.Limit, directory.DefaultLimit)), args...)
	if err != nil || len(q.Facets) == 0 {
		return n, err
	}
	_, err = p.ask("select topic, count(*) "+strings.Replace(from, "place", "place, unnest(topics) topic", 1)+" group by topic", args...)
	return n, err
}

// suggest completes the last word, with a typo or without.
func (p *prepared) suggest(typed string) (int, error) {
	words := strings.Fields(typed)
	return p.ask(`select word from word where word like $2::text or word % $1::text
		order by word like $2::text desc, similarity(word, $1::text) desc, places desc limit 8`,
		quoted(words[len(words)-1]), quoted(words[len(words)-1]+"%"))
}
