package digest

import (
	"strconv"
	"strings"
)

// phrases are the words of a digest in one language. A %s stands for what the
// comment says.
type phrases struct {
	title                                     string // for whom, first day
	intro                                     string
	days, askWhen, notices, doors, news       string
	nothing                                   string
	askTime, askFirst                         string
	cancelled, online, unshown, inTown        string // inTown: a town
	closed, changed, unsure                   string // a day; changed also hours
	closedAll, hoursUnknown, askHours, paused string
	isNew, isGone, isPaused, isClosed         string
	isMoved, isBack, isPlanned                string
	newHours, newAddress, newContact          string // newAddress: an address
	confirmed                                 string // a date
	rewritten, more, beyond                   string // how many
	unverified                                string // how many, of how many
	reason                                    string // the place's own words
}

var languages = map[string]*phrases{
	"da": {
		title: "%s: ugen fra %s", intro: "Her er, hvad der sker, og hvilke døre der er åbne.",
		days: "Dag for dag", askWhen: "Også her – spørg hvornår", notices: "Lukket eller anderledes", doors: "Åbne døre", news: "Nyt siden sidst",
		nothing: "Vi kender ingen aktiviteter med tidspunkt i disse dage. Spørg gerne stederne selv.",
		askTime: "spørg om tidspunktet", askFirst: "spørg først",
		cancelled: "aflyst", online: "online", unshown: "adressen er ikke offentlig – spørg", inTown: "i %s",
		closed: "Lukket %s", changed: "%s: åbent %s", unsure: "%s: spørg først",
		closedAll: "Lukket i disse dage.", hoursUnknown: "Spørg stedet, hvornår der er åbent.", askHours: "Spørg her, hvornår der er åbent", paused: "Holder pause.",
		isNew: "Ny i oversigten.", isGone: "Er ikke længere i oversigten.", isPaused: "Holder pause.", isClosed: "Er lukket.",
		isMoved: "Er flyttet.", isBack: "Er åben igen.", isPlanned: "Er ikke åbnet endnu.",
		newHours: "Har nye tider.", newAddress: "Ny adresse: %s.", newContact: "Har nye kontaktoplysninger.",
		confirmed: "Stedet har bekræftet oplysningerne den %s.",
		rewritten: "Mindre rettelser: %s.", more: "… og %s mere.", beyond: "Der er %s flere steder og aktiviteter, end der er plads til her.",
		unverified: "%s af %s oplysninger er ikke bekræftet af stederne selv. Spørg, før du tager af sted.",
		reason:     " (%s)",
	},
	"nl": {
		title: "%s: de week vanaf %s", intro: "Dit is er te doen, en deze deuren zijn open.",
		days: "Dag voor dag", askWhen: "Ook hier – vraag wanneer", notices: "Gesloten of anders", doors: "Open deuren", news: "Nieuw sinds de vorige keer",
		nothing: "We kennen geen activiteiten met een tijd in deze dagen. Vraag het gerust aan de plekken zelf.",
		askTime: "vraag naar de tijd", askFirst: "vraag het eerst",
		cancelled: "gaat niet door", online: "online", unshown: "het adres is niet openbaar – vraag ernaar", inTown: "in %s",
		closed: "Gesloten op %s", changed: "%s: open %s", unsure: "%s: vraag het eerst",
		closedAll: "Gesloten in deze dagen.", hoursUnknown: "Vraag de plek wanneer de deur open is.", askHours: "Vraag hier wanneer de deur open is", paused: "Tijdelijk gesloten.",
		isNew: "Nieuw in het overzicht.", isGone: "Staat niet meer in het overzicht.", isPaused: "Is tijdelijk gesloten.", isClosed: "Is gesloten.",
		isMoved: "Is verhuisd.", isBack: "Is weer open.", isPlanned: "Is nog niet open.",
		newHours: "Heeft nieuwe tijden.", newAddress: "Nieuw adres: %s.", newContact: "Heeft nieuwe contactgegevens.",
		confirmed: "De plek heeft de gegevens bevestigd op %s.",
		rewritten: "Kleine verbeteringen: %s.", more: "… en nog %s.", beyond: "Er zijn nog %s plekken en activiteiten, meer dan hier past.",
		unverified: "%s van de %s vermeldingen zijn niet door de plekken zelf bevestigd. Vraag het na voor je gaat.",
		reason:     " (%s)",
	},
	"en": {
		title: "%s: the week from %s", intro: "Here is what is on, and which doors are open.",
		days: "Day by day", askWhen: "Also here – ask when", notices: "Closed or different", doors: "Open doors", news: "New since last time",
		nothing: "We know of no activities with a time in these days. Do ask the places themselves.",
		askTime: "ask for the time", askFirst: "ask first",
		cancelled: "cancelled", online: "online", unshown: "the address is not public – ask", inTown: "in %s",
		closed: "Closed on %s", changed: "%s: open %s", unsure: "%s: ask first",
		closedAll: "Closed in these days.", hoursUnknown: "Ask the place when it is open.", askHours: "Ask here when the door is open", paused: "Taking a break.",
		isNew: "New in the directory.", isGone: "No longer in the directory.", isPaused: "Is taking a break.", isClosed: "Has closed.",
		isMoved: "Has moved.", isBack: "Is open again.", isPlanned: "Is not open yet.",
		newHours: "Has new times.", newAddress: "New address: %s.", newContact: "Has new contact details.",
		confirmed: "The place confirmed its details on %s.",
		rewritten: "Small corrections: %s.", more: "… and %s more.", beyond: "There are %s more places and activities than fit here.",
		unverified: "%s of %s entries have not been confirmed by the places themselves. Ask before you go.",
		reason:     " (%s)",
	},
}

func phrasesOf(lang string) *phrases {
	if p := languages[lang]; p != nil {
		return p
	}
	return languages["en"]
}

// fill puts words into a phrase, one for each %s.
func (c *composer) fill(phrase string, words ...string) string {
	for _, w := range words {
		phrase = strings.Replace(phrase, "%s", w, 1)
	}
	return phrase
}

// because gives a reason in brackets; nothing for none.
func (c *composer) because(reason string) string {
	if reason == "" {
		return ""
	}
	return c.fill(c.say.reason, reason)
}

func number(n int) string { return strconv.Itoa(n) }

// capital makes the first letter a capital one.
func capital(s string) string {
	if s == "" {
		return s
	}
	r := []rune(s)
	return strings.ToUpper(string(r[:1])) + string(r[1:])
}
