// Package digest makes the weekly digest that a volunteer pastes into a
// newsletter or a post: what is on day by day, which doors are open, closed or
// open at other times, and what has changed; in Danish, Dutch or English, as
// plain text, Markdown or HTML.
//
// It says what the directory knows. What nobody has stated is a question to ask
// the place, never a no, and an address that is not public is not in it. All
// times come from package schedule, so a digest and the badge on a page cannot
// disagree.
package digest

import (
	"time"

	"walkin/internal/directory"
	"walkin/internal/feed"
	"walkin/internal/schedule"
)

// Days is how many days a digest covers.
const Days = 7

// maxLines bounds each list of a digest; what is more is counted.
const maxLines = 200

// Edition is what a digest is about.
type Edition struct {
	Lang string         // da, nl or en; any other is answered in English
	For  string         // whom: a municipality, a centre, a network
	From schedule.Date  // the first of seven days
	Zone *time.Location // in which a day begins and ends
	// More is how many centres and activities there are beyond those given.
	More int
}

// Activity is an activity with the centres at which it happens.
type Activity struct {
	*directory.Activity
	Centres []*directory.Centre
}

// News is what became of an entry since the last digest: a centre or an
// activity, nil before it was there or after it was deleted.
type News struct{ Before, After directory.Entry }

// Digest is a digest in words, ready to be written in any form.
type Digest struct {
	Lang    string
	Title   string
	Intro   string
	Heads   Heads
	Days    []Day
	Nothing string // instead of days, where no activity is known
	AskWhen []Line // activities of which nobody says when
	Notices []Line // doors that are closed, or open at other times
	Doors   []Line // when doors are open in these days
	News    []Line
	Remarks []string
}

// Heads are the headings of the lists.
type Heads struct{ Days, AskWhen, Notices, Doors, News string }

// Day is one day with what is on.
type Day struct {
	Date  string
	Lines []Line
}

// Line is one line of a list. What comes first stands out.
type Line struct {
	When string // "kl. 15–17"; "" in lists that are not by time
	Name string
	URL  string // of the place or the activity, where it has one
	Text string // what is said of it, "" for nothing
}

// Compose makes a digest. The entries need not be public forms: it makes them
// so itself.
func Compose(e Edition, centres []*directory.Centre, activities []Activity, news []News) *Digest {
	c := composer{Edition: e, Speech: feed.SpeechOf(e.Lang), say: phrasesOf(e.Lang)}
	c.begin, c.end = e.From.In(e.Zone), e.From.AddDays(Days).In(e.Zone)
	d := &Digest{
		Lang: c.Speech.Lang(), Title: c.fill(c.say.title, e.For, c.Speech.Date(e.From)), Intro: c.say.intro,
		Heads: Heads{Days: c.say.days, AskWhen: c.say.askWhen, Notices: c.say.notices, Doors: c.say.doors, News: c.say.news},
	}
	c.activities(d, activities)
	for _, centre := range centres {
		c.centre(d, centre.Public())
	}
	c.ask(d)
	c.news(d, news)
	for _, list := range []*[]Line{&d.AskWhen, &d.Notices, &d.Doors, &d.News} {
		c.cut(list)
	}
	c.remarks(d, centres, activities)
	return d
}

// composer makes one digest.
type composer struct {
	Edition
	*feed.Speech
	say        *phrases
	begin, end time.Time
	unknown    []Line // doors whose hours nobody states
}

// cut ends a list that is too long with how much more there is.
func (c *composer) cut(list *[]Line) {
	if more := len(*list) - maxLines; more > 0 {
		*list = append((*list)[:maxLines], Line{Name: c.fill(c.say.more, number(more))})
	}
}

// remarks says what a reader must know of the whole.
func (c *composer) remarks(d *Digest, centres []*directory.Centre, activities []Activity) {
	if c.More > 0 {
		d.Remarks = append(d.Remarks, c.fill(c.say.beyond, number(c.More)))
	}
	unverified := 0
	for _, centre := range centres {
		if centre.Provenance.VerifiedAt == nil {
			unverified++
		}
	}
	for _, a := range activities {
		if a.Provenance.VerifiedAt == nil {
			unverified++
		}
	}
	if all := len(centres) + len(activities); unverified > 0 {
		d.Remarks = append(d.Remarks, c.fill(c.say.unverified, number(unverified), number(all)))
	}
}
