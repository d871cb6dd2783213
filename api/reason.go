package api

import (
	"cmp"
	"strings"
	"time"

	"walkin/internal/directory"
)

// reasonWords are the words for why a result is there, in one language. A {}
// stands for the value.
type reasonWords struct {
	name, topic, text               string
	openNow, openThen, openUntil    string
	opensAt, opensOn                string // the same day; another, named before the time
	ages, agesFrom, agesTo, agesAll string // {} and {to} are years
	speaks                          string
	promises                        map[directory.Promise]string
	days                            [7]string // from Sunday
	languages                       map[string]string
}

var reasonTexts = map[string]reasonWords{
	"da": {
		name: "navnet", topic: "findes også under: {}", text: "nævner dine ord",
		openNow: "åbent nu", openThen: "åbent på det tidspunkt", openUntil: "åbent til {}",
		opensAt: "åbner kl. {}", opensOn: "åbner {}",
		ages: "for {} til {to} år", agesFrom: "fra {} år", agesTo: "til {to} år", agesAll: "for alle aldre",
		speaks: "taler {}",
		promises: map[directory.Promise]string{
			directory.NoAppointment: "uden tidsbestilling", directory.NoReferral: "uden henvisning", directory.NoAssessment: "uden visitation",
			directory.Free: "gratis", directory.Anonymous: "anonymt", directory.Confidential: "fortroligt",
		},
		days: [7]string{"søn.", "man.", "tirs.", "ons.", "tors.", "fre.", "lør."},
		languages: map[string]string{
			"da": "dansk", "nl": "nederlandsk", "en": "engelsk", "fr": "fransk", "de": "tysk", "ar": "arabisk", "uk": "ukrainsk", "tr": "tyrkisk",
			"so": "somali", "fa": "persisk", "pl": "polsk", "ru": "russisk", "es": "spansk", "it": "italiensk", "sv": "svensk", "nb": "norsk",
		},
	},
	"nl": {
		name: "de naam", topic: "ook te vinden onder: {}", text: "noemt je woorden",
		openNow: "nu open", openThen: "dan open", openUntil: "open tot {}",
		opensAt: "gaat open om {}", opensOn: "gaat open {}",
		ages: "voor {} tot en met {to} jaar", agesFrom: "vanaf {} jaar", agesTo: "tot en met {to} jaar", agesAll: "voor alle leeftijden",
		speaks: "spreekt {}",
		promises: map[directory.Promise]string{
			directory.NoAppointment: "zonder afspraak", directory.NoReferral: "zonder verwijzing", directory.NoAssessment: "zonder indicatie",
			directory.Free: "gratis", directory.Anonymous: "anoniem", directory.Confidential: "vertrouwelijk",
		},
		days: [7]string{"zo", "ma", "di", "wo", "do", "vr", "za"},
		languages: map[string]string{
			"da": "Deens", "nl": "Nederlands", "en": "Engels", "fr": "Frans", "de": "Duits", "ar": "Arabisch", "uk": "Oekraïens", "tr": "Turks",
			"so": "Somalisch", "fa": "Perzisch", "pl": "Pools", "ru": "Russisch", "es": "Spaans", "it": "Italiaans", "sv": "Zweeds", "nb": "Noors",
		},
	},
	"en": {
		name: "the name", topic: "also found under: {}", text: "mentions your words",
		openNow: "open now", openThen: "open then", openUntil: "open until {}",
		opensAt: "opens at {}", opensOn: "opens {}",
		ages: "for {} to {to}", agesFrom: "from {}", agesTo: "to {to}", agesAll: "for all ages",
		speaks: "speaks {}",
		promises: map[directory.Promise]string{
			directory.NoAppointment: "no appointment", directory.NoReferral: "no referral", directory.NoAssessment: "no assessment",
			directory.Free: "free", directory.Anonymous: "anonymous", directory.Confidential: "confidential",
		},
		days: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
		languages: map[string]string{
			"da": "Danish", "nl": "Dutch", "en": "English", "fr": "French", "de": "German", "ar": "Arabic", "uk": "Ukrainian", "tr": "Turkish",
			"so": "Somali", "fa": "Persian", "pl": "Polish", "ru": "Russian", "es": "Spanish", "it": "Italian", "sv": "Swedish", "nb": "Norwegian",
		},
	},
}

// reason says why a result is there, in the language of the page, else in
// English.
func (s *Server) reason(r directory.Reason, q directory.Query) Reason {
	w, ok := reasonTexts[q.Lang]
	if !ok {
		w = reasonTexts["en"]
	}
	return Reason{Code: ReasonCode(r.Code), Value: optional(r.Value), Text: w.say(r, s.topicRef(r.Value, q.Lang).Label, q)}
}

// say gives a reason in words; topic is the label of the topic that it names.
func (w *reasonWords) say(r directory.Reason, topic string, q directory.Query) string {
	put := func(template, value string) string { return strings.Replace(template, "{}", value, 1) }
	switch r.Code {
	case "name":
		return w.name
	case "topic":
		return put(w.topic, topic)
	case "text":
		return w.text
	case "open":
		return w.open(r.Value, q)
	case "opens":
		if at, err := time.Parse(time.RFC3339, r.Value); err == nil {
			if sameDay(at, q.Now) {
				return put(w.opensAt, at.Format("15:04"))
			}
			return put(w.opensOn, w.onDay(at))
		}
	case "age":
		return w.age(r.Value)
	case "language":
		return put(w.speaks, cmp.Or(w.languages[baseLanguage(r.Value)], r.Value))
	case "promise":
		return cmp.Or(w.promises[directory.Promise(r.Value)], r.Value)
	}
	return r.Value
}

// open says until when something is open, which for what never closes is not
// told. A clock time says enough within a day of now.
func (w *reasonWords) open(until string, q directory.Query) string {
	at, err := time.Parse(time.RFC3339, until)
	switch {
	case err != nil && q.OpenAt != nil && !q.OpenAt.Equal(q.Now):
		return w.openThen
	case err != nil:
		return w.openNow
	case at.Sub(q.Now) < 24*time.Hour:
		return strings.Replace(w.openUntil, "{}", at.Format("15:04"), 1)
	}
	return strings.Replace(w.openUntil, "{}", w.onDay(at), 1)
}

func (w *reasonWords) onDay(at time.Time) string {
	return w.days[at.Weekday()] + " " + at.Format("15:04")
}

// sameDay says whether two moments are on one day where the first is: its
// offset is that of the place.
func sameDay(at, now time.Time) bool {
	return at.Format(time.DateOnly) == now.In(at.Location()).Format(time.DateOnly)
}

// age says "15-25", "15-", "-25" or "-" in words.
func (w *reasonWords) age(bounds string) string {
	from, to, _ := strings.Cut(bounds, "-")
	template := w.ages
	switch {
	case from == "" && to == "":
		template = w.agesAll
	case from == "":
		template = w.agesTo
	case to == "":
		template = w.agesFrom
	}
	return strings.Replace(strings.Replace(template, "{}", from, 1), "{to}", to, 1)
}
