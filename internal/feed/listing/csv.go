package listing

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"

	"walkin/internal/directory"
	"walkin/internal/feed"
)

// columns are the columns of the CSV form: names of the Human Services Data
// Specification (HSDS 3.0) in its tabular form, here joined into one row for
// each service at a location; what HSDS has no name for stands at the end.
var columns = []string{
	"id", "kind", "name", "description", "language", "status", "url", "email", "phone", "application_process",
	"fees_description", "minimum_age", "maximum_age", "languages", "taxonomy_term_ids",
	"organization_id", "organization_name", "location_ids", "location_name", "location_type",
	"address_1", "postal_code", "city", "country", "latitude", "longitude", "assured_date", "last_modified", "link",
	"opening_hours", "municipality", "point_precision", "sms", "chat_url",
	"no_appointment", "no_referral", "no_assessment", "free", "anonymous", "confidential", "source_url", "source_seen",
}

// hsdsStatus are the words of HSDS for the statuses that are listed.
var hsdsStatus = map[directory.Status]string{
	"": "active", directory.StatusOpen: "active", directory.StatusPaused: "temporarily closed",
}

// CSV writes items as rows of a CSV table (RFC 4180) in UTF-8, with cells that
// a spreadsheet would run as formulas made harmless.
type CSV struct {
	w    *csv.Writer
	lang string
	row  []string
}

// NewCSV writes the head of a table. Texts are in a language or the nearest to
// it.
func NewCSV(w io.Writer, lang string) (*CSV, error) {
	c := &CSV{w: csv.NewWriter(w), lang: lang}
	c.w.UseCRLF = true
	if err := c.w.Write(columns); err != nil {
		return nil, fmt.Errorf("write CSV: %w", err)
	}
	return c, nil
}

// Write writes a listed item.
func (c *CSV) Write(i *Item) error {
	if err := i.Decode(); err != nil {
		return err
	}
	f := i.facts()
	name, _ := i.Title(c.lang)
	description, lang := f.description.Pick(c.lang)
	cost, _ := f.cost.Pick(c.lang)
	var registration string
	var centres []string
	if a, ok := i.Entry.(*directory.Activity); ok {
		registration, _ = a.Registration.How.Pick(c.lang)
		if registration == "" {
			registration = string(a.Registration.Mode)
		}
		centres = a.Centres
	}
	cells := append(c.row[:0],
		i.Key.String(), string(i.Key.Kind), name, description, lang, hsdsStatus[f.status], f.contact.URL, f.contact.Email, f.contact.Phone, registration,
		cost, age(f.ages.Min), age(f.ages.Max), strings.Join(f.languages, ";"), strings.Join(f.topics, ";"))
	if o := i.Operator; o != nil {
		cells = append(cells, o.ID, o.Name)
	} else {
		cells = append(cells, "", "")
	}
	cells = append(cells, strings.Join(centres, ";"), i.venue(), i.locationType())
	where := directory.Location{}
	if place := i.Place(); place != nil {
		where = *place
	}
	cells = append(cells, where.Street, where.PostalCode, where.Town, where.Country)
	if p := where.Point; p != nil {
		cells = append(cells, degrees(p.Lat), degrees(p.Lon))
	} else {
		cells = append(cells, "", "")
	}
	var verified string
	if f.from.VerifiedAt != nil {
		verified = f.from.VerifiedAt.String()
	}
	cells = append(cells, verified, i.At.UTC().Format("2006-01-02T15:04:05Z"), i.people(),
		f.openingHours(), where.Municipality, string(where.Precision), f.contact.SMS, f.contact.ChatURL)
	for _, promise := range directory.AllPromises {
		cells = append(cells, f.promises.Of(promise).String())
	}
	cells = append(cells, f.from.SourceURL, f.from.SourceSeen)
	for n, cell := range cells {
		cells[n] = feed.Guard(cell)
	}
	c.row = cells
	if err := c.w.Write(cells); err != nil {
		return fmt.Errorf("write CSV: %w", err)
	}
	return nil
}

// Flush writes what is still held back.
func (c *CSV) Flush() error {
	c.w.Flush()
	return c.w.Error()
}

// venue is the name of the first centre at which an activity happens.
func (i *Item) venue() string {
	if len(i.Centres) == 0 {
		return ""
	}
	return i.Centres[0].Name
}

// locationType is HSDS's: whether there is somewhere to go.
func (i *Item) locationType() string {
	if i.Place() == nil {
		return "virtual"
	}
	return "physical"
}

func age(years *int) string {
	if years == nil {
		return ""
	}
	return strconv.Itoa(*years)
}

// degrees writes an angle in degrees to seven places, a centimetre.
func degrees(d float64) string {
	return strings.TrimSuffix(strings.TrimRight(strconv.FormatFloat(d, 'f', 7, 64), "0"), ".")
}
