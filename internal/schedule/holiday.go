package schedule

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/nl"
)

// holidays.csv says for every line why the library is corrected.
//
//go:embed holidays.csv
var holidaysCSV string

// HolidayOn names the public holiday of a country (DK, NL or BE) on a date, in
// the country's language. It covers the national days, and a few on which so
// many doors stay shut that a visitor should check; holidays.csv gives the
// reasons. It holds no regional days, and nothing outside the years 1970 to
// 2199, which also bounds the table of years already worked out.
//
// Koningsdag is reported on the day it is kept: 26 April if the 27th is a
// Sunday.
func HolidayOn(country string, d Date) (name string, ok bool) {
	if d.Year < firstYear || d.Year > lastYear {
		return "", false
	}
	name, ok = holidaysOf(country, d.Year)[yearDay{d.Month, d.Day}]
	return name, ok
}

// yearDay is a date within a known year.
type yearDay struct {
	month time.Month
	day   int
}

// countryYear is the key under which a year's holidays are kept.
type countryYear struct {
	country string
	year    int
}

// holidayYears keeps the years already worked out.
var holidayYears sync.Map // countryYear → map[yearDay]string

func holidaysOf(country string, year int) map[yearDay]string {
	key := countryYear{country, year}
	if days, ok := holidayYears.Load(key); ok {
		return days.(map[yearDay]string)
	}
	national := nationalHolidays(country)
	if national == nil {
		return nil
	}
	days := make(map[yearDay]string, len(national)+4)
	for _, h := range national {
		// Observed differs from actual only where the day itself moves.
		if _, observed := h.Calc(year); !observed.IsZero() {
			days[yearDayOf(observed)] = h.Name
		}
	}
	for _, c := range corrections() {
		at, ok := c.in(year)
		switch {
		case c.country != country || !ok:
		case c.remove:
			delete(days, at)
		default:
			days[at] = c.name
		}
	}
	holidayYears.Store(key, days)
	return days
}

// nationalHolidays is the library's list for a country, nil for any other.
func nationalHolidays(country string) []*cal.Holiday {
	switch country {
	case "DK":
		return dk.Holidays
	case "NL":
		return nl.Holidays
	case "BE":
		return be.Holidays
	}
	return nil
}

func yearDayOf(t time.Time) yearDay { return yearDay{t.Month(), t.Day()} }

// A correction is one line of holidays.csv.
type correction struct {
	country string
	remove  bool
	name    string
	easter  *int // days from Easter Sunday; nil for a fixed date
	fixed   yearDay
	every   int // only in years divisible by this
}

// in is the day that the correction concerns in a year, if it does.
func (c correction) in(year int) (yearDay, bool) {
	if c.easter != nil {
		day, _ := (&cal.Holiday{Offset: *c.easter, Func: cal.CalcEasterOffset}).Calc(year)
		return yearDayOf(day), true
	}
	return c.fixed, year%c.every == 0
}

// corrections reads the embedded table once. The table is part of the program,
// so that it can be read in full is a matter for the tests.
var corrections = sync.OnceValue(func() []correction {
	list, _ := parseCorrections(holidaysCSV)
	return list
})

// parseCorrections reads the table; with an error come the lines before it.
func parseCorrections(table string) ([]correction, error) {
	reader := csv.NewReader(strings.NewReader(table))
	reader.Comment = '#'
	reader.FieldsPerRecord = 4
	rows, err := reader.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("read holidays: %w", err)
	}
	var list []correction
	for i, row := range rows {
		if i == 0 {
			continue // the names of the columns
		}
		c, err := parseCorrection(row[0], row[1], row[2], row[3])
		if err != nil {
			return list, fmt.Errorf("read holidays: %v: %w", row, err)
		}
		list = append(list, c)
	}
	return list, nil
}

func parseCorrection(country, when, change, name string) (correction, error) {
	c := correction{country: country, remove: change == "remove", name: name, every: 1}
	if nationalHolidays(country) == nil {
		return c, fmt.Errorf("unknown country %q", country)
	}
	if change != "add" && change != "remove" {
		return c, fmt.Errorf("unknown change %q", change)
	}
	if days, ok := strings.CutPrefix(when, "easter"); ok {
		n, err := strconv.Atoi(days)
		c.easter = &n
		return c, err
	}
	if date, years, ok := strings.Cut(when, "/"); ok {
		n, err := strconv.Atoi(years)
		if err != nil || n < 1 {
			return c, fmt.Errorf("want a number of years, not %q", years)
		}
		when, c.every = date, n
	}
	t, err := time.Parse("01-02", when)
	c.fixed = yearDayOf(t)
	return c, err
}
