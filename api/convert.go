package api

import (
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// This file turns the values that several nouns share into their wire types;
// what belongs to one noun stands in its own file. A value that is not known
// is left out, but for promises and states, which say "unknown", and the day
// of verification, which says null.

// optional gives a pointer to a value, nil to the zero value: it is left out.
func optional[V comparable](v V) *V {
	var zero V
	if v == zero {
		return nil
	}
	return &v
}

// optionalWord turns a word of a vocabulary into its wire type; the empty one
// is left out.
func optionalWord[W, D ~string](d D) *W { return optional(W(d)) }

// words turns a list of words into their wire types; it is never null.
func words[W, D ~string](list []D) []W {
	wire := make([]W, len(list))
	for i, d := range list {
		wire[i] = W(d)
	}
	return wire
}

// optionalWords is words for a list that is left out when empty.
func optionalWords[W, D ~string](list []D) *[]W {
	if len(list) == 0 {
		return nil
	}
	wire := words[W](list)
	return &wire
}

// each turns a list into wire types; it is never null.
func each[W, D any](list []D, convert func(D) W) []W {
	wire := make([]W, len(list))
	for i, d := range list {
		wire[i] = convert(d)
	}
	return wire
}

// optionalEach is each for a list that is left out when empty.
func optionalEach[W, D any](list []D, convert func(D) W) *[]W {
	if len(list) == 0 {
		return nil
	}
	wire := each(list, convert)
	return &wire
}

func text(t directory.Text) *Text {
	if t.Empty() {
		return nil
	}
	wire := Text(t)
	return &wire
}

// required is text for one that the contract demands; the directory has it in
// at least one language.
func required(t directory.Text) Text {
	if t == nil {
		return Text{}
	}
	return Text(t)
}

func ternary(t directory.Ternary) Ternary { return Ternary(t.String()) }

func promises(p directory.Promises) Promises {
	return Promises{
		NoAppointment: ternary(p.NoAppointment), NoReferral: ternary(p.NoReferral), NoAssessment: ternary(p.NoAssessment),
		Free: ternary(p.Free), Anonymous: ternary(p.Anonymous), Confidential: ternary(p.Confidential),
	}
}

func accessNeeds(n directory.AccessNeeds) *map[string]Ternary {
	if len(n) == 0 {
		return nil
	}
	wire := make(map[string]Ternary, len(n))
	for id, answer := range n {
		wire[id] = ternary(answer)
	}
	return &wire
}

func ages(a directory.Ages) *Ages {
	if a == (directory.Ages{}) {
		return nil
	}
	return &Ages{Min: a.Min, Max: a.Max, All: optional(a.All)}
}

func contact(c directory.Contact) *Contact {
	if c == (directory.Contact{}) {
		return nil
	}
	return &Contact{
		Phone: optional(c.Phone), Sms: optional(c.SMS), Email: optional(c.Email),
		Url: optional(c.URL), ChatUrl: optional(c.ChatURL),
	}
}

func date(d *schedule.Date) *openapi_types.Date {
	if d == nil {
		return nil
	}
	return &openapi_types.Date{Time: d.In(time.UTC)}
}

func provenance(p directory.Provenance) Provenance {
	return Provenance{
		SourceUrl: optional(p.SourceURL), SourceSeen: optional(p.SourceSeen), SourceNote: optional(p.SourceNote),
		Inferred: optionalWords[string](p.Inferred), VerifiedAt: date(p.VerifiedAt), VerifiedBy: optional(p.VerifiedBy),
	}
}

// status says open for an entry that names none.
func status(s directory.Status) Status {
	if s == "" {
		s = directory.StatusOpen
	}
	return Status(s)
}

// state says unknown where nothing is said.
func state(s schedule.State) State {
	if s == "" {
		s = schedule.Unknown
	}
	return State(s)
}

func openState(s schedule.Status) OpenState {
	return OpenState{State: state(s.State), Until: s.Until, Next: s.Next, Reason: optional(s.Reason)}
}

// openAt is the state, at a moment, of something in a status with these hours.
func openAt(s directory.Status, hours *schedule.Schedule, now time.Time) OpenState {
	return openState(s.At(hours, now))
}

// stated says whether a schedule says anything of when.
func stated(h *schedule.Schedule) bool {
	return len(h.Weekly)+len(h.Series)+len(h.Sessions)+len(h.Exceptions) > 0
}

func hours(h schedule.Schedule) *Schedule {
	if !stated(&h) && h.Doubt == "" && h.Note == "" {
		return nil
	}
	return &h
}

// location gives what the public may see of a location, and no more, whoever
// made it.
func (s *Server) location(l directory.Location) Location {
	l = l.Public()
	wire := Location{
		Street: optional(l.Street), PostalCode: optional(l.PostalCode), Town: optional(l.Town),
		Municipality: optional(l.Municipality), MunicipalityName: optional(s.municipalityName(l.Country, l.Municipality)),
		Country: l.Country, Precision: optionalWord[Precision](l.Precision), Visibility: optionalWord[Visibility](l.Visibility),
	}
	if l.Point != nil {
		wire.Lat, wire.Lon = &l.Point.Lat, &l.Point.Lon
	}
	return wire
}

func (s *Server) optionalLocation(l *directory.Location) *Location {
	if l == nil {
		return nil
	}
	wire := s.location(*l)
	return &wire
}

func (s *Server) municipalityName(country, code string) string {
	m, _ := s.gazetteer.Municipality(country, code)
	return m.Name
}

func place(p geo.Place) Place {
	return Place{
		Id: p.ID, Name: p.Name, Kind: PlaceKind(p.Kind), Country: p.Country, PostalCode: optional(p.PostalCode),
		Municipality: optional(p.Municipality), MunicipalityName: optional(p.MunicipalityName),
		Lat: p.Lat, Lon: p.Lon, Population: p.Population,
	}
}

func partner(p directory.Partner) Partner {
	return Partner{Name: p.Name, Organisation: optional(p.Organisation), Offers: text(p.Offers), Url: optional(p.URL)}
}

// said gives what a client sent, or the zero value for what it left out.
func said[V any](v *V) V {
	if v == nil {
		var zero V
		return zero
	}
	return *v
}
