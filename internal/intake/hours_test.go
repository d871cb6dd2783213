package intake_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"walkin/internal/intake"
	"walkin/internal/schedule"
)

var zones = map[string]string{"da": "Europe/Copenhagen", "nl": "Europe/Brussels", "en": "Europe/Amsterdam"}

// week writes the fortnight from Monday 2 November 2026 (ISO week 45, an odd
// one) in short: "mo1 12:00-17:00, we2 ?14:00-16:00". None of its days is a
// public holiday but 11 November, which Belgium keeps.
func week(t *testing.T, s *schedule.Schedule) string {
	t.Helper()
	zone := s.Zone
	if zone == "" {
		zone = "Europe/Copenhagen"
	}
	loc, err := schedule.Location(zone)
	if err != nil {
		t.Fatal(err)
	}
	from := schedule.Date{Year: 2026, Month: 11, Day: 2}
	var parts []string
	for _, span := range s.Spans(from.In(loc), from.AddDays(14).In(loc)) {
		day := schedule.DateIn(span.From, loc)
		n := 1
		if !day.Before(from.AddDays(7)) {
			n = 2
		}
		mark := ""
		if span.State == schedule.Unknown {
			mark = "?"
		}
		end := span.To.Format("15:04")
		if span.To.Sub(span.From) > 24*time.Hour {
			end = "…"
		}
		parts = append(parts, fmt.Sprintf("%s%d %s%s-%s", day.Weekday().String()[:2], n, mark, span.From.Format("15:04"), end))
	}
	return strings.Join(parts, ", ")
}

func TestHours(t *testing.T) {
	same := func(week string) string { // what holds in both weeks
		var both []string
		for _, n := range []string{"1", "2"} {
			for part := range strings.SplitSeq(week, ", ") {
				both = append(both, part[:2]+n+part[2:])
			}
		}
		return strings.Join(both, ", ")
	}
	each := func(hours string, days ...string) string {
		parts := make([]string, len(days))
		for i, d := range days {
			parts[i] = d + " " + hours
		}
		return same(strings.Join(parts, ", "))
	}
	workdays := []string{"mo", "tu", "we", "th", "fr"}
	for _, c := range []struct{ lang, text, want string }{
		{"da", "Man-tor 12-17, fre lukket", each("12:00-17:00", "mo", "tu", "we", "th")},
		{"da", "mandag og onsdag kl. 15-20", each("15:00-20:00", "mo", "we")},
		{"da", "hverdage 10-16", each("10:00-16:00", workdays...)},
		{"da", "Mandag-fredag: 10.00-16.00", each("10:00-16:00", workdays...)},
		{"da", "man. – tors. kl. 12.30 – 17.00. Fre. lukket.", each("12:30-17:00", "mo", "tu", "we", "th")},
		{"da", "Mandag til torsdag fra kl. 10 til kl. 14", each("10:00-14:00", "mo", "tu", "we", "th")},
		{"da", "tirsdag mellem kl. 14 og 17", each("14:00-17:00", "tu")},
		{"da", "man, ons og fre 9-12", each("09:00-12:00", "mo", "we", "fr")},
		{"da", "man/ons/fre 9-12", each("09:00-12:00", "mo", "we", "fr")},
		{"da", "man 10-12 og 13-15", same("mo 10:00-12:00, mo 13:00-15:00")},
		{"da", "man 10-12, tir 13-15", same("mo 10:00-12:00, tu 13:00-15:00")},
		{"da", "man: 10-12\ntir: 13-15\nons: lukket", same("mo 10:00-12:00, tu 13:00-15:00")},
		{"da", "Mandage\n10-12", each("10:00-12:00", "mo")},
		{"da", "to 15-19", each("15:00-19:00", "th")},
		{"da", "ti-to 15-19", each("15:00-19:00", "tu", "we", "th")},
		{"da", "tirsdage 1500-1930", each("15:00-19:30", "tu")},
		{"da", "lør- og søndag 11-14", each("11:00-14:00", "sa", "su")},
		{"da", "weekender 11-14", each("11:00-14:00", "sa", "su")},
		{"da", "fre 20-02", "fr1 20:00-02:00, fr2 20:00-02:00"},
		{"da", "fre 18-24", each("18:00-00:00", "fr")},
		{"da", "hver onsdag kl. 19.00", each("?19:00-00:00", "we")},
		{"da", "onsdag fra 15", each("?15:00-00:00", "we")},
		{"da", "onsdag", each("?00:00-00:00", "we")},
		{"da", "hver anden onsdag 14-16", each("?14:00-16:00", "we")},
		{"da", "onsdag 14-16 (hver anden uge)", each("?14:00-16:00", "we")},
		{"da", "Onsdag hver 14. dag kl. 14-16", each("?14:00-16:00", "we")},
		{"da", "onsdag i lige uger 14-16", "we2 14:00-16:00"},
		{"da", "onsdag 14-16 (ulige uger)", "we1 14:00-16:00"},
		{"da", "Lige uger: mandag 10-12", "mo2 10:00-12:00"},
		{"da", "man 10-12, ulige uger onsdag 14-16", "mo1 10:00-12:00, we1 14:00-16:00, mo2 10:00-12:00"},
		{"da", "onsdag lige uger 10-12, ulige uger 14-16", "we1 14:00-16:00, we2 10:00-12:00"},
		{"da", "første tirsdag i måneden 16-18", "tu1 16:00-18:00"},
		{"da", "den 1. og 2. tirsdag i måneden kl. 16-18", "tu1 16:00-18:00, tu2 16:00-18:00"},
		{"da", "anden tirsdag i hver måned 16-18", "tu2 16:00-18:00"},
		{"da", "hver anden tirsdag i måneden 16-18", each("?16:00-18:00", "tu")},
		{"da", "tredje tirsdag 16-18", each("?16:00-18:00", "tu")},
		{"da", "sidste fredag i måneden 16-18", ""},
		{"da", "Døgnåbent", "mo1 00:00-…"},
		{"da", "24/7", "mo1 00:00-…"},
		{"da", "lørdag døgnåbent", each("00:00-00:00", "sa")},
		{"da", "efter aftale", "mo1 ?00:00-…"},
		{"da", "man 10-12, fre efter aftale", same("mo 10:00-12:00, fr ?00:00-00:00")},
		{"da", "man-tir 10-12 efter aftale", each("?10:00-12:00", "mo", "tu")},
		{"da", "man-tir 10-12 eller efter aftale", each("10:00-12:00", "mo", "tu")},
		{"da", "man-fre 10-16, helligdage lukket", each("10:00-16:00", workdays...)},
		{"da", "Man-fre 10-16. Lørdag, søndag og helligdage lukket", each("10:00-16:00", workdays...)},
		{"da", "lukket mandag, tir-ons 10-12", each("10:00-12:00", "tu", "we")},
		{"da", "12-17 mandag-tirsdag, 10-12 fredag", same("mo 12:00-17:00, tu 12:00-17:00, fr 10:00-12:00")},
		{"da", "Mo-Fr 09:00-17:00; Sa 10:00-12:00", same("mo 09:00-17:00, tu 09:00-17:00, we 09:00-17:00, th 09:00-17:00, fr 09:00-17:00, sa 10:00-12:00")},
		{"da", "Mo-Tu 09:00-17:00; PH off", each("09:00-17:00", "mo", "tu")},
		{"nl", "ma t/m do 13.00-17.00 uur", "mo1 13:00-17:00, tu1 13:00-17:00, we1 13:00-17:00, th1 13:00-17:00, mo2 13:00-17:00, tu2 13:00-17:00, we2 ?13:00-17:00, th2 13:00-17:00"},
		{"nl", "ma, wo en vr van 13u tot 17u", "mo1 13:00-17:00, we1 13:00-17:00, fr1 13:00-17:00, mo2 13:00-17:00, we2 ?13:00-17:00, fr2 13:00-17:00"},
		{"nl", "di 13u30-16u30", each("13:30-16:30", "tu")},
		{"nl", "dinsdag 13u30 – 16u30, zaterdag gesloten", each("13:30-16:30", "tu")},
		{"nl", "Donderdagnamiddag van 13.30 tot 16.30 uur", each("13:30-16:30", "th")},
		{"nl", "vrijdagavond 19u-22u", each("19:00-22:00", "fr")},
		{"nl", "vrijdag vanaf 15u", each("?15:00-00:00", "fr")},
		{"nl", "vr tot 17u", each("?00:00-17:00", "fr")},
		{"nl", "dinsdag en donderdag tussen 16 en 18 uur", each("16:00-18:00", "tu", "th")},
		{"nl", "di tot vr 10-12", "tu1 10:00-12:00, we1 10:00-12:00, th1 10:00-12:00, fr1 10:00-12:00, tu2 10:00-12:00, we2 ?10:00-12:00, th2 10:00-12:00, fr2 10:00-12:00"},
		{"nl", "in de even weken: dinsdag 14-16u", "tu2 14:00-16:00"},
		{"nl", "dinsdag 14-16u (oneven weken)", "tu1 14:00-16:00"},
		{"nl", "om de twee weken op dinsdag 14-16u", each("?14:00-16:00", "tu")},
		{"nl", "eerste en derde dinsdag van de maand 14u-16u", "tu1 14:00-16:00"},
		{"nl", "elke 1e dinsdag van de maand, 14:00 - 16:00 uur", "tu1 14:00-16:00"},
		{"nl", "elke tweede dinsdag 14:00 - 16:00 uur", each("?14:00-16:00", "tu")},
		{"nl", "op afspraak", "mo1 ?00:00-…"},
		{"nl", "di 10-12u of op afspraak", each("10:00-12:00", "tu")},
		{"nl", "24 uur per dag", "mo1 00:00-…"},
		{"nl", "weekend 14-18u, gesloten op feestdagen", each("14:00-18:00", "sa", "su")},
		{"nl", "di 9.30-12u & 13-17u", same("tu 09:30-12:00, tu 13:00-17:00")},
		{"en", "Mo-Fr 9am-5pm", each("09:00-17:00", workdays...)},
		{"en", "Open 9am to 5pm Monday to Friday", each("09:00-17:00", workdays...)},
		{"en", "Monday to Friday 10-2pm", each("10:00-14:00", workdays...)},
		{"en", "Tuesdays 1-5pm", each("13:00-17:00", "tu")},
		{"en", "Tue & Thu, 12pm - 3.30pm", each("12:00-15:30", "tu", "th")},
		{"en", "Sundays noon to 4 p.m.", each("12:00-16:00", "su")},
		{"en", "Fridays 8pm until midnight", each("20:00-00:00", "fr")},
		{"en", "first Tuesday of the month 16:00-18:00", "tu1 16:00-18:00"},
		{"en", "every second Tuesday of the month 16:00-18:00", "tu2 16:00-18:00"},
		{"en", "every other Tuesday 16:00-18:00", each("?16:00-18:00", "tu")},
		{"en", "Tuesday 16:00-18:00, closed on public holidays", each("16:00-18:00", "tu")},
		{"nl", "van dinsdag tot donderdag tussen 9u en 17u", "tu1 09:00-17:00, we1 09:00-17:00, th1 09:00-17:00, tu2 09:00-17:00, we2 ?09:00-17:00, th2 09:00-17:00"},
		{"nl", "1e woensdag v/d maand 14-16u", "we1 14:00-16:00"},
		{"da", "ulige uger: man 10-12, lige uger: tir 10-12", "mo1 10:00-12:00, tu2 10:00-12:00"},
		{"en", "Mon 10am - 12 noon", each("10:00-12:00", "mo")},
		{"en", "by appointment only", "mo1 ?00:00-…"},
		{"en", "daily 10:00-18:00 except public holidays", each("10:00-18:00", "mo", "tu", "we", "th", "fr", "sa", "su")},
		{"da", "Lukket lørdag og helligdage, mandag 10-12", each("10:00-12:00", "mo")},
		{"en", "", "mo1 ?00:00-…"},
	} {
		s, faults := intake.Hours(c.text, c.lang, zones[c.lang])
		if len(faults) > 0 {
			t.Errorf("%q: %v", c.text, faults[0].Message)
			continue
		}
		if got := week(t, &s); got != c.want {
			t.Errorf("%q:\n got %s\nwant %s", c.text, got, c.want)
		}
	}
}

func TestHoursThatAreNotUnderstoodAreQuoted(t *testing.T) {
	for _, c := range []struct {
		lang, text string
		code       intake.Code
		quoted     string
	}{
		{"da", "man-fre 10-16, kom bare forbi", intake.CodeHours, "kom bare forbi"},
		{"da", "man-fre 10-16 (ikke i skoleferien)", intake.CodeHours, "skoleferien"},
		{"da", "10-16", intake.CodeHoursNoDay, "10-16"},
		{"da", "man 25-26", intake.CodeHours, "25-26"},
		{"da", "man 16-10", intake.CodeHoursBackward, "16-10"},
		{"da", "man 9-5", intake.CodeHoursBackward, "9-5"},
		{"da", "man 2-5", intake.CodeHoursHalf, "2-5"},
		{"nl", "zondagnamiddag 10-12u", intake.CodeHoursHalf, "zondagnamiddag 10-12u"},
		{"en", "Monday 10-2am", intake.CodeHoursHalf, "10-2am"},
		{"da", "man-fre 10-16, fre 10-14", intake.CodeHoursTwice, "10-16, fre 10-14"},
		{"da", "man-fre 10-16, fre lukket", intake.CodeHoursTwice, "10-16, fre lukket"},
		{"da", "10-16 man-fre, lør 10-14", intake.CodeHoursUnclear, "10-16 man-fre, lør 10-14"},
		{"nl", "ma-wo-vr 10-12", intake.CodeHours, "ma-wo-vr"},
		{"da", "man 10-12 hver anden tir 13-15", intake.CodeHoursUnclear, "hver anden tir"},
		{"da", "man 10-12.5", intake.CodeHours, "10-12.5"},
		{"da", "2024-2025 man", intake.CodeHours, "2024-2025"},
		{"da", "ulige uger: man 10-12, tir 12-14", intake.CodeHoursUnclear, "ulige uger: man 10-12, tir"},
		{"da", "Lige uger: man 10-12; tir 12-14", intake.CodeHoursUnclear, "Lige uger: man 10-12; tir"},
		{"da", "kom forbi", intake.CodeHours, "kom forbi"},
		{"da", "åbent", intake.CodeHours, "åbent"},
		{"da", "lukket", intake.CodeHoursClosed, "lukket"},
		{"da", "man 12", intake.CodeHours, "12"},
		{"nl", "to 12-17", intake.CodeHours, "to"},
		{"en", "Mon 10-12 (school holidays)", intake.CodeHours, "school"},
		{"da", "helligdage 10-12", intake.CodeHoursUnclear, "helligdage 10-12"},
	} {
		s, faults := intake.Hours(c.text, c.lang, zones[c.lang])
		if len(faults) == 0 {
			t.Errorf("%q: no fault, but %s", c.text, week(t, &s))
			continue
		}
		found := false
		for _, f := range faults {
			found = found || f.Code == c.code && strings.Contains(f.Params["text"], c.quoted)
		}
		if !found {
			t.Errorf("%q: %v, want %s of %q", c.text, faults, c.code, c.quoted)
		}
		if s.Zone != "" {
			t.Errorf("%q: something was read beside the fault", c.text)
		}
	}
}
