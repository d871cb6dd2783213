package api_test

import (
	"encoding/json"
	"strings"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/feed/kompas"
)

func TestKompas(t *testing.T) {
	s := serve(t)
	s.memory.put(&directory.Activity{ID: "dk-fixed", Centres: []string{"dk-aarhus"}, Title: directory.Text{"da": "Fast aktivitet"}, Rhythm: directory.Fixed, Topics: []string{"loneliness"},
		Promises: directory.Promises{NoReferral: directory.No}})
	s.run([]scenario{
		{name: "the postings with what they rest on", path: "/kompas/opslag", status: 200,
			contains: []string{`"reading":"Felterne`, `"id":"centre:dk-aarhus"`, `"id":"activity:dk-cooking"`, `"id":"helpline:dk-lifeline"`, `"name":"Det Sociale Netværk"`, `"field":"organisation.cvr"`, `"counts":{`},
			lacks:    []string{"nl-lifeline", "dk-secret-group", "dk-closed", marker, "56.12345", author},
			header:   map[string]string{"Content-Type": "application/json", "Cache-Control": "public, max-age=300"}},
		{name: "those that a rule refuses", path: "/kompas/opslag?state=refused", status: 200,
			contains: []string{`"id":"activity:dk-fixed"`, `"state":"refused"`, "Det Sociale Netværk"}, lacks: []string{"dk-cooking", `"state":"needs"`}},
		{name: "those of a municipality, as a file for a spreadsheet", path: "/kompas/opslag?municipality=0751&format=csv", status: 200,
			contains: []string{"id,lint.state,lint.needs", "centre:dk-aarhus,needs,", "\r\n"}, lacks: []string{"dk-bare", marker},
			header: map[string]string{"Content-Type": "text/csv; charset=utf-8; header=present"}},
		{name: "those of an organisation", path: "/kompas/opslag?organisation=dsi", status: 200, contains: []string{"centre:dk-aarhus"}, lacks: []string{"dk-bare"}},
		{name: "a state that is none", path: "/kompas/opslag?state=done", status: 400, contains: []string{`"pointer":"state"`}},
		{name: "a format that is none", path: "/kompas/opslag?format=xlsx", status: 400, contains: []string{`"pointer":"format"`}},
		{name: "a parameter that is none", path: "/kompas/opslag?by=me", status: 400, contains: []string{`"pointer":"by"`}},
	})
	var export struct {
		Opslag []kompas.Opslag
		Counts map[kompas.State]int
	}
	s.do("GET", "/kompas/opslag", "").json(t, &export)
	if n := export.Counts[kompas.Ready] + export.Counts[kompas.Needs] + export.Counts[kompas.Refused]; n != len(export.Opslag) || n == 0 {
		t.Errorf("%d postings, counted %v", len(export.Opslag), export.Counts)
	}
}

func TestAnExportThatTheCatalogueBreaksOffIsNoExport(t *testing.T) {
	s := serve(t)
	s.memory.fault = errText("disk: /secret/path")
	a := s.do("GET", "/kompas/opslag", "")
	if a.StatusCode != 500 || strings.Contains(a.body, "secret") || !json.Valid([]byte(a.body)) {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
}
