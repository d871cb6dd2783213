package sqlite_test

import (
	"path/filepath"
	"reflect"
	"testing"

	"walkin/internal/problem"
	"walkin/internal/schedule"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

func newOfficeFile(t *testing.T) *sqlite.Office {
	t.Helper()
	o, err := sqlite.OpenOffice(t.Context(), filepath.Join(t.TempDir(), "office.db"), options)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := o.Close(); err != nil {
			t.Error(err)
		}
	})
	return o
}

func week(t *testing.T, s string) schedule.Week {
	t.Helper()
	w, err := schedule.ParseWeek(s)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestCountsAreKeptByCentreAndWeek(t *testing.T) {
	o, ctx := newOfficeFile(t), t.Context()
	w47 := week(t, "2026-W47")
	first := staff.Count{Centre: "a", Week: w47, HoursHeld: new(12.5), Visits: staff.Band5, ReferralsOut: staff.Referred{Helpline: staff.Band1}}
	for _, c := range []staff.Count{
		first, {Centre: "a", Week: week(t, "2026-W09")}, {Centre: "a", Week: week(t, "2025-W52")}, {Centre: "b", Week: w47, Visits: staff.Band50},
	} {
		if err := o.PutCount(ctx, c, "m-1"); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := o.Count(ctx, "a", w47); err != nil || !reflect.DeepEqual(got, first) {
		t.Errorf("%+v, %v; want %+v", got, err, first)
	}
	first.Visits, first.HoursHeld = staff.Band10, nil
	if err := o.PutCount(ctx, first, "m-2"); err != nil {
		t.Fatal(err)
	}
	got, err := o.Counts(ctx, []string{"a", "c"}, week(t, "2026-W01"), w47)
	if err != nil || len(got) != 2 || !reflect.DeepEqual(got[0], first) || got[1].Week != week(t, "2026-W09") {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := o.Count(ctx, "b", week(t, "2026-W46")); problem.KindOf(err) != problem.NotFound {
		t.Errorf("a week that nobody counted: %v", err)
	}
	if err := o.PutCount(ctx, staff.Count{Centre: "a", Week: w47, Visits: "3"}, "m-1"); problem.KindOf(err) != problem.Invalid {
		t.Errorf("a count that breaks a rule: %v", err)
	}
}

func TestWhatColleaguesAreToldIsKeptAndForgotten(t *testing.T) {
	o, ctx := newOfficeFile(t), t.Context()
	told := staff.Colleagues{Centre: "a", Phone: "+4512345678", VisitingDays: map[string]string{"da": "Første tirsdag"}}
	if err := o.PutColleagues(ctx, told); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Colleagues(ctx, "a"); err != nil || !reflect.DeepEqual(got, told) {
		t.Errorf("%+v, %v", got, err)
	}
	if err := o.PutColleagues(ctx, staff.Colleagues{Centre: "a"}); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Colleagues(ctx, "a"); err != nil || !got.Empty() || got.Centre != "a" {
		t.Errorf("%+v, %v", got, err)
	}
	if err := o.PutColleagues(ctx, staff.Colleagues{Centre: "a", Phone: "x"}); problem.KindOf(err) != problem.Invalid {
		t.Errorf("what breaks a rule: %v", err)
	}
}
