package search_test

import (
	"context"
	"fmt"
	"iter"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	bsearch "github.com/blevesearch/bleve/v2/search"
	"github.com/blevesearch/bleve/v2/search/query"

	"walkin/internal/directory"
)

// rivalBleve is bleve alone, as good as it gets without code of one's own: by
// the lean mapping (nothing stored, no term vectors, no catch-all field, no
// values by document for texts) and in one segment, which its offline builder
// makes in batches of a thousand. As it comes, it takes three times as long to
// build and answers a filter four times slower.
func rivalBleve(b *testing.B, size int) rival {
	path := kept(b, "bleve", size, func(path string, places iter.Seq2[int, rivalPlace]) { fillBleve(b, path, places) })
	idx := must[bleve.Index](b)(bleve.OpenUsing(path, map[string]any{"read_only": true}))
	b.Cleanup(func() { _ = idx.Close() })
	return rival{
		find: func(q directory.Query) (int, error) {
			if q.Near != nil && q.RadiusKM == 0 {
				return outward(size, func(km float64) (int, error) {
					q.RadiusKM = km
					return findBleve(idx, q)
				})
			}
			return findBleve(idx, q)
		},
		suggest: func(typed string) (int, error) { return suggestBleve(idx, typed) },
	}
}

func rivalMapping() *mapping.IndexMappingImpl {
	doc := bleve.NewDocumentStaticMapping()
	add := func(name string, f *mapping.FieldMapping, byDocument bool) {
		f.Store, f.IncludeTermVectors, f.IncludeInAll, f.DocValues = false, false, false, byDocument
		doc.AddFieldMappingsAt(name, f)
	}
	add("name", bleve.NewTextFieldMapping(), false)
	add("words", bleve.NewTextFieldMapping(), false)
	add("topic", bleve.NewKeywordFieldMapping(), true)
	add("low", bleve.NewNumericFieldMapping(), false)
	add("high", bleve.NewNumericFieldMapping(), false)
	add("free", bleve.NewNumericFieldMapping(), false)
	add("point", bleve.NewGeoPointFieldMapping(), true)
	m := bleve.NewIndexMapping()
	m.DefaultMapping = doc
	return m
}

func fillBleve(tb testing.TB, path string, places iter.Seq2[int, rivalPlace]) {
	builder := must[bleve.Builder](tb)(bleve.NewBuilder(path, rivalMapping(), map[string]any{"batchSize": 1000, "buildPathPrefix": tb.TempDir()}))
	for i, p := range places {
		free := 0
		if p.free {
			free = 1
		}
		if err := builder.Index(strconv.Itoa(i), map[string]any{
			"name": p.name, "words": p.name + "\n" + every(p.text) + "\n" + strings.Join(p.topics, " "), "topic": p.topics,
			"low": p.low, "high": p.high, "free": free, "point": map[string]any{"lat": p.point.Lat, "lon": p.point.Lon},
		}); err != nil {
			tb.Fatal(err)
		}
	}
	if err := builder.Close(); err != nil {
		tb.Fatal(err)
	}
}

func findBleve(idx bleve.Index, q directory.Query) (int, error) {
	var all []query.Query
	in := func(field string, q query.FieldableQuery) {
		q.SetField(field)
		all = append(all, q)
	}
	if q.Text != "" {
		in("words", bleve.NewMatchQuery(q.Text))
	}
	if q.Near != nil {
		in("point", bleve.NewGeoDistanceQuery(q.Near.Point.Lon, q.Near.Point.Lat, fmt.Sprintf("%fkm", q.RadiusKM)))
	}
	if q.Box != nil {
		in("point", bleve.NewGeoBoundingBoxQuery(q.Box.West, q.Box.North, q.Box.East, q.Box.South))
	}
	one, yes := 1.0, true
	if q.Age != nil {
		age := float64(*q.Age)
		in("low", bleve.NewNumericRangeInclusiveQuery(nil, &age, nil, &yes))
		in("high", bleve.NewNumericRangeInclusiveQuery(&age, nil, &yes, nil))
	}
	if len(q.Promises) > 0 {
		in("free", bleve.NewNumericRangeInclusiveQuery(&one, nil, &yes, nil))
	}
	for _, t := range q.Topics {
		in("topic", bleve.NewTermQuery(t))
	}
	r := bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(all...), max(q.Limit, directory.DefaultLimit), 0, false)
	if q.Text == "" {
		r.Score = "none"
	}
	if q.Near != nil && q.Text == "" {
		near, err := bsearch.NewSortGeoDistance("point", "m", q.Near.Point.Lon, q.Near.Point.Lat, false)
		if err != nil {
			return 0, err
		}
		r.SortByCustom(bsearch.SortOrder{near})
	}
	if len(q.Facets) > 0 {
		r.AddFacet("topic", bleve.NewFacetRequest("topic", 150))
	}
	return matchedBleve(idx, r)
}

// suggestBleve finds names that have all the words: the last one only begun
// and, from four letters on, with a letter wrong in any.
func suggestBleve(idx bleve.Index, typed string) (int, error) {
	words := strings.Fields(strings.ToLower(typed))
	var all []query.Query
	for i, word := range words {
		begun := i == len(words)-1
		var either []query.Query
		add := func(q query.FieldableQuery) {
			q.SetField("name")
			either = append(either, q)
		}
		if begun {
			add(bleve.NewPrefixQuery(word))
		} else {
			add(bleve.NewTermQuery(word))
		}
		if utf8.RuneCountInString(word) >= 4 {
			typo := bleve.NewFuzzyQuery(word)
			typo.SetFuzziness(1)
			add(typo)
		}
		all = append(all, bleve.NewDisjunctionQuery(either...))
	}
	return matchedBleve(idx, bleve.NewSearchRequestOptions(bleve.NewConjunctionQuery(all...), 8, 0, false))
}

func matchedBleve(idx bleve.Index, r *bleve.SearchRequest) (int, error) {
	answer, err := idx.SearchInContext(context.Background(), r)
	if err != nil {
		return 0, err
	}
	return int(answer.Total), nil
}
