package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// first is the module that uses the others and is used by none.
const first = "element.js"

// head stands above every version. It is what somebody reads who looks into the
// file on their page.
const head = `// walkin-finder %s (MIT). Find a place where you can just come in.
// Asks only the server that this file comes from; stores nothing; what is typed goes nowhere else.
`

// bundle joins the modules of the widget into one.
func bundle(folder string) ([]byte, error) {
	source, err := readSource(filepath.Join(folder, "src"))
	if err != nil {
		return nil, err
	}
	made, err := makeModules(folder, source)
	if err != nil {
		return nil, err
	}
	j := joiner{source: source, made: made, names: make(map[string]string), done: make(map[string]bool)}
	fmt.Fprintf(&j.out, head, version)
	if err := j.join(first); err != nil {
		return nil, err
	}
	for name := range source {
		if !j.done[name] {
			return nil, fmt.Errorf("%s is imported by nothing", name)
		}
	}
	return j.out.Bytes(), nil
}

// makeModules makes the modules that are not written by hand.
func makeModules(folder string, source map[string]string) (map[string]string, error) {
	style, err := os.ReadFile(filepath.Join(folder, "src", "style.css"))
	if err != nil {
		return nil, fmt.Errorf("read style: %w", err)
	}
	said, err := readWords(folder, source)
	if err != nil {
		return nil, err
	}
	carried, err := readCatalogue()
	if err != nil {
		return nil, err
	}
	made := make(map[string]string)
	for name, constants := range map[string]map[string]any{
		"style.js": {"STYLE": squeezed(string(style))},
		"words.js": {"WORDS": said},
		"copy.js":  {"CONTACTS": carried.contacts, "TOPICS": carried.topics},
	} {
		if made[name], err = module(constants); err != nil {
			return nil, err
		}
	}
	return made, nil
}

// module writes constants as a module. What is valid JSON is valid JavaScript.
func module(constants map[string]any) (string, error) {
	var b strings.Builder
	for _, name := range []string{"STYLE", "WORDS", "CONTACTS", "TOPICS"} {
		value, ok := constants[name]
		if !ok {
			continue
		}
		var written bytes.Buffer
		encoder := json.NewEncoder(&written)
		encoder.SetEscapeHTML(false)
		if err := encoder.Encode(value); err != nil {
			return "", fmt.Errorf("write %s: %w", name, err)
		}
		fmt.Fprintf(&b, "const %s = %s;\n", name, bytes.TrimSpace(written.Bytes()))
	}
	return b.String(), nil
}

func readSource(folder string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(folder, "*.js"))
	if err != nil {
		return nil, fmt.Errorf("read source: %w", err)
	}
	source := make(map[string]string)
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read source: %w", err)
		}
		source[filepath.Base(name)] = string(content)
	}
	return source, nil
}

// joiner writes modules one after the other, each after those that it imports.
type joiner struct {
	source, made map[string]string
	names        map[string]string // of what modules declare at their top, and where
	done         map[string]bool
	out          bytes.Buffer
}

var (
	imported = regexp.MustCompile(`^import \{[\w, ]+\} from '\./([\w.]+)';$`)
	declared = regexp.MustCompile(`^(?:export )?(?:async )?(?:const|let|class|function) (\w+)`)
)

// join writes a module. It knows only the little JavaScript that the source is
// written in, and refuses what it could get wrong: a line of source is a whole
// comment or none, and no text runs over a line.
func (j *joiner) join(name string) error {
	if j.done[name] {
		return nil
	}
	j.done[name] = true // also while it is being written: modules may import each other
	text, ok := j.source[name]
	if !ok {
		if text, ok = j.made[name]; !ok {
			return fmt.Errorf("there is no module %s", name)
		}
		j.out.WriteString(text)
		return nil
	}
	if strings.ContainsAny(text, "`") || strings.Contains(text, "/*") {
		return fmt.Errorf("%s: no template strings and no /* comments: they may run over lines", name)
	}
	var body strings.Builder
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if m := imported.FindStringSubmatch(line); m != nil {
			if err := j.join(m[1]); err != nil {
				return err
			}
			continue
		}
		if strings.HasPrefix(line, "import ") {
			return fmt.Errorf("%s: an import is written import {name} from './file.js'; not %q", name, line)
		}
		if line != "" && !strings.HasPrefix(line, "//") {
			body.WriteString(strings.TrimPrefix(line, "export ") + "\n")
		}
	}
	// All modules share one scope in the end.
	for line := range strings.Lines(text) {
		if m := declared.FindStringSubmatch(line); m != nil {
			if other := j.names[m[1]]; other != "" {
				return fmt.Errorf("%s is in %s and in %s", m[1], other, name)
			}
			j.names[m[1]] = name
		}
	}
	j.out.WriteString(body.String())
	return nil
}

var (
	cssComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	cssSpace   = regexp.MustCompile(`\s+`)
	cssTight   = regexp.MustCompile(` ?([{};,]) ?|(:) `)
)

// squeezed takes comments, needless space and needless semicolons out of a
// style sheet. No text in it holds a brace, a comma, a colon or more than one
// space.
func squeezed(style string) string {
	style = cssComment.ReplaceAllString(style, "")
	style = cssSpace.ReplaceAllString(style, " ")
	style = cssTight.ReplaceAllString(style, "$1$2")
	return strings.TrimSpace(strings.ReplaceAll(style, ";}", "}"))
}
