package staff_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"walkin/internal/problem"
	"walkin/internal/staff"
)

var evening = time.Date(2026, 11, 21, 23, 45, 12, 0, time.UTC)

func TestAReportIsTicksAndNothingElse(t *testing.T) {
	for _, c := range []struct {
		name  string
		parts []staff.Part
		lang  string
		want  []staff.Part // nil: refused
	}{
		{"one tick is enough", []staff.Part{staff.PartHours}, "da", []staff.Part{staff.PartHours}},
		{"the order and repetitions of ticks say nothing", []staff.Part{staff.PartOther, staff.PartHours, staff.PartOther}, "", []staff.Part{staff.PartHours, staff.PartOther}},
		{"everything may be wrong", staff.AllParts, "ar", staff.AllParts},
		{"no tick is no report", nil, "da", nil},
		{"words are no tick", []staff.Part{"de var sure"}, "da", nil},
		{"words beside a tick are refused too", []staff.Part{staff.PartHours, "Mette"}, "da", nil},
		{"a language is a tag", []staff.Part{staff.PartHours}, "jeg er Mette", nil},
		{"a language is short", []staff.Part{staff.PartHours}, "da-DK-og-meget-mere", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := staff.NewReport("centre", "dk-aarhus", c.parts, c.lang, evening)
			if c.want == nil {
				if problem.KindOf(err) != problem.Invalid {
					t.Fatalf("got %v, want an error of the form", err)
				}
				if strings.Contains(err.Error(), "Mette") {
					t.Errorf("the error repeats what was sent: %v", err)
				}
				return
			}
			if err != nil || !slices.Equal(r.Parts, c.want) || r.Count != 1 || r.State != staff.ReportOpen {
				t.Fatalf("got %+v, %v", r, err)
			}
			body, err := json.Marshal(r)
			if err != nil {
				t.Fatal(err)
			}
			if text := string(body); strings.Contains(text, "23:4") || strings.Contains(text, "T23") || !strings.Contains(text, `"day":"2026-11-21"`) {
				t.Errorf("it keeps more than the day: %s", text)
			}
		})
	}
}

func TestAReportIsSettledOnce(t *testing.T) {
	for _, answer := range append([]staff.Answer{""}, staff.AllAnswers...) {
		r, err := staff.NewReport("centre", "dk-aarhus", []staff.Part{staff.PartHours}, "da", evening)
		if err != nil {
			t.Fatal(err)
		}
		settled, err := r.Settle(answer, "m-1", evening)
		want := staff.ReportAnswered
		if answer == "" {
			want = staff.ReportDismissed
		}
		if err != nil || settled.State != want || settled.AnsweredBy != "m-1" || settled.AnsweredAt == nil || settled.Answer != answer {
			t.Errorf("%q: %+v, %v", answer, settled, err)
		}
		if _, err := settled.Settle(staff.AnswerCorrected, "m-2", evening); problem.KindOf(err) != problem.Conflict {
			t.Errorf("%q: a second answer: %v", answer, err)
		}
	}
	var r staff.Report
	if _, err := r.Settle("they were rude", "m-1", evening); problem.KindOf(err) != problem.Invalid {
		t.Errorf("an answer in words: %v", err)
	}
}

func TestTheSameTicksInAnyOrderAreTheSameReport(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom(staff.AllParts), 1, 20).Draw(t, "parts")
		other := rapid.Permutation(parts).Draw(t, "other")
		a, err := staff.NewReport("centre", "x", parts, "da", evening)
		b, errB := staff.NewReport("centre", "x", append(other, parts[0]), "da", evening.Add(10*time.Minute))
		if err != nil || errB != nil || !a.Same(b) {
			t.Fatalf("%v and %v are told apart", a, b)
		}
		if c, _ := staff.NewReport("centre", "x", parts, "da", evening.Add(time.Hour)); a.Same(c) {
			t.Fatal("two days are one")
		}
		if c, _ := staff.NewReport("activity", "x", parts, "da", evening); a.Same(c) {
			t.Fatal("two entries are one")
		}
	})
}
