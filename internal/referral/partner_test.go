package referral_test

import (
	"slices"
	"testing"

	"walkin/internal/directory"
	"walkin/internal/referral"
	"walkin/internal/schedule"
)

func TestWhatPartnersBring(t *testing.T) {
	kommune := &directory.Organisation{ID: "kommune", Name: "The municipality", Kind: "municipality", Country: "DK"}
	club := &directory.Organisation{ID: "club", Name: "The club", Kind: "association", Country: "DK"}
	own := house("own", 0, "talk_to_someone")
	own.Organisation = "ngo"
	hall := house("hall", 1, "talk_to_someone")
	hall.Organisation = "kommune"
	host := house("host", 2, "talk_to_someone")
	bring := func(a *directory.Activity, organisation string, hours schedule.Schedule) *directory.Activity {
		a.HostedBy, a.Hours = &directory.Partner{Name: "Partner", Organisation: organisation}, hours
		return a
	}
	thursday := weekly(13, 15, schedule.Thu)

	t.Run("with hours of their own it stands for itself, as what it is", func(t *testing.T) {
		for _, c := range []struct{ organisation, topic, kind string }{
			{"", "grief", "hosted_offer"}, {"kommune", "grief", "hosted_offer"}, {"club", "grief", "association"}, {"kommune", "job", "work_place"},
		} {
			a := ask(t, need(c.topic), own, hall, host, kommune, club, bring(group("offer", "host", c.topic), c.organisation, thursday))
			wantMatches(t, a.Matches, c.kind+" activity:offer")
			wantReason(t, a.Matches[0].For, referral.ReasonHostedBy, "Partner")
			if a.Matches[0].Centre != "host" {
				t.Errorf("it is at %q", a.Matches[0].Centre)
			}
		}
	})
	t.Run("without hours it is a reason to go to the place", func(t *testing.T) {
		a := ask(t, need("grief"), host, bring(group("offer", "host", "grief"), "", schedule.Schedule{}))
		wantMatches(t, a.Matches, "place centre:host")
		wantReason(t, a.Matches[0].For, referral.ReasonGroup, "grief")
		wantReason(t, a.Matches[0].For, referral.ReasonHostedBy, "Partner")
	})
	t.Run("a host's promises do not bind a partner", func(t *testing.T) {
		anonymous := *host
		anonymous.Promises.Anonymous = directory.Yes
		n := need("grief")
		n.Promises = []directory.Promise{directory.Anonymous}
		a := ask(t, n, &anonymous, bring(group("offer", "host", "grief"), "", thursday))
		wantReason(t, a.Matches[0].Unknown, referral.ReasonPromiseUnknown, "anonymous")
		a = ask(t, n, &anonymous, group("offer", "host", "grief"))
		wantReason(t, a.Matches[0].For, referral.ReasonPromiseYes, "anonymous")
	})
	t.Run("a colleague from one's municipality or organisation is named, with the day", func(t *testing.T) {
		n := need("talk_to_someone")
		n.From = "own"
		a := ask(t, n, own, host, hall, kommune, bring(group("adviser", "host", "job"), "kommune", thursday))
		r := wantReason(t, a.Matches[slices.IndexFunc(a.Matches, func(m referral.Match) bool { return m.Key.ID == "host" })].For, referral.ReasonColleague, "Partner")
		if !slices.Equal(r.Days, []schedule.Day{schedule.Thu}) {
			t.Errorf("the colleague is there on %v", r.Days)
		}
		withPartner := *host
		withPartner.Partners = []directory.Partner{{Name: "Ours", Organisation: "ngo"}, {Name: "Theirs", Organisation: "club"}}
		a = ask(t, n, own, &withPartner, &directory.Organisation{ID: "ngo", Name: "ngo", Kind: "ngo", Country: "DK"}, club)
		wantReason(t, a.Matches[0].For, referral.ReasonColleague, "Ours")
	})
}
