package search_test

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/blevesearch/bleve/v2"
	bsearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"walkin/internal/directory"
	"walkin/internal/geo"
	generated "walkin/internal/sample"
)

// BenchmarkRivals asks plain bleve and SQLite (R*Tree and FTS5) the queries of
// BenchmarkFind, on the same entries: those with a point, with their name, text,
// topics, ages and whether they are free. What they answer is less: no opening
// hours, no unknown, no match classes.
func BenchmarkRivals(b *testing.B) {
	for _, size := range sizes() {
		if size > 100_000 {
			continue // bleve takes a quarter of an hour to build it
		}
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			places := rivalPlaces(b, size)
			for _, rival := range []struct {
				name string
				run  func(directory.Query) error
			}{{"sqlite", rivalSQLite(b, places)}, {"bleve", rivalBleve(b, places)}} {
				for _, k := range kinds(b) {
					queries := asked(b, k)
					b.Run(rival.name+"/"+k.name, func(b *testing.B) {
						measure(b, func(i int) (int, error) { return 0, rival.run(queries[i%len(queries)]) })
					})
				}
			}
		})
	}
}

// rivalPlace is an entry as the rivals know it.
type rivalPlace struct {
	name, text string
	topics     []string
	point      geo.Point
	low, high  int
	free       bool
}

func rivalPlaces(tb testing.TB, size int) (places []rivalPlace) {
	c, err := generated.New(size, 1)
	if err != nil {
		tb.Fatal(err)
	}
	at := make(map[string]*geo.Point)
	add := func(name string, text directory.Text, topics []string, p *geo.Point, a directory.Ages, promises directory.Promises) {
		if p == nil {
			return
		}
		place := rivalPlace{name: name, text: every(text), topics: topics, point: *p, high: 120, free: promises.Free != directory.No}
		if a.Min != nil {
			place.low = *a.Min
		}
		if a.Max != nil {
			place.high = *a.Max
		}
		places = append(places, place)
	}
	for e := range c.Entries() {
		switch e := e.(type) {
		case *directory.Centre:
			at[e.ID] = e.Location.Point
			add(e.Name, e.Description, e.Topics, e.Location.Point, e.Ages, e.Promises)
		case *directory.Activity:
			if len(e.Centres) > 0 {
				add(every(e.Title), e.Description, e.Topics, at[e.Centres[0]], e.Ages, e.Promises)
			}
		}
	}
	return places
}

// degrees gives how far a distance in kilometres reaches, at most, in these
// latitudes.
func degrees(km float64) (lat, lon float64) { return km / 111, km / 60 }

// must ends the benchmark on an error.
func must[V any](tb testing.TB) func(V, error) V {
	return func(v V, err error) V {
		tb.Helper()
		if err != nil {
			tb.Fatal(err)
		}
		return v
	}
}

func rivalSQLite(tb testing.TB, places []rivalPlace) func(directory.Query) error {
	db := must[*sql.DB](tb)(sql.Open("sqlite", filepath.Join(tb.TempDir(), "rival.db")))
	tb.Cleanup(func() { _ = db.Close() })
	exec := func(statement string) { must[sql.Result](tb)(db.Exec(statement)) }
	exec(`CREATE TABLE place(id INTEGER PRIMARY KEY, lat REAL, lon REAL, low INTEGER, high INTEGER, free INTEGER)`)
	exec(`CREATE VIRTUAL TABLE box USING rtree(id, west, east, south, north)`)
	exec(`CREATE VIRTUAL TABLE words USING fts5(name, text, topics, content='', tokenize='unicode61')`)
	exec(`CREATE TABLE topic(id INTEGER, topic TEXT)`)
	tx := must[*sql.Tx](tb)(db.Begin())
	for i, p := range places {
		for _, s := range []struct {
			sql  string
			args []any
		}{
			{`INSERT INTO place VALUES (?,?,?,?,?,?)`, []any{i, p.point.Lat, p.point.Lon, p.low, p.high, p.free}},
			{`INSERT INTO box VALUES (?,?,?,?,?)`, []any{i, p.point.Lon, p.point.Lon, p.point.Lat, p.point.Lat}},
			{`INSERT INTO words(rowid, name, text, topics) VALUES (?,?,?,?)`, []any{i, p.name, p.text, strings.Join(p.topics, " ")}},
		} {
			must[sql.Result](tb)(tx.Exec(s.sql, s.args...))
		}
		for _, t := range p.topics {
			must[sql.Result](tb)(tx.Exec(`INSERT INTO topic VALUES (?,?)`, i, t))
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	exec(`CREATE INDEX topic_id ON topic(id, topic)`)
	exec(`ANALYZE`)
	return func(q directory.Query) error {
		where, args := []string{"1"}, []any{}
		add := func(condition string, values ...any) { where, args = append(where, condition), append(args, values...) }
		from, order, limit := `place p`, `p.id`, q.Limit
		if limit == 0 {
			limit = directory.DefaultLimit
		}
		if q.Text != "" {
			from = `words CROSS JOIN place p ON p.id = words.rowid`
			add(`words MATCH ?`, strings.Join(strings.Fields(q.Text), " OR "))
			order = `bm25(words)`
		}
		inside := func(b geo.Box) {
			if q.Text != "" {
				add(`p.lon BETWEEN ? AND ? AND p.lat BETWEEN ? AND ?`, b.West, b.East, b.South, b.North)
				return
			}
			// CROSS JOIN keeps SQLite from choosing the other order, which is slower.
			from = `box b CROSS JOIN place p ON p.id = b.id`
			add(`b.west >= ? AND b.east <= ? AND b.south >= ? AND b.north <= ?`, b.West, b.East, b.South, b.North)
		}
		if q.Box != nil {
			inside(*q.Box)
		}
		if q.Near != nil {
			km := q.RadiusKM
			if km == 0 {
				km = 5 // enough for twenty, in a town
			}
			lat, lon := degrees(km)
			p := q.Near.Point
			inside(geo.Box{West: p.Lon - lon, East: p.Lon + lon, South: p.Lat - lat, North: p.Lat + lat})
			if q.Text == "" {
				order = fmt.Sprintf(`(p.lat-%f)*(p.lat-%f)+(p.lon-%f)*(p.lon-%f)*%f`, p.Lat, p.Lat, p.Lon, p.Lon, math.Pow(math.Cos(p.Lat*math.Pi/180), 2))
			}
		}
		if q.Age != nil {
			add(`p.low <= ? AND p.high >= ?`, *q.Age, *q.Age)
		}
		if len(q.Promises) > 0 {
			add(`p.free`)
		}
		for _, t := range q.Topics {
			add(`EXISTS (SELECT 1 FROM topic t WHERE t.id = p.id AND t.topic = ?)`, t)
		}
		all := from + ` WHERE ` + strings.Join(where, " AND ")
		if err := drain(db, fmt.Sprintf(`SELECT p.id, p.lat FROM %s ORDER BY %s LIMIT %d`, all, order, limit), args); err != nil {
			return err
		}
		if len(q.Facets) == 0 {
			return nil
		}
		return drain(db, `SELECT t.topic, count(*) FROM topic t WHERE t.id IN (SELECT p.id FROM `+all+`) GROUP BY 1`, args)
	}
}

// drain reads all rows of a question with two columns.
func drain(db *sql.DB, question string, args []any) error {
	rows, err := db.Query(question, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	var a, b any
	for rows.Next() {
		if err := rows.Scan(&a, &b); err != nil {
			return err
		}
	}
	return rows.Err()
}

func rivalBleve(tb testing.TB, places []rivalPlace) func(directory.Query) error {
	m := bleve.NewIndexMapping()
	doc := bleve.NewDocumentMapping()
	topics := bleve.NewKeywordFieldMapping()
	doc.AddFieldMappingsAt("topic", topics)
	doc.AddFieldMappingsAt("point", bleve.NewGeoPointFieldMapping())
	m.DefaultMapping = doc
	idx := must[bleve.Index](tb)(bleve.New(filepath.Join(tb.TempDir(), "rival"), m))
	tb.Cleanup(func() { _ = idx.Close() })
	batch := idx.NewBatch()
	for i, p := range places {
		free := 0
		if p.free {
			free = 1
		}
		err := batch.Index(fmt.Sprint(i), map[string]any{
			"name": p.name, "text": p.text, "topic": p.topics, "low": p.low, "high": p.high, "free": free,
			"point": map[string]any{"lat": p.point.Lat, "lon": p.point.Lon},
		})
		if err == nil && (batch.Size() == 1000 || i == len(places)-1) {
			err = idx.Batch(batch)
			batch.Reset()
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	return func(q directory.Query) error {
		var all []query.Query
		if q.Text != "" {
			all = append(all, bleve.NewMatchQuery(q.Text))
		}
		if q.Near != nil {
			km := q.RadiusKM
			if km == 0 {
				km = 5
			}
			g := bleve.NewGeoDistanceQuery(q.Near.Point.Lon, q.Near.Point.Lat, fmt.Sprintf("%fkm", km))
			g.SetField("point")
			all = append(all, g)
		}
		if q.Box != nil {
			g := bleve.NewGeoBoundingBoxQuery(q.Box.West, q.Box.North, q.Box.East, q.Box.South)
			g.SetField("point")
			all = append(all, g)
		}
		one, yes := 1.0, true
		if q.Age != nil {
			age := float64(*q.Age)
			low := bleve.NewNumericRangeInclusiveQuery(nil, &age, nil, &yes)
			low.SetField("low")
			high := bleve.NewNumericRangeInclusiveQuery(&age, nil, &yes, nil)
			high.SetField("high")
			all = append(all, low, high)
		}
		if len(q.Promises) > 0 {
			free := bleve.NewNumericRangeInclusiveQuery(&one, nil, &yes, nil)
			free.SetField("free")
			all = append(all, free)
		}
		for _, t := range q.Topics {
			topic := bleve.NewTermQuery(t)
			topic.SetField("topic")
			all = append(all, topic)
		}
		r := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(all...), max(q.Limit, directory.DefaultLimit), 0, false)
		if q.Near != nil && q.Text == "" {
			near, err := bsearch.NewSortGeoDistance("point", "m", q.Near.Point.Lon, q.Near.Point.Lat, false)
			if err != nil {
				return err
			}
			r.SortByCustom(bsearch.SortOrder{near})
		}
		if len(q.Facets) > 0 {
			r.AddFacet("topic", bleve.NewFacetRequest("topic", 150))
		}
		_, err := idx.SearchInContext(context.Background(), r)
		return err
	}
}
