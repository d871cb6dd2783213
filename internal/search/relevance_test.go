package search_test

import (
	"flag"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"

	"walkin/internal/directory"
	"walkin/internal/geo"
	"walkin/internal/search"
)

// What the search must reach on the judged set.
const (
	goodGain      = 0.90 // a query below this is shown
	wantGain      = 0.90 // nDCG@5 over all queries
	wantHeldOut   = 0.87 // and over the held-out ones, whose faults were mended: when first asked 0.73 and 0.75
	wantUnseen    = 0.85 // and over those that nothing was mended for: when first asked 0.86
	wantLead      = 0.40 // nDCG@5 above the best baseline
	wantSuccess   = 0.97 // queries with a useful entry among the first three
	wantMeaning   = 0.95 // queries whose topic is understood, and whose town is
	maxFalseAlarm = 0.01 // ordinary queries answered with crisis lines
)

const (
	pooled = 10 // results of each search that are judged
	useful = 2  // the grade from which an entry counts as an answer

	sameTown = 10_000 // metres between two points that may stand for one town
)

// judgedLangs are the languages of the judged set.
var judgedLangs = []string{"da", "nl", "en"}

var printPools = flag.Bool("pool", false, "print, for each judged query, the entries to judge: the first results of every search, with their grades")

// engine names the search of this package in tables.
const engine = "walkin"

// outcome is how one search answered one query.
type outcome struct {
	keys    []string
	dropped bool // the words were dropped to find anything
}

// measures are sums over the queries of a language or of all.
type measures struct {
	gain, success       float64
	gained, successable int // queries with any grade, with a useful one
	empty, dropped, all int
}

func (m *measures) add(j *judged, ideal []int, o outcome) {
	m.all++
	if len(o.keys) == 0 {
		m.empty++
	}
	if o.dropped {
		m.dropped++
	}
	if len(ideal) == 0 {
		return
	}
	m.gained++
	m.gain += ndcg(j, ideal, o.keys)
	if ideal[0] >= useful {
		m.successable++
		if succeeds(j, o.keys) {
			m.success++
		}
	}
}

func ndcg(j *judged, ideal []int, keys []string) float64 {
	grades := make([]int, len(keys))
	for i, k := range keys {
		grades[i] = j.grade(k)
	}
	return gain(grades, 5) / gain(ideal, 5)
}

func succeeds(j *judged, keys []string) bool {
	return slices.ContainsFunc(keys[:min(3, len(keys))], func(k string) bool { return j.grade(k) >= useful })
}

func (m *measures) meanGain() float64    { return m.gain / float64(max(1, m.gained)) }
func (m *measures) meanSuccess() float64 { return m.success / float64(max(1, m.successable)) }

// TestRelevance measures the search on the judged set, beside searches that
// know nothing of the field. With -v it prints a table and every query that is
// not answered well; with -pool what there is to judge.
func TestRelevance(t *testing.T) {
	t.Parallel()
	sums := relevance(t, judgedSet)
	total, best := sums[engine][""].meanGain(), 0.0
	for name, byLang := range sums {
		if name != engine {
			best = max(best, byLang[""].meanGain())
		}
	}
	if total < wantGain {
		t.Errorf("nDCG@5 is %.3f, want %.2f", total, wantGain)
	}
	if total < best+wantLead {
		t.Errorf("nDCG@5 is %.3f, want it %.2f above the best baseline, which has %.3f", total, wantLead, best)
	}
	if success := sums[engine][""].meanSuccess(); success < wantSuccess {
		t.Errorf("success@3 is %.3f, want %.2f", success, wantSuccess)
	}
	for _, lang := range judgedLangs {
		if n := sums[engine][lang].all; n < 50 {
			t.Errorf("there are %d ordinary queries in %s, want at least 50", n, lang)
		}
	}
}

// TestRelevanceHeldOut measures the same on queries that were written and
// judged before the search was asked them, so that a search which only learned
// the judged set shows.
func TestRelevanceHeldOut(t *testing.T) {
	t.Parallel()
	for _, set := range []struct {
		folder string
		want   float64
	}{{heldOutSet, wantHeldOut}, {unseenSet, wantUnseen}} {
		t.Run(filepath.Base(set.folder), func(t *testing.T) {
			if total := relevance(t, set.folder)[engine][""].meanGain(); total < set.want {
				t.Errorf("nDCG@5 is %.3f, want %.2f", total, set.want)
			}
		})
	}
}

// relevance answers the ordinary queries of a set with every search and gives
// the sums by search and language, "" for all.
func relevance(t *testing.T, folder string) map[string]map[string]*measures {
	h := builtin(t)
	x := open(t, "", h)
	known := answerable(h)
	set := readJudged(t, folder, x.Taxonomy(), known)
	texts := plainTexts(h)
	byKey := make(map[string]plainText)
	for _, p := range texts {
		byKey[p.key] = p
	}

	names := []string{engine}
	searches := map[string]func(judged) outcome{engine: func(j judged) outcome { return answered(t, x, j) }}
	for _, b := range baselines(t, texts) {
		withTown := b.name + " + town"
		names = append(names, b.name, withTown)
		searches[b.name] = func(j judged) outcome { return outcome{keys: b.answers(t, byKey, j, false)} }
		searches[withTown] = func(j judged) outcome { return outcome{keys: b.answers(t, byKey, j, true)} }
	}

	sums := make(map[string]map[string]*measures)
	for _, name := range names {
		sums[name] = map[string]*measures{"": {}}
		for _, lang := range judgedLangs {
			sums[name][lang] = &measures{}
		}
	}
	var faults []fault
	for _, j := range set {
		if j.Crisis {
			continue
		}
		ideal := j.ideal(known)
		pool := make(map[string]bool)
		for _, name := range names {
			o := searches[name](j)
			sums[name][""].add(&j, ideal, o)
			sums[name][j.Lang].add(&j, ideal, o)
			for _, k := range o.keys {
				pool[k] = true
			}
			if name == engine && len(ideal) > 0 {
				faults = append(faults, fault{&j, ndcg(&j, ideal, o.keys), ideal[0] < useful || succeeds(&j, o.keys), o})
			}
		}
		if *printPools {
			printPool(&j, pool, byKey)
		}
	}

	t.Log("\n" + table(names, sums))
	slices.SortStableFunc(faults, func(a, b fault) int { return int(1e6 * (a.gain - b.gain)) })
	for _, f := range faults {
		if f.gain < goodGain || !f.succeeds {
			t.Log(f.explain(known, byKey))
		}
	}
	return sums
}

// answered asks the search itself.
func answered(tb testing.TB, x *search.Index, j judged) outcome {
	tb.Helper()
	answer := ask(tb, x, j.query(tb))
	return outcome{keys(answer.Results), slices.ContainsFunc(answer.Relaxed, func(r directory.Relaxation) bool { return r.Dropped == "text" })}
}

// TestRelevanceOfWhatIsUnderstood asks whether the topic that a text means is
// among those understood, and whether a town in it becomes the place.
func TestRelevanceOfWhatIsUnderstood(t *testing.T) {
	h := builtin(t)
	x := open(t, "", h)
	var topics, places tally
	for _, j := range readJudged(t, judgedSet, x.Taxonomy(), answerable(h)) {
		if j.Crisis {
			continue
		}
		understood := ask(t, x, j.query(t)).Understood
		what := j.Lang + ": " + j.Text
		if len(j.Topics) > 0 {
			topics.try(fmt.Sprintf("%s: understood %v, want any of %v", what, understood.Topics, j.Topics),
				slices.ContainsFunc(j.Topics, func(id string) bool {
					return slices.ContainsFunc(x.Taxonomy().Under(id), func(below string) bool { return slices.Contains(understood.Topics, below) })
				}))
		}
		if j.Place != "" {
			want, got := near(t, j.Place, j.home()), "nowhere"
			if understood.Place != nil {
				got = understood.Place.Name
			}
			places.try(fmt.Sprintf("%s: understood %s, want %s", what, got, j.Place),
				understood.Place != nil && geo.Distance(understood.Place.Point, want.Point) < sameTown)
		}
	}
	for name, tally := range map[string]*tally{"topics": &topics, "towns": &places} {
		t.Logf("%s understood: %s", name, tally)
		if share := float64(len(tally.missed)) / float64(tally.tried); share > 1-wantMeaning {
			t.Errorf("too many %s are not understood, want %.0f in 100:\n    %s", name, 100*wantMeaning, strings.Join(tally.missed, "\n    "))
		}
	}
}

func table(names []string, sums map[string]map[string]*measures) string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(w, "search\tlanguage\tqueries\tnDCG@5\tsuccess@3\tno results\twords dropped\t")
	for _, lang := range append([]string{""}, judgedLangs...) {
		for _, name := range names {
			m := sums[name][lang]
			shown := lang
			if shown == "" {
				shown = "all"
			}
			fmt.Fprintf(w, "%s\t%s\t%d\t%.3f\t%.3f\t%.1f %%\t%.1f %%\t\n", name, shown, m.all, m.meanGain(), m.meanSuccess(),
				100*float64(m.empty)/float64(max(1, m.all)), 100*float64(m.dropped)/float64(max(1, m.all)))
		}
	}
	w.Flush()
	return b.String()
}
