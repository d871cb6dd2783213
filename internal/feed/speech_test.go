package feed_test

import (
	"testing"

	"walkin/internal/feed"
	"walkin/internal/schedule"
)

func TestDatesAndTimesAreWrittenAsLocalsWriteThem(t *testing.T) {
	day := schedule.Date{Year: 2026, Month: 11, Day: 23}
	opens, closes, end := schedule.Clock(15*60+30), schedule.Clock(17*60), schedule.Clock(24*60)
	for _, c := range []struct{ lang, date, year, hours, from, until, late string }{
		{"da", "mandag den 23. november", "23. november 2026", "kl. 15.30–17", "fra kl. 15.30", "til kl. 17", "kl. 15.30–24"},
		{"nl", "maandag 23 november", "23 november 2026", "15.30–17.00 uur", "vanaf 15.30 uur", "tot 17.00 uur", "15.30–24.00 uur"},
		{"en", "Monday 23 November", "23 November 2026", "15:30–17:00", "from 15:30", "until 17:00", "15:30–24:00"},
		{"tlh", "Monday 23 November", "23 November 2026", "15:30–17:00", "from 15:30", "until 17:00", "15:30–24:00"},
	} {
		s := feed.SpeechOf(c.lang)
		for got, want := range map[string]string{
			s.Date(day): c.date, s.DateOfYear(day): c.year, s.Hours(&opens, &closes): c.hours,
			s.Hours(&opens, nil): c.from, s.Hours(nil, &closes): c.until, s.Hours(&opens, &end): c.late,
		} {
			if got != want {
				t.Errorf("%s: %q, want %q", c.lang, got, want)
			}
		}
		if s.Hours(nil, nil) != "" {
			t.Errorf("%s: hours that nobody knows are said", c.lang)
		}
	}
}

func TestDaysInARowAreNamedByTheirEnds(t *testing.T) {
	da := feed.SpeechOf("da")
	for want, days := range map[string][]schedule.Day{
		"":                         nil,
		"søndag":                   {schedule.Sun},
		"mandag og tirsdag":        {schedule.Tue, schedule.Mon},
		"mandag–torsdag og lørdag": {schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Sat},
		"mandag, onsdag og fredag": {schedule.Fri, schedule.Wed, schedule.Mon, schedule.Mon},
		"mandag–søndag":            {schedule.Mon, schedule.Tue, schedule.Wed, schedule.Thu, schedule.Fri, schedule.Sat, schedule.Sun},
		"mandag, lørdag og søndag": {schedule.Sun, schedule.Mon, schedule.Sat},
	} {
		if got := da.Days(days); got != want {
			t.Errorf("%v: %q, want %q", days, got, want)
		}
	}
}

func TestNoCellBecomesAFormula(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "Huset": "Huset", "=1+1": "'=1+1", "+45 12": "'+45 12", "+4512345678": "+4512345678", "-12.5": "-12.5", "-": "'-",
		"-2+3": "'-2+3", "@SUM(1)": "'@SUM(1)", "\tx": "'\tx", "\rx": "'\rx", "\n=1": "'\n=1", "a=1": "a=1",
		"＝HYPERLINK(1)": "'＝HYPERLINK(1)", "＠x": "'＠x", "Ærø": "Ærø",
	} {
		if got := feed.Guard(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
