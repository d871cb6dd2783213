package api_test

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/problem"
)

// memory is a small catalogue and index in one: a map of entries, searched by
// walking over all of them. It keeps the promises of the real ones.
type memory struct {
	mu       sync.Mutex
	changes  map[directory.Key]directory.Change
	last     uint64
	position uint64
	desk     *directory.CrisisDesk
	taxonomy *directory.Taxonomy

	fault error         // answers everything, if set
	delay time.Duration // before a search
	panic any           // instead of a search
	asked []directory.Query
	// What the next answers say, if set.
	understood []geo.Place // places read in the text
	matched    []directory.Reason
	// What the other questions were asked in.
	suggested []directory.SuggestQuery
	whatson   []directory.WhatsOnQuery
}

func newMemory(entries ...directory.Entry) *memory {
	m := &memory{changes: make(map[directory.Key]directory.Change)}
	var topics []*directory.Topic
	var helplines []*directory.Helpline
	for _, e := range entries {
		if err := directory.Validate(e); err != nil {
			panic(err)
		}
		m.put(e)
		switch e := e.(type) {
		case *directory.Topic:
			topics = append(topics, e)
		case *directory.Helpline:
			helplines = append(helplines, e)
		}
	}
	m.position = m.last
	m.desk = directory.NewCrisisDesk(directory.NewGate(topics, directory.CrisisRules{FalseFriends: []directory.FalseFriend{
		{Term: "viol", In: []string{"da", "nl", "en"}}, {Term: "cutting", In: []string{"en", "nl"}},
	}}), helplines)
	taxonomy, err := directory.NewTaxonomy(topics)
	if err != nil {
		panic(err)
	}
	m.taxonomy = taxonomy
	return m
}

func (m *memory) put(e directory.Entry) {
	m.last++
	old := m.changes[e.Key()]
	m.changes[e.Key()] = directory.Change{Number: m.last, Key: e.Key(), Revision: old.Revision + 1, Author: author, Entry: e}
}

func (m *memory) remove(key directory.Key) {
	m.last++
	m.changes[key] = directory.Change{Number: m.last, Key: key, Revision: m.changes[key].Revision + 1}
}

func (m *memory) Entry(_ context.Context, key directory.Key) (directory.Change, error) {
	change, ok := m.changes[key]
	switch {
	case m.fault != nil:
		return directory.Change{}, m.fault
	case !ok:
		return directory.Change{}, problem.New(problem.NotFound, "There is no %s with this id.", key.Kind)
	case change.Deleted():
		return directory.Change{}, problem.New(problem.Gone, "This %s was deleted.", key.Kind)
	}
	return change, nil
}

func (m *memory) Entries(_ context.Context, l directory.Listing) ([]directory.Change, error) {
	if m.fault != nil {
		return nil, m.fault
	}
	var list []directory.Change
	for key, change := range m.changes {
		if key.Kind == l.Kind && key.ID > l.After && !change.Deleted() && m.listed(change.Entry, l) {
			list = append(list, change)
		}
	}
	slices.SortFunc(list, func(a, b directory.Change) int { return cmp.Compare(a.Key.ID, b.Key.ID) })
	list = list[min(l.Offset, len(list)):]
	return list[:min(l.Limit, len(list))], nil
}

func (m *memory) Count(ctx context.Context, l directory.Listing) (int, error) {
	l.After, l.Offset, l.Limit = "", 0, len(m.changes)
	list, err := m.Entries(ctx, l)
	return len(list), err
}

// Extent is a box around everything: what the real one leaves out is tested
// with it.
func (m *memory) Extent(context.Context, directory.Kind) (*geo.Box, error) {
	return &geo.Box{West: -180, South: -90, East: 180, North: 90}, m.fault
}

func (m *memory) listed(e directory.Entry, l directory.Listing) bool {
	inTopics := func(ids []string) bool {
		return len(l.Topics) == 0 || slices.ContainsFunc(ids, func(id string) bool { return slices.Contains(l.Topics, id) })
	}
	switch e := e.(type) {
	case *directory.Centre:
		return (l.Country == "" || e.Location.Country == l.Country) &&
			(l.Municipality == "" || e.Location.Municipality == l.Municipality) &&
			(l.Organisation == "" || e.Organisation == l.Organisation) && inTopics(e.Topics)
	case *directory.Activity:
		at := m.whereabouts(e)
		return (l.Centre == "" || slices.Contains(e.Centres, l.Centre)) && inTopics(e.Topics) &&
			(l.Country == "" || at.Country == l.Country) && (l.Municipality == "" || at.Municipality == l.Municipality) &&
			(l.Network == "" || m.belongs(e.Organisation, l.Network))
	case *directory.Organisation:
		return (l.Country == "" || e.Country == l.Country) && (l.Network == "" || slices.Contains(e.Networks, l.Network))
	case *directory.Helpline:
		return (l.Country == "" || e.Country == l.Country) && (l.Group == "" || slices.Contains(e.Groups, l.Group))
	}
	return true
}

// whereabouts is where an activity is: at a place of its own or at its centre.
func (m *memory) whereabouts(a *directory.Activity) directory.Location {
	if a.Location != nil {
		return *a.Location
	}
	for _, id := range a.Centres {
		if c, ok := m.changes[directory.Key{Kind: directory.KindCentre, ID: id}].Entry.(*directory.Centre); ok {
			return c.Location
		}
	}
	return directory.Location{}
}

// belongs says whether an organisation belongs to a network.
func (m *memory) belongs(organisation, network string) bool {
	o, ok := m.changes[directory.Key{Kind: directory.KindOrganisation, ID: organisation}].Entry.(*directory.Organisation)
	return ok && slices.Contains(o.Networks, network)
}

func (m *memory) ChangesAfter(_ context.Context, n uint64, limit int) ([]directory.Change, error) {
	var list []directory.Change
	for _, change := range m.changes {
		if change.Number > n {
			list = append(list, change)
		}
	}
	slices.SortFunc(list, func(a, b directory.Change) int { return cmp.Compare(a.Number, b.Number) })
	return list[:min(limit, len(list))], m.fault
}

func (m *memory) LatestAfter(ctx context.Context, _ []directory.Kind, n uint64, limit int) ([]directory.Change, error) {
	return m.ChangesAfter(ctx, n, limit) // it keeps no others
}

func (m *memory) EntriesByKey(_ context.Context, keys []directory.Key) ([]directory.Change, error) {
	var list []directory.Change
	for _, key := range keys {
		if change, ok := m.changes[key]; ok && !change.Deleted() {
			list = append(list, change)
		}
	}
	return list, m.fault
}

// postings gives the listing feed without its filters: those have their tests
// where the real catalogue is.
func (m *memory) postings() []directory.Posting {
	var list []directory.Posting
	for key, change := range m.changes {
		listed := !change.Deleted() && directory.Posted(change.Entry)
		if key.Kind != directory.KindCentre && key.Kind != directory.KindActivity && key.Kind != directory.KindHelpline {
			continue
		}
		p := directory.Posting{Position: change.Number, Key: key, Listed: listed, Number: change.Number, Revision: change.Revision, At: change.At}
		if listed {
			p.Body, _ = directory.Encode(change.Entry)
		}
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b directory.Posting) int { return cmp.Compare(a.Position, b.Position) })
	return list
}

func (m *memory) PostingsAfter(_ context.Context, q directory.PostingQuery, n uint64) ([]directory.Posting, error) {
	list := slices.DeleteFunc(m.postings(), func(p directory.Posting) bool { return p.Position <= n })
	return list[:min(q.Limit, len(list))], m.fault
}

func (m *memory) PostingsBefore(_ context.Context, q directory.PostingQuery, n uint64) ([]directory.Posting, error) {
	list := slices.DeleteFunc(m.postings(), func(p directory.Posting) bool { return n > 0 && p.Position >= n })
	slices.Reverse(list)
	return list[:min(q.Limit, len(list))], m.fault
}

func (m *memory) PostingsFrom(_ context.Context, q directory.PostingQuery, behind directory.Key) ([]directory.Posting, error) {
	list := slices.DeleteFunc(m.postings(), func(p directory.Posting) bool { return !p.Listed || p.Key.String() <= behind.String() })
	slices.SortFunc(list, func(a, b directory.Posting) int { return cmp.Compare(a.Key.String(), b.Key.String()) })
	return list[:min(q.Limit, len(list))], m.fault
}

// It remembers no past: nothing was ever otherwise.
func (m *memory) LastBefore(context.Context, time.Time) (uint64, error) { return m.last, m.fault }
func (m *memory) AsOf(_ context.Context, key directory.Key, _ uint64) (directory.Change, bool, error) {
	change, ok := m.changes[key]
	return change, ok, m.fault
}
func (m *memory) DeletedAfter(context.Context, []directory.Kind, uint64, int) ([]directory.Change, error) {
	return nil, m.fault
}

func (m *memory) LastChange(context.Context) (uint64, error) { return m.last, m.fault }
func (m *memory) Position() uint64                           { return m.position }
func (m *memory) Taxonomy() *directory.Taxonomy              { return m.taxonomy }
func (m *memory) CrisisDesk() *directory.CrisisDesk          { return m.desk }

func (m *memory) Search(ctx context.Context, q directory.Query) (directory.Answer, error) {
	m.mu.Lock()
	m.asked = append(m.asked, q)
	m.mu.Unlock()
	if m.panic != nil {
		panic(m.panic)
	}
	select {
	case <-ctx.Done():
		return directory.Answer{}, ctx.Err()
	case <-time.After(m.delay):
	}
	if m.fault != nil {
		return directory.Answer{}, m.fault
	}
	if q.Cursor != "" {
		return directory.Answer{}, &problem.Error{Kind: problem.Invalid, Detail: "The search breaks a rule.",
			Fields: []problem.Field{{Pointer: "/cursor", Detail: "This is not a cursor that a search gave."}}}
	}
	answer := directory.Answer{Change: m.position, Understood: directory.Understood{Topics: q.Topics, OpenAt: q.OpenAt, Places: m.understood}}
	for _, key := range slices.SortedFunc(m.keys(), func(a, b directory.Key) int { return cmp.Compare(a.String(), b.String()) }) {
		if result, ok := m.found(m.changes[key], q); ok {
			result.Kept = new(sync.Map)
			answer.Results = append(answer.Results, result)
		}
	}
	if q.Sort == directory.SortDistance {
		slices.SortStableFunc(answer.Results, func(a, b directory.Result) int {
			return cmp.Compare(metres(a), metres(b))
		})
	}
	answer.Total = len(answer.Results)
	if len(answer.Results) > q.Limit {
		answer.Results, answer.Next = answer.Results[:q.Limit], "more"
	}
	if len(q.Facets) > 0 {
		answer.Facets = map[directory.Facet][]directory.FacetCount{
			directory.FacetTopic:        {{Value: "loneliness", Yes: 1, Unknown: 1}},
			directory.FacetMunicipality: {{Value: "0751", Yes: 1}},
			directory.FacetNetwork:      {{Value: "headspace-danmark", Yes: 1}},
			directory.FacetKind:         {{Value: "centre", Yes: 1}},
		}
	}
	return answer, nil
}

func metres(r directory.Result) float64 {
	if r.DistanceM == nil {
		return 1e9
	}
	return *r.DistanceM
}

func (m *memory) keys() func(func(directory.Key) bool) {
	return func(yield func(directory.Key) bool) {
		for key := range m.changes {
			if !yield(key) {
				return
			}
		}
	}
}

func (m *memory) found(change directory.Change, q directory.Query) (directory.Result, bool) {
	r := directory.Result{Entry: change.Entry, Change: change.Number}
	var topics []string
	switch e := change.Entry.(type) {
	case *directory.Centre:
		// Not the public form: that nothing hidden leaves is the API's business.
		r.Title, r.Where, r.Open, topics = e.Name, &e.Location, e.Hours.At(q.Now), e.Topics
		if o, ok := m.changes[directory.Key{Kind: directory.KindOrganisation, ID: e.Organisation}]; ok {
			r.Operator = o.Entry.(*directory.Organisation)
		}
	case *directory.Activity:
		r.Title, r.Lang = e.Title.Pick(q.Lang)
		r.Where, r.Open, topics = e.Location, e.Hours.At(q.Now), e.Topics
	case *directory.Helpline:
		r.Title, r.Open, topics = e.Name, e.At(q.Now), e.Topics
	default:
		return r, false
	}
	if !slices.Contains(q.AnswersWith(), change.Key.Kind) ||
		len(q.Topics) > 0 && !slices.ContainsFunc(topics, func(id string) bool { return slices.Contains(q.Topics, id) }) ||
		!strings.Contains(strings.ToLower(r.Title), strings.ToLower(q.Text)) {
		return r, false
	}
	if q.Near != nil && r.Where != nil && r.Where.Point != nil {
		d := geo.Distance(q.Near.Point, *r.Where.Point)
		r.DistanceM, r.Reach = &d, &directory.Reach{WalkMin: 10, BikeMin: 3, OpenOnArrival: r.Open.State}
		r.PlanB = &directory.PlanB{Key: directory.Key{Kind: directory.KindCentre, ID: "dk-aarhus"}, Title: "headspace Aarhus", DistanceM: &d}
	}
	r.Matched = m.matched
	if r.Matched == nil {
		r.Matched = []directory.Reason{{Code: "name"}}
	}
	return r, true
}

func (m *memory) Suggest(_ context.Context, q directory.SuggestQuery) ([]directory.Suggestion, error) {
	m.mu.Lock()
	m.suggested = append(m.suggested, q)
	m.mu.Unlock()
	var list []directory.Suggestion
	for _, t := range m.taxonomy.Topics() {
		// Crisis topics too: the API must hold them back by itself.
		if label, lang := t.Label.Pick(q.Lang); strings.HasPrefix(strings.ToLower(label), strings.ToLower(q.Text)) {
			list = append(list, directory.Suggestion{Kind: directory.SuggestTopic, ID: t.ID, Label: label, Lang: lang})
		}
	}
	return list[:min(len(list), q.Limit)], m.fault
}

func (m *memory) WhatsOn(_ context.Context, q directory.WhatsOnQuery) ([]directory.Happening, bool, error) {
	if m.fault != nil {
		return nil, false, m.fault
	}
	m.mu.Lock()
	m.whatson = append(m.whatson, q)
	m.mu.Unlock()
	var list []directory.Happening
	for key, change := range m.changes {
		a, ok := change.Entry.(*directory.Activity)
		if !ok || key.Kind != directory.KindActivity {
			continue
		}
		for _, o := range a.Hours.Occurrences(q.From, q.To) {
			title, lang := a.Title.Pick(q.Lang)
			list = append(list, directory.Happening{
				Activity: a, Title: title, Lang: lang, Start: o.Start, End: &o.End, TimeKnown: o.StartKnown,
				State: directory.TakesPlace, Where: a.Location,
			})
		}
	}
	slices.SortFunc(list, func(a, b directory.Happening) int { return a.Start.Compare(b.Start) })
	return list[:min(len(list), q.Limit)], len(list) > q.Limit, nil
}

// gazetteer knows four places.
type gazetteer []geo.Place

var places = gazetteer{
	{ID: "DK:8000", Name: "Aarhus C", Kind: geo.KindPostcode, Country: "DK", PostalCode: "8000", Municipality: "0751", MunicipalityName: "Aarhus", Point: geo.Point{Lat: 56.1572, Lon: 10.2107}},
	{ID: "BE:8000", Name: "Brugge", Kind: geo.KindPostcode, Country: "BE", PostalCode: "8000", Municipality: "31005", MunicipalityName: "Brugge", Point: geo.Point{Lat: 51.2089, Lon: 3.2242}},
	{ID: "DK:g2615876", Name: "Odense", Kind: geo.KindTown, Country: "DK", Municipality: "0461", MunicipalityName: "Odense", Point: geo.Point{Lat: 55.39594, Lon: 10.38831}, Population: 180760},
	{ID: "NL:g2745912", Name: "Utrecht", Kind: geo.KindTown, Country: "NL", Municipality: "GM0344", MunicipalityName: "Utrecht", Point: geo.Point{Lat: 52.09083, Lon: 5.12222}, Population: 290529},
	{ID: "DE:24937", Name: "Flensburg", Kind: geo.KindPostcode, Country: "DE", PostalCode: "24937", Point: geo.Point{Lat: 54.7833, Lon: 9.4333}},
}

func (g gazetteer) Find(text, country string, limit int) []geo.Place {
	var list []geo.Place
	for _, p := range g {
		if strings.EqualFold(p.Name, text) || p.PostalCode == text && text != "" {
			list = append(list, p)
		}
	}
	slices.SortStableFunc(list, func(a, b geo.Place) int {
		return boolToInt(b.Country == country) - boolToInt(a.Country == country)
	})
	return list[:min(limit, len(list))]
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (g gazetteer) Place(id string) (geo.Place, bool) {
	i := slices.IndexFunc(g, func(p geo.Place) bool { return p.ID == id })
	if i < 0 {
		return geo.Place{}, false
	}
	return g[i], true
}

func (g gazetteer) Municipality(country, code string) (geo.Municipality, bool) {
	for _, p := range g {
		if p.Country == country && p.Municipality == code {
			return geo.Municipality{Country: country, Code: code, Name: p.MunicipalityName}, true
		}
	}
	return geo.Municipality{}, false
}

// Municipalities gives those of the places, each large enough to be counted on
// its own, and a small one.
func (g gazetteer) Municipalities(country string) []geo.Municipality {
	list := []geo.Municipality{{Country: "DK", Code: "0825", Name: "Læsø", Region: "Nord", Population: 1800}}
	for _, p := range g {
		if p.Country == country && p.Municipality != "" {
			list = append(list, geo.Municipality{Country: country, Code: p.Municipality, Name: p.MunicipalityName, Region: "Region " + country, Population: 100_000})
		}
	}
	return slices.DeleteFunc(list, func(m geo.Municipality) bool { return m.Country != country })
}

func (g gazetteer) TownsIn(country string) []geo.Place {
	var towns []geo.Place
	for _, p := range g {
		if p.Kind == geo.KindTown && p.Country == country {
			towns = append(towns, p)
		}
	}
	return towns
}

func (g gazetteer) MunicipalityByName(string, string) (geo.Municipality, bool) {
	return geo.Municipality{}, false
}

func (g gazetteer) Towns(box geo.Box, limit int) []geo.Place {
	var towns []geo.Place
	for _, p := range g {
		if box.Contains(p.Point) && len(towns) < limit {
			towns = append(towns, p)
		}
	}
	return towns
}

func (g gazetteer) NearestTown(p geo.Point) (geo.Place, float64) {
	nearest := slices.MinFunc(g, func(a, b geo.Place) int {
		return cmp.Compare(geo.Distance(p, a.Point), geo.Distance(p, b.Point))
	})
	return nearest, geo.Distance(p, nearest.Point)
}

func (m *memory) Sites(ctx context.Context, l directory.Listing) (sites []directory.Site, err error) {
	from, size := l.Offset, l.Limit
	l.Limit, l.Offset = 1<<30, 0
	changes, err := m.Entries(ctx, l)
	for _, change := range changes {
		sites = append(sites, directory.Sites(change.Entry)...)
	}
	from = min(from, len(sites))
	return sites[from:min(from+size, len(sites))], err
}

func (m *memory) CountSites(ctx context.Context, l directory.Listing) (int, error) {
	l.Limit, l.Offset = 1<<30, 0
	sites, err := m.Sites(ctx, l)
	return len(sites), err
}

func (m *memory) Identified(_ context.Context, uuid string) (directory.Key, error) {
	for key, change := range m.changes {
		if !change.Deleted() && key.UUID() == uuid {
			return key, m.fault
		}
	}
	return directory.Key{}, problem.New(problem.NotFound, "Nothing has this UUID.")
}

func (m *memory) SiteIdentified(_ context.Context, uuid string) (directory.Site, error) {
	for _, change := range m.changes {
		for _, site := range directory.Sites(change.Entry) {
			if site.UUID() == uuid {
				return site, m.fault
			}
		}
	}
	return directory.Site{}, problem.New(problem.NotFound, "Nothing has this UUID.")
}
