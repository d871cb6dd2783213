package console

import (
	"reflect"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// vocabularies is below which key the words of each vocabulary are said.
var vocabularies = map[reflect.Type]string{
	reflect.TypeFor[directory.CentreKind]():       "centre_kind.",
	reflect.TypeFor[directory.Status]():           "status.",
	reflect.TypeFor[directory.Audience]():         "audience.",
	reflect.TypeFor[directory.Access]():           "access.",
	reflect.TypeFor[directory.Channel]():          "channel.",
	reflect.TypeFor[directory.Rhythm]():           "rhythm.",
	reflect.TypeFor[directory.Setting]():          "setting.",
	reflect.TypeFor[directory.RegistrationMode](): "registration.",
	reflect.TypeFor[directory.Visibility]():       "visibility.",
	reflect.TypeFor[directory.Precision]():        "precision.",
	reflect.TypeFor[directory.Promise]():          "promise.",
	reflect.TypeFor[directory.HelplineGroup]():    "helpline_group.",
	reflect.TypeFor[directory.TopicKind]():        "topic_kind.",
	reflect.TypeFor[directory.Basis]():            "basis.",
	reflect.TypeFor[schedule.HolidayRule]():       "holidays.",
}

// referred is what kind of entry the fields of a name refer to by id.
var referred = map[string]directory.Kind{
	"organisation": directory.KindOrganisation, "networks": directory.KindNetwork, "topics": directory.KindTopic, "parent": directory.KindTopic,
	"centres": directory.KindCentre, "centre": directory.KindCentre, "moved_to": directory.KindCentre,
}

// named says a text by what its field holds: an id by the name of the entry, a
// code by the name of the country.
func (f fields) named(p place, value string) string {
	name := p.path[len(p.path)-1]
	if kind := referred[name]; kind != "" {
		return f.entry(kind, value)
	}
	switch name {
	case "languages":
		return f.words.Language(value)
	case "country", "countries":
		if key := "crisis.country." + value; f.words.Knows(key) {
			return f.words.Say(key)
		}
	case "municipality":
		if said := f.names.Municipality(value); said != "" {
			return said + " (" + value + ")"
		}
	case "source_seen", "seen":
		return f.words.Seen(value)
	case "inferred": // a pointer into the entry
		return f.label(f.place(value))
	case "shows":
		if key := "photo." + value; f.words.Knows(key) {
			return f.words.Say(key)
		}
	case "by":
		return f.names.Author(value)
	case "verified_by":
		if key := "role." + value; f.words.Knows(key) {
			return f.words.Say(key)
		}
	}
	return value
}

// entry is what an entry is called; by its id, if it is not there any more.
func (f fields) entry(kind directory.Kind, id string) string {
	if name := f.names.Entry(directory.Key{Kind: kind, ID: id}); name != "" {
		return name
	}
	return bare(id)
}
