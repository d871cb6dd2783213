package referral

import "time"

// Fitting gives all that fits a need as it was put, with nothing relaxed and
// no limit.
func (d *Directory) Fitting(n Need, now time.Time) []Match {
	w := d.want(&n, now)
	var all []Match
	for _, j := range w.fitting() {
		all = append(all, j.match)
	}
	return all
}
