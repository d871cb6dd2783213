package kompas

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/feed"
)

// Sheet takes the opslag of an export one by one, so that an export of any
// length needs no more memory than one of them. Close ends it.
type Sheet interface {
	Write(Opslag) error
	Close() error
}

// counts is how many opslag there are in each state.
type counts map[State]int

// jsonSheet writes {"reading", "opslag": [...], "counts": {...}}.
type jsonSheet struct {
	w       *bufio.Writer
	counts  counts
	written int
}

// NewJSON begins an export as one JSON object: what it rests on, the opslag and,
// at its end, how many there are in each state.
func NewJSON(w io.Writer) (Sheet, error) {
	s := &jsonSheet{w: bufio.NewWriter(w), counts: counts{Ready: 0, Needs: 0, Refused: 0}}
	reading, err := json.Marshal(Reading)
	if err != nil {
		return nil, err
	}
	_, err = fmt.Fprintf(s.w, "{\"reading\":%s,\"opslag\":[", reading)
	return s, err
}

func (s *jsonSheet) Write(o Opslag) error {
	if s.written > 0 {
		if _, err := s.w.WriteString(","); err != nil {
			return err
		}
	}
	s.written++
	s.counts[o.Lint.State]++
	if _, err := s.w.WriteString("\n"); err != nil {
		return err
	}
	body, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("write opslag %s: %w", o.ID, err)
	}
	_, err = s.w.Write(body)
	return err
}

func (s *jsonSheet) Close() error {
	total, err := json.Marshal(s.counts)
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintf(s.w, "\n],\"counts\":%s}\n", total); err != nil {
		return err
	}
	return s.w.Flush()
}

// columns are those of the CSV file, in their order. The names are the paths
// of the JSON form.
var columns = []struct {
	name string
	cell func(*Opslag) string
}{
	{"id", func(o *Opslag) string { return o.ID }},
	{"lint.state", func(o *Opslag) string { return string(o.Lint.State) }},
	{"lint.needs", func(o *Opslag) string { return remarks(o.Lint.Needs) }},
	{"lint.refused", func(o *Opslag) string { return remarks(o.Lint.Refused) }},
	{"title", func(o *Opslag) string { return o.Title }},
	{"short_text", func(o *Opslag) string { return o.ShortText }},
	{"body", func(o *Opslag) string { return o.Body }},
	{"lang", func(o *Opslag) string { return o.Lang }},
	{"organisation.name", func(o *Opslag) string { return o.Organisation.Name }},
	{"organisation.cvr", func(o *Opslag) string { return o.Organisation.CVR }},
	{"organisation.type", func(o *Opslag) string { return o.Organisation.Type }},
	{"eligibility_basis", func(o *Opslag) string { return string(o.EligibilityBasis) }},
	{"no_referral_needed", func(o *Opslag) string { return o.NoReferralNeeded.String() }},
	{"free", func(o *Opslag) string { return o.Free.String() }},
	{"nonprofit_note", func(o *Opslag) string { return o.NonprofitNote }},
	{"challenges", func(o *Opslag) string { return terms(o.Challenges) }},
	{"target_groups", func(o *Opslag) string { return terms(o.TargetGroups) }},
	{"activity_types", func(o *Opslag) string { return terms(o.ActivityTypes) }},
	{"age_min", func(o *Opslag) string { return whole(o.AgeMin) }},
	{"age_max", func(o *Opslag) string { return whole(o.AgeMax) }},
	{"all_ages", func(o *Opslag) string { return flag(o.AllAges) }},
	{"relatives_welcome", func(o *Opslag) string { return o.RelativesWelcome.String() }},
	{"delivery", func(o *Opslag) string { return joined(o.Delivery) }},
	{"anonymous", func(o *Opslag) string { return o.Anonymous.String() }},
	{"geography.municipalities", func(o *Opslag) string { return strings.Join(o.Geography.Municipalities, "; ") }},
	{"geography.nationwide", func(o *Opslag) string { return flag(o.Geography.Nationwide) }},
	{"geography.address", func(o *Opslag) string { return o.Geography.Address }},
	{"geography.lat", func(o *Opslag) string { return degrees(o.Geography.Lat) }},
	{"geography.lon", func(o *Opslag) string { return degrees(o.Geography.Lon) }},
	{"geography.precision", func(o *Opslag) string { return o.Geography.Precision }},
	{"times.text", func(o *Opslag) string { return o.Times.Text }},
	{"contact.phone", func(o *Opslag) string { return o.Contact.Phone }},
	{"contact.email", func(o *Opslag) string { return o.Contact.Email }},
	{"contact.url", func(o *Opslag) string { return o.Contact.URL }},
	{"image.file", func(o *Opslag) string { return photo(o.Image).File }},
	{"image.alt", func(o *Opslag) string { return photo(o.Image).Alt }},
	{"verified_at", func(o *Opslag) string { return verified(o) }},
	{"source", func(o *Opslag) string { return o.Source }},
	{"status", func(o *Opslag) string { return o.Status }},
}

// csvSheet writes a CSV file (RFC 4180) with a line of names at its top.
type csvSheet struct{ w *csv.Writer }

// NewCSV begins an export as a CSV file in UTF-8 with lines that end in CRLF,
// one line for each opslag, its lists joined by semicolons.
func NewCSV(w io.Writer) (Sheet, error) {
	s := &csvSheet{csv.NewWriter(w)}
	s.w.UseCRLF = true
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return s, s.w.Write(names)
}

func (s *csvSheet) Write(o Opslag) error {
	line := make([]string, len(columns))
	for i, c := range columns {
		line[i] = feed.Guard(c.cell(&o))
	}
	return s.w.Write(line)
}

func (s *csvSheet) Close() error {
	s.w.Flush()
	return s.w.Error()
}

func remarks(list []Remark) string {
	said := make([]string, len(list))
	for i, r := range list {
		said[i] = r.Field + ": " + r.Why
	}
	return strings.Join(said, " ")
}

func terms(list []Term) string {
	labels := make([]string, len(list))
	for i, t := range list {
		labels[i] = t.Label
	}
	return strings.Join(labels, "; ")
}

func joined(list []Delivery) string {
	words := make([]string, len(list))
	for i, d := range list {
		words[i] = string(d)
	}
	return strings.Join(words, "; ")
}

func whole(n *int) string {
	if n == nil {
		return ""
	}
	return strconv.Itoa(*n)
}

// flag says yes, and nothing for what is not stated.
func flag(b bool) string {
	if b {
		return directory.Yes.String()
	}
	return ""
}

func degrees(d *float64) string {
	if d == nil {
		return ""
	}
	return strconv.FormatFloat(*d, 'f', -1, 64)
}

func photo(i *Image) Image {
	if i == nil {
		return Image{}
	}
	return *i
}

func verified(o *Opslag) string {
	if o.VerifiedAt == nil {
		return ""
	}
	return o.VerifiedAt.String()
}
