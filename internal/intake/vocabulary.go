package intake

import (
	"slices"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/fold"
)

// languageNames are the names of languages in Danish, Dutch, English and their
// own, "|" between.
var languageNames = map[string]string{
	"da": "dansk|deens|danish|dk", "nl": "hollandsk|nederlandsk|nederlands|dutch|flamsk|vlaams|flemish", "en": "engelsk|engels|english|gb|uk engelsk",
	"de": "tysk|duits|german|deutsch", "fr": "fransk|frans|french|francais", "ar": "arabisk|arabisch|arabic|العربية", "uk": "ukrainsk|oekraïens|ukrainian|українська",
	"pl": "polsk|pools|polish|polski", "tr": "tyrkisk|turks|turkish|türkçe", "so": "somali|somalisch", "fa": "farsi|persisk|perzisch|persian|dari", "ps": "pashto|pasjtoe",
	"ur": "urdu|oerdoe", "es": "spansk|spaans|spanish|español", "pt": "portugisisk|portugees|portuguese|português", "it": "italiensk|italiaans|italian|italiano",
	"ro": "rumænsk|roemeens|romanian|română", "ru": "russisk|russisch|russian|русский", "sv": "svensk|zweeds|swedish|svenska", "no": "norsk|noors|norwegian",
	"ti": "tigrinya", "ku": "kurdisk|koerdisch|kurdish", "bs": "bosnisk|bosnisch|bosnian", "vi": "vietnamesisk|vietnamees|vietnamese", "zh": "kinesisk|chinees|chinese",
	"ber": "berberisk|berbers|tamazight", "kl": "grønlandsk|groenlands|greenlandic|kalaallisut", "fo": "færøsk|faeröers|faroese", "is": "islandsk|ijslands|icelandic",
	"dsl": "dansk tegnsprog", "vgt": "vlaamse gebarentaal", "dse": "nederlandse gebarentaal",
}

// languageTags leads from a folded name or tag to the tag.
var languageTags = func() map[string]string {
	m := make(map[string]string)
	for tag, names := range languageNames {
		m[tag] = tag
		for name := range strings.SplitSeq(names, "|") {
			for _, v := range fold.Variants(name) {
				m[v] = tag
			}
		}
	}
	return m
}()

func languageOf(word string) (string, bool) {
	tag, ok := languageTags[strings.Join(fold.Tokens(word), " ")]
	return tag, ok
}

var countryNames = map[string]string{
	"dk": "DK", "danmark": "DK", "denmark": "DK", "denemarken": "DK",
	"nl": "NL", "nederland": "NL", "nederlandene": "NL", "holland": "NL", "netherlands": "NL", "the netherlands": "NL",
	"be": "BE", "belgie": "BE", "belgien": "BE", "belgium": "BE", "belgique": "BE",
}

// choices are the words of a closed vocabulary, folded, "|" between.
type choices[W ~string] map[W]string

func (c choices[W]) of(text string) (W, bool) {
	asked := strings.Join(fold.Tokens(text), " ")
	for w, names := range c {
		if asked == strings.ReplaceAll(string(w), "_", " ") {
			return w, true
		}
		for name := range strings.SplitSeq(names, "|") {
			if slices.Contains(fold.Variants(name), asked) {
				return w, true
			}
		}
	}
	return "", false
}

var audiences = choices[directory.Audience]{
	directory.ForYoungPeople:   "unge|børn og unge|unge mennesker|jongeren|jongere|jeugd|kinderen en jongeren|young people|youth|youngsters",
	directory.ForRelatives:     "pårørende|forældre|naasten|ouders|familie|relatives|parents|family",
	directory.ForProfessionals: "fagpersoner|fagfolk|professionelle|professionals|hulpverleners",
	directory.ForEveryone:      "alle|iedereen|everyone|all",
}

var statuses = choices[directory.Status]{
	directory.StatusOpen:    "åben|åbent|aktiv|ja|actief|ja actief|active|yes",
	directory.StatusPlanned: "planlagt|gepland",
	directory.StatusPaused:  "pause|på pause|midlertidigt lukket|tijdelijk gesloten|temporarily closed",
	directory.StatusClosed:  "lukket|nedlagt|permanent lukket|definitief gesloten|gestopt|permanently closed",
}

var centreKinds = choices[directory.CentreKind]{
	directory.CounsellingHouse: "rådgivning|rådgivningssted|gesprekken",
	directory.AdviceCentre:     "informationscenter|jip|jac|informatiepunt|adviespunt|advice centre",
	directory.MeetingPlace:     "mødested|ontmoetingsplek|ontmoetingsplaats|meeting place",
	directory.YouthHouse:       "ungdomshus|ungehus|jeugdhuis|jongerenhuis|overkophuis",
	directory.YouthCafe:        "ungecafé|ungdomscafé|jongerencafé|youth café",
	directory.YouthClub:        "ungdomsklub|klub|jongerencentrum|jeugdclub",
	directory.YouthClinic:      "ungdomsklinik|youth clinic",
	directory.DropIn:           "værested|varmestue|inloop|inloophuis|drop in",
	directory.RecoveryHouse:    "fontænehus|recoveryhus|herstelacademie|herstelhuis",
	directory.FamilyHouse:      "familiehus|familiens hus|huis van het kind|family house",
	directory.CrisisCentre:     "krisecenter|crisiscentrum|crisis centre",
	directory.CommunityHouse:   "medborgerhus|beboerhus|buurthuis|wijkhuis|community house",
}

var registrations = choices[directory.RegistrationMode]{
	directory.RegistrationNone:     "nej|nee|neen|no|ingen|ingen tilmelding|ikke nødvendig|niet nodig|geen|not needed|uden tilmelding|zonder inschrijving",
	directory.RegistrationPossible: "mulig|muligt|valgfri|mogelijk|optional",
	directory.RegistrationRequired: "ja|yes|x|påkrævet|nødvendig|krævet|kræves|verplicht|vereist|nodig|needed|required",
}

var priceless = map[string]bool{
	"gratis": true, "0": true, "0 kr": true, "kr 0": true, "0 euro": true, "free": true, "free of charge": true, "kosteloos": true, "0 00": true, "0 eur": true, "det er gratis": true,
}

// topicIndex finds topics by what people call them.
type topicIndex struct {
	taxonomy *directory.Taxonomy
	lang     string
	levels   []map[string][]string // label in the language, label, term in the language, term
}

// index reads the taxonomy, at the first word that is no id: it has thousands
// of terms.
func (x *topicIndex) index() {
	t, lang := x.taxonomy, x.lang
	for range 4 {
		x.levels = append(x.levels, make(map[string][]string))
	}
	add := func(level int, term, id string) {
		for _, v := range fold.Variants(term) {
			if !slices.Contains(x.levels[level][v], id) {
				x.levels[level][v] = append(x.levels[level][v], id)
			}
		}
	}
	for _, topic := range t.Topics() {
		for l, label := range topic.Label {
			if l == lang {
				add(0, label, topic.ID)
			}
			add(1, label, topic.ID)
		}
		for l, terms := range topic.Terms {
			for _, term := range terms {
				if l == lang {
					add(2, term, topic.ID)
				}
				add(3, term, topic.ID)
			}
		}
	}
}

// find gives the topics that a word may mean; one is an answer.
func (x *topicIndex) find(text string) []string {
	if x.taxonomy == nil {
		return nil
	}
	if id := strings.TrimSpace(text); x.taxonomy.Topic(id) != nil {
		return []string{id}
	}
	if x.levels == nil {
		x.index()
	}
	name := strings.Join(fold.Tokens(text), " ")
	for _, level := range x.levels {
		for _, v := range []string{name, fold.Collapse(name)} {
			if ids := level[v]; len(ids) > 0 {
				return ids
			}
		}
	}
	return nil
}

// all reads a cell of topics: those that were found, and a fault for each that
// was not.
func (x *topicIndex) all(text string) (ids []string, faults []Fault) {
	add := func(id string) {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if found := x.find(text); len(found) == 1 {
		return found, nil
	}
	for _, p := range pieces(text, ",;|\n") {
		found := x.find(p)
		if len(found) == 0 {
			parts := pieces(strings.NewReplacer(" og ", "/", " en ", "/", " and ", "/", "&", "/").Replace(p), "/")
			each := make([]string, 0, len(parts))
			for _, part := range parts {
				if f := x.find(part); len(f) == 1 {
					each = append(each, f[0])
				}
			}
			if len(parts) < 2 || len(each) < len(parts) {
				faults = append(faults, fault(CodeTopic, "text", p))
				continue
			}
			for _, id := range each {
				add(id)
			}
			continue
		}
		if len(found) > 1 {
			faults = append(faults, fault(CodeTopicUnclear, "text", p, "candidates", strings.Join(found, ", ")))
			continue
		}
		add(found[0])
	}
	return ids, faults
}
