package feed_test

import (
	"testing"

	"walkin/internal/feed"
)

func TestHowOftenIsSaidInTheLanguageWhereAllOfItIsKnown(t *testing.T) {
	for _, tt := range []struct{ words, lang, want string }{
		{"every second week", "da", "hver anden uge"},
		{"every two weeks, from 2021-05-17", "da", "hver anden uge, fra 17. maj 2021"},
		{"every two weeks, from 2019-01", "nl", "om de twee weken, vanaf januari 2019"},
		{"monthly, fri, from 2023-03", "da", "hver måned, fredag, fra marts 2023"},
		{"from 2024", "nl", "vanaf 2024"},
		{"once, from 2019-07-08, until 2019-07-21", "nl", "één keer, vanaf 8 juli 2019, tot en met 21 juli 2019"},
		{"how often is not said", "da", "hvor tit er ikke oplyst"},
		{"monthly, sat", "en", "monthly, Saturday"},
		{"how often is not said", "de", "how often is not said"},
		{"hver tredje søndag", "nl", "hver tredje søndag"},
		{"monthly, if it rains", "da", "monthly, if it rains"},
		{"from time to time", "da", "from time to time"},
		{"", "da", ""},
	} {
		if got := feed.SpeechOf(tt.lang).Often(tt.words); got != tt.want {
			t.Errorf("%q in %s is %q, want %q", tt.words, tt.lang, got, tt.want)
		}
	}
}
