package problem_test

import (
	"encoding/json"
	"reflect"
	"testing"

	"walkin/internal/problem"
)

// What is told in English is the format with its values, and the sentence keeps
// both for who says it in another language.
func TestASentenceKeepsHowItWasMade(t *testing.T) {
	for name, c := range map[string]struct {
		told     string
		sentence problem.Sentence
		want     problem.Sentence
	}{
		"of a field": {problem.At("/a", "At most %d of %q.", 3, "x").Detail, problem.At("/a", "At most %d of %q.", 3, "x").Sentence(),
			problem.Sentence{Format: "At most %d of %q.", Args: []any{3, "x"}}},
		"of an error": {problem.New(problem.Invalid, "A %s.", problem.Word("centre")).Detail, problem.New(problem.Invalid, "A %s.", problem.Word("centre")).Sentence(),
			problem.Sentence{Format: "A %s.", Args: []any{problem.Word("centre")}}},
		"of an error that points at a part": {problem.New(problem.Invalid, "Not %d.", 4).At("/a").Detail, problem.New(problem.Invalid, "Not %d.", 4).At("/a").Sentence(),
			problem.Sentence{Format: "Not %d.", Args: []any{4}}},
		"of a detail that was written as it is": {"67 % is too much.", problem.Field{Detail: "67 % is too much."}.Sentence(), problem.Sentence{Format: "67 %% is too much."}},
	} {
		t.Run(name, func(t *testing.T) {
			if !reflect.DeepEqual(c.sentence, c.want) {
				t.Errorf("kept as %+v", c.sentence)
			}
			if said := c.sentence.String(); said != c.told {
				t.Errorf("told %q, and the sentence says %q", c.told, said)
			}
		})
	}
}

// A preview is read a day later; its sentences say the same then.
func TestASentenceThatWasWrittenDownSaysTheSame(t *testing.T) {
	for _, s := range []problem.Sentence{
		{Format: "Nothing."},
		{Format: "100 %%."},
		{Format: "%d and %s, %q and a %s.", Args: []any{12, "b", "\"c\"", problem.Word("centre")}},
		{Format: "One of %s.", Args: []any{problem.Either{"a", "b"}}},
		{Format: "Not %v.", Args: []any{json.SyntaxError{}}},
	} {
		body, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var read problem.Sentence
		if err := json.Unmarshal(body, &read); err != nil {
			t.Fatal(err)
		}
		if read.String() != s.String() {
			t.Errorf("%s said %q and says %q", body, s, read)
		}
		for i, arg := range s.Args {
			if word, ok := arg.(problem.Word); ok && read.Args[i] != word {
				t.Errorf("%s: the word came back as %T", body, read.Args[i])
			}
		}
	}
	for _, wrong := range []string{`[]`, `{"args": [1.5]}`, `{"args": [{"word": 3}]}`, `{"args": [true]}`} {
		var read problem.Sentence
		if err := json.Unmarshal([]byte(wrong), &read); err == nil {
			t.Errorf("%s was read", wrong)
		}
	}
}

// The API sends what it always sent: nothing of how a sentence was made.
func TestAFieldIsSentInEnglishOnly(t *testing.T) {
	body, err := json.Marshal(problem.At("/ages/max", "At most %d.", 120))
	if err != nil || string(body) != `{"pointer":"/ages/max","detail":"At most 120."}` {
		t.Errorf("sent is %s (%v)", body, err)
	}
}
