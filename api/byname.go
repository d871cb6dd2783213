package api

import (
	"golang.org/x/text/collate"
	tags "golang.org/x/text/language"
)

// byName compares names as a language orders them, whatever their case. What it
// gives is for one list at a time: a collator may not be shared.
func byName(lang string) func(a, b string) int {
	return collate.New(tags.Make(lang), collate.IgnoreCase).CompareString
}
