package api

import (
	"context"
	"strings"

	"walkin/api/web"
	"walkin/internal/directory"
)

// names says to staff what entries, municipalities and members are called. It
// asks for each once, and is for one page.
type names struct {
	*Server
	ctx     context.Context
	words   *web.Words
	known   map[directory.Key]directory.Entry
	members map[string]string // by id
}

func (s *Server) names(ctx context.Context, words *web.Words) *names {
	return &names{Server: s, ctx: ctx, words: words, known: make(map[directory.Key]directory.Entry)}
}

// namesWithMembers gives names that know those of the members too.
func (s *Server) namesWithMembers(ctx context.Context, words *web.Words) (n *names, err error) {
	n = s.names(ctx, words)
	n.members, err = s.memberNames(ctx)
	return n, err
}

// entry gives an entry as it is now; nil if there is none.
func (n *names) entry(key directory.Key) directory.Entry {
	e, asked := n.known[key]
	if !asked {
		if change, err := n.read(n.ctx, key.Kind, key.ID); err == nil {
			e = change.Entry
		}
		n.known[key] = e
	}
	return e
}

// Entry gives what an entry is called; "" if there is none.
func (n *names) Entry(key directory.Key) string {
	if e := n.entry(key); e != nil {
		return nameOf(e, n.words.Lang)
	}
	return ""
}

// Municipality gives what a municipality is called, by its code, of which no
// two countries share one; "" if there is none.
func (n *names) Municipality(code string) string {
	for _, country := range listed {
		if m, ok := n.gazetteer.Municipality(country, code); ok {
			return m.Name
		}
	}
	return ""
}

// Author gives who made a change: a member by their name.
func (n *names) Author(author string) string {
	if id, ok := strings.CutPrefix(author, "member "); ok && n.members[id] != "" {
		return n.members[id]
	}
	return author
}
