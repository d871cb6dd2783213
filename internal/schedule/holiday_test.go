package schedule_test

import (
	"testing"

	"walkin/internal/schedule"
)

func TestHolidayTableIsReadInFull(t *testing.T) {
	if err := schedule.CheckHolidayTable(); err != nil {
		t.Error(err)
	}
	for _, line := range []string{
		"SE,06-06,add,Nationaldagen", "DK,06-06,maybe,x", "DK,13-01,add,x", "DK,easterly,add,x",
		"DK,06-06/0,add,x", "DK,06-06/five,add,x", "DK,06-06,add", "",
	} {
		if err := schedule.CheckHolidayLine(line); (err == nil) != (line == "") {
			t.Errorf("line %q: %v", line, err)
		}
	}
}

func TestHolidayOn(t *testing.T) {
	tests := []struct {
		name, country, date, want string
	}{
		{"Danish Easter Monday", "DK", "2026-04-06", "Anden påskedag"},
		{"Danish Maundy Thursday", "DK", "2026-04-02", "Skærtorsdag"},
		{"Danish Easter Sunday, although a Sunday", "DK", "2026-04-05", "Påskedag"},
		{"Danish Whit Sunday", "DK", "2026-05-24", "Pinsedag"},
		{"Danish Whit Monday, renamed", "DK", "2026-05-25", "Anden pinsedag"},
		{"Store bededag in its last year", "DK", "2023-05-05", "Store bededag"},
		{"Store bededag is gone from 2024", "DK", "2024-04-26", ""},
		{"Store bededag is gone in 2026", "DK", "2026-05-01", ""},
		{"Grundlovsdag is a day to check", "DK", "2026-06-05", "Grundlovsdag"},
		{"24 December in Denmark", "DK", "2026-12-24", "Juleaften"},
		{"31 December in Denmark", "DK", "2026-12-31", "Nytårsaften"},
		{"24 December is not one in the Netherlands", "NL", "2026-12-24", ""},
		{"an ordinary Danish Wednesday", "DK", "2026-11-25", ""},

		{"Goede Vrijdag is not national", "NL", "2026-04-03", ""},
		{"Tweede Paasdag", "NL", "2026-04-06", "Tweede Paasdag"},
		{"Eerste Pinksterdag", "NL", "2026-05-24", "Eerste Pinksterdag"},
		{"Bevrijdingsdag in a lustrum year", "NL", "2025-05-05", "Bevrijdingsdag"},
		{"Bevrijdingsdag in between", "NL", "2026-05-05", ""},
		{"Bevrijdingsdag in the next lustrum year", "NL", "2030-05-05", "Bevrijdingsdag"},
		{"Koningsdag", "NL", "2026-04-27", "Koningsdag"},
		{"Koningsdag moves to Saturday when the 27th is a Sunday", "NL", "2025-04-26", "Koningsdag"},
		{"and is then not on the Sunday", "NL", "2025-04-27", ""},

		{"Belgian national day", "BE", "2026-07-21", "Nationale Feestdag"},
		{"Belgian Labour Day", "BE", "2026-05-01", "Dag van de Arbeid"},
		{"All Saints", "BE", "2026-11-01", "Allerheiligen"},
		{"Easter Sunday in Belgium", "BE", "2026-04-05", "Pasen"},
		{"the day of the Flemish Community is regional", "BE", "2026-07-11", ""},
		{"26 December is an ordinary day in Belgium", "BE", "2026-12-26", ""},

		{"no country", "", "2026-12-25", ""},
		{"a country without a table", "SE", "2026-12-25", ""},
		{"before the first year", "DK", "1969-12-25", ""},
		{"after the last year", "DK", "2200-12-25", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			name, ok := schedule.HolidayOn(test.country, date(t, test.date))
			if name != test.want || ok != (test.want != "") {
				t.Errorf("HolidayOn(%s, %s) = %q, %v; want %q", test.country, test.date, name, ok, test.want)
			}
		})
	}
}
