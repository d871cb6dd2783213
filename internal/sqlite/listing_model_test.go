package sqlite_test

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/directory"
)

// Whatever is written, who follows a part of the feed has that part and nothing
// else, and has heard of nothing that never was in it.
func TestAFollowedPartOfTheFeedIsThatPartOfTheCatalogue(t *testing.T) {
	queries := []directory.PostingQuery{
		{}, {Country: "DK"}, {Municipality: "0751"}, {Municipality: "0461"}, {Network: "net"}, {Topic: "root"}, {Topic: "leaf"},
		{Network: "net", Topic: "leaf"}, {Country: "DK", Municipality: "0461", Network: "net", Topic: "root"},
	}
	rapid.Check(t, func(rt *rapid.T) {
		c := newCatalogue(t, topic("root", ""), topic("leaf", ""), network("net", "DK"), organisation("club"), organisation("huis"),
			centre("a", "club", "root"), centre("b", "", "leaf"))
		entries := map[directory.Key]directory.Entry{}
		_, err := c.Each(t.Context(), func(change directory.Change) error {
			entries[change.Key] = change.Entry
			return nil
		})
		if err != nil {
			rt.Fatal(err)
		}
		readers := make([]*reader, len(queries))
		ever := make([]map[directory.Key]bool, len(queries))
		for i, q := range queries {
			readers[i], ever[i] = &reader{query: q}, map[directory.Key]bool{}
		}
		look := func() {
			for i, q := range queries {
				for key := range matching(entries, q) {
					ever[i][key] = true
				}
			}
		}
		look()
		for step := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			e := anyPosted(rt)
			switch _, there := entries[e.Key()]; {
			case there && rapid.IntRange(0, 4).Draw(rt, "delete") == 0:
				if _, err := c.Delete(t.Context(), e.Key(), directory.Edit{Author: "test"}); err == nil {
					delete(entries, e.Key())
				}
			default:
				if _, err := c.Put(t.Context(), e, directory.Edit{Author: "test"}); err == nil {
					entries[e.Key()] = e
				}
			}
			look()
			for i, r := range readers {
				if rapid.IntRange(0, 2).Draw(rt, "read") > 0 && step > 0 {
					continue
				}
				r.read(t, c)
				for _, p := range r.heard {
					if !ever[i][p.Key] && len(queriesOf(queries[i])) < 2 {
						rt.Fatalf("%+v was told of %s, which never was in it", queries[i], p.Key)
					}
				}
			}
		}
		for i, r := range readers {
			r.read(t, c)
			want := map[directory.Key]string{}
			for key, e := range matching(entries, queries[i]) {
				want[key] = encode(t, e)
			}
			if !maps.Equal(r.kept, want) {
				rt.Fatalf("%+v: kept %v, want %v", queries[i], slices.Collect(maps.Keys(r.kept)), slices.Collect(maps.Keys(want)))
			}
			// All at once, in the order of the keys, and newest first.
			all := map[directory.Key]string{}
			var behind directory.Key
			for {
				page, err := c.PostingsFrom(t.Context(), directory.PostingQuery{Country: queries[i].Country, Municipality: queries[i].Municipality,
					Network: queries[i].Network, Topic: queries[i].Topic, Limit: 2}, behind)
				if err != nil {
					rt.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				for _, p := range page {
					all[p.Key], behind = string(p.Body), p.Key
				}
			}
			if !maps.Equal(all, want) {
				rt.Fatalf("%+v: read %v at once", queries[i], slices.Collect(maps.Keys(all)))
			}
			backwards := map[directory.Key]string{}
			for before, page := uint64(0), []directory.Posting(nil); ; before = page[len(page)-1].Position {
				var err error
				if page, err = c.PostingsBefore(t.Context(), r.query, before); err != nil {
					rt.Fatal(err)
				}
				if len(page) == 0 {
					break
				}
				for _, p := range page {
					if p.Listed {
						backwards[p.Key] = string(p.Body)
					}
				}
			}
			if !maps.Equal(backwards, want) {
				rt.Fatalf("%+v: read %v backwards", queries[i], slices.Collect(maps.Keys(backwards)))
			}
		}
		if err := c.Check(t.Context()); err != nil {
			rt.Fatal(err)
		}
	})
}

func queriesOf(q directory.PostingQuery) []string {
	return slices.DeleteFunc([]string{q.Country, q.Municipality, q.Network, q.Topic}, func(s string) bool { return s == "" })
}

func anyPosted(t *rapid.T) directory.Entry {
	pick := func(label string, of ...string) string { return rapid.SampledFrom(of).Draw(t, label) }
	switch rapid.IntRange(0, 4).Draw(t, "kind") {
	case 0:
		return topic("leaf", pick("parent", "", "root"))
	case 1:
		o := organisation(pick("organisation", "club", "huis"))
		if pick("joins", "net", "") != "" {
			o.Networks = []string{"net"}
		}
		return o
	case 2:
		c := centre(pick("centre", "a", "b", "c"), pick("run by", "", "club", "huis"), pick("about", "root", "leaf"))
		c.Location.Municipality = pick("in", "0751", "0461", "")
		c.Status = directory.Status(pick("status", "", "open", "paused", "closed"))
		return c
	case 3:
		h := helpline("line", pick("of", "", "0751"))
		h.Organisation, h.Topics = pick("run by", "", "club"), []string{pick("about", "root", "leaf")}
		return h
	default:
		a := activity(pick("activity", "x", "y"), []string{pick("at", "a", "b")}, pick("about", "root", "leaf"))
		a.Organisation, a.Rhythm = pick("held by", "", "huis"), directory.Rhythm(pick("rhythm", "fixed", "varying"))
		return a
	}
}

// matching is what a query should give, the slow way.
func matching(entries map[directory.Key]directory.Entry, q directory.PostingQuery) map[directory.Key]directory.Entry {
	found := map[directory.Key]directory.Entry{}
	for key, e := range entries {
		var lies []directory.Location
		var run, topics []string
		switch e := e.(type) {
		case *directory.Centre:
			lies, run, topics = []directory.Location{e.Location}, []string{e.Organisation}, e.Topics
		case *directory.Helpline:
			lies, run, topics = []directory.Location{{Country: e.Country, Municipality: e.Municipality}}, []string{e.Organisation}, e.Topics
		case *directory.Activity:
			run, topics = []string{e.Organisation}, e.Topics
			for _, id := range e.Centres {
				at := entries[directory.Key{Kind: directory.KindCentre, ID: id}].(*directory.Centre)
				lies, run = append(lies, at.Location), append(run, at.Organisation)
			}
		}
		if !directory.Posted(e) {
			continue
		}
		lie := func(f func(directory.Location) bool) bool { return slices.ContainsFunc(lies, f) }
		joined := slices.ContainsFunc(run, func(id string) bool {
			o, ok := entries[directory.Key{Kind: directory.KindOrganisation, ID: id}].(*directory.Organisation)
			return ok && slices.Contains(o.Networks, q.Network)
		})
		about := slices.ContainsFunc(topics, func(id string) bool {
			for id != "" && id != q.Topic {
				id = entries[directory.Key{Kind: directory.KindTopic, ID: id}].(*directory.Topic).Parent
			}
			return id != ""
		})
		if (q.Country == "" || lie(func(l directory.Location) bool { return l.Country == q.Country })) &&
			(q.Municipality == "" || lie(func(l directory.Location) bool { return l.Municipality == q.Municipality })) &&
			(q.Network == "" || joined) && (q.Topic == "" || about) {
			found[key] = e
		}
	}
	return found
}
