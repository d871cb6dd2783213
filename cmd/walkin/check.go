package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"walkin/internal/directory"
)

// check is "walkin check". Its exit status is 1 when a rule about helplines
// fails, so that it can stand in a nightly job; --report only reports.
type check struct {
	state
	Report bool `help:"Only report: exit with 0 whatever is found."`
	All    bool `help:"Name every entry, not only the first few of each rule."`
}

// few is how many entries of one rule are named.
const few = 5

// Run checks the file first, then what it holds.
func (c *check) Run(ctx context.Context, io streams) error {
	catalogue, done, err := openOrBuiltin(ctx, c.catalogue(), io)
	if err != nil {
		return err
	}
	defer done()
	if err := catalogue.Check(ctx); err != nil {
		return err
	}
	rules, err := crisisRules()
	if err != nil {
		return err
	}
	var entries []directory.Entry
	if _, err := catalogue.Each(ctx, func(change directory.Change) error {
		entries = append(entries, change.Entry)
		return nil
	}); err != nil {
		return err
	}
	findings := directory.Quality(entries, deskOf(entries, rules), io.now())
	if c.print(io.out, findings, len(entries)) && !c.Report {
		return errFound
	}
	return nil
}

// deskOf makes the crisis desk of a catalogue.
func deskOf(entries []directory.Entry, rules directory.CrisisRules) *directory.CrisisDesk {
	var topics []*directory.Topic
	var helplines []*directory.Helpline
	for _, e := range entries {
		switch e := e.(type) {
		case *directory.Topic:
			topics = append(topics, e)
		case *directory.Helpline:
			helplines = append(helplines, e)
		}
	}
	return directory.NewCrisisDesk(directory.NewGate(topics, rules), helplines)
}

// print writes the findings by rule and says whether one of them fails.
func (c *check) print(w io.Writer, findings []directory.Finding, entries int) (fails bool) {
	var rules []directory.Rule
	byRule := make(map[directory.Rule][]directory.Finding)
	for _, f := range findings {
		if !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
		byRule[f.Rule] = append(byRule[f.Rule], f)
	}
	// What fails comes first.
	slices.SortStableFunc(rules, func(a, b directory.Rule) int {
		switch {
		case a.Fails() == b.Fails():
			return 0
		case a.Fails():
			return -1
		default:
			return 1
		}
	})
	for _, rule := range rules {
		mark := "  "
		if rule.Fails() {
			mark, fails = "! ", true
		}
		found := byRule[rule]
		fmt.Fprintf(w, "%s%s: %d\n", mark, rule, len(found))
		shown := found
		if !c.All {
			shown = found[:min(len(found), few)]
		}
		for _, f := range shown {
			line := f.Detail
			if f.Key != (directory.Key{}) {
				line = f.Key.String() + "  " + f.Detail
			}
			fmt.Fprintf(w, "    %s\n", line)
		}
		if rest := len(found) - len(shown); rest > 0 {
			fmt.Fprintf(w, "    and %d more; --all names them\n", rest)
		}
	}
	fmt.Fprintf(w, "%d entries checked, %d findings.\n", entries, len(findings))
	return fails
}
