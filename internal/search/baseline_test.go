package search_test

import (
	"cmp"
	"database/sql"
	"math"
	"path/filepath"
	"slices"
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
	ages         directory.Ages
}

// all gives everything in one text, with the topics' labels in a language.
func (p plainText) all(lang string) string {
	return strings.Join([]string{p.name, p.description, p.organisation, p.town, p.labels[lang]}, "\n")
}

// plainTexts gives the texts of all that a search can answer with.
func plainTexts(h history) (texts []plainText) {
	known := answerable(h)
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
			where, p.ages = &e.Location, e.Ages
		case *directory.Activity:
			if e.Repeats {
				continue
			}
			p = plainText{name: every(e.Title), description: every(e.Description), organisation: organisation(e.Organisation), labels: labels(e.Topics)}
			where, p.ages = e.Location, e.Ages
			if len(e.Centres) > 0 {
				centre := entries[directory.Key{Kind: directory.KindCentre, ID: e.Centres[0]}].(*directory.Centre)
				where = &centre.Location
				p.organisation += " " + centre.Name
			}
		default:
			continue
		}
		p.key = c.Key.String()
		if !slices.Contains(known, p.key) {
			continue
		}
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
		if j.Age == nil || texts[k].ages.Fit(*j.Age) != directory.No {
			keys = append(keys, k)
		}
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
