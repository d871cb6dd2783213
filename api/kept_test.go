package api_test

import (
	"context"
	"strings"
	"testing"

	"walkin/api"
	"walkin/api/web"
	"walkin/internal/directory"
)

// stirred is a directory in which somebody changes something, and that is indexed,
// at the very moment after it was read for a page.
type stirred struct {
	*memory
	at   string // what is read
	edit func()
}

func (s *stirred) read(what string) {
	if s.edit != nil && s.at == what {
		s.edit()
		s.position, s.edit = s.last, nil
	}
}

func (s *stirred) Entry(ctx context.Context, key directory.Key) (directory.Change, error) {
	defer s.read("entry")
	return s.memory.Entry(ctx, key)
}

func (s *stirred) Search(ctx context.Context, q directory.Query) (directory.Answer, error) {
	defer s.read("search")
	return s.memory.Search(ctx, q)
}

func (s *stirred) CrisisDesk() *directory.CrisisDesk {
	defer s.read("desk")
	return s.memory.CrisisDesk()
}

func TestAPageOfBeforeIsNotKeptAsOneOfAfter(t *testing.T) {
	for _, c := range []struct{ path, at, before string }{
		{"/da/c/dk-aarhus", "entry", "headspace Aarhus"},
		{"/da/?topics=loneliness", "search", "headspace Aarhus"},
		{web.CrisisPath("da"), "desk", "116123"},
	} {
		t.Run(c.path, func(t *testing.T) {
			d := &stirred{memory: newMemory(sample()...), at: c.at}
			s := serve(t, func(o *api.Options) { o.Catalogue, o.Index = d, d })
			d.edit = func() {
				centre := *d.changes[directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}].Entry.(*directory.Centre)
				centre.Name = "Huset bagved"
				d.put(&centre)
				d.desk = directory.NewCrisisDesk(directory.NewGate(d.taxonomy.Topics(), directory.CrisisRules{}), nil)
			}
			if first := s.do("GET", c.path, ""); d.edit != nil || !strings.Contains(first.body, c.before) {
				t.Fatalf("what was read before is not shown, so this shows nothing: %s", first.body)
			}
			second := s.do("GET", c.path, "")
			if strings.Contains(second.body, c.before) {
				t.Error("the page of before is still shown")
			}
			if third := s.do("GET", c.path, ""); third.body != second.body {
				t.Error("the page of after is another one the next time")
			}
		})
	}
}
