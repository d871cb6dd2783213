package problem

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// Sentence is a sentence as it was made: in English, as a format of package
// fmt, with what stands in it. The API says it so. Whoever says it in another
// language looks for the format in a list of their own and puts the same values
// into what they find.
type Sentence struct {
	Format string
	Args   []any // texts, whole numbers and words
}

// Word is a word of the house that stands in a sentence, such as the kind of an
// entry. In another language it is another word, which a value is not.
type Word string

// Either is some words of a vocabulary, written as a member writes them, of
// which any would be right.
type Either []string

// String is the words in English: "centre or organisation".
func (e Either) String() string { return strings.Join(e, " or ") }

// String is the sentence in English.
func (s Sentence) String() string { return fmt.Sprintf(s.Format, s.Args...) }

// plain gives a text as the sentence that says it and has no values.
func plain(text string) Sentence { return Sentence{Format: strings.ReplaceAll(text, "%", "%%")} }

// kept is a sentence as it is written down, for a preview that is read later.
type kept struct {
	Format string `json:"format"`
	Args   []any  `json:"args,omitempty"`
}

// keptWord tells a word from a text.
type keptWord struct {
	Word Word `json:"word"`
}

// MarshalJSON writes a sentence down. What is no number and no word is a text.
func (s Sentence) MarshalJSON() ([]byte, error) {
	k := kept{Format: s.Format}
	for _, arg := range s.Args {
		switch arg := arg.(type) {
		case string, int:
			k.Args = append(k.Args, arg)
		case Word:
			k.Args = append(k.Args, keptWord{arg})
		default:
			k.Args = append(k.Args, fmt.Sprint(arg))
		}
	}
	return json.Marshal(k)
}

// UnmarshalJSON reads what MarshalJSON wrote.
func (s *Sentence) UnmarshalJSON(b []byte) error {
	var k struct {
		Format string            `json:"format"`
		Args   []json.RawMessage `json:"args"`
	}
	if err := json.Unmarshal(b, &k); err != nil {
		return fmt.Errorf("read sentence: %w", err)
	}
	s.Format, s.Args = k.Format, make([]any, len(k.Args))
	for i, raw := range k.Args {
		var err error
		switch {
		case bytes.HasPrefix(raw, []byte(`"`)):
			s.Args[i], err = read[string](raw)
		case bytes.HasPrefix(raw, []byte(`{`)):
			var w keptWord
			w, err = read[keptWord](raw)
			s.Args[i] = w.Word
		default:
			s.Args[i], err = read[int](raw)
		}
		if err != nil {
			return fmt.Errorf("read sentence: %w", err)
		}
	}
	return nil
}

func read[T any](raw json.RawMessage) (value T, err error) {
	err = json.Unmarshal(raw, &value)
	return value, err
}
