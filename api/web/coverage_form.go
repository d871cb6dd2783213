package web

import (
	"cmp"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"walkin/internal/coverage"
	"walkin/internal/directory"
)

// ReadCoverage reads the address of the page of coverage: closed vocabularies
// only. What it cannot read it leaves out, and says that it did. WhatIf is the id
// of a town.
func ReadCoverage(v url.Values, country string) (q coverage.Question, whatIf string, leftOut bool) {
	q.Country = country
	if asked := v.Get("country"); asked == everywhere || slices.Contains(coverage.Countries, asked) {
		q.Country = asked
	} else if asked != "" {
		leftOut = true
	}
	if q.Country == everywhere || !slices.Contains(coverage.Countries, q.Country) {
		q.Country = ""
	}
	if q.Municipality = v.Get("municipality"); q.Municipality != "" {
		q.Country = "" // which says its own
	}
	promises, hours := listOf(v["promise"]), listOf(v["hours"])
	for _, p := range directory.AllPromises {
		if slices.Contains(promises, string(p)) {
			q.Promises = append(q.Promises, p)
		}
	}
	for _, h := range coverage.AllHours {
		if slices.Contains(hours, string(h)) {
			q.Hours = append(q.Hours, h)
		}
	}
	leftOut = leftOut || len(q.Promises) < len(promises) || len(q.Hours) < len(hours)
	if asked := v.Get("age"); asked != "" {
		if age, err := strconv.Atoi(asked); err == nil && age >= 0 && age <= 120 {
			q.Age = &age
		} else {
			leftOut = true
		}
	}
	q.Network = v.Get("network")
	q.Reach = coverage.DefaultReach
	if asked := v.Get("reach"); asked != "" {
		if km, err := strconv.ParseFloat(asked, 64); err == nil && slices.Contains(coverage.Distances[:], km) {
			q.Reach = km
		} else {
			leftOut = true
		}
	}
	return q, v.Get("what_if"), leftOut
}

// listOf gives the values of a parameter, each once, as a form sends them or as the
// API is asked: one by one, or with commas.
func listOf(values []string) []string {
	all := slices.Sorted(strings.FieldsFuncSeq(strings.Join(values, ","), func(r rune) bool { return r == ',' }))
	return slices.Compact(all)
}

// CoverageAddress gives the query of the page of a question, with its question
// mark: each question has one.
func CoverageAddress(q coverage.Question, whatIf string) string {
	v := make(url.Values)
	switch {
	case q.Municipality != "":
		v.Set("municipality", q.Municipality)
	default:
		v.Set("country", cmp.Or(q.Country, everywhere))
	}
	for _, p := range q.Promises {
		v.Add("promise", string(p))
	}
	for _, h := range q.Hours {
		v.Add("hours", string(h))
	}
	if q.Age != nil {
		v.Set("age", strconv.Itoa(*q.Age))
	}
	if q.Network != "" {
		v.Set("network", q.Network)
	}
	if q.Reach != coverage.DefaultReach {
		v.Set("reach", strconv.FormatFloat(q.Reach, 'f', -1, 64))
	}
	if whatIf != "" {
		v.Set("what_if", whatIf)
	}
	return "?" + unescaped.Replace(v.Encode())
}

// coverageForm is the form of another question.
type coverageForm struct {
	Municipality        string
	Countries, Networks []Option
	Reaches, Sites      []Option
	Promises, Hours     []Option
	Age                 string
}

func (v *coverageView) form() {
	w, q := v.Words, v.Report.Question
	f := &v.Form
	f.Municipality = q.Municipality
	for _, c := range append(coverage.Countries[:len(coverage.Countries):len(coverage.Countries)], everywhere) {
		label := w.Say("coverage.everywhere")
		if c != everywhere {
			label = w.country(c)
		}
		f.Countries = append(f.Countries, Option{Value: c, Label: label, Chosen: c == cmp.Or(q.Country, everywhere)})
	}
	for _, km := range coverage.Distances {
		f.Reaches = append(f.Reaches, Option{Value: w.plainNumber(km), Label: w.Say("distance.km", "n", w.decimal(km, 0)), Chosen: km == q.Reach})
	}
	for _, p := range directory.AllPromises {
		if !slices.Contains(coverPromises, p) && !slices.Contains(q.Promises, p) {
			continue
		}
		f.Promises = append(f.Promises, Option{Value: string(p), Label: w.Say("promise." + string(p) + ".yes"), Chosen: slices.Contains(q.Promises, p)})
	}
	for _, h := range coverage.AllHours {
		f.Hours = append(f.Hours, Option{Value: string(h), Label: w.Say("coverage." + string(h)), Chosen: slices.Contains(q.Hours, h)})
	}
	if q.Age != nil {
		f.Age = strconv.Itoa(*q.Age)
	}
	f.Networks = []Option{{Label: w.Say("coverage.all"), Chosen: q.Network == ""}}
	for _, n := range v.Coverage.Networks {
		f.Networks = append(f.Networks, Option{Value: n.ID, Label: n.Name, Chosen: n.ID == q.Network})
	}
	var asked []string
	for _, o := range slices.Concat(f.Promises, f.Hours, f.Networks[1:]) {
		if o.Chosen {
			asked = append(asked, w.isolated(o.Label))
		}
	}
	if f.Age != "" {
		asked = append(asked, w.Say("coverage.age")+" "+f.Age)
	}
	v.Asked = strings.Join(asked, " · ")
	f.Sites = []Option{{Label: "–", Chosen: q.WhatIf == nil}}
	for _, p := range v.Coverage.Sites {
		f.Sites = append(f.Sites, Option{Value: p.ID, Label: p.Name, Chosen: q.WhatIf != nil && q.WhatIf.ID == p.ID})
	}
}

// links are to the same in the API, and from a municipality to all of them.
func (v *coverageView) links() {
	q := v.Report.Question
	values := make(url.Values)
	set := func(name, value string) {
		if value != "" {
			values.Set(name, value)
		}
	}
	address := "/v1/coverage"
	if q.Municipality != "" {
		address += "/" + url.PathEscape(q.Municipality)
		up := q
		up.Municipality = ""
		v.Up = &Link{Text: v.Words.country(q.Country), Href: v.Root() + "/coverage" + CoverageAddress(up, "")}
	} else {
		set("country", q.Country)
	}
	var promises, hours []string
	for _, p := range q.Promises {
		promises = append(promises, string(p))
	}
	for _, h := range q.Hours {
		hours = append(hours, string(h))
	}
	set("promise", strings.Join(promises, ","))
	set("hours", strings.Join(hours, ","))
	if q.Age != nil {
		set("age", strconv.Itoa(*q.Age))
	}
	set("network", q.Network)
	set("reach_km", v.Words.plainNumber(q.Reach))
	if q.WhatIf != nil {
		set("what_if", q.WhatIf.ID)
	}
	in := func(format string) string {
		values.Set("format", format)
		return address + "?" + unescaped.Replace(values.Encode())
	}
	v.CSV, v.JSON, v.GeoJSON = in("csv"), in("json"), in("geojson")
}
