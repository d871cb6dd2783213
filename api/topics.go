package api

import (
	"context"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
)

// ListTopics answers with the taxonomy.
func (s *Server) ListTopics(c echo.Context, params ListTopicsParams) error {
	list := TopicList{Topics: []Topic{}}
	changes, err := s.topics(c.Request().Context())
	if err != nil {
		return err
	}
	// The order is the taxonomy's own, which says what people look for most.
	for _, t := range s.index.Taxonomy().Topics() {
		change, ok := changes[t.ID]
		if ok && (params.Kind == nil || TopicKind(t.Kind) == *params.Kind) {
			list.Topics = append(list.Topics, topic(change))
		}
	}
	return public(c, list, keepWords)
}

// topics reads all topics by id, page by page.
func (s *Server) topics(ctx context.Context) (map[string]directory.Change, error) {
	topics := make(map[string]directory.Change)
	size := 500
	for after := ""; ; {
		changes, next, err := s.page(ctx, directory.Listing{Kind: directory.KindTopic, After: after}, &size)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			topics[change.Key.ID] = change
		}
		if next == nil {
			return topics, nil
		}
		after = *next
	}
}

// ReadTopic answers with one topic.
func (s *Server) ReadTopic(c echo.Context, id EntryId) error {
	change, err := s.read(c.Request().Context(), directory.KindTopic, id)
	if err != nil {
		return err
	}
	return entry(c, change, topic(change), keepWords)
}

// topic gives a topic without the everyday words that lead to it: shown in a
// list, some of them would hurt, and who means harm could learn from it what
// to avoid.
func topic(change directory.Change) Topic {
	d := change.Entry.(*directory.Topic)
	return Topic{
		Id: d.ID, Parent: optional(d.Parent), Kind: TopicKind(d.Kind), Label: required(d.Label), Description: text(d.Description),
		Crisis: d.Crisis, HelplineGroup: optionalWord[HelplineGroup](d.Group),
		SocialkompasCategory: optional(d.Socialkompas), HsdsTaxonomy: optionalWords[string](d.HSDS),
		Updated: int64(change.Number), Revision: change.Revision,
	}
}
