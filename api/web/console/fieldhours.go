package console

import (
	"encoding/json"
	"reflect"

	"walkin/internal/directory"
	"walkin/internal/schedule"
)

// times says what stands in the lists of a schedule, line by line; ok is false
// for what is none of them.
func (f fields) times(t reflect.Type, raw json.RawMessage) (v FieldValue, ok bool) {
	line := func(label, text string) {
		if text != "" {
			v.Lines = append(v.Lines, ValueLine{label, FieldValue{Text: text}})
		}
	}
	switch t {
	case reflect.TypeFor[[]schedule.Weekly]():
		hours := f.weekly(raw)
		for _, day := range hours.Days {
			line(day.Label, day.Value)
		}
		for _, other := range hours.Other {
			line("", other.Says)
		}
	case reflect.TypeFor[[]schedule.Series]():
		for _, s := range read[schedule.Series](raw) {
			line("", seriesSays(f.words, s))
		}
	case reflect.TypeFor[[]schedule.Session]():
		for _, s := range read[schedule.Session](raw) {
			line("", sessionSays(f.words, s))
		}
	case reflect.TypeFor[[]schedule.Exception]():
		for _, x := range read[schedule.Exception](raw) {
			days := dateOr(f.words, &x.From)
			if x.Until.Valid() {
				days += " – " + dateOr(f.words, &x.Until)
			}
			line(days, ExceptionSays(f.words, x))
		}
	default:
		return FieldValue{}, false
	}
	if len(v.Lines) == 1 && v.Lines[0].Label == "" {
		return v.Lines[0].Value, true
	}
	return v, true
}

func read[E any](raw json.RawMessage) []E {
	var list []E
	_ = json.Unmarshal(raw, &list) // the directory wrote it
	return list
}

func (f fields) weekly(raw json.RawMessage) *HoursForm {
	return form{words: f.words}.hoursForm(schedule.Schedule{Weekly: read[schedule.Weekly](raw)})
}

// days says weekly hours for each day on which they differ, and then the rules
// that are not of each week.
func (f fields) days(p place, c directory.FieldChange) []FieldLine {
	was, is := f.weekly(c.Before), f.weekly(c.After)
	hours := p
	hours.path = p.path[:len(p.path)-1]
	above := f.label(hours)
	var lines []FieldLine
	for i, day := range is.Days {
		if before := was.Days[i].Value; before != day.Value {
			lines = append(lines, FieldLine{Label: above + ", " + day.Label, Before: FieldValue{Text: before}, After: FieldValue{Text: day.Value}})
		}
	}
	if before, after := f.others(was), f.others(is); !reflect.DeepEqual(before, after) {
		lines = append(lines, FieldLine{Label: above + ", " + f.words.Say("history.other_hours"), Before: before, After: after})
	}
	if len(lines) == 0 { // the same, written otherwise
		lines = append(lines, FieldLine{Label: f.label(p), Before: f.value(p, c.Before), After: f.value(p, c.After)})
	}
	return lines
}

func (f fields) others(h *HoursForm) FieldValue {
	var v FieldValue
	for _, other := range h.Other {
		v.Lines = append(v.Lines, ValueLine{Value: FieldValue{Text: other.Says}})
	}
	return v
}
