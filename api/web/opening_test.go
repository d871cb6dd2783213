package web_test

import (
	"testing"
	"time"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

func TestWhatIsSaidOfADoor(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Copenhagen")
	if err != nil {
		t.Fatal(err)
	}
	at := func(day, hour int) *time.Time {
		moment := time.Date(2026, time.November, day, hour, 30, 0, 0, zone)
		return &moment
	}
	now := *at(25, 15) // a Wednesday
	for name, c := range map[string]struct {
		life   directory.Status
		status schedule.Status
		state  string
		words  string
	}{
		"until tonight":             {"", schedule.Status{State: schedule.Open, Until: at(25, 20)}, "open", "Open until 20:30"},
		"past midnight":             {"", schedule.Status{State: schedule.Open, Until: at(26, 2)}, "open", "Open until 02:30"},
		"over some days":            {"", schedule.Status{State: schedule.Open, Until: at(27, 20)}, "open", "Open until Friday 20:30"},
		"always":                    {"", schedule.Status{State: schedule.Open}, "open", "Open all day and all night"},
		"opens today":               {"", schedule.Status{State: schedule.Closed, Next: at(25, 18)}, "closed", "Closed now, opens today at 18:30"},
		"opens after midnight":      {"", schedule.Status{State: schedule.Closed, Next: at(26, 0)}, "closed", "Closed now, opens tomorrow at 00:30"},
		"opens in a few days":       {"", schedule.Status{State: schedule.Closed, Next: at(29, 12)}, "closed", "Closed now, opens Sunday at 12:30"},
		"opens in a week":           {"", schedule.Status{State: schedule.Closed, Next: at(25+7, 12)}, "closed", "Closed now, opens 2 December at 12:30"},
		"nobody knows when":         {"", schedule.Status{State: schedule.Closed}, "closed", "Closed now"},
		"shut for a reason":         {"", schedule.Status{State: schedule.Closed, Reason: "Sommerlukket"}, "closed", "Closed: Sommerlukket"},
		"unknown":                   {"", schedule.Status{State: schedule.Unknown}, "unknown", "Hours unknown: ask first"},
		"nothing at all":            {"", schedule.Status{}, "unknown", "Hours unknown: ask first"},
		"perhaps until tonight":     {"", schedule.Status{State: schedule.Unknown, Until: at(25, 20)}, "unknown", "Perhaps open now: ask first"},
		"paused, by its hours open": {directory.StatusPaused, schedule.Status{State: schedule.Open, Until: at(25, 20)}, "closed", "Closed for now"},
		"planned":                   {directory.StatusPlanned, schedule.Status{State: schedule.Unknown}, "closed", "Planned, not open yet"},
		"ended":                     {directory.StatusClosed, schedule.Status{State: schedule.Open}, "closed", "Closed for good"},
		"moved":                     {directory.StatusMoved, schedule.Status{}, "closed", "Has moved"},
	} {
		o := words(t, "en").Opening(c.life, c.status, now)
		if o.State != c.state || o.Words != c.words {
			t.Errorf("%s: %s, %q; want %s, %q", name, o.State, o.Words, c.state, c.words)
		}
		if o.Light() != (c.state == "open") {
			t.Errorf("%s: light behind the door is %t", name, o.Light())
		}
	}
	// The times are those of where the place is, whatever the clock here says.
	inUTC := now.UTC()
	late := time.Date(2026, time.November, 25, 23, 30, 0, 0, zone)
	if got := words(t, "en").Soon(late, inUTC); got != "23:30" {
		t.Errorf("tonight is %q", got)
	}
	midnight := time.Date(2026, time.November, 25, 23, 40, 0, 0, time.UTC) // the 26th in Denmark
	if got := words(t, "en").Soon(late.Add(time.Hour), midnight); got != "00:30" {
		t.Errorf("in ten minutes is %q", got)
	}
}

func TestADateIsAsExactAsItsSource(t *testing.T) {
	for date, want := range map[string]string{
		"2023": "2023", "2023-05": "maj 2023", "2023-05-17": "17. maj 2023", "": "", "spring": "spring",
	} {
		if got := words(t, "da").Seen(date); got != want {
			t.Errorf("%q is written %q, want %q", date, got, want)
		}
	}
}
