package schedule_test

import (
	"encoding/json"
	"fmt"
	"time"

	"walkin/internal/schedule"
)

func ExampleSchedule_At() {
	const stored = `{
		"zone": "Europe/Copenhagen", "country": "DK",
		"weekly": [
			{"days": ["fri"], "opens": "21:00", "closes": "07:00"},
			{"days": ["wed"], "opens": "15:00", "closes": "17:00", "doubt": "hver anden onsdag"}
		]
	}`
	var s schedule.Schedule
	if err := json.Unmarshal([]byte(stored), &s); err != nil {
		fmt.Println(err)
		return
	}
	for _, t := range []time.Time{
		time.Date(2026, time.November, 28, 2, 0, 0, 0, time.UTC),
		time.Date(2026, time.November, 25, 15, 0, 0, 0, time.UTC),
		time.Date(2026, time.December, 25, 22, 0, 0, 0, time.UTC),
	} {
		now := s.At(t)
		fmt.Printf("%s until %s %q\n", now.State, now.Until.Format("Mon 15:04"), now.Reason)
	}
	// Output:
	// open until Sat 07:00 ""
	// unknown until Wed 17:00 "hver anden onsdag"
	// unknown until Sat 07:00 "Juledag"
}

func ExampleSchedule_Spans() {
	s := schedule.Schedule{
		Zone: "Europe/Amsterdam",
		Series: []schedule.Series{{
			Start:  schedule.Date{Year: 2026, Month: time.January, Day: 1},
			Rule:   "FREQ=MONTHLY;BYDAY=-1SA",
			Opens:  new(schedule.Clock(22 * 60)),
			Closes: new(schedule.Clock(4 * 60)),
		}},
	}
	from := time.Date(2026, time.October, 1, 0, 0, 0, 0, time.UTC)
	for _, span := range s.Spans(from, from.AddDate(0, 2, 0)) {
		fmt.Println(span.From.Format("2 Jan 15:04"), span.State, span.To.Sub(span.From))
	}
	// Output:
	// 31 Oct 22:00 open 6h0m0s
	// 28 Nov 22:00 open 6h0m0s
}
