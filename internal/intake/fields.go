package intake

import (
	"maps"
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/schedule"
)

// A field is what a column may say. Its name stands in [Mapping].
type field string

// The fields.
const (
	fieldID           field = "id"
	fieldName         field = "name" // of a centre, the title of an activity
	fieldOrganisation field = "organisation"
	fieldPlace        field = "place" // the centre at which an activity is, or a building
	fieldType         field = "kind"
	fieldStatus       field = "status"
	fieldDescription  field = "description"
	fieldStreet       field = "street"
	fieldNumber       field = "house_number"
	fieldPostcode     field = "postal_code"
	fieldTown         field = "town"
	fieldPostTown     field = "postal_code_and_town"
	fieldMunicipality field = "municipality"
	fieldCountry      field = "country"
	fieldLat          field = "lat"
	fieldLon          field = "lon"
	fieldPhone        field = "phone"
	fieldSMS          field = "sms"
	fieldEmail        field = "email"
	fieldURL          field = "url"
	fieldContact      field = "contact"
	fieldHours        field = "hours"
	fieldPhoneHours   field = "phone_hours"
	fieldClosures     field = "closures"
	fieldDate         field = "date"
	fieldTime         field = "time"
	fieldStart        field = "start"
	fieldEnd          field = "end"
	fieldRhythmNote   field = "rhythm_note"
	fieldAge          field = "ages"
	fieldAgeMin       field = "age_min"
	fieldAgeMax       field = "age_max"
	fieldTopics       field = "topics"
	fieldLanguages    field = "languages"
	fieldAudience     field = "audience"
	fieldRegistration field = "registration"
	fieldPrice        field = "cost"
	fieldCapacity     field = "capacity"
	fieldMeetAtDoor   field = "meet_at_door"
	fieldWhoMeets     field = "who_meets"
	fieldWayToDoor    field = "way_to_door"
	fieldNotServed    field = "not_served"
	// Followed by the id of a promise, an access need or a day.
	promisePrefix = "promise_"
	needingPrefix = "needing_" // the contrary: "kræver henvisning"
	accessPrefix  = "access_"
	dayPrefix     = "hours_"
)

func promiseField(p directory.Promise) field { return field(promisePrefix + string(p)) }
func needingField(p directory.Promise) field { return field(needingPrefix + string(p)) }
func dayField(d schedule.Day) field          { return field(dayPrefix + d.String()) }

// headers are the words for the fields in Danish, Dutch and English, "|"
// between, first the one that templates have.
var headers = map[field][3]string{
	fieldID:           {"id|walkin id", "id|walkin id", "id|walkin id"},
	fieldName:         {"navn|stedets navn|navn på stedet|navn på tilbud|tilbud|tilbuddets navn|titel|aktivitet|arrangement|overskrift", "naam|naam locatie|naam organisatie|titel|activiteit|naam activiteit|aanbod", "name|place name|title|activity|event|name of place"},
	fieldOrganisation: {"organisation|arrangør|forening|organisation id", "organisatie|organisator|vereniging|inrichter", "organisation|organization|organizer|organiser"},
	fieldPlace:        {"sted|lokation|lokale|hvor|mødested", "locatie|waar|plaats activiteit|zaal", "place|venue|location|where"},
	fieldType:         {"type|slags|type sted|stedtype", "soort|type locatie|soort plek", "kind|type of place"},
	fieldStatus:       {"status|aktiv", "status", "status"},
	fieldDescription:  {"beskrivelse|tekst|om stedet|kort beskrivelse|omtale", "beschrijving|omschrijving|tekst|toelichting", "description|text|about"},
	fieldStreet:       {"adresse|gade|vej|vejnavn|gadenavn|gade og nr|vejnavn og nummer|besøgsadresse", "straat|adres|straat en nummer|straat en huisnummer|bezoekadres|straatnaam", "street|address|street address|addr street|street and number"},
	fieldNumber:       {"husnummer|husnr|nr|nummer", "huisnummer|huisnr|nr|nummer", "house number|addr housenumber"},
	fieldPostcode:     {"postnr|postnummer|post nr", "postcode", "postcode|postal code|zip|zip code|addr postcode"},
	fieldTown:         {"by|bynavn|postdistrikt", "plaats|woonplaats|stad|dorp|gemeente en plaats", "town|city|addr city"},
	fieldPostTown:     {"postnr og by|postnr by|postnummer og by|postnummer by", "postcode en plaats|postcode plaats|postcode en gemeente|postcode gemeente", "postcode and town|postcode town"},
	fieldMunicipality: {"kommune|kommunekode|kommunenavn", "gemeente|gemeentecode|gemeentenaam", "municipality|municipality code"},
	fieldCountry:      {"land|landekode", "land|landcode", "country|country code"},
	fieldLat:          {"breddegrad|lat|latitude", "breedtegraad|lat|latitude", "latitude|lat"},
	fieldLon:          {"længdegrad|lon|lng|long|longitude", "lengtegraad|lon|lng", "longitude|lon|lng|long"},
	fieldPhone:        {"telefon|tlf|tlf nr|telefonnummer|telefonnr|mobil", "telefoon|tel|telefoonnummer|gsm|mobiel", "phone|telephone|tel|phone number|contact phone"},
	fieldSMS:          {"sms", "sms", "sms|text message"},
	fieldEmail:        {"e-mail|mail|email|mailadresse|e-mailadresse", "e-mail|mail|email|mailadres|e-mailadres", "email|e-mail|mail|contact email"},
	fieldURL:          {"hjemmeside|web|www|url|link|website|webside", "website|web|url|link|webpagina|site", "website|url|web|link|homepage|contact website"},
	fieldContact:      {"kontakt|kontaktoplysninger", "contact|contactgegevens", "contact|contact details"},
	fieldHours:        {"åbningstider|åbningstid|åbent|tidspunkt for åbent", "openingsuren|openingstijden|open|uren", "opening hours|hours|opening times|open"},
	fieldPhoneHours:   {"telefontid|telefontider", "telefonische bereikbaarheid|telefonisch bereikbaar|beluren", "phone hours|telephone hours"},
	fieldClosures:     {"lukket|lukkedage|ferielukket|undtagelser", "gesloten|sluitingsdagen|uitzonderingen", "closed|closures|closing days|exceptions"},
	fieldDate:         {"dato|datoer|dag og dato", "datum|data", "date|dates"},
	fieldTime:         {"tid|tidspunkt|klokkeslæt|kl", "uur|tijd|tijdstip", "time|times"},
	fieldStart:        {"starttid|starttidspunkt|start|begynder", "begintijd|starttijd|beginuur|startuur|aanvang", "start time|start|begins"},
	fieldEnd:          {"sluttid|sluttidspunkt|slut|slutter", "eindtijd|einduur|einde", "end time|end|ends"},
	fieldRhythmNote:   {"hyppighed|hvor ofte", "frequentie|hoe vaak", "frequency|how often"},
	fieldAge:          {"alder|aldersgruppe|alder fra til", "leeftijd|leeftijdsgroep|leeftijden", "age|ages|age group|age range"},
	fieldAgeMin:       {"alder fra|min alder|minimumsalder|fra alder|alder min", "leeftijd van|leeftijd vanaf|min leeftijd|minimumleeftijd", "min age|minimum age|age from|age min"},
	fieldAgeMax:       {"alder til|max alder|maks alder|til alder|alder max|alder maks", "leeftijd tot|max leeftijd|maximumleeftijd", "max age|maximum age|age to|age max"},
	fieldTopics:       {"emner|emne|tema|temaer|kategori|kategorier", "thema's|thema|onderwerpen|onderwerp|categorie|categorieën", "topics|topic|themes|category|categories"},
	fieldLanguages:    {"sprog", "talen|taal", "languages|language"},
	fieldAudience:     {"målgruppe|målgrupper|for hvem", "doelgroep|doelgroepen|voor wie", "audience|target group|for whom"},
	fieldRegistration: {"tilmelding|tilmelding nødvendig", "inschrijving|aanmelden|inschrijven|aanmelding", "registration|sign up|booking"},
	fieldPrice:        {"pris|entre|betaling", "prijs|kosten|kostprijs", "price|cost|fee"},
	fieldCapacity:     {"antal pladser|pladser|kapacitet|max deltagere", "aantal plaatsen|capaciteit|max deelnemers", "capacity|places|max participants"},
	fieldMeetAtDoor:   {"mødes ved døren", "ophalen aan de deur", "meet at the door|meet at door"},
	fieldWhoMeets:     {"hvem tager imod|hvem møder dig", "wie ontvangt je|wie vangt je op", "who meets you"},
	fieldWayToDoor:    {"vejen til døren|find vej|vejvisning", "weg naar de deur|routebeschrijving", "way to the door|directions"},
	fieldNotServed:    {"ikke for|hvem er det ikke for", "niet voor|voor wie niet", "not for|not served"},

	promiseField(directory.Free):          {"gratis|er det gratis", "gratis|kosteloos", "free|free of charge"},
	promiseField(directory.Anonymous):     {"anonym|anonymt|anonymitet|kan være anonym", "anoniem", "anonymous"},
	promiseField(directory.Confidential):  {"fortroligt|fortrolig|tavshedspligt", "vertrouwelijk", "confidential"},
	promiseField(directory.NoReferral):    {"uden henvisning|ingen henvisning", "zonder verwijzing|geen verwijzing nodig", "no referral|without referral"},
	promiseField(directory.NoAppointment): {"uden tidsbestilling|uden aftale|ingen tidsbestilling|drop in", "zonder afspraak|geen afspraak nodig|vrije inloop|inloop", "no appointment|without appointment|walk in|drop in"},
	promiseField(directory.NoAssessment):  {"uden visitation|ingen visitation", "zonder indicatie|geen indicatie nodig", "no assessment|without assessment"},
	needingField(directory.NoReferral):    {"kræver henvisning|henvisning nødvendig|henvisning påkrævet", "verwijzing nodig|verwijzing vereist", "referral needed|referral required"},
	needingField(directory.NoAppointment): {"kræver tidsbestilling|tidsbestilling nødvendig|kræver aftale", "afspraak nodig|afspraak vereist", "appointment needed|appointment required"},
	needingField(directory.NoAssessment):  {"kræver visitation", "indicatie nodig|indicatie vereist", "assessment needed"},

	accessPrefix + "wheelchair":  {"kørestol|kørestolsvenligt|handicapvenligt|kørestolsadgang", "rolstoel|rolstoeltoegankelijk|rolstoelvriendelijk", "wheelchair|wheelchair access|wheelchair accessible"},
	accessPrefix + "hearing":     {"teleslynge|hørehæmmede", "ringleiding|slechthorenden", "hearing|hearing loop"},
	accessPrefix + "vision":      {"svagtseende|blinde", "slechtzienden|blinden", "vision|low vision"},
	accessPrefix + "quiet_space": {"roligt sted|stillerum|ro", "stille ruimte|rustige plek", "quiet space|quiet room"},
}

// languages is the order of the words in headers.
var languages = [3]string{"da", "nl", "en"}

// of one kind of entry only.
var (
	centreOnly   = map[field]bool{fieldType: true, fieldPhoneHours: true, fieldMeetAtDoor: true, fieldWhoMeets: true, fieldWayToDoor: true, fieldNotServed: true, fieldSMS: false}
	activityOnly = map[field]bool{fieldDate: true, fieldTime: true, fieldStart: true, fieldEnd: true, fieldRhythmNote: true, fieldRegistration: true, fieldCapacity: true, fieldPlace: true, fieldPrice: true}
)

// known leads from the folded words of a header to its field.
var known = func() map[string]field {
	m := make(map[string]field)
	add := func(words string, f field) {
		for word := range strings.SplitSeq(words, "|") {
			for _, v := range fold.Variants(word) {
				if _, taken := m[v]; !taken {
					m[v] = f
				}
			}
		}
	}
	for _, f := range slices.Sorted(maps.Keys(headers)) {
		for _, w := range headers[f] {
			add(w, f)
		}
	}
	for _, lang := range languages {
		for d, names := range dayNames[lang] {
			add(names, dayField(schedule.Day(d)))
		}
	}
	return m
}()
