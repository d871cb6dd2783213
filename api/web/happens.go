package web

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed"
)

// often gives the words of the catalogue on how often, which it has in English.
func (w *Words) often(words string) Said {
	if words == "" {
		return Said{}
	}
	speech := feed.SpeechOf(w.Lang)
	return w.quoted(speech.Often(words), speech.Lang())
}

// happens links an activity, with when it is next.
func (w *Words) happens(a *directory.Activity, now time.Time, kept Kept) Link {
	title, lang := a.Title.Pick(w.Lang)
	l := Link{Href: w.Page(a.Key()) + kept.query(), Text: title, Beside: w.next(a, now)}
	if lang != w.Lang {
		l.Lang, l.Dir = lang, otherDir(lang, w)
	}
	return l
}

// next says when an activity is next, as far as that is known.
func (w *Words) next(a *directory.Activity, now time.Time) string {
	if !inUse(a.Status) {
		return w.Say(lifeWords[a.Status])
	}
	if a.Repeats {
		return w.Say("place.repeats")
	}
	for _, d := range w.coming(&a.Hours, now, "", 10) {
		for _, t := range d.Times {
			return d.When(w) + " " + t.Words
		}
	}
	return w.often(a.RhythmNote).Text
}

// When names a day: today, or by its weekday and date.
func (d weekDay) When(w *Words) string {
	if d.Today {
		return w.Say("time.today")
	}
	return d.Name + " " + d.Date
}
