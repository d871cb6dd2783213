package api_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	generated "walkin/internal/sample"
)

// validators is the folder of other people's readers of our formats.
const validators = "../.ci/validators"

// needValidators skips a test if they are not installed, but not in CI.
func needValidators(t *testing.T) {
	t.Helper()
	if _, err := os.Stat(validators + "/node_modules"); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("the validators are not installed: npm ci --prefix .ci/validators")
		}
		t.Skip("the validators of the feeds are not installed; npm ci --prefix .ci/validators installs them")
	}
}

// node runs a script of the validators.
func node(t *testing.T, script string, arguments ...string) []byte {
	t.Helper()
	run := exec.CommandContext(t.Context(), "node", append([]string{script}, arguments...)...)
	run.Dir, run.Stderr = validators, os.Stderr
	out, err := run.Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	return out
}

// verdict is what the validator of OpenActive says of a feed.
type verdict struct {
	Pages                           int
	Failures, Warnings, Suggestions map[string]int
	Twice                           []string // ids
}

func validate(t *testing.T, address, delay string) verdict {
	t.Helper()
	var v verdict
	out := node(t, "rpde.js", address, delay)
	if err := json.Unmarshal(out, &v); err != nil {
		t.Fatalf("%v in %s", err, out)
	}
	t.Logf("%d pages, %d failures, %d entries seen twice, warnings %v, suggestions %v",
		v.Pages, len(v.Failures), len(v.Twice), v.Warnings, v.Suggestions)
	for failure := range v.Failures {
		t.Error(failure)
	}
	return v
}

func TestTheValidatorOfOpenActivePassesTheFeed(t *testing.T) {
	if testing.Short() {
		t.Skip("one reader after the other: nothing for the race detector")
	}
	needValidators(t)
	entries := builtinEntries(t)
	s, c := serveCatalogue(t, entries...)
	// The protocol wants to see that deletions are told.
	left := *entries[len(entries)-1].(*directory.Helpline)
	left.Status = directory.StatusClosed
	write(t, c, &left)
	for _, query := range []string{"", "?country=DK"} {
		v := validate(t, s.url+"/feeds/listings"+query, "0")
		if len(v.Twice) > 0 || v.Pages < 3 {
			t.Errorf("%q: %+v", query, v)
		}
		if query == "" && v.Warnings["no_deleted_items"] > 0 {
			t.Error("it saw no deleted item")
		}
	}
}

// TestTheValidatorOfOpenActivePassesAFeedThatIsEdited lets it read while
// entries change. What it then sees twice must have been edited.
func TestTheValidatorOfOpenActivePassesAFeedThatIsEdited(t *testing.T) {
	if testing.Short() {
		t.Skip("one reader after the other: nothing for the race detector")
	}
	needValidators(t)
	source, err := generated.New(3000, 1)
	if err != nil {
		t.Fatal(err)
	}
	entries := slices.Collect(source.Entries())
	c := shelved(t, entries...)
	s := serve(t, func(o *api.Options) { o.Catalogue = c })
	e := newEditor(t, c, entries)
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		defer e.commit()
		for n := range 1000 { // a feed that grows faster than it is read has no end
			select {
			case <-stop:
				return
			default:
				e.edit(n)
			}
		}
	}()
	v := validate(t, s.url+"/feeds/listings", "50")
	close(stop)
	<-stopped
	// An edit moves what shows the edited entry, too.
	moved := e.edited
	for range 2 { // an organisation, its centre, what happens there
		for _, entry := range entries {
			for _, to := range entry.References() {
				if moved[to.String()] {
					moved[entry.Key().String()] = true
				}
			}
		}
	}
	for _, id := range v.Twice {
		if !moved[id] {
			t.Errorf("%s is there twice and nothing of it was edited", id)
		}
	}
	if v.Pages < 8 || len(v.Twice) == 0 {
		t.Errorf("%d pages, %d entries seen again: nothing happened while it read", v.Pages, len(v.Twice))
	}
}
