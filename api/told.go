package api

import (
	"slices"

	"walkin/api/web/console"
	"walkin/internal/problem"
)

// faultOf gives what a page says of an error that whoever filled in a form can
// mend, and whether it is one.
func faultOf(page console.Page, err error) ([]console.Remark, bool) {
	switch problem.KindOf(err) {
	case problem.Invalid, problem.Conflict:
	default:
		return nil, false
	}
	p, _ := asProblem(err)
	return remarks(page, p), true
}

// remarks says in the language of a page what is wrong: each part, or the whole
// where no part is named.
func remarks(page console.Page, p *problem.Error) []console.Remark {
	if len(p.Fields) == 0 {
		return []console.Remark{console.Tell(page.Words, p.Sentence())}
	}
	var all []console.Remark
	for _, f := range p.Fields {
		if said := console.Tell(page.Words, f.Sentence()); !slices.Contains(all, said) {
			all = append(all, said)
		}
	}
	return all
}
