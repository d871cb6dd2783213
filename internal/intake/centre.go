package intake

import (
	"slices"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// centre changes a centre as the line says.
func (r *reader) centre(c *directory.Centre, name string, fresh bool) {
	if name != "" {
		c.Name = name
		r.long(fieldName, name, 200)
	}
	if fresh || r.text(fieldOrganisation) != "" {
		c.Organisation = r.organisation()
	}
	choose(r, fieldType, centreKinds, &c.Kind)
	choose(r, fieldStatus, statuses, &c.Status)
	r.written(fieldDescription, &c.Description)
	r.written(fieldNotServed, &c.NotServed)
	r.written(fieldWhoMeets, &c.Arrival.WhoMeets)
	r.written(fieldWayToDoor, &c.Arrival.WayToDoor)
	r.locate(&c.Location, fresh)
	zone := r.zone(c.Location.Country)
	r.hours(&c.Hours, zone)
	if text := r.text(fieldPhoneHours); !unsaid(text) {
		if s, ok := r.hoursText(fieldPhoneHours, text, zone); ok {
			c.PhoneHours = s
		}
	}
	if text := r.text(fieldMeetAtDoor); text != "" {
		if a, ok := r.answer(fieldMeetAtDoor, text); ok {
			c.MeetAtDoor = a
		}
	}
	if text := r.text(fieldAudience); text != "" {
		if a, ok := audiences.of(text); ok {
			c.Audience = a
		} else { // in words of its own
			r.written(fieldAudience, &c.TargetGroups)
		}
	}
	r.common(&c.Contact, &c.Ages, &c.Promises, &c.Languages, &c.AccessNeeds, &c.Topics, fresh)
	r.seen(&c.Provenance, fresh)
}

// common changes what centres and activities share.
func (r *reader) common(contact *directory.Contact, ages *directory.Ages, promises *directory.Promises, spoken *[]string, needs *directory.AccessNeeds, topics *[]string, fresh bool) {
	r.contact(contact)
	r.ages(ages)
	r.promises(promises)
	if text := r.text(fieldLanguages); !unsaid(text) {
		r.spoken(text, spoken)
	}
	for c := range r.at {
		need, ok := strings.CutPrefix(string(c.field), accessPrefix)
		text := r.text(c.field)
		if !ok || text == "" {
			continue
		}
		if a, ok := r.answer(c.field, text); ok {
			if *needs == nil {
				*needs = make(directory.AccessNeeds)
			}
			(*needs)[need] = a
		}
	}
	if text := r.text(fieldTopics); text != "" {
		ids, faults := r.topics.all(text)
		for _, f := range faults {
			r.blame(fieldTopics, f)
		}
		if len(ids) > 0 {
			*topics = ids
		}
	} else if fresh {
		*topics = slices.Clone(r.o.DefaultTopics)
	}
}

func (r *reader) contact(c *directory.Contact) {
	for _, f := range []struct {
		field field
		to    *string
		read  func(string) (string, bool)
		code  Code
	}{
		{fieldPhone, &c.Phone, dial, CodePhone}, {fieldSMS, &c.SMS, dial, CodePhone},
		{fieldEmail, &c.Email, mail, CodeEmail}, {fieldURL, &c.URL, web, CodeLink},
	} {
		text := r.text(f.field)
		if unsaid(text) {
			continue
		}
		if v, ok := f.read(text); ok {
			*f.to = v
		} else {
			r.blame(f.field, fault(f.code, "text", text))
		}
	}
	// A column "kontakt" holds whatever reaches the place, and often the name of
	// a person, which is not kept.
	for _, p := range pieces(r.text(fieldContact), ",;|\n") {
		if v, ok := mail(p); ok {
			c.Email = v
		} else if v, ok := dial(p); ok {
			c.Phone = v
		} else if v, ok := web(p); ok {
			c.URL = v
		} else {
			r.notice(fieldContact, fault(CodePhone, "text", p))
		}
	}
}

func (r *reader) ages(a *directory.Ages) {
	if text := r.text(fieldAge); !unsaid(text) {
		read, code := ages(text)
		if code != "" {
			r.blame(fieldAge, fault(code, "text", text))
		} else {
			*a = read
		}
	}
	for f, to := range map[field]**int{fieldAgeMin: &a.Min, fieldAgeMax: &a.Max} {
		text := r.text(f)
		if unsaid(text) {
			continue
		}
		n, ok := ageOf(text)
		if !ok {
			r.blame(f, fault(CodeAge, "text", text))
			continue
		}
		*to, a.All = n, false
	}
	if a.Min != nil && a.Max != nil && *a.Min > *a.Max && (r.text(fieldAgeMin) != "" || r.text(fieldAgeMax) != "") {
		r.blame(fieldAgeMax, fault(CodeAgeOrder, "text", strconv.Itoa(*a.Min)+"-"+strconv.Itoa(*a.Max)))
	}
}

// answer reads a yes, no or unknown.
func (r *reader) answer(f field, text string) (directory.Ternary, bool) {
	a, ok := answer(text)
	if !ok {
		r.blame(f, fault(CodeAnswer, "text", text))
	}
	return a, ok
}

func (r *reader) promises(p *directory.Promises) {
	for _, name := range directory.AllPromises {
		if text := r.text(promiseField(name)); text != "" {
			if a, ok := r.answer(promiseField(name), text); ok {
				*p = p.Set(name, a)
			}
		}
		if text := r.text(needingField(name)); text != "" {
			if a, ok := r.answer(needingField(name), text); ok {
				contrary := map[directory.Ternary]directory.Ternary{directory.Yes: directory.No, directory.No: directory.Yes}
				*p = p.Set(name, contrary[a])
			}
		}
	}
}

func (r *reader) spoken(text string, to *[]string) {
	var tags []string
	for _, p := range pieces(strings.NewReplacer(" og ", ",", " en ", ",", " and ", ",", "&", ",", "+", ",").Replace(text), ",;/|\n") {
		tag, ok := languageOf(p)
		if !ok {
			r.blame(fieldLanguages, fault(CodeLanguage, "text", p))
			continue
		}
		if !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
	}
	if len(tags) > 0 {
		*to = tags
	}
}

// written changes a text in the languages that the sheet has it in. The map is
// never one that is shared: the entry was copied.
func (r *reader) written(f field, t *directory.Text) {
	for c := range r.at {
		if c.field != f {
			continue
		}
		text, ok := r.cell(c)
		if !ok {
			continue
		}
		lang := c.lang
		if lang == "" {
			lang = r.lang()
		}
		if len(text) > 4000 {
			r.blameCell(r.at[c], fault(CodeLong, "limit", "4000"))
			continue
		}
		if *t == nil {
			*t = make(directory.Text)
		}
		(*t)[lang] = text
	}
}

// lang is the language of text that no header marks.
func (r *reader) lang() string {
	if r.o.Lang != "" {
		return r.o.Lang
	}
	if l := countryLang[r.country()]; l != "" {
		return l
	}
	return "en"
}

func (r *reader) zone(country string) string {
	if r.o.Zone != "" {
		return r.o.Zone
	}
	return schedule.ZoneIn(country)
}

// long faults a text that is longer than the directory keeps.
func (r *reader) long(f field, text string, limit int) {
	if len(text) > limit {
		r.blame(f, fault(CodeLong, "limit", strconv.Itoa(limit)))
	}
}

// seen notes when a new entry's source was seen. Nobody has verified it: that
// is for a human to say.
func (r *reader) seen(p *directory.Provenance, fresh bool) {
	if fresh && !r.o.Now.IsZero() {
		day := r.o.Now.UTC()
		p.SourceSeen = schedule.Date{Year: day.Year(), Month: day.Month(), Day: day.Day()}.String()
	}
}

// choose reads a word of a closed vocabulary.
func choose[W ~string](r *reader, f field, known choices[W], to *W) {
	text := r.text(f)
	if unsaid(text) {
		return
	}
	w, ok := known.of(text)
	if !ok {
		names := make([]string, 0, len(known))
		for w := range known {
			names = append(names, string(w))
		}
		slices.Sort(names)
		f0 := fault(CodeChoice, "text", text)
		f0.Params["choices"] = strings.Join(names, ", ")
		f0.Message = strings.ReplaceAll(f0.Message, "{choices}", f0.Params["choices"])
		r.blame(f, f0)
		return
	}
	*to = w
}
