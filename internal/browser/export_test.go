package browser

import "time"

// Impatient makes steps give up sooner, until the function that it gives is
// called. Nothing runs beside it.
func Impatient(d time.Duration) func() {
	was := patience
	patience = d
	return func() { patience = was }
}
