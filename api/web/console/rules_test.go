package console_test

import (
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"walkin/api/web/console"
	"walkin/internal/directory"
	"walkin/internal/problem"
	"walkin/internal/referral"
	"walkin/internal/schedule"
	"walkin/internal/staff"
)

// root is where the sources begin, from this package.
const root = "../../../"

// spoken are the packages whose sentences can reach a member, each with the
// files of which none does, and whom they speak to.
var spoken = map[string]map[string]string{
	"internal/directory": {"query.go": "who searches", "listing.go": "who reads feeds"},
	"internal/schedule":  {},
	"internal/intake":    {},
	"internal/picture":   {},
	"internal/staff":     {"count.go": "members, by a sentence of the page of counts"},
	"internal/referral":  {},
	"internal/follow":    {},
	"internal/feed/hsds": {},
	"internal/sqlite": {
		"file.go": "who starts the program", "backup.go": "the command line", "restore.go": "the command line", "query.go": "the command line",
		"office_count.go": "members, by a sentence of the page of counts", "office_passkey.go": "a script, which has words of its own",
		"once.go": "programs", "referrals_once.go": "members, by a sentence of the page of cards",
	},
	"api": {
		"body.go": "programs", "schema.go": "programs", "parameters.go": "programs", "edit.go": "programs", "imports.go": "programs",
		"demanded.go": "programs", "problem.go": "programs", "query.go": "who searches", "search.go": "who searches",
		"digest.go": "who reads feeds", "listing.go": "who reads feeds", "hsds_query.go": "who reads feeds", "map.go": "who draws maps",
		"coverage.go": "the public", "survey.go": "the public", "crisis.go": "the public", "demand.go": "the public",
		"health.go": "who watches the server", "passkey.go": "a script, which has words of its own",
	},
	"api/web/console": {},
}

// silent are the other packages that refuse something, and whom they speak to.
var silent = map[string]string{
	"internal/coverage": "the public", "internal/demand": "the public", "internal/mapsvg": "the public", "internal/search": "who searches",
	"internal/feed/ogc": "who draws maps",
}

// says are the calls that make a sentence: which argument is its format, and
// which its kind, if it has one.
var says = map[string]struct{ format, kind int }{
	"problem.New": {1, 0}, "problem.Wrap": {2, 1}, "problem.At": {1, -1}, "problem.InvalidFields": {0, -1},
	"add": {1, -1}, "v.add": {1, -1}, "f.add": {1, -1}, "v.check": {2, -1}, "v.required": {2, -1},
	"invalidAt": {1, -1}, "hostile": {0, -1}, "refused": {1, -1},
}

// otherwise are the kinds of which the console says something of its own,
// whatever their sentence is.
var otherwise = []string{"NotFound", "Gone", "Forbidden", "Stale", "TooMany", "Internal", "Unauthenticated"}

// passing are the functions that pass on a sentence which was made by whoever
// called them, or by a file of which every sentence counts.
var passing = []string{
	"api/importing.go check", "internal/directory/text.go validate", "internal/directory/validation.go add", "internal/directory/validation.go name",
	"internal/directory/validation.go required", "internal/feed/hsds/line.go refused", "internal/intake/archive.go hostile", "internal/picture/file.go open",
	"internal/referral/draft.go NewCard", "internal/referral/need.go Validate", "internal/schedule/validate.go check", "internal/sqlite/fault.go problem",
	"internal/staff/colleagues.go Problems", "internal/staff/member.go Problems",
}

// tables are the files of which every text that looks like a sentence is one.
var tables = []string{"internal/directory/letters.go", "internal/picture/file.go", "internal/sqlite/fault.go"}

var sentence = regexp.MustCompile(`^[A-Z"%].* .*[.?]$`)

// A collection is the sentences of the sources: each with where it stands.
type collection struct {
	sentences map[string]string
	passed    map[string]bool // the functions that make one of what they are given
}

func collect(t *testing.T) collection {
	t.Helper()
	all := collection{make(map[string]string), make(map[string]bool)}
	for dir, except := range spoken {
		files, err := filepath.Glob(root + dir + "/*.go")
		if err != nil || len(files) == 0 {
			t.Fatal(dir, err)
		}
		for _, file := range files {
			name := filepath.Base(file)
			if strings.HasSuffix(name, "_test.go") || strings.HasSuffix(name, ".gen.go") || except[name] != "" {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			all.file(dir+"/"+name, parsed)
		}
		for name := range except {
			if _, err := os.Stat(root + dir + "/" + name); err != nil {
				t.Errorf("%s/%s is not there any more", dir, name)
			}
		}
	}
	return all
}

func (all collection) file(name string, parsed *ast.File) {
	for _, decl := range parsed.Decls {
		where := name
		if f, ok := decl.(*ast.FuncDecl); ok {
			where += " " + f.Name.Name
		}
		adds := addsProblems(decl)
		ast.Inspect(decl, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if format := formatIn(n); format != nil && (named(n.Fun) != "add" || adds) {
					all.take(where, format, true)
				}
			case *ast.CompositeLit:
				for key, text := range membersOf(n) {
					if key == "Detail" || key == "Format" {
						all.take(where, text, key == "Format")
					}
				}
			case *ast.BasicLit:
				if text, ok := literal(n); ok && slices.Contains(tables, name) && sentence.MatchString(text) {
					all.sentences[text] = where
				}
			}
			return true
		})
	}
}

// addsProblems says whether what a function calls "add" adds a problem.
func addsProblems(decl ast.Decl) (adds bool) {
	ast.Inspect(decl, func(n ast.Node) bool {
		if a, ok := n.(*ast.AssignStmt); ok && named(a.Lhs[0]) == "add" {
			ast.Inspect(a.Rhs[0], func(n ast.Node) bool {
				e, ok := n.(ast.Expr)
				adds = adds || ok && (named(e) == "problem.Field" || named(e) == "problem.At")
				return true
			})
		}
		return true
	})
	return adds
}

// take notes a sentence, or that a function makes one of what it is given. In a
// format a percent sign is written twice.
func (all collection) take(where string, e ast.Expr, format bool) {
	text, ok := literal(e)
	switch {
	case !ok:
		all.passed[where] = true
	case !format:
		all.sentences[strings.ReplaceAll(text, "%", "%%")] = where
	case text != "" && text != "%s":
		all.sentences[text] = where
	}
}

// formatIn gives the format of a call that makes a sentence which a member can
// meet; nil if it is none.
func formatIn(call *ast.CallExpr) ast.Expr {
	form, ok := says[named(call.Fun)]
	if !ok || len(call.Args) <= form.format {
		return nil
	}
	if form.kind >= 0 && slices.Contains(otherwise, strings.TrimPrefix(named(call.Args[form.kind]), "problem.")) {
		return nil
	}
	return call.Args[form.format]
}

// membersOf gives the members of a sentence, field or error that is written
// out.
func membersOf(lit *ast.CompositeLit) map[string]ast.Expr {
	members := make(map[string]ast.Expr)
	for _, e := range lit.Elts {
		if pair, ok := e.(*ast.KeyValueExpr); ok {
			members[named(pair.Key)] = pair.Value
		}
	}
	if lit.Type == nil && members["Pointer"] != nil || strings.HasPrefix(named(lit.Type), "problem.") {
		return members
	}
	return nil
}

// named gives "name" or "package.name".
func named(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return named(e.X) + "." + e.Sel.Name
	}
	return ""
}

// literal gives the text of an expression that is written out.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		left, ok := literal(e.X)
		right, also := literal(e.Y)
		return left + right, ok && also
	}
	return "", false
}

// inOtherLanguages reads how the sentences are said, as the console does, and
// the words that stand in them.
func inOtherLanguages(t *testing.T) (sentences, words map[string]map[string]string) {
	t.Helper()
	sentences, words = make(map[string]map[string]string), make(map[string]map[string]string)
	files, err := filepath.Glob("rules/*.json")
	if err != nil || len(files) < 2 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		into := &sentences
		if filepath.Base(file) == "words.json" {
			into = &words
		}
		body, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(body, into)
		}
		if err != nil {
			t.Fatal(file, err)
		}
	}
	return sentences, words
}

// verbs gives the verbs of a format by the argument that each is for.
func verbs(format string) []string {
	var all []string
	for _, m := range regexp.MustCompile(`%(?:%|(?:\[(\d+)\])?([.0-9]*[a-z]))`).FindAllStringSubmatch(format, -1) {
		switch n, err := strconv.Atoi(m[1]); {
		case m[2] == "":
		case err != nil:
			all = append(all, m[2])
		default:
			for len(all) < n {
				all = append(all, "")
			}
			all[n-1] = m[2]
		}
	}
	return all
}

// Every sentence with which the directory refuses something is said in Danish
// and Dutch too, with the same values in it, and nothing is said that nobody
// needs any more.
func TestEveryRuleIsSaidInEveryLanguage(t *testing.T) {
	all := collect(t)
	if len(all.sentences) < 250 {
		t.Fatalf("only %d sentences were found", len(all.sentences))
	}
	said, _ := inOtherLanguages(t)
	for _, format := range slices.Sorted(maps.Keys(all.sentences)) {
		for _, lang := range staff.Languages {
			if lang == "en" {
				continue
			}
			text := said[format][lang]
			switch {
			case text == "":
				t.Errorf("%s: %q is not said in %s", all.sentences[format], format, lang)
			case !slices.Equal(verbs(text), verbs(format)):
				t.Errorf("%s: %q has other values than %q", lang, text, format)
			case text != strings.TrimSpace(text) || strings.ContainsAny(text, "!") || sentence.MatchString(format) && !strings.ContainsAny(text[len(text)-1:], ".?"):
				t.Errorf("%s: %q is no sentence", lang, text)
			}
		}
	}
	for format, in := range said {
		if all.sentences[format] == "" {
			t.Errorf("nothing says %q any more", format)
		}
		for lang := range in {
			if lang == "en" || !slices.Contains(staff.Languages, lang) {
				t.Errorf("%q is said in %s, which nobody reads here", format, lang)
			}
		}
	}
	// A sentence that is put together where this test does not see it would be
	// English in every language.
	if passed := slices.Sorted(maps.Keys(all.passed)); !slices.Equal(passed, passing) {
		t.Errorf("sentences are passed on by\n%s\nwant\n%s", strings.Join(passed, "\n"), strings.Join(passing, "\n"))
	}
}

// The words that stand in sentences are said too: kinds of entries, what roles
// are over, days, and the states of a card.
func TestEveryWordInARuleIsSaidInEveryLanguage(t *testing.T) {
	wanted := []string{"or"}
	for _, k := range directory.Kinds {
		wanted = append(wanted, string(k))
	}
	for _, s := range []staff.ScopeKind{staff.OverCentre, staff.OverOrganisation, staff.OverNetwork, staff.OverMunicipality} {
		wanted = append(wanted, string(s))
	}
	for d := schedule.Sun; d <= schedule.Sat; d++ {
		wanted = append(wanted, d.String())
	}
	wanted = append(wanted, string(referral.Arrived), string(referral.DidNotCome))
	slices.Sort(wanted)
	_, words := inOtherLanguages(t)
	if has := slices.Sorted(maps.Keys(words)); !slices.Equal(has, slices.Compact(wanted)) {
		t.Errorf("the words are %v, want %v", has, wanted)
	}
	for word, in := range words {
		if in["da"] == "" || in["nl"] == "" || len(in) != 2 {
			t.Errorf("%s is said as %v", word, in)
		}
	}
}

// A package that begins to refuse something is looked at: its sentences may
// reach a member.
func TestEveryPackageThatRefusesIsKnown(t *testing.T) {
	found := make(map[string]bool)
	err := fs.WalkDir(os.DirFS(root), "internal", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(root + path)
		if refuses := regexp.MustCompile(`problem\.(New|Wrap|At|InvalidFields|Field\{|Error\{)`); refuses.Match(text) {
			found[filepath.Dir(path)] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for dir := range found {
		if spoken[dir] == nil && silent[dir] == "" {
			t.Errorf("%s refuses something, and nobody has said to whom", dir)
		}
	}
	for dir := range silent {
		if !found[dir] {
			t.Errorf("%s refuses nothing any more", dir)
		}
	}
}

func TestASentenceIsToldInTheLanguageOfTheMember(t *testing.T) {
	site, err := console.Open()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		sentence   problem.Sentence
		da, nl, en string
	}{
		"without values": {problem.Sentence{Format: "The highest age is below the lowest."},
			"“Til alder” er lavere end “Fra alder”.", "“Tot en met leeftijd” is lager dan “Vanaf leeftijd”.", "The highest age is below the lowest."},
		"with a number": {problem.Sentence{Format: "The text is longer than %d bytes.", Args: []any{4000}},
			"Teksten er for lang. Der er plads til 4000 byte.", "De tekst is te lang. Er is plaats voor 4000 bytes.", "The text is longer than 4000 bytes."},
		"with a word, which is said too, and a value, which is not": {problem.Sentence{Format: "There is no %s %q.", Args: []any{problem.Word("topic"), "centre"}},
			`Emnet "centre" findes ikke.`, `Het onderwerp "centre" bestaat niet.`, `There is no topic "centre".`},
		"with a choice": {problem.Sentence{Format: "The role %s is over %s.", Args: []any{"editor", problem.Either{"centre", "organisation"}}},
			"Rollen editor gælder for centre eller organisation.", "De rol editor geldt voor centre of organisation.", "The role editor is over centre or organisation."},
		"with another sentence": {problem.Sentence{Format: "%s Send the photo as JPEG or PNG.", Args: []any{problem.Sentence{Format: "This is a GIF."}}},
			"Det er en GIF. Send billedet som JPEG eller PNG.", "Dit is een GIF. Stuur de foto als JPEG of PNG.", "This is a GIF. Send the photo as JPEG or PNG."},
		"that is another sentence": {problem.Sentence{Format: "%s", Args: []any{problem.Sentence{Format: "The list is empty."}}},
			"Listen er tom.", "De lijst is leeg.", "The list is empty."},
		"that the console itself made": {problem.Sentence{Format: "%s", Args: []any{"Listen venter."}}, "Listen venter.", "Listen venter.", "Listen venter."},
	} {
		t.Run(name, func(t *testing.T) {
			for lang, want := range map[string]string{"da": c.da, "nl": c.nl, "en": c.en} {
				if got := console.Tell(site.Words(lang), c.sentence); got != (console.Remark{Text: want}) {
					t.Errorf("%s: %+v, want %q", lang, got, want)
				}
			}
		})
	}
	unknown := problem.Sentence{Format: "Of tomorrow, %d.", Args: []any{3}}
	if got := fmt.Sprint(console.Tell(site.Words("nl"), unknown), console.Tell(site.Words("en"), unknown)); got != "{Of tomorrow, 3. en} {Of tomorrow, 3. }" {
		t.Errorf("what nobody has written in Dutch is told as %s", got)
	}
	var page strings.Builder
	said := []console.Remark{{Text: "Dit is Nederlands."}, console.Tell(site.Words("nl"), unknown)}
	if err := site.Message(&page, console.Message{Page: console.Page{Words: site.Words("nl"), Title: "x"}, Says: said}); err != nil {
		t.Fatal(err)
	}
	if want := `Dit is Nederlands. <span lang="en">Of tomorrow, 3.</span>`; !strings.Contains(page.String(), want) {
		t.Errorf("a page does not say %s: %s", want, page.String())
	}
}
