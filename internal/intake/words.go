package intake

import (
	"slices"
	"strings"

	"walkin/internal/schedule"
)

// A meaning is what a word of an hours text says.
type meaning int

// The meanings.
const (
	filler      meaning = iota + 1 // says nothing: "kl.", "uur", "open"
	clockMark                      // stands at a time of day: "kl.", "uur"
	weekday                        // value: bits of days
	and                            //
	or                             //
	till                           // "til", "t/m", "to"
	since                          // "fra", "vanaf"
	between                        // "mellem", "tussen"
	shut                           // "lukket"
	agreed                         // "efter aftale"
	always                         // "døgnåbent"
	evenWeeks                      //
	oddWeeks                       //
	everyOther                     // "hver anden": which weeks is not said
	each                           // "hver": says nothing but before an ordinal
	ordinal                        // value: 1 to 5, -1
	ofMonth                        // "i måneden"
	holiday                        //
	exception                      // "undtagen"
	morning                        //
	afternoon                      //
	evening                        //
	anteMeridie                    // "am"
	postMeridie                    // "pm"
	noon                           //
	midnight                       //
)

// A phrase is some words of an hours text with what they say.
type phrase struct {
	tokens []string
	says   meaning
	value  int
}

// dayBits is a set of weekdays.
func dayBits(days ...schedule.Day) (bits int) {
	for _, d := range days {
		bits |= 1 << d
	}
	return bits
}

var (
	allDays  = dayBits(schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun)
	workDays = dayBits(schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri)
	weekend  = dayBits(schedule.Sat, schedule.Sun)
)

// dayNames are the names of the weekdays from Sunday, with "|" between: first
// the full one, to which languages join parts of the day.
var dayNames = map[string][7]string{
	"da": {"søndag|søn|sø", "mandag|man|ma", "tirsdag|tirs|tir|ti", "onsdag|ons|on", "torsdag|tors|tor|to", "fredag|fre|fr", "lørdag|lør|lø"},
	"nl": {"zondag|zon|zo", "maandag|maa|ma", "dinsdag|din|di", "woensdag|woe|wo", "donderdag|don|do", "vrijdag|vrij|vri|vr", "zaterdag|zat|za"},
	"en": {"sunday|sun|su", "monday|mon|mo", "tuesday|tues|tue|tu", "wednesday|weds|wed|we", "thursday|thurs|thur|thu|th", "friday|fri|fr", "saturday|sat|sa"},
}

// dayEndings are what a language joins to the full name of a day.
var dayEndings = map[string]map[string]meaning{
	"da": {"e": 0, "en": 0, "ene": 0, "s": 0},
	"nl": {"en": 0, "s": 0, "ochtend": morning, "morgen": morning, "voormiddag": morning, "namiddag": afternoon, "middag": afternoon, "avond": evening},
	"en": {"s": 0},
}

// hourWords are the other words, by language and meaning, "|" between.
var hourWords = map[string]map[meaning]string{
	"da": {
		filler:     "åbent|åben|åbner|åbningstid|åbningstider|der er|er|alle|på|om|i|den|ugens|ugen|hver uge|drop-in|dropin",
		clockMark:  "kl|klokken",
		and:        "og|samt",
		or:         "eller|ellers|og ellers|eller ellers|andre tider|øvrige tider|på andre tidspunkter|uden for åbningstid",
		till:       "til|til og med|t.o.m.|tom|indtil|lukker",
		since:      "fra",
		between:    "mellem",
		shut:       "lukket|lukkede|lukkes|holder lukket|har lukket",
		agreed:     "efter aftale|kun efter aftale|efter nærmere aftale|ved aftale|med aftale|efter forudgående aftale|aftales|telefonisk aftale",
		always:     "døgnåbent|døgnåben|24/7|24 timer|24 timer i døgnet|hele døgnet|døgnet rundt|altid åbent|24 t",
		evenWeeks:  "lige uger|lige uge|i lige uger|i lige uge|i de lige uger",
		oddWeeks:   "ulige uger|ulige uge|i ulige uger|i ulige uge|i de ulige uger",
		everyOther: "hver anden|hveranden|hver anden uge|hver 2.|hver 2. uge|hver 14. dag|hver fjortende dag|hver anden uges|skiftevis",
		each:       "hver|hvert",
		ofMonth:    "i måneden|i hver måned|hver måned|månedligt|i en måned|i md.",
		holiday:    "helligdage|helligdag|helligdagene|på helligdage|officielle helligdage",
		exception:  "undtagen|undtaget|bortset fra|pånær|på nær|ikke",
		morning:    "formiddag|om formiddagen|morgen|om morgenen",
		afternoon:  "eftermiddag|om eftermiddagen",
		evening:    "aften|om aftenen",
		midnight:   "midnat",
	},
	"nl": {
		filler:     "open|geopend|openingsuren|openingstijden|inloop|is|de|het|op|alle|in de|in|elke week|iedere week|iedereen welkom",
		clockMark:  "uur|u|h|om",
		and:        "en|alsook|evenals",
		or:         "of|of anders|anders|of ook|en verder|andere tijden|op andere momenten|buiten deze uren",
		till:       "tot|tot en met|t/m|t.e.m.|tem|tm|tot aan|tot om",
		since:      "van|vanaf",
		between:    "tussen",
		shut:       "gesloten|dicht|toe",
		agreed:     "op afspraak|na afspraak|volgens afspraak|enkel op afspraak|alleen op afspraak|uitsluitend op afspraak|op afspraak mogelijk",
		always:     "24/7|24 uur|24 uur per dag|24 uur op 24|24u/24|24u op 24|dag en nacht|altijd open|24 uur open|24/24",
		evenWeeks:  "even weken|even week|in de even weken|in even weken|de even weken",
		oddWeeks:   "oneven weken|oneven week|in de oneven weken|in oneven weken|de oneven weken",
		everyOther: "om de twee weken|om de 2 weken|om de week|om de andere|om de andere week|tweewekelijks|tweewekelijkse|2-wekelijks|veertiendaags|14-daags|om de veertien dagen|om de 14 dagen|elke twee weken|elke 2 weken|iedere twee weken|afwisselend",
		each:       "elke|iedere|ieder|elk",
		ofMonth:    "van de maand|v/d maand|v.d. maand|vd maand|van elke maand|van iedere maand|per maand|in de maand|elke maand|maandelijks",
		holiday:    "feestdagen|op feestdagen|feestdag|wettelijke feestdagen|officiële feestdagen",
		exception:  "behalve|uitgezonderd|niet",
		morning:    "ochtend|s ochtends|s morgens|voormiddag|in de voormiddag|in de ochtend",
		afternoon:  "namiddag|in de namiddag|s middags|middag",
		evening:    "avond|s avonds|in de avond",
		midnight:   "middernacht",
	},
	"en": {
		filler:      "open|opens|opening hours|drop-in|dropin|are|is|on|the|all|hours|in|we|every week",
		clockMark:   "at|o clock|hrs|h",
		and:         "and|also",
		or:          "or|otherwise|or else|other times|at other times|outside these hours",
		till:        "to|until|till|til|through|thru|up to",
		since:       "from",
		between:     "between",
		shut:        "closed|shut",
		agreed:      "by appointment|by appointment only|by arrangement|appointment only|on appointment|by prior arrangement",
		always:      "24/7|24 hours|24 hours a day|round the clock|day and night|always open",
		evenWeeks:   "even weeks|in even weeks|even week|even-numbered weeks",
		oddWeeks:    "odd weeks|in odd weeks|odd week|odd-numbered weeks",
		everyOther:  "every other|every other week|every two weeks|every 2 weeks|every second week|fortnightly|biweekly|bi-weekly|alternate|alternating|alternate weeks",
		each:        "every|each",
		ofMonth:     "of the month|of each month|of every month|in the month|each month|every month|monthly",
		holiday:     "public holidays|bank holidays|on public holidays|on bank holidays|holidays|public holiday|bank holiday",
		exception:   "except|excluding|not",
		morning:     "morning|mornings|in the morning",
		afternoon:   "afternoon|afternoons|in the afternoon",
		evening:     "evening|evenings|in the evening",
		noon:        "noon",
		midnight:    "midnight",
		anteMeridie: "am|a.m.|a.m",
		postMeridie: "pm|p.m.|p.m",
	},
}

// dayGroups are words for several days.
var dayGroups = map[string]map[int]string{
	"da": {
		allDays:  "hver dag|alle dage|dagligt|alle ugens dage|alle ugens syv dage|7 dage om ugen|syv dage om ugen",
		workDays: "hverdage|hverdag|alle hverdage|på hverdage|ugens hverdage|hverdagene",
		weekend:  "weekend|weekender|weekenden|i weekenden|i weekender",
	},
	"nl": {
		allDays:  "elke dag|alle dagen|dagelijks|iedere dag|7 dagen op 7|7/7|zeven dagen per week|7 dagen per week",
		workDays: "weekdagen|weekdag|op weekdagen|elke weekdag|werkdagen|op werkdagen|doordeweeks|door de week",
		weekend:  "weekend|weekends|in het weekend|weekeinde",
	},
	"en": {
		allDays:  "every day|daily|all days|seven days a week|7 days a week",
		workDays: "weekdays|on weekdays|working days|every weekday",
		weekend:  "weekend|weekends|at weekends|at the weekend|on weekends",
	},
}

var ordinals = map[string]map[int]string{
	"da": {1: "første", 2: "anden", 3: "tredje", 4: "fjerde", 5: "femte", -1: "sidste"},
	"nl": {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde", -1: "laatste"},
	"en": {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"},
}

// ordinalEndings stand behind a number: "1.", "1e", "2nd".
var ordinalEndings = []string{".", "e", "ste", "de", "st", "nd", "rd", "th"}

// A lexicon holds phrases by their first word, the longest first.
type lexicon map[string][]phrase

var lexicons = map[string]lexicon{"da": readLexicon("da"), "nl": readLexicon("nl"), "en": readLexicon("en")}

// hourLanguages is the order in which languages are asked.
var hourLanguages = []string{"da", "nl", "en"}

func readLexicon(lang string) lexicon {
	l := make(lexicon)
	for says, words := range hourWords[lang] {
		for word := range strings.SplitSeq(words, "|") {
			l.add(word, says, 0)
		}
	}
	for bits, words := range dayGroups[lang] {
		for word := range strings.SplitSeq(words, "|") {
			l.add(word, weekday, bits)
		}
	}
	for n, word := range ordinals[lang] {
		l.add(word, ordinal, n)
	}
	for d, names := range dayNames[lang] {
		for i, name := range strings.Split(names, "|") {
			l.add(name, weekday, 1<<d)
			if i > 0 {
				continue
			}
			for ending, part := range dayEndings[lang] {
				l.add(name+ending, weekday, 1<<d|int(part)<<8)
			}
		}
	}
	for first := range l {
		slices.SortStableFunc(l[first], func(a, b phrase) int {
			if len(a.tokens) != len(b.tokens) {
				return len(b.tokens) - len(a.tokens)
			}
			return int(a.says) - int(b.says)
		})
	}
	return l
}

func (l lexicon) add(words string, says meaning, value int) {
	p := phrase{says: says, value: value}
	for _, t := range scan(words) {
		p.tokens = append(p.tokens, t.text)
	}
	l[p.tokens[0]] = append(l[p.tokens[0]], p)
}

// longest gives the longest phrase that the tokens begin with.
func (l lexicon) longest(tokens []token) (phrase, bool) {
	for _, p := range l[tokens[0].text] {
		if len(p.tokens) <= len(tokens) && matches(p.tokens, tokens) {
			return p, true
		}
	}
	return phrase{}, false
}

func matches(words []string, tokens []token) bool {
	for i, w := range words {
		if tokens[i].text != w {
			return false
		}
	}
	return true
}

// phraseAt gives the phrase that the tokens begin with: of the language, or of
// the others where all that know it agree.
func phraseAt(lang string, tokens []token) (phrase, bool) {
	if len(tokens) == 0 {
		return phrase{}, false
	}
	own, known := lexicons[lang].longest(tokens)
	if known {
		return own, true
	}
	for _, other := range hourLanguages {
		p, ok := lexicons[other].longest(tokens)
		switch {
		case !ok || other == lang:
		case !known:
			own, known = p, true
		case p.says != own.says || p.value != own.value || len(p.tokens) != len(own.tokens):
			return phrase{}, false
		}
	}
	return own, known
}
