package search_test

import (
	"math/rand/v2"
	"slices"
	"sort"
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/schedule"
)

// The index is held against an evaluation written without it, straight from
// the entries and the rules of DESIGN section 5: for random queries, every
// page of the answer is the same, in the same order.
func TestSearchEqualsABruteForceEvaluation(t *testing.T) {
	t.Parallel()
	checkSearches(t, withRoles(builtin(t)), 500)
}

// The same where every network asks that its places be confirmed.
func TestSearchOfWhatAgesEqualsABruteForceEvaluation(t *testing.T) {
	t.Parallel()
	checkSearches(t, withRules(builtin(t)), 200)
}

func checkSearches(t *testing.T, h history, queries int) {
	t.Helper()
	x := open(t, "", h)
	b := newBrute(h)
	g := gazetteer(t)
	random := rand.New(rand.NewPCG(1, 2))
	matched, relaxed := 0, 0
	for i := range queries {
		q := randomQuery(random, g, x.Taxonomy())
		if err := q.Validate(x.Taxonomy()); err != nil {
			t.Fatalf("query %d is not valid: %v", i, err)
		}
		want := b.search(q, x.Taxonomy())
		if len(want) == 0 {
			relaxed++
			if answer := ask(t, x, q); len(answer.Relaxed) == 0 && q.Box == nil && len(answer.Results) > 0 {
				t.Fatalf("query %d: nothing matches, yet there are %d results and nothing was relaxed: %+v", i, len(answer.Results), q)
			}
			continue
		}
		matched++
		results, total := all(t, x, q)
		if got := keys(results); !slices.Equal(got, want) || total != len(want) {
			t.Fatalf("query %d: %+v\n got %d %v\nwant %d %v", i, q, total, got, len(want), want)
		}
		for _, r := range results {
			b.compare(t, q, r)
		}
	}
	t.Logf("%d queries matched, %d had to be relaxed", matched, relaxed)
	if matched < queries/2 {
		t.Errorf("only %d of the random queries matched anything", matched)
	}
}

func randomQuery(r *rand.Rand, g *geo.Gazetteer, taxonomy *directory.Taxonomy) directory.Query {
	q := directory.Query{Now: time.Date(2026, 1, 1+r.IntN(365), r.IntN(24), r.IntN(60), 0, 0, time.UTC), Limit: 5 + r.IntN(95)}
	maybe := func(oneIn int) bool { return r.IntN(oneIn) == 0 }
	if !maybe(4) {
		places := []string{"8000 Aarhus", "Odense", "København", "Rotterdam", "Utrecht", "Gent", "Brugge", "Thisted", "Maastricht"}
		p := g.Find(places[r.IntN(len(places))], "", 1)[0]
		q.Near = &directory.Near{Point: p.Point, Place: &p}
		if maybe(3) {
			q.Near = &directory.Near{Point: geo.Point{Lat: p.Lat + r.Float64() - 0.5, Lon: p.Lon + r.Float64() - 0.5}}
		}
		if maybe(4) {
			q.RadiusKM = 1 + 60*r.Float64()
		}
		q.Sort = []directory.Sort{"", directory.SortBest, directory.SortDistance, directory.SortOpens}[r.IntN(4)]
		if maybe(6) {
			q.Travel = []directory.Travel{directory.Walk, directory.Bike}[r.IntN(2)]
		}
	}
	if maybe(3) {
		topics := taxonomy.Topics()
		for range 1 + r.IntN(2) {
			q.Topics = append(q.Topics, topics[r.IntN(len(topics))].ID)
		}
		q.Topics = slices.Compact(q.Topics)
	}
	if maybe(3) {
		age := 8 + r.IntN(25)
		q.Age = &age
	}
	if maybe(3) {
		at := q.Now.Add(time.Duration(r.IntN(72)) * time.Hour)
		q.OpenAt = &at
	}
	if maybe(2) {
		q.Facets = []directory.Facet{directory.FacetKind, directory.FacetOpen}[r.IntN(2):]
	}
	if maybe(3) {
		q.Promises = []directory.Promise{directory.AllPromises[r.IntN(6)]}
	}
	if maybe(5) {
		q.Channels = []directory.Channel{directory.AllChannels[r.IntN(len(directory.AllChannels))]}
	}
	if maybe(5) {
		q.Languages = []string{[]string{"da", "nl", "fr", "en", "ar"}[r.IntN(5)]}
	}
	if maybe(5) {
		q.Country = []string{"DK", "NL", "BE"}[r.IntN(3)]
	}
	if maybe(2) {
		q.Home = []string{"DK", "NL", "BE"}[r.IntN(3)]
	}
	if maybe(8) {
		q.Kinds = []directory.Kind{directory.Askable[r.IntN(4)]}
	}
	if maybe(8) {
		q.Network = []string{"overkop", "headspace-danmark", "inloopalliantie"}[r.IntN(3)]
	}
	if maybe(10) {
		q.Box = &geo.Box{West: 3 + 5*r.Float64(), South: 50.5 + r.Float64(), East: 9 + 4*r.Float64(), North: 52 + 5*r.Float64()}
	}
	if maybe(12) {
		q.Audience = directory.ForProfessionals
	}
	return q
}

// brute is the catalogue as plain lists.
type brute struct {
	entries map[directory.Key]directory.Entry
	order   []directory.Key
}

func newBrute(h history) *brute {
	b := &brute{entries: make(map[directory.Key]directory.Entry)}
	for _, c := range h {
		b.entries[c.Key] = c.Entry
		b.order = append(b.order, c.Key)
	}
	return b
}

// facts are what one entry says of itself.
type facts struct {
	key       directory.Key
	location  *directory.Location
	country   string
	networks  []string
	topics    []string
	ages      directory.Ages
	promises  directory.Promises
	languages []string
	channels  []directory.Channel
	audience  directory.Audience
	status    func(time.Time, []directory.Channel) schedule.Status
	line      bool
	stale     bool
}

// facts reads an entry; false for one that a search does not show.
func (b *brute) facts(key directory.Key, now time.Time) (facts, bool) {
	f := facts{key: key}
	organisation := ""
	switch e := b.entries[key].(type) {
	case *directory.Centre:
		l := e.Location.Public()
		f.location, f.country, organisation = &l, l.Country, e.Organisation
		f.topics, f.ages, f.promises, f.languages, f.channels, f.audience = e.Topics, e.Ages, e.Promises, e.Languages, e.Channels, e.Audience
		f.status = func(t time.Time, _ []directory.Channel) schedule.Status { return e.Hours.At(t) }
		if e.Status == directory.StatusPaused {
			f.status = closed
		}
		if e.Status != "" && e.Status != directory.StatusOpen && e.Status != directory.StatusPaused {
			return f, false
		}
	case *directory.Activity:
		if e.Repeats || e.Status != "" && e.Status != directory.StatusOpen && e.Status != directory.StatusPaused {
			return f, false
		}
		if over(e, now) {
			return f, false
		}
		organisation = e.Organisation
		f.topics, f.ages, f.promises, f.languages, f.channels, f.audience = e.Topics, e.Ages, e.Promises, e.Languages, e.Channels, e.Audience
		f.status = func(t time.Time, _ []directory.Channel) schedule.Status { return e.Hours.At(t) }
		if e.Status == directory.StatusPaused {
			f.status = closed
		}
		if len(e.Centres) > 0 {
			c := b.entries[directory.Key{Kind: directory.KindCentre, ID: e.Centres[0]}].(*directory.Centre)
			l := c.Location.Public()
			f.location = &l
			if organisation == "" {
				organisation = c.Organisation
			}
			if len(f.languages) == 0 {
				f.languages = c.Languages
			}
		}
		if e.Location != nil {
			l := e.Location.Public()
			f.location = &l
		}
		if f.location != nil {
			f.country = f.location.Country
		}
	case *directory.Helpline:
		organisation, f.country, f.line = e.Organisation, e.Country, true
		f.topics, f.ages, f.promises, f.languages, f.channels = e.Topics, e.Ages, e.Promises, e.Languages, e.Channels()
		f.status = func(t time.Time, channels []directory.Channel) schedule.Status { return e.At(t, channels...) }
	default:
		return f, false
	}
	if o, ok := b.entries[directory.Key{Kind: directory.KindOrganisation, ID: organisation}].(*directory.Organisation); ok {
		f.networks = o.Networks
	}
	var rules []directory.NetworkRules
	for _, id := range f.networks {
		if n, ok := b.entries[directory.Key{Kind: directory.KindNetwork, ID: id}].(*directory.Network); ok && !f.line {
			rules = append(rules, n.Rules)
		}
	}
	treated, _ := directory.Staleness(b.entries[key], rules, now)
	f.stale = treated == directory.Stale
	return f, treated != directory.Hidden
}

func closed(time.Time, []directory.Channel) schedule.Status {
	return schedule.Status{State: schedule.Closed}
}

// over says whether every rule of an activity's hours has ended.
func over(a *directory.Activity, now time.Time) bool {
	s := a.Hours
	if len(s.Series) > 0 || len(s.Weekly)+len(s.Sessions) == 0 {
		return false
	}
	loc, _ := time.LoadLocation(s.Zone)
	today := schedule.DateIn(now, loc)
	for _, w := range s.Weekly {
		if w.Until == nil || !w.Until.Before(today) {
			return false
		}
	}
	for _, session := range s.Sessions {
		if !session.Date.Before(today) {
			return false
		}
	}
	return true
}

// found is one match of the brute force.
type found struct {
	facts
	distance float64 // -1 for none
	unknown  bool
}

// search gives the keys of all matches, in order; no query here has a text.
func (b *brute) search(q directory.Query, taxonomy *directory.Taxonomy) []string {
	at := q.Now
	if q.OpenAt != nil {
		at = *q.OpenAt
	}
	kinds := q.Kinds
	if len(kinds) == 0 {
		kinds = []directory.Kind{directory.KindCentre, directory.KindActivity}
		for _, c := range q.Channels {
			if c != directory.WalkIn && c != directory.Stop && c != directory.Group {
				kinds = directory.Searchable
			}
		}
	}
	var matches []found
	for _, key := range b.order {
		f, ok := b.facts(key, at)
		c, _ := b.entries[key].(*directory.Centre)
		role := c != nil && slices.Contains(kinds, directory.Volunteering) && c.TakesVolunteers()
		if !ok || !role && !slices.Contains(kinds, key.Kind) {
			continue
		}
		m := found{facts: f, distance: -1}
		if q.Near != nil && f.location != nil && f.location.Point != nil {
			m.distance = geo.Distance(q.Near.Point, *f.location.Point)
		}
		if b.keep(&m, q, at, taxonomy) {
			matches = append(matches, m)
		}
	}
	b.sort(matches, q, at)
	list := make([]string, len(matches))
	for i, m := range matches {
		list[i] = m.key.String()
	}
	return list
}

func (b *brute) keep(m *found, q directory.Query, at time.Time, taxonomy *directory.Taxonomy) bool {
	home := q.Home
	if q.Near != nil && q.Near.Place != nil {
		home = q.Near.Place.Country
	}
	if m.line && q.Near != nil && home != "" && m.country != home {
		return false // a line of another country is of no use
	}
	if q.Country != "" && m.country != q.Country || q.Network != "" && !slices.Contains(m.networks, q.Network) {
		return false
	}
	if q.Audience == directory.ForProfessionals && m.audience != directory.ForProfessionals && m.audience != directory.ForEveryone {
		return false
	}
	if q.RadiusKM > 0 && (m.distance > q.RadiusKM*1000 || m.distance < 0 && !m.line && !b.here(m, q)) {
		return false
	}
	if q.Box != nil {
		if m.location == nil || m.location.Point == nil {
			return false
		}
		p := *m.location.Point
		if p.Lon < q.Box.West || p.Lon > q.Box.East || p.Lat < q.Box.South || p.Lat > q.Box.North {
			return false
		}
	}
	if len(q.Topics) > 0 {
		any := false
		for _, id := range q.Topics {
			for _, below := range taxonomy.Under(id) {
				any = any || slices.Contains(m.topics, below)
			}
		}
		if !any {
			return false
		}
	}
	return b.threeValued(m, q, at)
}

// threeValued drops no and marks unknown.
func (b *brute) threeValued(m *found, q directory.Query, at time.Time) bool {
	if q.Age != nil {
		switch {
		case m.ages.Min != nil && *q.Age < *m.ages.Min, m.ages.Max != nil && *q.Age > *m.ages.Max:
			return false
		case m.ages.Min == nil && m.ages.Max == nil && !m.ages.All:
			m.unknown = true
		}
	}
	for _, p := range q.Promises {
		switch m.promises.Of(p) {
		case directory.No:
			return false
		case directory.Unknown:
			m.unknown = true
		}
	}
	for _, l := range q.Languages {
		if len(m.languages) == 0 {
			m.unknown = true
		} else if !slices.Contains(m.languages, l) {
			return false
		}
	}
	for _, c := range q.Channels {
		if len(m.channels) == 0 {
			m.unknown = true
		} else if !slices.Contains(m.channels, c) {
			return false
		}
	}
	if q.OpenAt == nil && q.Travel == "" {
		return true
	}
	switch b.state(m, q, at) {
	case schedule.Closed:
		return false
	case schedule.Unknown:
		m.unknown = true
	}
	return true
}

// state is whether the door is open at the moment or, when travelling, on
// arrival and half an hour later.
func (b *brute) state(m *found, q directory.Query, at time.Time) schedule.State {
	if q.Travel == "" || m.distance < 0 || m.line {
		return m.status(at, q.Channels).State
	}
	kmh := 5.0
	if q.Travel == directory.Bike {
		kmh = 15
	}
	minutes := int(m.distance*4/3/(kmh*1000/60)) + 1
	arrive := at.Add(time.Duration(minutes) * time.Minute)
	s := m.status(arrive, nil)
	if s.State == schedule.Open && s.Until != nil && s.Until.Sub(arrive) < 30*time.Minute {
		return m.status(arrive.Add(30*time.Minute), nil).State
	}
	return s.State
}

// here says whether a match without a distance is in the municipality of the
// place asked for.
func (b *brute) here(m *found, q directory.Query) bool {
	municipality, country := "", ""
	if m.location != nil {
		municipality, country = m.location.Municipality, m.location.Country
	}
	if line, ok := b.entries[m.key].(*directory.Helpline); ok {
		municipality, country = line.Municipality, line.Country
	}
	return m.distance < 0 && q.Near != nil && q.Near.Place != nil && municipality != "" &&
		municipality == q.Near.Place.Municipality && country == q.Near.Place.Country
}

func (b *brute) sort(matches []found, q directory.Query, at time.Time) {
	radius := q.RadiusKM * 1000
	if radius == 0 {
		var distances []float64
		for _, m := range matches {
			if m.distance >= 0 {
				distances = append(distances, m.distance)
			}
		}
		sort.Float64s(distances)
		radius = 15000
		if n := min(10, len(distances)); n > 0 && distances[n-1] > radius {
			radius = distances[n-1]
		}
	}
	far := func(m found) bool {
		return q.Near != nil && (m.distance > radius || m.distance < 0 && !b.here(&m, q))
	}
	// Each line is one step of the order: smaller first.
	steps := func(m found) []float64 {
		opening, opens := 4.0, 0.0
		s := m.status(at, q.Channels)
		switch {
		case s.State == schedule.Open:
			opening = 0
		case s.Next != nil && s.Next.Sub(at) <= 3*time.Hour:
			opening, opens = 1, float64(s.Next.Unix())
		case s.Next != nil:
			opening, opens = 2, float64(s.Next.Unix())
		case s.State == schedule.Unknown:
			opening = 3
		}
		distance := m.distance
		if distance < 0 {
			distance = 1e12
		}
		switch q.Sort {
		case directory.SortDistance:
			return []float64{truth(far(m)), truth(m.unknown), distance}
		case directory.SortOpens:
			return []float64{truth(far(m)), opening, opens, distance}
		}
		home := q.Home
		if q.Near != nil && q.Near.Place != nil {
			home = q.Near.Place.Country
		}
		abroad := truth(m.distance < 0 && home != "" && m.country != home)
		if q.Near == nil {
			return []float64{abroad, truth(m.unknown), truth(m.stale), opening}
		}
		band := 0.0
		for _, km := range []float64{1, 2, 5, 10, 15, 25, 50, 100, 200} {
			if distance > km*1000 {
				band++
			}
		}
		return []float64{truth(far(m)), abroad, truth(m.unknown), truth(m.stale), band, opening, distance}
	}
	sort.SliceStable(matches, func(i, j int) bool {
		if c := slices.Compare(steps(matches[i]), steps(matches[j])); c != 0 {
			return c < 0
		}
		a, b := matches[i].key, matches[j].key
		order := map[directory.Kind]int{directory.KindCentre: 0, directory.KindActivity: 1, directory.KindHelpline: 2}
		return order[a.Kind] < order[b.Kind] || a.Kind == b.Kind && a.ID < b.ID
	})
}

func truth(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// compare holds what a result says against the entry.
func (b *brute) compare(t *testing.T, q directory.Query, r directory.Result) {
	t.Helper()
	at := q.Now
	if q.OpenAt != nil {
		at = *q.OpenAt
	}
	f, _ := b.facts(r.Entry.Key(), at)
	if want := f.status(at, q.Channels).State; r.Open.State != want {
		t.Errorf("%s is said to be %s and is %s at %s", r.Entry.Key(), r.Open.State, want, at)
	}
	if q.Age != nil && r.AgeFit != f.ages.Fit(*q.Age) {
		t.Errorf("%s: the age fit is %s, want %s", r.Entry.Key(), r.AgeFit, f.ages.Fit(*q.Age))
	}
	switch {
	case q.Near == nil || f.location == nil || f.location.Point == nil:
		if r.DistanceM != nil {
			t.Errorf("%s has a distance without two points", r.Entry.Key())
		}
	case r.DistanceM == nil || *r.DistanceM != geo.Distance(q.Near.Point, *f.location.Point):
		t.Errorf("%s has the wrong distance", r.Entry.Key())
	}
}
