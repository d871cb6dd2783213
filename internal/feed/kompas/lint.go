package kompas

import "walkin/internal/directory"

// State is what the rules say of an opslag.
type State string

// The states.
const (
	Ready   State = "ready"   // all that the portal asks for is there
	Needs   State = "needs"   // something is missing that may be found out
	Refused State = "refused" // a rule of admission is broken
)

// Lint is what the admission rules say of an opslag.
type Lint struct {
	State   State    `json:"state"`
	Needs   []Remark `json:"needs,omitempty"`   // by field of the opslag
	Refused []Remark `json:"refused,omitempty"` // by rule
}

// Remark says, in Danish, what is missing or which rule is broken.
type Remark struct {
	Field string `json:"field"`
	Why   string `json:"why"`
}

// forProfit and political are kinds of organisation to which rules apply. The
// kind is free text in the directory, so a kind that is not here says nothing.
var (
	forProfit = map[string]bool{"company": true, "business": true, "for_profit": true}
	political = map[string]bool{"party": true, "political_party": true, "campaign": true}
)

// lint holds an opslag against the rules of admission. What breaks one for
// certain is refused; what nobody has said is a need, never a no.
func lint(o *Opslag, p directory.Promises, m Material) Lint {
	var l Lint
	l.refuse(p.NoReferral == directory.No, "no_referral_needed", "Tilbuddet kræver henvisning. Et opslag skal handle om et uvisiteret tilbud.")
	l.refuse(p.NoAssessment == directory.No, "no_referral_needed", "Tilbuddet kræver visitation. Et opslag skal handle om et uvisiteret tilbud.")
	if m.Organisation != nil {
		l.refuse(m.Organisation.Country != "DK", "organisation", "Organisationen hører ikke hjemme i Danmark.")
		l.refuse(political[m.Organisation.Kind], "organisation", "Partier, kandidater og kampagner kan ikke slå noget op.")
	}

	l.need(o.Organisation.Name == "", "organisation.name", "Hvem står bag tilbuddet?")
	l.need(o.Organisation.CVR == "", "organisation.cvr", "Organisationens CVR-nummer.")
	l.need(o.EligibilityBasis == "", "eligibility_basis", "Står organisationen på Skattestyrelsens liste, er den almennyttig efter sine vedtægter, offentlig eller et godkendt trossamfund?")
	l.need(p.NoReferral == directory.Unknown, "no_referral_needed", "Kan man komme uden henvisning?")
	l.need(p.Free == directory.Unknown, "free", "Er det gratis?")
	l.need(p.Free == directory.No, "nonprofit_note", "Det koster noget: skriv, at det er uden fortjeneste, og hvor et overskud går hen.")
	l.need(m.Organisation != nil && forProfit[m.Organisation.Kind], "nonprofit_note", "En virksomhed står bag: dokumentér, at selve aktiviteten er almennyttig, og skriv, hvor et overskud går hen.")
	l.need(o.Body == "", "body", "En beskrivelse af tilbuddet.")
	l.need(o.Lang != "" && o.Body != "", "body", "En beskrivelse på dansk.")
	l.need(len(o.Challenges)+len(o.ActivityTypes) == 0, "challenges", "En udfordring eller en aktivitetstype.")
	l.need(o.AgeMin == nil && o.AgeMax == nil && !o.AllAges, "age_groups", "Hvilke aldre er det for?")
	l.need(len(o.Delivery) == 0, "delivery", "Fremmøde, telefon, online eller opsøgende?")
	l.need(len(o.Geography.Municipalities) == 0 && !o.Geography.Nationwide, "geography", "Hvilken kommune, eller hele landet?")
	l.need(o.Times.Text == "" && len(o.Times.Schedule) == 0, "times", "Hvornår er der åbent?")
	l.need(o.Contact == Contact{}, "contact", "Telefon, e-mail eller hjemmeside.")
	if m.Entry.Key().Kind != directory.KindHelpline { // a line has nothing to show
		l.need(o.Image == nil, "image", "Et billede med en tekst, der siger, hvad det viser.")
	}

	switch {
	case len(l.Refused) > 0:
		l.State = Refused
	case len(l.Needs) > 0:
		l.State = Needs
	default:
		l.State = Ready
	}
	return l
}

func (l *Lint) refuse(broken bool, field, why string) {
	if broken {
		l.Refused = append(l.Refused, Remark{field, why})
	}
}

func (l *Lint) need(missing bool, field, why string) {
	if missing {
		l.Needs = append(l.Needs, Remark{field, why})
	}
}
