package schedule

// RoundTheClock says whether the weekly hours never close: every day from
// 00:00 to 24:00, for certain and without end. Exceptions and holidays are
// left aside: a line that is closed one night is still one to try at night.
func (s *Schedule) RoundTheClock() bool {
	if s.Doubt != "" {
		return false
	}
	var days [7]bool
	for _, w := range s.Weekly {
		if w.Doubt != "" || w.From != nil || w.Until != nil || w.Opens == nil || w.Closes == nil {
			continue
		}
		// Closing at or before the opening falls on the next day.
		if *w.Opens == *w.Closes || *w.Opens == 0 && *w.Closes == midnight {
			for _, d := range w.Days {
				days[d] = true
			}
		}
	}
	for _, open := range days {
		if !open {
			return false
		}
	}
	return true
}
