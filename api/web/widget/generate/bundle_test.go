package main

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"walkin/api/web/widget"
	"walkin/internal/directory"
)

func TestTheNewestVersionIsMadeFromTheSource(t *testing.T) {
	if widget.Newest() != version {
		t.Fatalf("the newest version is %s, and the source makes %s", widget.Newest(), version)
	}
	made, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	released, _ := widget.File(version)
	if !bytes.Equal(made, released) {
		t.Error("the source, the words or the helplines have changed since: raise the version, " +
			"or, if nobody has it yet, run go run ./api/web/widget/generate -folder api/web/widget -replace")
	}
}

func TestTheSameSourceGivesTheSameBytes(t *testing.T) {
	first, err := bundle("..")
	if err != nil {
		t.Fatal(err)
	}
	if second, _ := bundle(".."); !bytes.Equal(first, second) {
		t.Error("made twice, it is not the same")
	}
}

func TestAVersionThatIsOutIsNotWrittenAnew(t *testing.T) {
	folder := copyOf(t)
	if err := run(folder, false); err != nil {
		t.Fatalf("unchanged: %v", err)
	}
	style := filepath.Join(folder, "src", "style.css")
	if err := os.WriteFile(style, []byte(".root { color: red }"), 0o600); err != nil {
		t.Fatal(err)
	}
	before, _ := os.ReadFile(filepath.Join(folder, "released", version+".js"))
	if err := run(folder, false); err == nil || !strings.Contains(err.Error(), "raise the version") {
		t.Errorf("changed: %v", err)
	}
	if after, _ := os.ReadFile(filepath.Join(folder, "released", version+".js")); !bytes.Equal(before, after) {
		t.Error("it was written all the same")
	}
	if err := run(folder, true); err != nil {
		t.Errorf("replaced: %v", err)
	}
}

func TestTheJoinerRefusesWhatItCouldGetWrong(t *testing.T) {
	for name, text := range map[string]string{
		"a template string":   "const a = `\n// no comment\n`;",
		"a long comment":      "/* a\n*/",
		"a renamed import":    "import {a as b} from './b.js';",
		"a missing module":    "import {a} from './b.js';",
		"the same name twice": "import {a} from './a.js';\nconst a = 1;",
	} {
		j := joiner{source: map[string]string{"element.js": text, "a.js": "export const a = 1;"},
			names: make(map[string]string), done: make(map[string]bool)}
		if err := j.join("element.js"); err == nil {
			t.Errorf("%s: joined to %q", name, j.out.String())
		}
	}
}

// TestTheCopyHelps holds the copy of the people to call against what an answer
// to a crisis promises: enough of them, one that always answers, one to write
// to, and every number dialable.
func TestTheCopyHelps(t *testing.T) {
	c, err := readCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	for country, chosen := range c.contacts.Countries {
		always, written := false, false
		for _, h := range chosen {
			always = always || h.Always
			for _, l := range h.Lines {
				written = written || l.Channel == directory.Chat
				if l.Dial == "" && l.URL == "" {
					t.Errorf("%s: nobody can reach %s", country, h.Name)
				}
				if l.Dial != "" && l.Dial != strings.Trim(l.Dial, " ()-") {
					t.Errorf("%s: nobody can dial %q", country, l.Dial)
				}
			}
		}
		if !always || !written || len(chosen) < directory.MinContacts {
			t.Errorf("%s: %d people to call, one always: %t, one to write to: %t", country, len(chosen), always, written)
		}
		if !slices.IsSortedFunc(chosen, func(a, b contact) int { return cmp.Compare(a.rank(), b.rank()) }) || !chosen[0].Always {
			t.Errorf("%s: those who always answer are not first", country)
		}
	}
}

// copyOf copies what the generator reads.
func copyOf(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	for _, part := range []string{"words", "widget/src", "widget/released", "widget/words.json"} {
		from, to := filepath.Join("..", "..", part), filepath.Join(root, part)
		if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
			t.Fatal(err)
		}
		var err error
		if strings.HasSuffix(part, ".json") {
			var content []byte
			if content, err = os.ReadFile(from); err == nil {
				err = os.WriteFile(to, content, 0o600)
			}
		} else {
			err = os.CopyFS(to, os.DirFS(from))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return filepath.Join(root, "widget")
}
