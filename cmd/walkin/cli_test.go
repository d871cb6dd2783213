package main_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"walkin/api"
	walkin "walkin/cmd/walkin"
)

// wrongUses are command lines that are wrong, by a sentence that says how.
var wrongUses = []struct {
	name string
	args string
	says string
}{
	{"no command is given", "", "Expected one of"},
	{"a command that does not exist", "frobnicate", "frobnicate"},
	{"serve has no such flag", "serve --frob", "--frob"},
	{"serve takes no argument", "serve now", "now"},
	{"a rate limit is a number or off", "serve --rate-limit=many", "many"},
	{"a rate limit of nothing is not off", "serve --rate-limit=0", "off"},
	{"a country without helplines cannot be served", "serve --country=XX", "XX"},
	{"a proxy is a network", "serve --trusted-proxies=here", "here"},
	{"a log level has a name", "serve --log-level=loud", "loud"},
	{"search takes one text", "search angst ensom", "ensom"},
	{"search knows no such kind", "search angst --kinds=castle", "castle"},
	{"a limit is a number", "search angst --limit=few", "few"},
	{"a limit is within bounds", "search angst --limit=1000", "limit: "},
	{"an age is within bounds", "search angst --age=200", "age: "},
	{"a place is in the gazetteer", "search angst --near=Kvistelurifax", "near/place: "},
	{"a radius is around something", "search angst --radius=5", "radius_km: "},
	{"a promise is a known one", "search angst --promises=everything", "promises/0: "},
	{"import wants a file", "import", "<file>"},
	{"a list has rows of a known kind", "import list.csv --kind=castle", "castle"},
	{"export writes one file", "export a b", "b"},
	{"generate wants a size", "generate", "size"},
	{"a size is within bounds", "generate 0", "1 to 9,999,999"},
	{"a reach is not nothing", "coverage --reach=0", "1 to 50 km"},
	{"a reach is not the whole of Europe", "coverage --reach=1000", "1 to 50 km"},
	{"nobody is of an age below nought", "coverage --age=-5", "0 to 120"},
	{"a network has an id", "coverage --network=headspace", "No network has this id"},
	{"a municipality is one that there is", "coverage --municipality=99999", "municipality"},
	{"a town is in the gazetteer", "coverage --what-if=Kvistelurifax", "town"},
	{"a day is a day", "coverage --on=Wednesday", "2026-11-25"},
	{"check has no such flag", "check --frob", "--frob"},
	{"member wants a verb", "member", "add"},
	{"member add wants an address", "member add --role administrator", "<email>"},
	{"an address is one", "member add mette --role administrator", "e-mail address"},
	{"a member has a role", "member add mette@example.dk", "--role"},
	{"a role has a name", "member add mette@example.dk --role king", "The roles are"},
	{"a role is over something", "member add mette@example.dk --role editor", "centre or organisation"},
	{"a role is over what it can be over", "member add mette@example.dk --role editor:network:dk", "centre or organisation"},
	{"a role names what it is over", "member add mette@example.dk --role viewer:centre:", "needs the id"},
	{"an administrator is over everything", "member add mette@example.dk --role administrator:centre:x", "over all"},
	{"the console speaks three languages", "member add mette@example.dk --role administrator --lang fr", "fr"},
	{"member remove wants an address", "member remove", "<email>"},
	{"member link wants an address", "member link", "<email>"},
	{"token wants a verb", "token", "new"},
	{"a token is for something", "token new mette@example.dk", "--name"},
	{"a token may do what there is to do", "token new mette@example.dk --name x --may rule", "see, refer"},
	{"a token ends", "token new mette@example.dk --name x --days 367", "366 days"},
	{"a token does not end before it begins", "token new mette@example.dk --name x --days 0", "366 days"},
	{"token revoke wants an id", "token revoke", "<token>"},
	{"serve is told of an issuer whole or not at all", "serve --oidc-issuer=https://issuer.example", "WALKIN_OIDC_CLIENT_ID"},
	{"an issuer leads back to somewhere", "serve --oidc-issuer=https://issuer.example --oidc-client-id=walkin", "WALKIN_BASE_URL"},
	{"reindex takes no argument", "reindex all", "all"},
	{"backup wants a file", "backup", "<file>"},
	{"restore wants a file", "restore", "<file>"},
	{"a flag wants its value", "restore backup.db --data-dir", "--data-dir"},
	{"health takes no argument", "health please", "please"},
	{"version takes no argument", "version 2", "2"},
}

func TestWrongUseIsASentenceAndWhatToTry(t *testing.T) {
	t.Chdir(t.TempDir())
	form := regexp.MustCompile(`^walkin: (["A-Z-].*[.?])\nTry: (walkin .*)\n$`)
	tried := make(map[string]bool)
	for _, c := range wrongUses {
		t.Run(c.name, func(t *testing.T) {
			args := strings.Fields(c.args)
			r := command(args...)
			m := form.FindStringSubmatch(r.err)
			if r.status != 2 || r.out != "" || m == nil {
				t.Fatalf("exits with %d, prints %q and %q", r.status, r.out, r.err)
			}
			if !strings.Contains(m[1], c.says) {
				t.Errorf("%q does not say %q", m[1], c.says)
			}
			if help := command(strings.Fields(m[2])[1:]...); help.status != 0 || !strings.HasPrefix(help.out, "Usage: walkin") {
				t.Errorf("what to try, %q, exits with %d", m[2], help.status)
			}
			if len(args) > 0 {
				tried[args[0]] = true
			}
		})
	}
	for _, name := range commandNames(t) {
		if !tried[name] {
			t.Errorf("no wrong use of %q was tried", name)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("wrong use left %v (%v)", left, err)
	}
}

// commandNames reads the commands from the help.
func commandNames(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, m := range regexp.MustCompile(`(?m)^  ([a-z]+) `).FindAllStringSubmatch(succeed(t, "--help"), -1) {
		names = append(names, m[1])
	}
	if !slices.Contains(names, "serve") || !slices.Contains(names, "restore") {
		t.Fatalf("the help lists the commands %q", names)
	}
	return names
}

func TestASettingThatIsMisspelledIsRefused(t *testing.T) {
	for name, want := range map[string]int{"WALKIN_LISTN": 2, "WALKIN_LISTEN": 0, "WALKIN_SERVER": 0, "OTHER_LISTN": 0} {
		var out, err bytes.Buffer
		status := walkin.Run(context.Background(), []string{"version"}, append(environment(), name+"=x"), &out, &err, time.Now)
		if status != want || (want == 2) != strings.Contains(err.String(), "walkin: "+name+" is not a setting.\nTry: walkin serve --help\n") {
			t.Errorf("with %s: exits with %d and prints %q", name, status, err.String())
		}
	}
}

func TestVersionNamesProgramAndPlatform(t *testing.T) {
	if got := succeed(t, "version"); !regexp.MustCompile(`^walkin \S+, go\S+, \w+/\w+\n$`).MatchString(got) {
		t.Errorf("prints %q", got)
	}
}

func TestSearchNeedsNothingAndPrintsATable(t *testing.T) {
	t.Chdir(t.TempDir())
	r := command("search", "angst", "--near", "8000")
	if r.status != 0 || r.err != "" {
		t.Fatalf("exits with %d: %s", r.status, r.err)
	}
	printed := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	if len(printed) != 13 {
		t.Fatalf("prints %d lines, want what was understood, a head, ten results and a foot:\n%s", len(printed), r.out)
	}
	for i, want := range map[int]string{
		0:  `^Understood: Anxiety and worry near Aarhus C \(DK\)\.$`,
		1:  `^NAME +WHERE +OPEN +AGES +PROMISES +ASK$`,
		2:  `^headspace Aarhus +Aarhus C, about 0 km +\S.* +12 to 25 +free, anonymous`,
		12: `^10 of \d+\. Listings are unverified`,
	} {
		if !regexp.MustCompile(want).MatchString(printed[i]) {
			t.Errorf("line %d is %q, want %s", i+1, printed[i], want)
		}
	}
	// The columns stand under their heads.
	where := strings.Index(printed[1], "WHERE")
	for _, row := range printed[2:12] {
		if cells := []rune(row); cells[where-1] != ' ' || cells[where] == ' ' {
			t.Errorf("a cell does not stand under its head: %q", row)
		}
	}
	if left, err := os.ReadDir("."); err != nil || len(left) > 0 {
		t.Errorf("a search leaves %v (%v)", left, err)
	}
}

func TestACrisisIsAnsweredWithNumbersAndNoTable(t *testing.T) {
	t.Chdir(t.TempDir())
	out := succeed(t, "search", "selvmord")
	if !strings.HasPrefix(out, "In danger now: call 112.\n") || strings.Count(out, "\n") < 4 || strings.Contains(out, "NAME") {
		t.Errorf("prints %s", out)
	}
}

func TestACrisisIsAnsweredWithThePeopleOfOnesOwnCountry(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("WALKIN_COUNTRY", "NL")
	out := succeed(t, "search", "zelfmoord", "--lang", "nl")
	if !strings.Contains(out, "113 Zelfmoordpreventie") || strings.Contains(out, "Livslinien") {
		t.Errorf("prints %s", out)
	}
}

func TestSearchAsksAServerOrOpensTheCatalogueBesideIt(t *testing.T) {
	t.Parallel()
	dir := folder(t)
	s, _ := serveHere(t, dir, func() time.Time { return wednesday })
	question := []string{"search", "ensom", "--lang", "da", "--near", "Odense", "--age", "17", "--promises", "free", "--limit", "5"}
	asked := succeed(t, append(question, "--server", s.url+"/")...)
	opened := succeed(t, append(question, "--data-dir", dir)...)
	if !strings.Contains(asked, "5 of ") || asked != opened {
		t.Errorf("the server says\n%s\nand the catalogue\n%s", asked, opened)
	}
	if !strings.Contains(s.log.String(), `"route":"/v1/search"`) {
		t.Error("the server was not asked")
	}
	var answer api.SearchAnswer
	if err := json.Unmarshal([]byte(succeed(t, append(question, "--server", s.url, "--json")...)), &answer); err != nil || len(answer.Results) != 5 {
		t.Errorf("--json gives %d results, %v", len(answer.Results), err)
	}
	if out := succeed(t, "health", "--server", s.url); out != "ready\n" {
		t.Errorf("health prints %q", out)
	}
}

func TestWhatDoesNotAnswerIsSaid(t *testing.T) {
	for _, args := range [][]string{{"health", "--server", "http://127.0.0.1:1"}, {"search", "angst", "--server", "http://127.0.0.1:1"}} {
		if r := command(args...); r.status != 1 || !strings.Contains(r.err, "server") || !strings.Contains(r.err, "refused") {
			t.Errorf("%s exits with %d: %s", args[0], r.status, r.err)
		}
	}
}
