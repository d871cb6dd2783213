package fold_test

import (
	"slices"
	"strings"
	"testing"

	"walkin/internal/fold"
)

func TestTokens(t *testing.T) {
	for _, tt := range []struct {
		name, in string
		want     []string
	}{
		{"nothing has no words", " .,!? ", nil},
		{"an apostrophe inside a word is dropped", "I can't, can’t", []string{"i", "cant", "cant"}},
		{"an apostrophe before a word separates", "'s-Hertogenbosch", []string{"s", "hertogenbosch"}},
		{"an apostrophe after a word separates", "'n zelfhulp' groep", []string{"n", "zelfhulp", "groep"}},
		{"two apostrophes separate", "a''b", []string{"a", "b"}},
		{"a short town name is one word", "A'dam", []string{"adam"}},
		{"an at sign before a word is the word at", "@ease Breda", []string{"at", "ease", "breda"}},
		{"which is what at ease gives", "at ease Breda", []string{"at", "ease", "breda"}},
		{"an at sign inside a word separates", "mail@example.dk", []string{"mail", "example", "dk"}},
		{"an at sign alone is nothing", "@ 15", []string{"15"}},
		{"a plus is dropped", "LGBT+ café", []string{"lgbt", "cafe"}},
		{"hyphens split", "drop-in‑café", []string{"drop", "in", "cafe"}},
		{"digits are words", "8000 Aarhus C, 1012AB", []string{"8000", "aarhus", "c", "1012ab"}},
		{"a hidden character does not split", "selv\u200bmord", []string{"selvmord"}},
		{"words of other scripts", "Самогубство انتحار", []string{"самогубство", "انتحار"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := fold.Tokens(tt.in); !slices.Equal(got, tt.want) {
				t.Errorf("Tokens(%q) = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestTokenizePointsIntoTheOriginal(t *testing.T) {
	in := "Til Århus: „cafe\u0301“ @ease, selv\u200bmord; can’t ½"
	want := []string{"Til", "Århus", "cafe\u0301", "@", "ease", "selv\u200bmord", "can’t", "½", "½"}
	var got []string
	for _, tok := range fold.Tokenize(in) {
		got = append(got, in[tok.Start:tok.End])
	}
	if !slices.Equal(got, want) {
		t.Errorf("the tokens cover %q, want %q", got, want)
	}
}

func BenchmarkTokenize(b *testing.B) {
	s := strings.Repeat("Jeg kan ikke sove og føler mig alene på værelset i Århus. ", 35)
	b.ReportAllocs()
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		fold.Tokenize(s)
	}
}
