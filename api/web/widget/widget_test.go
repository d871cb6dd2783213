package widget_test

import (
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"walkin/api/web/widget"
)

// most is how large the widget may be, packed, with its styles, its words and
// its numbers.
const most = 30_000

func TestAVersionIsWhatItsHashSays(t *testing.T) {
	names, err := filepath.Glob("released/*.js")
	if err != nil || len(names) != len(widget.Versions()) {
		t.Fatalf("there are the files %v for the versions %v (%v)", names, widget.Versions(), err)
	}
	for _, version := range widget.Versions() {
		if !regexp.MustCompile(`^\d+\.\d+\.\d+$`).MatchString(version) {
			t.Errorf("%s is no version", version)
		}
		script, ok := widget.File(version)
		if !ok {
			t.Fatalf("%s has no file", version)
		}
		sum := sha512.Sum384(script)
		if want := "sha384-" + base64.StdEncoding.EncodeToString(sum[:]); widget.Integrity(version) != want {
			t.Errorf("%s: the hash is %s, and that of the file %s", version, widget.Integrity(version), want)
		}
	}
}

func TestWhatIsNoVersionHasNoFile(t *testing.T) {
	for _, version := range []string{"", "0.0.0", "versions", "../widget", "1.0.0.js"} {
		if _, ok := widget.File(version); ok || widget.Integrity(version) != "" || widget.Packed(version) != nil {
			t.Errorf("%q is a version", version)
		}
	}
}

func TestTheWidgetIsSmall(t *testing.T) {
	packed := widget.Packed(widget.Newest())
	t.Logf("%s has %d bytes, packed", widget.Newest(), len(packed))
	if len(packed) > most {
		t.Errorf("the widget has %d bytes, packed; at most %d", len(packed), most)
	}
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if script, _ := widget.File(widget.Newest()); err != nil || !bytes.Equal(plain, script) {
		t.Errorf("unpacked, it is another script (%v)", err)
	}
}

// TestTheWidgetUsesNothingThatAHostForbids reads what is released, word by word:
// what runs texts or writes markup is refused by strict hosts, what stores is
// refused by us.
func TestTheWidgetUsesNothingThatAHostForbids(t *testing.T) {
	script, _ := widget.File(widget.Newest())
	for _, word := range []string{
		"innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser", "createContextualFragment", "srcdoc",
		"eval(", "new Function", "import(", "setAttribute('style'", "cssText",
		"document.cookie", "localStorage", "sessionStorage", "indexedDB", "caches.", "serviceWorker", "sendBeacon", "XMLHttpRequest",
		"history.", " location.", "(location.", "window.location", "document.location", "postMessage", "window.open", "console.", "debugger", "globalThis",
	} {
		if bytes.Contains(script, []byte(word)) {
			t.Errorf("it uses %s", word)
		}
	}
	// The only addresses in it are those of people to write to.
	for _, address := range regexp.MustCompile(`https?://[^"'\s)]*`).FindAllString(string(script), -1) {
		if !bytes.Contains(script, []byte(`"url":"`+address+`"`)) && address != "http://www.w3.org/2000/svg" {
			t.Errorf("it names %s", address)
		}
	}
}

// TestOldTelephonesCanReadIt looks for what browsers of 2020 cannot parse: one
// such sign, and the whole widget is missing.
func TestOldTelephonesCanReadIt(t *testing.T) {
	names, err := filepath.Glob("src/*.js")
	if err != nil || len(names) == 0 {
		t.Fatalf("no source: %v", err)
	}
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, sign := range map[string]string{
			"logical assignment": `(\|\||&&|\?\?)=`, "a private field": `[.\s]#[a-z]`, "a field of a class": `(?m)^\s+(static )?\w+ = .*;$\n\s*(static|constructor)`,
			"a static block": `static \{`, "a number with a line in it": `\d_\d`, "at()": `\.at\(`, "replaceAll": `\.replaceAll\(`, "hasOwn": `Object\.hasOwn\(`,
			"await at the top": `(?m)^await `, "a look behind": `\(\?<[=!]`, "any": `Promise\.any`, "a clone": `structuredClone`,
		} {
			if regexp.MustCompile(sign).Match(source) {
				t.Errorf("%s has %s", name, what)
			}
		}
	}
}

func TestEveryLanguageSaysWhatOnlyTheWidgetSays(t *testing.T) {
	content, err := os.ReadFile("words.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]map[string]string
	if err := json.Unmarshal(content, &words); err != nil {
		t.Fatal(err)
	}
	if len(words) != 7 {
		t.Errorf("there are %d languages, want 7", len(words))
	}
	braces := regexp.MustCompile(`\{\w+\}`)
	for lang, texts := range words {
		for key, english := range words["en"] {
			if !slices.Equal(braces.FindAllString(texts[key], -1), braces.FindAllString(english, -1)) || texts[key] == "" {
				t.Errorf("%s: %s is %q, in English %q", lang, key, texts[key], english)
			}
		}
		for key, text := range texts {
			if words["en"][key] == "" {
				t.Errorf("%s: %s is not in English", lang, key)
			}
			if strings.ContainsAny(text, "!¡") {
				t.Errorf("%s: %s shouts", lang, key)
			}
		}
	}
}
