package hsds

import (
	"walkin/internal/directory"
)

// Topics and Networks are the two taxonomies.
var (
	Topics = Taxonomy{
		ID: directory.UUID("taxonomy:topics"), Name: "walkin topics",
		Description: "What a service is about, what is done there, whom it is for and which access needs it meets.",
	}
	Networks = Taxonomy{
		ID: directory.UUID("taxonomy:networks"), Name: "walkin networks",
		Description: "Alliances of walk-in places with admission and quality criteria, to which organizations belong.",
	}
)

// Taxonomies lists both.
func Taxonomies() []Taxonomy { return []Taxonomy{Topics, Networks} }

// Term gives the taxonomy term that a topic or a network is. An entry of
// another kind gives nil.
func (p *Projection) Term(e directory.Entry) *TaxonomyTerm {
	e = p.public(e)
	t := &TaxonomyTerm{ID: e.Key().UUID(), Code: e.Key().ID}
	taxonomy := &Topics
	switch e := e.(type) {
	case *directory.Topic:
		t.Name, t.Language = e.Label.Pick()
		t.Description = e.Description[t.Language]
		if e.Parent != "" {
			t.ParentID = directory.Key{Kind: directory.KindTopic, ID: e.Parent}.UUID()
		}
	case *directory.Network:
		taxonomy = &Networks
		t.Name, t.TermURI = e.Name, e.Contact.URL
		t.Description, t.Language = e.Description.Pick()
	default:
		return nil
	}
	t.Taxonomy, t.TaxonomyID, t.TaxonomyDetail = taxonomy.Name, taxonomy.ID, taxonomy
	if !p.Brief {
		t.Walkin = recorded(e, t.entry(e.Key()))
	}
	return t
}

// entry reads back what the properties of the term say.
func (t *TaxonomyTerm) entry(key directory.Key) directory.Entry {
	var description directory.Text
	if t.Description != "" {
		description = directory.Text{t.Language: t.Description}
	}
	switch key.Kind {
	case directory.KindTopic:
		return &directory.Topic{ID: key.ID, Label: directory.Text{t.Language: t.Name}, Description: description}
	case directory.KindNetwork:
		return &directory.Network{ID: key.ID, Name: t.Name, Description: description, Contact: directory.Contact{URL: t.TermURI}}
	}
	return nil
}

// Organization gives the organization that an organisation is.
func (p *Projection) Organization(o *directory.Organisation) *Organization {
	id := o.Key().UUID()
	lang := languageOf(o.Country, o.Description)
	w := &Organization{
		ID: id, Name: o.Name, Description: o.Description[lang], Email: o.Contact.Email, Website: o.Contact.URL,
		Phones: phones(id, o.Contact), TextLanguage: lang,
	}
	w.Attributes = p.attributes(id, "organization", directory.KindNetwork, o.Networks)
	if !p.Brief {
		w.Walkin = recorded(o, w.entry(o.Key()))
	}
	return w
}

func (w *Organization) entry(key directory.Key) directory.Entry {
	o := &directory.Organisation{ID: key.ID, Name: w.Name, Networks: values(w.Attributes),
		Contact: directory.Contact{Email: w.Email, URL: w.Website}}
	if w.Description != "" {
		o.Description = directory.Text{w.TextLanguage: w.Description}
	}
	for _, phone := range w.Phones {
		if phone.Type == "text" {
			o.Contact.SMS = phone.Number
		} else {
			o.Contact.Phone = phone.Number
		}
	}
	return o
}

// Flat gives the organization as it stands in a list, and inside others.
func (w *Organization) Flat() *Organization {
	flat := *w
	flat.Phones, flat.Attributes, flat.Services, flat.Walkin = nil, nil, nil, nil
	return &flat
}

func (p *Projection) topics(of, entity string, ids []string) []Attribute {
	return p.attributes(of, entity, directory.KindTopic, ids)
}

func (p *Projection) attributes(of, entity string, kind directory.Kind, ids []string) []Attribute {
	var list []Attribute
	for i, id := range ids {
		key := directory.Key{Kind: kind, ID: id}
		a := Attribute{ID: part(of, "attribute", i), LinkID: of, TaxonomyTermID: key.UUID(), LinkType: string(kind), LinkEntity: entity, Value: id}
		if related, ok := p.Related[key]; ok {
			inside := *p
			inside.Brief = true
			a.TaxonomyTerm = inside.Term(related)
		}
		list = append(list, a)
	}
	return list
}

// values reads back the ids of topics or networks.
func values(list []Attribute) []string {
	var ids []string
	for _, a := range list {
		ids = append(ids, a.Value)
	}
	return ids
}

// Related lists the entries that may stand inside the objects of an entry. The
// organisations that run the centres of an activity are among those of the
// centres.
func Related(e directory.Entry) []directory.Key {
	var keys []directory.Key
	add := func(kind directory.Kind, ids ...string) {
		for _, id := range ids {
			if id != "" {
				keys = append(keys, directory.Key{Kind: kind, ID: id})
			}
		}
	}
	switch e := e.(type) {
	case *directory.Organisation:
		add(directory.KindNetwork, e.Networks...)
	case *directory.Centre:
		add(directory.KindOrganisation, e.Organisation)
		add(directory.KindTopic, e.Topics...)
	case *directory.Activity:
		add(directory.KindOrganisation, e.Organisation)
		add(directory.KindTopic, e.Topics...)
		add(directory.KindCentre, e.Centres...)
	case *directory.Helpline:
		add(directory.KindOrganisation, e.Organisation)
		add(directory.KindTopic, e.Topics...)
	}
	return keys
}
