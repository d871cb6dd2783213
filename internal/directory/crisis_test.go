package directory_test

import (
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// ids gives the crisis topics that a text names.
func ids(d *directory.Gate, text, lang string) []string {
	var list []string
	for _, t := range d.Check(text, lang) {
		list = append(list, t.ID)
	}
	return list
}

func gate(tb testing.TB) *directory.Gate {
	tb.Helper()
	return directory.NewGate(of[*directory.Topic](catalogue(tb)), rules(tb))
}

// The table is part 2c of the notes on experience and safety, its exact rows,
// and the spellings of row X26.
func TestCrisisGate(t *testing.T) {
	g := gate(t)
	for _, c := range []struct {
		name, text, lang string
		want             string // a crisis topic, or "" for none
	}{
		{"a crisis word", "selvmord", "da", "suicide"},
		{"a crisis word in capitals", "SELVMORD", "da", "suicide"},
		{"a split compound in Danish", "selv mord", "da", "suicide"},
		{"a split compound in Dutch", "zelf moord", "nl", "suicide"},
		{"a split compound with more behind it", "zelf moord gedachten", "nl", "suicide"},
		{"a listed misspelling", "selvmort", "da", "suicide"},
		{"a diaeresis", "suïcide", "nl", "suicide"},
		{"a word of another language than the page's", "suicide", "da", "suicide"},
		{"a crisis word in a sentence", "min far begik selvmord", "da", "suicide"},
		{"a phrase with an apostrophe", "i don't want to be here anymore", "en", "suicide"},
		{"the same without it", "i dont want to be here anymore", "en", "suicide"},
		{"a phrase run together", "killmyself", "en", "suicide"},
		{"somebody else", "min veninde skærer i sig selv selvskade", "da", "self_harm"},
		{"ø as oe", "jeg vil doe", "da", "suicide"},
		{"ø as o", "jeg vil do", "da", "suicide"},
		{"German", "ich will nicht mehr leben", "de", "suicide"},
		{"French", "j'ai envie de mourir", "fr", "suicide"},
		{"Arabic", "أريد أن أموت", "ar", "suicide"},
		{"Ukrainian", "не хочу жити", "uk", "suicide"},
		{"Ukrainian with an apostrophe", "батько б'є мене", "uk", "violence_home"},
		{"X26: a zero-width space inside", "selv\u200bmord", "da", "suicide"},
		{"X26: full-width letters", "ｓｅｌｖｍｏｒｄ", "da", "suicide"},
		{"X26: a Cyrillic look-alike", "selvm\u043erd", "da", "suicide"},
		{"X26: a right-to-left override around it", "\u202eselvmord\u202c", "da", "suicide"},
		{"a soft hyphen", "selv\u00admord", "da", "suicide"},

		{"somebody else who cuts", "min veninde skærer i sig selv", "da", "self_harm"},
		{"an inflection that nobody listed", "selvmordsplanerne", "da", "suicide"},
		{"a Dutch compound that nobody listed", "zelfmoordneigingen", "nl", "suicide"},
		{"an Arabic word with its article and preposition", "بالانتحار", "ar", "suicide"},
		{"letter by letter", "s e l v m o r d", "da", "suicide"},
		{"a slip in a split term", "self harn", "en", "self_harm"},
		{"not here any more", "i don't want to live here anymore", "en", "suicide"},
		{"me, where mij is usual", "mijn vader slaat me", "nl", "violence_home"},
		{"a stepfather", "min stedfar slår mig", "da", "violence_home"},
		{"just to die", "jeg vil bare dø", "da", "suicide"},
		{"a letter wrong", "selvmotd", "da", "suicide"},
		{"two letters swapped", "selvmodr", "da", "suicide"},
		{"a letter missing", "zelfmord", "nl", "suicide"},
		{"a letter doubled", "suicidee", "en", "suicide"},
		{"a slip inside a phrase", "jeg vil gerne dø livte er ikke væed at leve", "da", "suicide"},
		{"a slip inside a longer phrase", "i dont want to be here anymroe", "en", "suicide"},

		{"resilience in Dutch, one letter from rape", "veerkracht", "nl", ""},
		{"groups in English, one letter from groped", "grouped", "en", ""},
		{"gifted in French", "surdoué", "fr", ""},
		{"tension, in volts", "voltage", "en", ""},
		{"the Danish for a meeting place, one letter from molested", "mødested", "da", ""},
		{"cutting, where nobody says in which language", "cutting vegetables", "", ""},
		{"with homework", "hjælp mig med lektier", "da", ""},
		{"a dog", "dog grooming", "en", ""},
		{"two slips are not one", "zlefmorod", "nl", ""},
		{"another first letter", "telvmord", "da", ""},
		{"grief is no crisis", "min mormor er ved at dø", "da", ""},
		{"the Dutch article", "wie kan die groep helpen", "nl", ""},
		{"cutting vegetables in Dutch", "groenten snijden", "nl", ""},
		{"cutting vegetables in English", "cutting vegetables", "en", ""},
		{"kilometres", "places within 5 kms", "en", ""},
		{"a teacher", "leerkracht", "nl", ""},
		{"boys", "gutter", "da", ""},
		{"under pressure", "presset", "da", ""},
		{"a street name", "Voldgade", "da", ""},
		{"a longer ordinary phrase around it", "I don't want to live with my dad", "en", ""},
		{"the phrase itself still counts", "I don't want to live", "en", "suicide"},
		{"the flower in Danish", "viol", "da", ""},
		{"the same word in French", "viol", "fr", "sexual_violence"},
		{"married in Danish", "min søster er gift", "da", ""},
		{"loneliness", "jeg har ingen venner", "da", ""},
		{"nothing at all", "", "da", ""},
		{"only signs", "?!…", "da", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := ids(g, c.text, c.lang)
			if c.want == "" && len(got) > 0 || c.want != "" && !slices.Contains(got, c.want) {
				t.Errorf("%q in %s names %v, want %q", c.text, c.lang, got, c.want)
			}
		})
	}
}

// Recall on the listed terms is 1: every term of every crisis topic, in lower
// and upper case, on a page in its language.
func TestEveryListedCrisisTermIsRecognised(t *testing.T) {
	g := gate(t)
	r := rules(t)
	terms := 0
	for _, topic := range of[*directory.Topic](catalogue(t)) {
		if !topic.Crisis {
			continue
		}
		for _, lists := range []map[string][]string{topic.Terms, r.Terms[topic.ID]} {
			for lang, list := range lists {
				for _, term := range list {
					for _, text := range []string{term, strings.ToUpper(term), "x " + term + " y"} {
						terms++
						if !slices.Contains(ids(g, text, lang), topic.ID) {
							t.Errorf("%q on a page in %s does not name %s", text, lang, topic.ID)
						}
					}
				}
			}
		}
	}
	if terms < 1500 {
		t.Errorf("only %d spellings were tried; have the lists gone?", terms)
	}
}

// What leads to other topics must not open the gate: nothing listed as an
// everyday word of an ordinary topic is answered with places withheld, unless
// it contains a crisis term itself ("lost my brother to suicide").
func TestOrdinaryTermsDoNotOpenTheGate(t *testing.T) {
	g := gate(t)
	tried, opened := 0, 0
	for _, topic := range of[*directory.Topic](catalogue(t)) {
		if topic.Crisis || topic.Group != "" {
			continue
		}
		for lang, list := range topic.Terms {
			for _, term := range list {
				tried++
				if got := ids(g, term, lang); len(got) > 0 {
					opened++
					t.Logf("%s, %s: %q names %v", topic.ID, lang, term, got)
				}
			}
		}
	}
	if opened*100 > tried {
		t.Errorf("%d of %d ordinary terms open the gate; at most 1 in 100 may", opened, tried)
	}
}

// What the directory says of itself must not open the gate: who types the name
// of a place, or a word of its description, looks for a place. Words that are
// crisis terms themselves are left aside.
func TestTheWordsOfTheDirectoryAreNoSlips(t *testing.T) {
	g := gate(t)
	exact := make(map[string]bool)
	for _, topic := range of[*directory.Topic](catalogue(t)) {
		if topic.Crisis {
			for _, list := range topic.Terms {
				for _, term := range list {
					exact[strings.Join(fold.Tokens(term), " ")] = true
				}
			}
		}
	}
	tried := 0
	for _, e := range catalogue(t) {
		for _, text := range wordsOf(e) {
			for _, word := range fold.Tokens(text) {
				tried++
				got := ids(g, word, "")
				if len(got) > 0 && !exact[word] && !strings.Contains(strings.ToLower(text), "selvmord") && !strings.Contains(text, "انتحار") && !listedStem(t, word) {
					t.Errorf("%s: %q names %v", e.Key(), word, got)
				}
			}
		}
	}
	if tried < 5000 {
		t.Errorf("only %d words were tried", tried)
	}
}

// wordsOf gives the names and descriptions of an entry.
func wordsOf(e directory.Entry) []string {
	var texts []string
	add := func(t directory.Text) {
		for _, l := range t.Languages() {
			texts = append(texts, t[l])
		}
	}
	switch e := e.(type) {
	case *directory.Centre:
		texts = append(texts, e.Name, e.Location.Town)
		add(e.Description)
	case *directory.Activity:
		add(e.Title)
		add(e.Description)
	case *directory.Topic:
		if !e.Crisis {
			add(e.Label)
		}
	}
	return texts
}

// listedStem says whether a word begins with a listed stem.
func listedStem(t *testing.T, word string) bool {
	for _, stems := range rules(t).Stems {
		for _, s := range stems {
			if strings.HasPrefix(word, fold.Text(s)) {
				return true
			}
		}
	}
	return false
}

func FuzzGate(f *testing.F) {
	g := gate(f)
	for _, seed := range []string{"selvmord", "selv mord", "\xff\xfe", "ø\u0301\u0301", "jeg vil\u200b dø"} {
		f.Add(seed, "da")
	}
	f.Fuzz(func(t *testing.T, text, lang string) {
		// A crisis term at the end of any text is found, unless the text
		// before it is half of a longer word or of an ordinary phrase.
		if got := g.Check(text+" . selvmord", lang); len(got) == 0 {
			t.Errorf("a crisis term behind %q is not found", text)
		}
	})
}

// slips is a long text in which nearly each word may be a slip of a crisis word.
func slips(length int) string {
	const some = "selvmorf voldtægt1 overgrev mishandlet1 depresion "
	return strings.Repeat(some, length/len(some)+1)[:length]
}

// TestALongTextTakesWorkByItsLength bounds what one question on the public network
// may cost: the gate comes before every limit.
func TestALongTextTakesWorkByItsLength(t *testing.T) {
	g := gate(t)
	work := func(text string) float64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		g.Check(text, "da")
		runtime.ReadMemStats(&after)
		return float64(after.TotalAlloc - before.TotalAlloc)
	}
	short, long := work(slips(15_000)), work(slips(60_000))
	if long > 5*short {
		t.Errorf("four times the text takes %.1f times the memory: %.0f kB, and %.0f kB", long/short, short/1e3, long/1e3)
	}
}

func BenchmarkGate(b *testing.B) {
	g := gate(b)
	for _, length := range []int{60, 2_000, 60_000} {
		text := slips(length)
		b.Run(strconv.Itoa(length), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				g.Check(text, "da")
			}
		})
	}
}
