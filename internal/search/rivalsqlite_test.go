package search_test

import (
	"database/sql"
	"fmt"
	"iter"
	"math"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/geo"
)

// rivalSQLite is SQLite with an R*Tree and FTS5, without a C compiler. The
// names have an index of their own with their prefixes in it, for completion.
func rivalSQLite(b *testing.B, size int) rival {
	path := kept(b, "sqlite", size, func(path string, places iter.Seq2[int, rivalPlace]) { fillSQLite(b, path, places) })
	db := must[*sql.DB](b)(sql.Open("sqlite", "file:"+path+"?mode=ro&immutable=1&_pragma=mmap_size(4000000000)&_pragma=cache_size(-100000)"))
	b.Cleanup(func() { _ = db.Close() })
	return rival{
		find: func(q directory.Query) (int, error) {
			if q.Near != nil && q.RadiusKM == 0 {
				return outward(size, func(km float64) (int, error) {
					q.RadiusKM = km
					return findSQLite(db, q)
				})
			}
			return findSQLite(db, q)
		},
		first: func(box geo.Box) (int, error) {
			return drain(db, `SELECT id, south FROM box WHERE west >= ? AND east <= ? AND south >= ? AND north <= ? LIMIT 100`,
				[]any{box.West, box.East, box.South, box.North})
		},
		suggest: func(typed string) (int, error) {
			words := strings.Join(strings.Fields(typed), " AND ") + "*"
			return drain(db, `SELECT rowid, rank FROM names WHERE names MATCH ? ORDER BY rank LIMIT 8`, []any{words})
		},
	}
}

func fillSQLite(tb testing.TB, path string, places iter.Seq2[int, rivalPlace]) {
	db := must[*sql.DB](tb)(sql.Open("sqlite", "file:"+path+"?_pragma=synchronous(off)&_pragma=journal_mode(off)"))
	defer db.Close()
	exec := func(statement string) { must[sql.Result](tb)(db.Exec(statement)) }
	exec(`CREATE TABLE place(id INTEGER PRIMARY KEY, lat REAL, lon REAL, low INTEGER, high INTEGER, free INTEGER)`)
	exec(`CREATE VIRTUAL TABLE box USING rtree(id, west, east, south, north)`)
	exec(`CREATE VIRTUAL TABLE words USING fts5(name, text, topics, content='', tokenize='unicode61')`)
	exec(`CREATE VIRTUAL TABLE names USING fts5(name, content='', tokenize='unicode61', prefix='1 2 3')`)
	exec(`CREATE TABLE topic(id INTEGER, topic TEXT)`)
	tx := must[*sql.Tx](tb)(db.Begin())
	prepare := func(statement string) *sql.Stmt { return must[*sql.Stmt](tb)(tx.Prepare(statement)) }
	place, box := prepare(`INSERT INTO place VALUES (?,?,?,?,?,?)`), prepare(`INSERT INTO box VALUES (?,?,?,?,?)`)
	words, names := prepare(`INSERT INTO words(rowid, name, text, topics) VALUES (?,?,?,?)`), prepare(`INSERT INTO names(rowid, name) VALUES (?,?)`)
	topic := prepare(`INSERT INTO topic VALUES (?,?)`)
	insert := func(s *sql.Stmt, args ...any) { must[sql.Result](tb)(s.Exec(args...)) }
	for i, p := range places {
		insert(place, i, p.point.Lat, p.point.Lon, p.low, p.high, p.free)
		insert(box, i, p.point.Lon, p.point.Lon, p.point.Lat, p.point.Lat)
		insert(words, i, p.name, every(p.text), strings.Join(p.topics, " "))
		insert(names, i, p.name)
		for _, t := range p.topics {
			insert(topic, i, t)
		}
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
	exec(`CREATE INDEX topic_id ON topic(id, topic)`)
	exec(`INSERT INTO words(words) VALUES ('optimize')`)
	exec(`INSERT INTO names(names) VALUES ('optimize')`)
	exec(`ANALYZE`)
}

// degrees gives how far a distance in kilometres reaches, at most, in these
// latitudes.
func degrees(km float64) (lat, lon float64) { return km / 111, km / 60 }

func findSQLite(db *sql.DB, q directory.Query) (int, error) {
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
		lat, lon := degrees(q.RadiusKM)
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
	n, err := drain(db, fmt.Sprintf(`SELECT p.id, p.lat FROM %s ORDER BY %s LIMIT %d`, all, order, limit), args)
	if err != nil || len(q.Facets) == 0 {
		return n, err
	}
	_, err = drain(db, `SELECT t.topic, count(*) FROM topic t WHERE t.id IN (SELECT p.id FROM `+all+`) GROUP BY 1`, args)
	return n, err
}

// drain reads all rows of a question with two columns and counts them.
func drain(db *sql.DB, question string, args []any) (n int, err error) {
	rows, err := db.Query(question, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	var a, b any
	for ; rows.Next(); n++ {
		if err := rows.Scan(&a, &b); err != nil {
			return 0, err
		}
	}
	return n, rows.Err()
}
