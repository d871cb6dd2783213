package schedule

import (
	"fmt"
	"sync"
	"time"
	_ "time/tzdata" // an image built from scratch carries no zones, and without a zone every schedule is unknown
)

// zones keeps the locations already read, by name: reading one costs some
// hundred times more than evaluating a week in it. Names that are no zone are
// not kept, so the table can grow no larger than the IANA list.
var zones sync.Map // string → *time.Location

// Location finds an IANA time zone, as a schedule names one.
func Location(name string) (*time.Location, error) { return zone(name) }

// zone finds an IANA time zone.
func zone(name string) (*time.Location, error) {
	if loc, ok := zones.Load(name); ok {
		return loc.(*time.Location), nil
	}
	// To package time these two mean UTC and the machine's own zone. A place
	// is in neither by accident.
	if name == "" || name == "Local" {
		return nil, fmt.Errorf("load zone %q: not an IANA time zone", name)
	}
	loc, err := time.LoadLocation(name)
	if err != nil {
		return nil, fmt.Errorf("load zone: %w", err)
	}
	zones.Store(name, loc)
	return loc, nil
}

// resolve is the instant at which clocks in loc show the time that lies minutes
// after the midnight of a day; more than 1440 minutes run on into the next day.
// [Date.At] gives the rule for DST nights.
//
// package time promises neither of two answers there, so the offsets on both
// sides are tried in turn. It is taken for granted that a zone changes its
// offset at most once within two days.
func resolve(number int, minutes Clock, loc *time.Location) time.Time {
	wall := int64(number)*secondsPerDay + int64(minutes)*60
	before, after := offset(wall-secondsPerDay, loc), offset(wall+secondsPerDay, loc)
	first, second := wall-before, wall-after
	// On the autumn night both readings are true and the first one counts; in
	// the spring gap neither is, and RFC 5545 wants the offset from before it.
	if before != after && offset(first, loc) != before && offset(second, loc) == after {
		return time.Unix(second, 0).In(loc)
	}
	return time.Unix(first, 0).In(loc)
}

// offset is how many seconds loc is ahead of UTC at a Unix time.
func offset(unix int64, loc *time.Location) int64 {
	_, seconds := time.Unix(unix, 0).In(loc).Zone()
	return int64(seconds)
}

// countryZones are the time zones of the countries whose holidays are known.
var countryZones = map[string]string{"DK": "Europe/Copenhagen", "NL": "Europe/Amsterdam", "BE": "Europe/Brussels"}

// ZoneIn gives the name of the time zone of a country, ISO 3166-1 alpha-2; "" if
// it is not one of DK, NL and BE.
func ZoneIn(country string) string { return countryZones[country] }
