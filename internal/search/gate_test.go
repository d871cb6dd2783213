package search_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/search"
)

// minMisspelt is the shortest word, in letters, of which a misspelling must be
// recognised: shorter ones are one edit from too many ordinary words.
const minMisspelt = 6

// crisisTopics are the crisis topics that a text typed on a page names.
func crisisTopics(x *search.Index, text, lang string) []string {
	answer := x.CrisisDesk().Answer(text, directory.Asker{Lang: lang, Country: "DK"}, wednesday)
	if answer == nil {
		return nil
	}
	return answer.Topics
}

// TestRelevanceOfTheCrisisGate asks the judged set: every crisis query is
// recognised for what it is, and hardly an ordinary one is taken for one.
func TestRelevanceOfTheCrisisGate(t *testing.T) {
	t.Parallel()
	h := builtin(t)
	x := open(t, "", h)
	asked, named, ordinary, alarms := 0, 0, 0, 0
	for _, j := range readJudged(t, judgedSet, x.Taxonomy(), answerable(h)) {
		got := crisisTopics(x, j.Text, j.Lang)
		if !j.Crisis {
			ordinary++
			if len(got) > 0 {
				alarms++
				t.Logf("false alarm: %s: %s names %v", j.Lang, j.Text, got)
			}
			continue
		}
		asked++
		if missing := slices.DeleteFunc(slices.Clone(j.Topics), func(id string) bool { return slices.Contains(got, id) }); len(missing) == 0 && len(got) > 0 {
			named++
		} else {
			t.Errorf("%s: %s names %v, want %v", j.Lang, j.Text, got, j.Topics)
		}
	}
	t.Logf("crisis queries: recall %d of %d; ordinary queries: %d of %d taken for one", named, asked, alarms, ordinary)
	if float64(alarms) >= maxFalseAlarm*float64(ordinary) {
		t.Errorf("%d of %d ordinary queries are taken for a crisis, want less than %.0f in 100", alarms, ordinary, 100*maxFalseAlarm)
	}
}

// TestRelevanceOfCrisisTerms tries every listed term in capitals and not, and
// misspelt by one edit: two neighbours swapped, a letter left out, doubled or
// wrong, the first one kept. A misspelling that is itself a word somebody may
// mean is left out.
func TestRelevanceOfCrisisTerms(t *testing.T) {
	t.Parallel()
	x := open(t, "", builtin(t))
	rules := crisisRules(t)
	words := knownWords(t, rules)
	var exact, misspelt tally
	leftOut := make(map[string]string) // misspelling → why
	for _, topic := range x.Taxonomy().Topics() {
		if !topic.Crisis {
			continue
		}
		for _, byLang := range []map[string][]string{topic.Terms, rules.Terms[topic.ID]} {
			for _, lang := range slices.Sorted(maps.Keys(byLang)) {
				for _, term := range byLang[lang] {
					for _, text := range []string{term, strings.ToUpper(term), strings.ToLower(term)} {
						exact.try(lang+": "+text, slices.Contains(crisisTopics(x, text, lang), topic.ID))
					}
					for _, text := range misspellings(term) {
						if why := ordinaryWord(text, term, words); why != "" {
							leftOut[text] = why
							continue
						}
						misspelt.try(lang+": "+text+" (for "+term+")", len(crisisTopics(x, text, lang)) > 0)
					}
				}
			}
		}
	}
	t.Logf("crisis terms: %s; misspelt by one edit: %s", exact, misspelt)
	t.Logf("%d misspellings were left out, being words themselves:", len(leftOut))
	for _, text := range slices.Sorted(maps.Keys(leftOut)) {
		t.Logf("    %s: %s", text, leftOut[text])
	}
	for _, kind := range []*tally{&exact, &misspelt} {
		if len(kind.missed) > 0 {
			t.Errorf("%d of %d are not recognised, among them:\n    %s", len(kind.missed), kind.tried,
				strings.Join(kind.missed[:min(40, len(kind.missed))], "\n    "))
		}
	}
	if exact.tried < 1500 || misspelt.tried < 5000 {
		t.Errorf("only %d spellings and %d misspellings were tried; have the lists gone?", exact.tried, misspelt.tried)
	}
}

// misspellings gives a term with one edit: every edit of a single word, one of
// each kind in the middle of each long word of a phrase.
func misspellings(term string) (list []string) {
	words := strings.FieldsFunc(term, func(r rune) bool { return r == ' ' || r == '-' })
	for i, w := range words {
		letters := utf8.RuneCountInString(w)
		if letters < minMisspelt {
			continue
		}
		from, to := letters/2, letters/2+1
		if len(words) == 1 {
			from, to = 1, letters
		}
		for at := from; at < to; at++ {
			for _, e := range edits(w, at) {
				list = append(list, strings.Join(slices.Replace(slices.Clone(words), i, i+1, e), " "))
			}
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// edits gives the four one-edit misspellings of a word at a letter.
func edits(word string, at int) (list []string) {
	letters := []rune(word)
	if !unicode.IsLetter(letters[at]) {
		return nil
	}
	if at+1 < len(letters) && letters[at] != letters[at+1] {
		swapped := slices.Clone(letters)
		swapped[at], swapped[at+1] = swapped[at+1], swapped[at]
		list = append(list, string(swapped))
	}
	wrong := slices.Clone(letters)
	wrong[at] = otherLetter(wrong[at])
	return append(list,
		string(slices.Delete(slices.Clone(letters), at, at+1)),
		string(slices.Insert(slices.Clone(letters), at, letters[at])),
		string(wrong))
}

// otherLetter is a letter of the same script: the next one, or the one before.
func otherLetter(r rune) rune {
	if next := r + 1; r != 'z' && unicode.IsLetter(next) && unicode.IsLower(next) == unicode.IsLower(r) {
		return next
	}
	return r - 1
}

// ordinaryWord says why a misspelling may be meant as it stands: one of its
// words is a known one that the term has not.
func ordinaryWord(text, term string, known map[string]string) string {
	own := fold.Tokens(term)
	for _, w := range fold.Tokens(text) {
		if where := known[w]; where != "" && !slices.Contains(own, w) {
			return w + " is a word of " + where
		}
	}
	return ""
}

// knownWords are words that people mean as they stand, by where they are from:
// the thesaurus but for its crisis topics, the lists of data/crisis.json, the
// names and texts of the catalogue.
func knownWords(tb testing.TB, rules directory.CrisisRules) map[string]string {
	tb.Helper()
	known := make(map[string]string)
	add := func(text, where string) {
		for _, w := range fold.Tokens(text) {
			known[w] = where
		}
	}
	for _, c := range builtin(tb) {
		switch e := c.Entry.(type) {
		case *directory.Topic:
			if !e.Crisis {
				for _, terms := range e.Terms {
					add(strings.Join(terms, " "), "the thesaurus")
				}
			}
		case *directory.Centre:
			add(e.Name+" "+every(e.Description), "the catalogue")
		case *directory.Activity:
			add(every(e.Title)+" "+every(e.Description), "the catalogue")
		}
	}
	for where, byLang := range map[string]map[string][]string{"an ordinary phrase": rules.Ordinary, "the known words": rules.Known} {
		for _, list := range byLang {
			for _, text := range list {
				add(text, where)
			}
		}
	}
	for _, f := range rules.FalseFriends {
		add(f.Term, "the false friends")
	}
	return known
}

// tally counts what was recognised.
type tally struct {
	tried  int
	missed []string
}

func (t *tally) try(what string, ok bool) {
	t.tried++
	if !ok {
		t.missed = append(t.missed, what)
	}
}

// String gives "1990 of 2000 (99.5 %)".
func (t tally) String() string {
	return fmt.Sprintf("%d of %d (%.1f %%)", t.tried-len(t.missed), t.tried, 100*float64(t.tried-len(t.missed))/float64(max(1, t.tried)))
}
