package calendar

import (
	"walkin/internal/directory"
	"walkin/internal/feed"
)

// The words of a calendar, in the languages of its readers.
var (
	wordOpen      = directory.Text{"da": "Åbent", "nl": "Open", "en": "Open", "de": "Geöffnet", "fr": "Ouvert"}
	wordAskFirst  = directory.Text{"da": "spørg først", "nl": "vraag het eerst", "en": "ask first", "de": "erst fragen", "fr": "demander d'abord"}
	wordCancelled = directory.Text{"da": "Aflyst", "nl": "Afgelast", "en": "Cancelled", "de": "Fällt aus", "fr": "Annulé"}
	wordClosed    = directory.Text{"da": "Lukket", "nl": "Gesloten", "en": "Closed", "de": "Geschlossen", "fr": "Fermé"}
	wordCalendar  = directory.Text{"da": "Kalender", "nl": "Agenda", "en": "Calendar", "de": "Kalender", "fr": "Agenda"}
	wordWhatsOn   = directory.Text{"da": "Det sker", "nl": "Wat is er te doen", "en": "What's on", "de": "Was ist los", "fr": "À l'agenda"}
	wordPhone     = directory.Text{"da": "Telefon", "nl": "Telefoon", "en": "Phone", "de": "Telefon", "fr": "Téléphone"}
	wordUntil     = directory.Text{"da": "Til kl.", "nl": "Tot", "en": "Until", "de": "Bis", "fr": "Jusqu'à"}
)

// Sentences that say what is not known.
var (
	saysNoTime  = directory.Text{"da": "Klokkeslættet er ikke oplyst.", "nl": "Het tijdstip is niet bekend.", "en": "The time is not known.", "de": "Die Uhrzeit ist nicht bekannt.", "fr": "L'heure n'est pas connue."}
	saysNoStart = directory.Text{"da": "Starttidspunktet er ikke oplyst.", "nl": "De begintijd is niet bekend.", "en": "When it begins is not known.", "de": "Der Beginn ist nicht bekannt.", "fr": "L'heure de début n'est pas connue."}
	saysNoEnd   = directory.Text{"da": "Sluttidspunktet er ikke oplyst.", "nl": "De eindtijd is niet bekend.", "en": "When it ends is not known.", "de": "Das Ende ist nicht bekannt.", "fr": "L'heure de fin n'est pas connue."}
	saysPerhaps = directory.Text{"da": "Det er ikke sikkert.", "nl": "Het is niet zeker.", "en": "This is not certain.", "de": "Das ist nicht sicher.", "fr": "Ce n'est pas certain."}
)

// often gives the catalogue's words on how often in the language of a calendar.
func often(words string, o Options) string { return feed.SpeechOf(o.Lang).Often(words) }

// in gives a text in a language, or in English.
func in(t directory.Text, lang string) string {
	s, _ := t.Pick(lang, "en")
	return s
}
