package api

import (
	"context"
	"strings"

	"walkin/internal/directory"
)

// names says to staff what entries, municipalities and members are called. It
// asks for each once, and is for one page.
type names struct {
	*Server
	ctx     context.Context
	lang    string
	known   map[directory.Key]string
	members map[string]string // by id
}

func (s *Server) namesFor(ctx context.Context, lang string) (*names, error) {
	members, err := s.memberNames(ctx)
	return &names{s, ctx, lang, make(map[directory.Key]string), members}, err
}

// Entry gives what an entry is called; "" if there is none.
func (n *names) Entry(key directory.Key) string {
	name, asked := n.known[key]
	if !asked {
		if change, err := n.read(n.ctx, key.Kind, key.ID); err == nil {
			name = nameOf(change.Entry, n.lang)
		}
		n.known[key] = name
	}
	return name
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
