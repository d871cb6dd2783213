package schedule

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"
)

// Limits of a recurrence rule.
const (
	maxRuleBytes = 200
	maxCount     = 1000
	maxInterval  = 1000
)

// A rule is a recurrence rule that has been read and found sound. It yields
// dates, never times: rrule-go takes the second 02:30 of an autumn night where
// RFC 5545 wants the first, so it is used as a generator of dates only and the
// wall clock is resolved in this package.
type rule struct {
	option rrule.ROption // without DTSTART and UNTIL
	// until as written, in UTC, and the layout it was written in; an empty
	// layout means that there is none.
	until       time.Time
	untilLayout string
}

// ruleParts are the parts of a rule that are read. The library knows more:
// times of day, and BYEASTER, which panics for some offsets.
var ruleParts = []string{
	"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTH", "BYMONTHDAY",
	"BYWEEKNO", "BYSETPOS", "WKST",
}

// parseRule reads the part of RFC 5545 that is listed at [Series]. Combinations
// that the RFC forbids are refused, and so are those on which rrule-go is known
// to be silently wrong. The error is a clause that says what is the matter.
func parseRule(text string) (*rule, error) {
	if len(text) > maxRuleBytes {
		return nil, fmt.Errorf("it is longer than %d bytes", maxRuleBytes)
	}
	parts := make(map[string]string, len(ruleParts))
	for part := range strings.SplitSeq(text, ";") {
		name, value, _ := strings.Cut(part, "=")
		if !slices.Contains(ruleParts, name) {
			return nil, fmt.Errorf("%.20q is not one of %s", name, strings.Join(ruleParts, ", "))
		}
		if _, twice := parts[name]; twice {
			return nil, fmt.Errorf("%s stands in it twice", name)
		}
		parts[name] = value
	}
	if !slices.Contains([]string{"DAILY", "WEEKLY", "MONTHLY", "YEARLY"}, parts["FREQ"]) {
		return nil, errors.New("FREQ must be DAILY, WEEKLY, MONTHLY or YEARLY")
	}
	option, err := rrule.StrToROption(text)
	if err != nil {
		return nil, err
	}
	if _, err := rrule.NewRRule(*option); err != nil { // the bounds of the numbers
		return nil, err
	}
	if err := checkRepeats(option, parts); err != nil {
		return nil, err
	}
	if err := checkDays(option, parts["BYDAY"]); err != nil {
		return nil, err
	}
	if err := checkSets(option); err != nil {
		return nil, err
	}
	r := &rule{option: *option, until: option.Until}
	r.option.Until = time.Time{}
	if value, ok := parts["UNTIL"]; ok {
		r.untilLayout = untilLayout(value)
	}
	return r, nil
}

// untilLayout tells the three forms of UNTIL apart as rrule-go does.
func untilLayout(value string) string {
	switch len(value) {
	case len(rrule.DateFormat):
		return rrule.DateFormat
	case len(rrule.LocalDateTimeFormat):
		return rrule.LocalDateTimeFormat
	}
	return rrule.DateTimeFormat
}

// checkRepeats checks how often and how long the rule repeats. Zero means
// "absent" to the library, so it is the presence of a part that counts.
func checkRepeats(o *rrule.ROption, parts map[string]string) error {
	_, hasInterval := parts["INTERVAL"]
	_, hasCount := parts["COUNT"]
	_, hasUntil := parts["UNTIL"]
	switch {
	case hasInterval && (o.Interval < 1 || o.Interval > maxInterval):
		return fmt.Errorf("INTERVAL must be 1 to %d", maxInterval)
	case hasCount && (o.Count < 1 || o.Count > maxCount):
		return fmt.Errorf("COUNT must be 1 to %d", maxCount)
	case hasCount && hasUntil:
		return errors.New("COUNT and UNTIL exclude each other")
	}
	return nil
}

// checkDays checks BYDAY. The library panics on a 53rd Monday of a month, and
// finds no day at all if numbered and plain days are mixed.
func checkDays(o *rrule.ROption, byDay string) error {
	if byDay == "" {
		return nil
	}
	numbered := 0
	limit := 5
	if o.Freq == rrule.YEARLY && len(o.Bymonth) == 0 {
		limit = 53
	}
	for i, text := range strings.Split(byDay, ",") {
		if len(text) == len("MO") {
			continue
		}
		numbered++
		if n := o.Byweekday[i].N(); n == 0 || n > limit || n < -limit {
			return fmt.Errorf("the number of a day in BYDAY must be 1 to %d or -1 to -%d here", limit, limit)
		}
	}
	switch {
	case numbered > 0 && (o.Freq == rrule.DAILY || o.Freq == rrule.WEEKLY):
		return errors.New("numbered days in BYDAY need FREQ=MONTHLY or FREQ=YEARLY")
	case numbered > 0 && numbered < len(o.Byweekday):
		return errors.New("BYDAY mixes numbered and plain days")
	case numbered > 0 && len(o.Byweekno)+len(o.Bymonthday)+len(o.Bysetpos) > 0:
		return errors.New("numbered days in BYDAY exclude BYWEEKNO, BYMONTHDAY and BYSETPOS")
	}
	return nil
}

// checkSets checks the parts that pick from the dates of a month or year.
func checkSets(o *rrule.ROption) error {
	short := o.Freq == rrule.DAILY || o.Freq == rrule.WEEKLY
	switch {
	case short && len(o.Bymonthday) > 0:
		return errors.New("BYMONTHDAY needs FREQ=MONTHLY or FREQ=YEARLY")
	case short && len(o.Bysetpos) > 0:
		return errors.New("BYSETPOS needs FREQ=MONTHLY or FREQ=YEARLY")
	case len(o.Bysetpos) > 0 && len(o.Byweekday)+len(o.Bymonthday) == 0:
		return errors.New("BYSETPOS needs BYDAY or BYMONTHDAY to pick from")
	case len(o.Byweekno) > 0 && o.Freq != rrule.YEARLY:
		return errors.New("BYWEEKNO needs FREQ=YEARLY")
	case len(o.Byweekno) > 0 && len(o.Byweekday) == 0:
		return errors.New("BYWEEKNO needs BYDAY")
	case len(o.Byweekno) > 0 && slices.Min(o.Byweekno) < 1:
		return errors.New("BYWEEKNO must be 1 to 53")
	case len(o.Byweekno) > 0 && o.Wkst != rrule.MO:
		return errors.New("BYWEEKNO counts ISO weeks, so WKST must be MO")
	}
	return nil
}
