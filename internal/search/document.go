package search

import (
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// document is what bleve is given of one entry: words, nothing else.
type document map[string]string

// textOf collects the texts by which an entry is found. Terms of topics are
// not among them: they lead to a topic, and the topic to the row.
func textOf(e directory.Entry) (name directory.Text, texts []directory.Text) {
	switch e := e.(type) {
	case *directory.Centre:
		name = directory.Text{"": e.Name}
		texts = []directory.Text{e.Description, e.CoreTask, e.TargetGroups, e.Involvement}
		for _, p := range e.Partners {
			texts = append(texts, directory.Text{"": p.Name}, p.Offers)
		}
		for _, r := range e.Volunteering {
			texts = append(texts, r.Title, r.Tasks)
		}
		for _, s := range e.Stops {
			texts = append(texts, s.Name)
		}
	case *directory.Activity:
		name = e.Title
		texts = []directory.Text{e.Description, e.Registration.How, e.Cost}
		if e.HostedBy != nil {
			texts = append(texts, directory.Text{"": e.HostedBy.Name}, e.HostedBy.Offers)
		}
	case *directory.Helpline:
		name = directory.Text{"": e.Name}
		texts = []directory.Text{e.Description}
	}
	return name, texts
}

// documentOf makes the document of a row. The name of who runs a place and of
// the town where it is count as words of its name, since people search for
// "headspace Aalborg".
func documentOf(r *row) document {
	doc := make(document)
	add := func(field, text string) {
		if text != "" {
			doc[field] += " " + text
		}
	}
	name, texts := textOf(r.entry)
	for lang, text := range name {
		add(fieldName, spellings(text))
		add(fieldWord, spellings(text))
		add(fieldStem+lang, text)
		addParts(add, lang, text)
	}
	for _, extra := range r.also {
		add(fieldName, spellings(extra))
		add(fieldWord, spellings(extra))
	}
	for _, t := range texts {
		for lang, text := range t {
			add(fieldWord, spellings(text))
			add(fieldStem+lang, text)
			addParts(add, lang, text)
		}
	}
	return doc
}

// addParts adds the parts of the compounds of a text. A name is in no known
// language, so it is taken apart in each.
func addParts(add func(field, text string), lang, text string) {
	for _, l := range compounding {
		if lang != l && lang != "" {
			continue
		}
		for _, token := range fold.Tokens(text) {
			add(fieldPart+l, strings.Join(lexiconOf(l).split(token), " "))
		}
	}
}

// spellings gives every word of a text in every spelling that a person may
// type, folded.
func spellings(text string) string {
	var b strings.Builder
	for _, token := range fold.Tokenize(text) {
		for _, form := range fold.Variants(text[token.Start:token.End]) {
			b.WriteString(form)
			b.WriteByte(' ')
		}
	}
	return b.String()
}
