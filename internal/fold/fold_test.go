package fold_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"walkin/internal/fold"
)

func TestText(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"empty stays empty", "", ""},
		{"white space is collapsed and trimmed", " \t en\u00a0\u2003god\r\nven ", "en god ven"},
		{"case is folded", "SELVMORD", "selvmord"},
		{"Danish letters lose their marks", "Ærø, Åbenrå og Tønder", "aero, abenra og tonder"},
		{"German letters lose their marks", "Größe Über Ärger", "grosse uber arger"},
		{"the capital sharp s is two letters", "STRAẞE", "strasse"},
		{"French and Dutch accents go", "suïcide, Œuvre, één", "suicide, oeuvre, een"},
		{"undecomposed letters become plain", "Łódź Đorđe ışık Reyðarfjörður Þór", "lodz dorde isik reydarfjordur thor"},
		{"an acute on a ligature goes with it", "Ǽǿ", "aeo"},
		{"a dotted capital i is an i", "İ", "i"},
		{"apostrophes are one", "can’t can‘t can`t can´t can＇t canʼt", "can't can't can't can't can't can't"},
		{"full-width letters are letters", "ｓｅｌｖｍｏｒｄ", "selvmord"},
		{"mathematical letters are letters", "𝓼𝓮𝓵𝓿𝓶𝓸𝓻𝓭", "selvmord"},
		{"a zero-width space is dropped", "selv\u200bmord", "selvmord"},
		{"a soft hyphen is dropped", "selv\u00admord", "selvmord"},
		{"a byte order mark is dropped", "\ufeffselvmord", "selvmord"},
		{"bidi overrides are dropped", "\u202eselvmord\u202c", "selvmord"},
		{"tags and variation selectors are dropped", "selv\ufe0fmord\U000e0041", "selvmord"},
		{"control characters are dropped", "selv\x00mo\x1brd\x7f", "selvmord"},
		{"a combining mark goes with its letter", "sui\u0308cide", "suicide"},
		{"a hidden character before a mark does not save it", "sui\u200b\u0308cide", "suicide"},
		{"a mark without a letter goes", "\u0308a \u0301b", "a b"},
		{"an emoji loses its selector only", "❤\ufe0f", "❤"},
		{"a keycap is its digit", "1\ufe0f\u20e3", "1"},
		{"invalid UTF-8 is replaced", "a\xffb", "a\ufffdb"},

		{"a Cyrillic o in a Latin word is an o", "selvmоrd", "selvmord"},
		{"Cyrillic capitals in a Latin word", "SЕLVМОRD", "selvmord"},
		{"a Cyrillic letter with a mark in a Latin word", "suїcide", "suicide"},
		{"a Greek omicron in a Latin word is an o", "selvmοrd", "selvmord"},
		{"Greek capitals keep the shape of the capital", "ΖELFΜOΟRD", "zelfmoord"},
		{"a word of nothing but look-alikes is Latin", "хорор сосо", "xopop coco"},
		{"a Ukrainian word stays", "Самогубство", "самогубство"},
		{"Ukrainian letters with marks are letters", "Її Київ, й", "її київ, й"},
		{"a decomposed й is composed", "и\u0306", "й"},
		{"a stress mark goes", "самогу\u0301бство", "самогубство"},
		{"a Russian word stays", "СУИЦИД ёлка", "суицид ёлка"},
		{"a short word in lower-case Cyrillic stays", "нет кот", "нет кот"},
		{"the same in capitals is the same", "НЕТ КОТ", "нет кот"},
		{"a Latin i in a Ukrainian word is Ukrainian", "вiн Kиïв ВIН кiт", "він київ він кіт"},
		{"a Greek word stays", "Βοήθεια", "βοήθεια"},
		{"Arabic vowel signs and tatweel go", "اِنْتِحَـــار", "انتحار"},
		{"Arabic optional spellings are one", "أريد إلى آخر مساعدة", "اريد الي اخر مساعده"},
		{"Arabic-Indic digits are digits", "٨٠٠٠ ۸۰۰۰", "8000 8000"},
		{"Hebrew points go", "שָׁלוֹם", "שלום"},
		{"vowel signs that are letters stay", "नमस्ते", "नमस्ते"},
		{"Hangul is composed", "\u1112\u1161\u11ab", "한"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := fold.Text(tt.in)
			if got != tt.want {
				t.Errorf("Text(%q) = %q, want %q", tt.in, got, tt.want)
			}
			if again := fold.Text(got); again != got {
				t.Errorf("Text of the result is %q, want %q", again, got)
			}
		})
	}
}

func TestTextBoundsCombiningMarks(t *testing.T) {
	for _, mark := range []string{"\u0301", "\u0308", "\u0651", "\u093c", "\u0e34", "\u3099", "\u200d", "\ufe0f"} {
		for _, base := range []string{"e", "и", "ب", "क", "か", "1", " ", ""} {
			got := fold.Text(base + strings.Repeat(mark, 10_000))
			if len(got) > 64 {
				t.Errorf("%q with 10,000 of %q folds to %d bytes", base, mark, len(got))
			}
		}
	}
	if got := fold.Text("selv" + strings.Repeat("\u0301", 10_000) + "mord"); got != "selvmord" {
		t.Errorf("a decorated word folds to %.40q", got)
	}
}

func TestVariantsMeetQueries(t *testing.T) {
	for _, tt := range []struct {
		term    string
		queries []string
	}{
		{"søvn", []string{"søvn", "soevn", "sovn", "SØVN"}},
		{"soevn", []string{"søvn", "soevn", "sovn"}},
		{"Århus", []string{"århus", "aarhus", "arhus"}},
		{"Aarhus", []string{"århus", "aarhus", "arhus"}},
		{"København", []string{"koebenhavn", "kobenhavn", "København", "KÖBENHAVN"}},
		{"ældre", []string{"ældre", "aeldre", "ÆLDRE"}},
		{"aeldre", []string{"ældre", "aeldre", "äldre", "aldre"}},
		{"Göteborg", []string{"göteborg", "goeteborg", "goteborg", "gøteborg"}},
		{"Zürich", []string{"zürich", "zuerich", "zurich"}},
		{"suïcide", []string{"suïcide", "suicide"}},
		{"a\u030abenra\u030a", []string{"åbenrå", "aabenraa", "abenra"}},
		{"@ease", []string{"at ease", "@ease"}},
		{"can't", []string{"cant", "can’t"}},
	} {
		t.Run(tt.term, func(t *testing.T) {
			variants := fold.Variants(tt.term)
			for _, q := range tt.queries {
				if folded := strings.Join(fold.Tokens(q), " "); !slices.Contains(variants, folded) {
					t.Errorf("%q (%q) does not meet %q %q", q, folded, tt.term, variants)
				}
			}
		})
	}
}

func TestVariants(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"the primary form comes first", "Ærø", []string{"aero", "aeroe", "aro"}},
		{"forms that are the same come once", "angst", []string{"angst"}},
		{"nothing has no variants", " ’ \u200b", nil},
		{"words are joined by one space", "Nørre-Åby", []string{"norre aby", "noerre aaby"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fold.Variants(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("Variants(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestCollapseBringsAllSpellingsTogether(t *testing.T) {
	for _, group := range [][]string{
		{"Nørre Åby", "Nørre Aaby", "noerre aaby", "norre aby", "nørre aaby"},
		{"Ærøskøbing", "Aeroeskoebing", "æroskøbing", "Äröskobing"},
		{"Bøgeå", "boegeaa", "bøgeaa", "boegeå"},
	} {
		want := fold.Collapse(fold.Text(group[0]))
		for _, s := range group {
			if got := fold.Collapse(fold.Text(s)); got != want {
				t.Errorf("%q collapses to %q, want %q", s, got, want)
			}
		}
	}
}

func TestCollapseOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[aeou ]{0,12}`).Draw(t, "s")
		once := fold.Collapse(s)
		if again := fold.Collapse(once); again != once {
			t.Fatalf("Collapse(%q) = %q, then %q", s, once, again)
		}
	})
}

func TestEveryCharacterIsStable(t *testing.T) {
	for r := rune(0); r <= 0xffff; r++ {
		for _, s := range []string{string(r), "в" + string(r) + "a", "ㅅ" + string(r), "가" + string(r), string(r) + "ㅖ"} {
			if once, twice := fold.Text(s), fold.Text(fold.Text(s)); once != twice {
				t.Errorf("Text(%+q) = %+q, of which Text is %+q", s, once, twice)
			}
		}
	}
}

// FuzzText holds what every caller relies on, for any bytes at all.
func FuzzText(f *testing.F) {
	for _, s := range []string{
		"Søvn", "selv\u200bmord", "вiн", "éв", "οвa", "ΒΒH", "Γa", "½℀㎏´", "@ease", "can't", "'s-Hertogenbosch",
		"ﷺ", "\u1112\u1161\u11ab", "ﾊﾞ", "J\u030c", "Ϊ\u0301", "a\xffb", "İ", "ŉ", "e\u0301\u200b\u0302", "\u0f73\u0f71", "ᾳ\u0301",
		"\ufe79", "\ua78b", "\uffb8\uffd3",
		"ㅅㅖ", "가ㄳ",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		folded := fold.Text(s)
		if !utf8.ValidString(folded) {
			t.Fatalf("Text(%q) = %q is not valid UTF-8", s, folded)
		}
		if again := fold.Text(folded); again != folded {
			t.Fatalf("Text(%q) = %q, of which Text is %q", s, folded, again)
		}
		tokens := fold.Tokenize(s)
		for i, tok := range tokens {
			if tok.Text == "" || tok.Start < 0 || tok.Start >= tok.End || tok.End > len(s) {
				t.Fatalf("Tokenize(%q)[%d] = %+v", s, i, tok)
			}
			if i > 0 && tok.Start < tokens[i-1].Start {
				t.Fatalf("Tokenize(%q): %+v comes before %+v", s, tok, tokens[i-1])
			}
		}
		if want, got := fold.Tokens(s), fold.Tokens(folded); !slices.Equal(got, want) {
			t.Fatalf("Tokens(Text(%q)) = %q, want %q", s, got, want)
		}
		if v := fold.Variants(s); len(tokens) > 0 && (len(v) == 0 || v[0] != strings.Join(fold.Tokens(s), " ")) {
			t.Fatalf("Variants(%q) = %q", s, v)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for name, s := range map[string]string{
		"plain":  "ingen venner",
		"danish": "Jeg kan ikke sove og føler mig alene på værelset i Århus",
		"marks":  "e" + strings.Repeat("\u0301", 10_000),
		"mixed":  "ｓеlv\u200bmоrd самогубство اِنْتِحَار",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			b.SetBytes(int64(len(s)))
			for b.Loop() {
				fold.Text(s)
			}
		})
	}
}
