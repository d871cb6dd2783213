package sqlite_test

import (
	"path/filepath"
	"testing"
	"time"

	"walkin/internal/problem"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

// reporting is an office with a clock that can be moved, and a hand that files
// reports.
type reporting struct {
	*sqlite.Office
	t   *testing.T
	now time.Time
}

func openReporting(t *testing.T) *reporting {
	t.Helper()
	r := &reporting{t: t, now: clock()}
	var err error
	r.Office, err = sqlite.OpenOffice(t.Context(), filepath.Join(t.TempDir(), "office.db"), sqlite.Options{Now: func() time.Time { return r.now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	return r
}

func (r *reporting) file(entry string, parts ...staff.Part) {
	r.t.Helper()
	report, err := staff.NewReport("centre", entry, parts, "da", r.now)
	if err == nil {
		err = r.FileReport(r.t.Context(), report)
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

func (r *reporting) open(entry string) []staff.Report {
	r.t.Helper()
	all, err := r.Reports(r.t.Context(), staff.ReportOpen, "centre", entry)
	if err != nil {
		r.t.Fatal(err)
	}
	return all
}

func TestTheSameSaidOnOneDayIsCounted(t *testing.T) {
	r := openReporting(t)
	r.file("a", staff.PartHours, staff.PartPhone)
	r.file("a", staff.PartPhone, staff.PartHours)
	r.file("a", staff.PartHours)
	r.file("b", staff.PartHours, staff.PartPhone)
	r.now = r.now.Add(24 * time.Hour)
	r.file("a", staff.PartHours, staff.PartPhone)
	all := r.open("a")
	if len(all) != 3 || all[0].Day.String() != "2026-11-22" || all[0].Count != 1 || all[1].Count+all[2].Count != 3 {
		t.Errorf("%+v", all)
	}
	reported, err := r.Reported(t.Context(), staff.ReportOpen)
	if err != nil || len(reported) != 2 || reported[0] != (staff.Reported{Kind: "centre", Entry: "a", Reports: 3}) {
		t.Errorf("%+v, %v", reported, err)
	}
}

func TestAFloodOfReportsOfOneEntryIsDropped(t *testing.T) {
	r := openReporting(t)
	for day := range staff.MaxOpenReports + 5 {
		r.now = clock().Add(time.Duration(day) * 24 * time.Hour)
		r.file("a", staff.PartHours)
	}
	if n := len(r.open("a")); n != staff.MaxOpenReports {
		t.Errorf("%d are kept", n)
	}
	// The day of the last one that was kept still counts, and others go on.
	r.now = clock()
	r.file("a", staff.PartHours)
	r.file("b", staff.PartHours)
	if all := r.open("a"); all[len(all)-1].Count != 2 || len(r.open("b")) != 1 {
		t.Errorf("counted %d", all[len(all)-1].Count)
	}
	// With one settled there is room for one.
	if _, err := r.SettleReport(t.Context(), r.open("a")[0].ID, "", "m-1"); err != nil {
		t.Fatal(err)
	}
	r.file("a", staff.PartOther)
	if n := len(r.open("a")); n != staff.MaxOpenReports {
		t.Errorf("%d are kept after one was dismissed", n)
	}
}

func TestAReportIsSettledOnceInTheFileToo(t *testing.T) {
	r := openReporting(t)
	r.file("a", staff.PartHours)
	id := r.open("a")[0].ID
	settled, err := r.SettleReport(t.Context(), id, staff.AnswerCorrected, "m-1")
	if err != nil || settled.State != staff.ReportAnswered || settled.AnsweredBy != "m-1" {
		t.Fatalf("%+v, %v", settled, err)
	}
	if _, err := r.SettleReport(t.Context(), id, "", "m-2"); problem.KindOf(err) != problem.Conflict {
		t.Errorf("a second answer: %v", err)
	}
	if _, err := r.SettleReport(t.Context(), "r-none", "", "m-2"); problem.KindOf(err) != problem.NotFound {
		t.Errorf("one that does not exist: %v", err)
	}
	if kept, err := r.Report(t.Context(), id); err != nil || kept.Answer != staff.AnswerCorrected || len(r.open("a")) != 0 {
		t.Errorf("%+v, %v", kept, err)
	}
	// The same said again on that day is a new report: it was not right yet.
	r.file("a", staff.PartHours)
	if len(r.open("a")) != 1 {
		t.Error("what is said after the answer is lost")
	}
}

func TestReportsAreForgotten(t *testing.T) {
	for _, c := range []struct {
		name    string
		settled bool
		after   time.Duration
		kept    bool
	}{
		{"an answer is kept for a good while", true, staff.SettledReportLife - time.Hour, true},
		{"and then forgotten", true, staff.SettledReportLife + time.Hour, false},
		{"what waits for an answer is kept for a year", false, staff.OpenReportLife - 24*time.Hour, true},
		{"and then says nothing any more", false, staff.OpenReportLife + 48*time.Hour, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := openReporting(t)
			r.file("a", staff.PartHours)
			id := r.open("a")[0].ID
			if c.settled {
				if _, err := r.SettleReport(t.Context(), id, staff.AnswerWasRight, "m-1"); err != nil {
					t.Fatal(err)
				}
			}
			r.now = clock().Add(c.after)
			r.file("b", staff.PartHours)
			if _, err := r.Report(t.Context(), id); (err == nil) != c.kept {
				t.Errorf("kept: %t (%v)", err == nil, err)
			}
		})
	}
}
