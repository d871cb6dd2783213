package referral_test

import (
	"bytes"
	"log/slog"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"walkin/internal/problem"
	"walkin/internal/referral"
)

const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestACodeCannotBeGuessed(t *testing.T) {
	const n = 2000
	seen, counts := make(map[referral.Code]bool), make(map[rune]int)
	for range n {
		code := referral.NewCode()
		if bits := float64(len(code)) * math.Log2(float64(len(crockford))); bits < 100 {
			t.Fatalf("a code has %.0f bits", bits)
		}
		for _, r := range code {
			if !strings.ContainsRune(crockford, r) {
				t.Fatalf("%q is not of the alphabet", r)
			}
			counts[r]++
		}
		seen[code] = true
	}
	if len(seen) != n {
		t.Errorf("%d codes of %d are different", len(seen), n)
	}
	// 1,250 of each are expected; a standard deviation is 35.
	for _, r := range crockford {
		if counts[r] < 1000 || counts[r] > 1500 {
			t.Errorf("%c came %d times of %d", r, counts[r], n*20)
		}
	}
}

func TestACodeIsReadAsPeopleWriteIt(t *testing.T) {
	const code = referral.Code("0123456789ABCDEFGHJK")
	for _, c := range []struct {
		words, written string
		read           bool
	}{
		{"as it is printed", "01234-56789-ABCDE-FGHJK", true},
		{"in small letters and with spaces", " 01234 56789 abcde fghjk ", true},
		{"with an O for the zero, and an I or L for the one", "Oi234-56789-abcde-fghjk", true},
		{"with an l for the one", "ol234-56789-abcde-fghjk", true},
		{"with a hyphen that does not break", "01234\u201156789\u2011ABCDE\u2011FGHJK", true},
		{"one character short", "1234-56789-ABCDE-FGHJK", false},
		{"one character long", "001234-56789-ABCDE-FGHJK", false},
		{"with a U, which is in no code", "U1234-56789-ABCDE-FGHJK", false},
		{"with an accent", "É1234-56789-ABCDE-FGHJK", false},
		{"nothing", "", false},
		{"spaces without end", strings.Repeat(" ", 10000) + string(code), false},
	} {
		t.Run(c.words, func(t *testing.T) {
			got, err := referral.ParseCode(c.written)
			if c.read && (err != nil || got != code) {
				t.Errorf("got %q, %v", got, err)
			}
			if !c.read && (got != "" || problem.KindOf(err) != problem.NotFound) {
				t.Errorf("got %q, %v; want not found", got, err)
			}
			if err != nil && c.written != "" && strings.Contains(err.Error(), c.written) {
				t.Errorf("the error repeats what was written: %v", err)
			}
		})
	}
}

func TestACodeComesBackAndStaysOutOfLogs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		code := referral.NewCode()
		if got, err := referral.ParseCode(strings.ToLower(code.Grouped())); err != nil || got != code {
			t.Fatalf("%q came back as %q, %v", code, got, err)
		}
		if got, err := referral.ParseHash(code.Hash().String()); err != nil || got != code.Hash() {
			t.Fatalf("the hash came back as %v, %v", got, err)
		}
	})
	var log bytes.Buffer
	code := referral.NewCode()
	slog.New(slog.NewTextHandler(&log, nil)).Info("opened", "code", code)
	if strings.Contains(log.String(), string(code)) {
		t.Errorf("the log says %s", &log)
	}
	for _, s := range []string{"", "00", strings.Repeat("g", 64), strings.Repeat("0", 66)} {
		if _, err := referral.ParseHash(s); problem.KindOf(err) != problem.NotFound {
			t.Errorf("%q is read as a hash: %v", s, err)
		}
	}
}

func FuzzParseCode(f *testing.F) {
	for _, seed := range []string{"01234-56789-ABCDE-FGHJK", "oil", "", "\xff", "ﬀﬀ-01234-56789-ABCDE"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, s string) {
		code, err := referral.ParseCode(s)
		if err != nil {
			return
		}
		if len(code) != 20 || strings.Trim(string(code), crockford) != "" {
			t.Fatalf("%q was read as %q", s, code)
		}
		if again, err := referral.ParseCode(code.Grouped()); err != nil || again != code {
			t.Fatalf("%q came back as %q, %v", code, again, err)
		}
	})
}

func TestACodeMadeOfASaltIsOneOfItsMemberKeyAndSalt(t *testing.T) {
	salt := referral.NewSalt()
	code := salt.CodeOf("m-1", "key")
	if again := salt.CodeOf("m-1", "key"); again != code {
		t.Errorf("the same gives %s, then %s", code, again)
	}
	if parsed, err := referral.ParseCode(string(code)); err != nil || parsed != code {
		t.Errorf("%s is not a code: %v", code, err)
	}
	for name, other := range map[string]referral.Code{
		"another salt": referral.NewSalt().CodeOf("m-1", "key"), "another member": salt.CodeOf("m-2", "key"), "another key": salt.CodeOf("m-1", "kez"),
	} {
		if other == code {
			t.Errorf("%s gives the same code", name)
		}
	}
}
