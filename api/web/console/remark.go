package console

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"walkin/api/web"
	"walkin/internal/problem"
)

// Remark is a sentence about what is wrong.
type Remark struct {
	Text string
	Lang string // "" where it is that of the page
}

// Tell gives a sentence of the directory in the language of a member; in
// English, and marked as that, where nobody has written it in theirs.
func Tell(words *web.Words, s problem.Sentence) Remark {
	if words.Lang == web.Fallback {
		return Remark{Text: s.String()}
	}
	if text, ok := told(words.Lang, s); ok {
		first, size := utf8.DecodeRuneInString(text) // a word may stand there
		return Remark{Text: string(unicode.ToUpper(first)) + text[size:]}
	}
	return Remark{Text: s.String(), Lang: web.Fallback}
}

// told says a sentence in a language, and whether it can be said in that.
func told(lang string, s problem.Sentence) (string, bool) {
	all, _ := rules() // Open has read them
	if s.Format == "%s" && len(s.Args) == 1 {
		if inner, ok := s.Args[0].(problem.Sentence); ok {
			return told(lang, inner)
		}
		return s.String(), true // one of our own, which is in the right language
	}
	format := all[s.Format][lang]
	if format == "" {
		return "", false
	}
	args := make([]any, len(s.Args))
	for i, arg := range s.Args {
		switch arg := arg.(type) {
		case problem.Sentence:
			inner, ok := told(lang, arg)
			if !ok {
				return "", false
			}
			args[i] = inner
		case problem.Word:
			if args[i] = arg; all[string(arg)][lang] != "" {
				args[i] = all[string(arg)][lang]
			}
		case problem.Either:
			args[i] = strings.Join(arg, " "+all["or"][lang]+" ")
		default:
			args[i] = arg
		}
	}
	return fmt.Sprintf(format, args...), true
}

// rules reads how the sentences of the directory are said in other languages
// than English: {"<English format>": {"da": "...", "nl": "..."}}, one file a
// subject. The words of the house that stand in them are in words.json.
var rules = sync.OnceValues(func() (map[string]map[string]string, error) {
	all := make(map[string]map[string]string)
	names, err := fs.Glob(files, "rules/*.json")
	if err != nil {
		return nil, fmt.Errorf("read rules: %w", err)
	}
	for _, name := range names {
		body, err := files.ReadFile(name)
		if err != nil {
			return nil, fmt.Errorf("read rules: %w", err)
		}
		var said map[string]map[string]string
		if err := json.Unmarshal(body, &said); err != nil {
			return nil, fmt.Errorf("read rules of %s: %w", name, err)
		}
		for format, in := range said {
			if all[format] != nil {
				return nil, fmt.Errorf("%s: %q is said elsewhere", name, format)
			}
			all[format] = in
		}
	}
	return all, nil
})
