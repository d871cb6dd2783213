package directory

import (
	"slices"

	"walkin/internal/problem"
	"walkin/internal/schedule"
)

// Assess gives the network with what an assessor found out about one place and
// one criterion, in the place of what was said of the two before. The network
// itself stays as it is; earlier findings are in the change log. A place stands
// where it stood, a new one at the end.
//
// An unknown criterion, an answer without a name or a day and a day before the
// last one are Invalid. Whether there is such a centre is for the catalogue.
func (n *Network) Assess(centre, criterion string, met Ternary, by string, on schedule.Date, why string) (*Network, error) {
	var v validation
	v.id("/centre", centre)
	if !slices.ContainsFunc(n.Criteria, func(c Criterion) bool { return c.ID == criterion }) {
		v.add("/criterion", "The network has no criterion of that id.")
	}
	v.name("/by", by)
	if !on.Valid() {
		v.add("/on", "The day of the assessment is a date such as 2026-11-25.")
	}
	if len(why) > maxText {
		v.add("/why", "The reason is longer than %d bytes.", maxText)
	}
	earlier := slices.IndexFunc(n.Assessments, func(a Assessment) bool { return a.Centre == centre && a.Criterion == criterion })
	if earlier >= 0 && on.Before(n.Assessments[earlier].On) {
		v.add("/on", "The place was assessed later than that already, on %s.", n.Assessments[earlier].On)
	}
	if len(v.fields) > 0 {
		return nil, problem.InvalidFields("The assessment breaks a rule.", v.fields)
	}
	assessed := *n
	is := func(a Assessment) bool { return a.Centre == centre && a.Criterion == criterion }
	a := Assessment{Centre: centre, Criterion: criterion, Met: met, By: by, On: on, Why: why}
	if earlier < 0 {
		assessed.Assessments = append(slices.Clone(n.Assessments), a)
		return &assessed, nil
	}
	// An import may have brought several of one place and criterion; the
	// newest word is the only one that counts.
	assessed.Assessments = slices.DeleteFunc(slices.Clone(n.Assessments), is)
	assessed.Assessments = slices.Insert(assessed.Assessments, earlier, a)
	return &assessed, nil
}

// Standing is how a place stands with one criterion of a network. Where nobody
// has assessed it, Met is Unknown and the rest is empty.
type Standing struct {
	Criterion Criterion
	Met       Ternary
	By        string
	On        schedule.Date
	Why       string
}

// Standing gives how a place stands with each criterion, in the order of the
// criteria, by the latest assessment.
func (n *Network) Standing(centre string) []Standing {
	standings := make([]Standing, len(n.Criteria))
	for i, c := range n.Criteria {
		s := Standing{Criterion: c}
		for _, a := range n.Assessments {
			if a.Centre == centre && a.Criterion == c.ID && !a.On.Before(s.On) {
				s = Standing{c, a.Met, a.By, a.On, a.Why}
			}
		}
		standings[i] = s
	}
	return standings
}

// CriterionCount is how many places of a network stand how with one criterion.
type CriterionCount struct {
	Criterion            Criterion
	Met, NotMet, Unknown int
}

// Counts gives, for each criterion in its order, how many of the network's
// places meet it, do not, and are unknown. Centres are the ids of its places; a
// place that was never assessed is unknown. Assessments of others, which may
// have left the network, do not count.
func (n *Network) Counts(centres []string) []CriterionCount {
	counts := make([]CriterionCount, len(n.Criteria))
	at := make(map[string]int, len(n.Criteria))
	for i, c := range n.Criteria {
		counts[i].Criterion, at[c.ID] = c, i
	}
	members := make(map[string]bool, len(centres))
	for _, id := range centres {
		members[id] = true
	}
	latest := make(map[[2]string]Assessment, len(n.Assessments))
	for _, a := range n.Assessments {
		key := [2]string{a.Centre, a.Criterion}
		if last, ok := latest[key]; members[a.Centre] && (!ok || !a.On.Before(last.On)) {
			latest[key] = a
		}
	}
	for _, a := range latest {
		switch i, ok := at[a.Criterion]; {
		case ok && a.Met == Yes:
			counts[i].Met++
		case ok && a.Met == No:
			counts[i].NotMet++
		}
	}
	for i := range counts {
		counts[i].Unknown = len(members) - counts[i].Met - counts[i].NotMet
	}
	return counts
}
