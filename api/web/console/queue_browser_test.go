package console_test

import (
	"testing"

	"walkin/internal/browser"
)

func TestWhatIsWrongIsSaidAndAnswered(t *testing.T) {
	t.Parallel()
	s := browser.Serve(t)
	s.Put(house())
	public := browser.Open(t).Page()
	public.NoScript()
	public.Phone()
	public.Go(s.URL + "/en/c/dk-huset")
	public.Click(".source summary")
	public.Click(`.wrong input[value="hours"]`)
	public.Click(`.wrong input[value="phone"]`)
	public.Click(".wrong button")
	public.WaitFor(`document.querySelector("h1").textContent === "Thank you"`)
	if stored := public.Stored(); len(stored) > 0 {
		t.Errorf("the telephone keeps %q", stored)
	}

	staff := signIn(t, s, "editor:centre:dk-huset")
	if got := staff.Text("nav.parts .n"); got != "1" {
		t.Errorf("the menu says that %s wait", got)
	}
	staff.Click(`nav.parts a[href="/staff/queue"]`)
	if got := staff.Text(".queue b"); got != "The times · Phone, mail or links" {
		t.Errorf("the queue says %q", got)
	}
	staff.Focus(`.queue button[value="corrected"]`)
	staff.Press("Enter")
	staff.Wait(".done")
	if staff.Count(".queue > li") != 0 || staff.Count("nav.parts .n") != 0 {
		t.Error("it is still in the queue")
	}
	for name, page := range map[string]*browser.Page{"the public's": public, "staff's": staff} {
		if complaints := page.Complaints(); len(complaints) > 0 {
			t.Errorf("%s browser complains: %q", name, complaints)
		}
	}
}
