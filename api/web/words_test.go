package web_test

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"walkin/api/web"
)

// said reads all that the interface says in a language.
func said(t testing.TB, lang string) map[string]string {
	t.Helper()
	file, err := os.ReadFile("words/" + lang + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var all map[string]string
	if err := json.Unmarshal(file, &all); err != nil {
		t.Fatalf("%s: %v", lang, err)
	}
	return all
}

// sources reads what draws the pages: code, templates, and the scripts of the
// widget, without tests and what was generated from these.
func sources(t testing.TB) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "released":
			return fs.SkipDir
		case strings.HasSuffix(path, "_test.go") || strings.HasSuffix(path, ".gen.go") || !slices.Contains([]string{".go", ".html", ".js"}, filepath.Ext(path)):
			return nil
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
}

// made are the keys that code puts together of parts.
var made = regexp.MustCompile(`^(day\.[1-7]|day\.short\.[1-7]|month\.\d+|language\.[a-z]{2,3}|` +
	`promise\.(free|anonymous|no_appointment|no_referral|no_assessment|confidential)\.(yes|no)|` +
	`chip\.(open|free|anonymous|no_appointment|wheelchair|chat)|reason\.(name|text)|` +
	`found\.order_(best|distance|opens)|found\.drop\.(open_at|radius_km|topics|text|kinds)|map\.(in|out|north|south|west|east)|` +
	`ask\.kind_(any|centre|activity)|ask\.travel_(any|walk|bike)|ask\.sort_(best|distance|opens)|` +
	`crisis\.country\.(DK|NL|BE)|door\.(open|closed|unknown)|place\.q\..*|place\.setting\..*|wrong\.field\..*|knock\.state\..*|handover\.welcome\..*|widget_page\..*|coverage\.(evening|weekend))$`)

// ofConsole gives the keys of what only the pages of staff say. They are asked
// for from the same code.
func ofConsole(t testing.TB) map[string]json.RawMessage {
	t.Helper()
	files, err := filepath.Glob("console/words/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal("the console says nothing", err)
	}
	all := make(map[string]json.RawMessage)
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err == nil {
			err = json.Unmarshal(text, &all)
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return all
}

func TestEveryWordThatIsAskedForIsThere(t *testing.T) {
	known, n := said(t, web.Fallback), 0
	for key := range ofConsole(t) {
		known[key] = key
	}
	for _, call := range regexp.MustCompile(`(?:\.Say\(|\{t |[( ]t )"([a-z0-9_.]+)"[,) }]`).FindAllStringSubmatch(sources(t), -1) {
		if strings.HasSuffix(call[1], ".") || strings.HasSuffix(call[1], "_") {
			continue // the beginning of one; see made
		}
		if n++; known[call[1]] == "" {
			t.Errorf("nobody knows %q", call[1])
		}
	}
	if n < 150 {
		t.Errorf("%d calls were found, so not all of them", n)
	}
}

func TestEveryWordIsUsed(t *testing.T) {
	source := sources(t)
	for key := range said(t, web.Fallback) {
		if !strings.Contains(source, `"`+key+`"`) && !strings.Contains(source, `'`+key+`'`) && !made.MatchString(key) {
			t.Errorf("nothing says %q", key)
		}
	}
}

func TestEveryLanguageSaysTheSame(t *testing.T) {
	braces := regexp.MustCompile(`\{[a-z_]+\}`)
	holes := func(text string) []string {
		found := braces.FindAllString(text, -1)
		slices.Sort(found)
		return slices.Compact(found)
	}
	first := said(t, web.Fallback)
	for _, lang := range web.Languages {
		words := said(t, lang)
		for key, text := range first {
			if !slices.Equal(holes(text), holes(words[key])) {
				t.Errorf("%s: %s: %q has other holes than %q", lang, key, words[key], text)
			}
		}
		for key, text := range words {
			if strings.ContainsAny(text, "!¡！") {
				t.Errorf("%s: %s shouts: %q", lang, key, text)
			}
			if first[key] == "" {
				t.Errorf("%s: %s is in no other language", lang, key)
			}
			if key != "place.comma" && text != strings.TrimSpace(text) || !utf8.ValidString(text) {
				t.Errorf("%s: %s: %q", lang, key, text)
			}
		}
	}
}

// reading counts words, sentences and words of more than six letters. What
// ends with no stop is a label, and counts as a sentence.
func reading(text string) (words, sentences, long int) {
	for _, sentence := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".?!:;؟…", r) }) {
		n := 0
		for _, word := range strings.FieldsFunc(sentence, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '-' && r != '’' && r != '\''
		}) {
			if n++; utf8.RuneCountInString(word) > 6 {
				long++
			}
		}
		if words += n; n > 0 {
			sentences++
		}
	}
	return words, sentences, long
}

// TestTheWordsArePlain holds the words to what somebody of fifteen reads without
// effort (U26): the mean of all, and no sentence far from it.
func TestTheWordsArePlain(t *testing.T) {
	for _, lang := range web.Languages {
		words, sentences, long, full, inFull := 0, 0, 0, 0, 0
		for key, text := range said(t, lang) {
			w, s, l := reading(text)
			words, sentences, long = words+w, sentences+s, long+l
			if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "؟") {
				full, inFull = full+s, inFull+w
			}
			for _, sentence := range strings.SplitAfter(text, ". ") {
				if n, _, _ := reading(strings.ReplaceAll(sentence, ":", ",")); n > 25 {
					t.Errorf("%s: %s: a sentence of %d words: %s", lang, key, n, sentence)
				}
			}
		}
		mean := float64(inFull) / float64(full)
		lix := float64(words)/float64(sentences) + 100*float64(long)/float64(words)
		t.Logf("%s: %.1f words a sentence, LIX %.0f", lang, mean, lix)
		if mean > 15 {
			t.Errorf("%s: a sentence has %.1f words", lang, mean)
		}
		if lang == "da" && lix > 35 {
			t.Errorf("the Danish words have a LIX of %.1f", lix)
		}
	}
}
