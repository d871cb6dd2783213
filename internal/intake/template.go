package intake

import (
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"walkin/internal/directory"
	"walkin/internal/fold"
	"walkin/internal/problem"
)

// templateColumns are the columns of a template, each with the example in
// Danish, Dutch and English.
var templateColumns = map[directory.Kind][]struct {
	field    field
	examples [3]string
}{
	directory.KindCentre: {
		{fieldName, exampleNames},
		{fieldStreet, [3]string{"Eksempelgade 1", "Voorbeeldstraat 1", "Example Street 1"}},
		{fieldPostcode, [3]string{"8000", "9000", "8000"}},
		{fieldTown, [3]string{"Aarhus C", "Gent", "Aarhus C"}},
		{fieldPhone, [3]string{"12345678", "012345678", "12345678"}},
		{fieldEmail, [3]string{"navn@example.org", "naam@example.org", "name@example.org"}},
		{fieldURL, [3]string{"https://example.org", "https://example.org", "https://example.org"}},
		{fieldHours, [3]string{"Man-tor 12-17, fre lukket", "ma t/m do 13u-17u, vr gesloten", "Mo-Th 12:00-17:00, Fr closed"}},
		{fieldClosures, [3]string{"24/12-2026 til 1/1-2027: jul", "24/12/2026 tot 1/1/2027: kerst", "24/12/2026 to 1/1/2027: Christmas"}},
		{fieldAge, [3]string{"15-25", "12 t/m 25", "15-25"}},
		{promiseField(directory.Free), [3]string{"ja", "ja", "yes"}},
		{promiseField(directory.Anonymous), [3]string{"ja", "ja", "yes"}},
		{promiseField(directory.NoReferral), [3]string{"ja", "ja", "yes"}},
		{promiseField(directory.NoAppointment), [3]string{"ved ikke", "onbekend", "unknown"}},
		{fieldTopics, [3]string{"ensomhed, angst", "eenzaamheid, angst", "loneliness, anxiety"}},
		{fieldLanguages, [3]string{"dansk, engelsk", "Nederlands, Engels", "Danish, English"}},
		{fieldAudience, [3]string{"unge", "jongeren", "young people"}},
		{accessPrefix + "wheelchair", [3]string{"ja", "ja", "yes"}},
		{fieldDescription, [3]string{"Kort om stedet", "Kort over de plek", "A few words about the place"}},
		{fieldID, [3]string{"", "", ""}},
	},
	directory.KindActivity: {
		{fieldName, exampleNames},
		{fieldPlace, [3]string{"Eksempelhuset", "Voorbeeldhuis", "Example House"}},
		{fieldStreet, [3]string{"Eksempelgade 1", "Voorbeeldstraat 1", "Example Street 1"}},
		{fieldPostcode, [3]string{"8000", "9000", "8000"}},
		{fieldTown, [3]string{"Aarhus C", "Gent", "Aarhus C"}},
		{fieldHours, [3]string{"", "", ""}},
		{fieldDate, [3]string{"3/11-2026", "3/11/2026", "3/11/2026"}},
		{fieldTime, [3]string{"kl. 19-21", "19u-21u", "19:00-21:00"}},
		{fieldRegistration, [3]string{"nej", "nee", "no"}},
		{fieldPrice, [3]string{"gratis", "gratis", "free"}},
		{fieldCapacity, [3]string{"20", "20", "20"}},
		{fieldAge, [3]string{"15-25", "12 t/m 25", "15-25"}},
		{fieldTopics, [3]string{"brætspil", "bordspellen", "board games"}},
		{fieldLanguages, [3]string{"dansk", "Nederlands", "English"}},
		{fieldEmail, [3]string{"navn@example.org", "naam@example.org", "name@example.org"}},
		{fieldURL, [3]string{"https://example.org", "https://example.org", "https://example.org"}},
		{fieldDescription, [3]string{"Kort om aktiviteten", "Kort over de activiteit", "A few words about the activity"}},
		{fieldID, [3]string{"", "", ""}},
	},
}

// exampleNames stand in the row of a template that is to be deleted.
var exampleNames = [3]string{"EKSEMPEL – slet denne række", "VOORBEELD – verwijder deze rij", "EXAMPLE – delete this row"}

// isExample says whether a name is that of a template's example.
func isExample(name string) bool {
	return slices.ContainsFunc(exampleNames[:], func(e string) bool { return strings.Join(fold.Tokens(e), " ") == strings.Join(fold.Tokens(name), " ") })
}

// Template gives the headers of a sheet for centres or activities in Danish,
// Dutch or English (for any other language), and a row that is an example and
// says so; nil for another kind.
func Template(kind directory.Kind, lang string) [][]string {
	base, _, _ := strings.Cut(lang, "-")
	i := slices.Index(languages[:], base)
	if i < 0 {
		i = slices.Index(languages[:], "en")
	}
	columns := templateColumns[kind]
	if columns == nil {
		return nil
	}
	rows := make([][]string, 2)
	for _, c := range columns {
		word, _, _ := strings.Cut(headers[c.field][i], "|")
		rows[0] = append(rows[0], capital(word))
		rows[1] = append(rows[1], c.examples[i])
	}
	return rows
}

// capital writes a word with a capital first letter.
func capital(word string) string {
	r, size := utf8.DecodeRuneInString(word)
	return string(unicode.ToUpper(r)) + word[size:]
}

// TemplateCSV gives a template as spreadsheets here open it: separated by
// semicolons, in UTF-8 with its mark.
func TemplateCSV(kind directory.Kind, lang string) ([]byte, error) {
	rows := Template(kind, lang)
	if rows == nil {
		return nil, noTemplate(kind)
	}
	var b bytes.Buffer
	b.WriteString("\ufeff")
	out := csv.NewWriter(&b)
	out.Comma, out.UseCRLF = ';', true
	if err := out.WriteAll(rows); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// TemplateXLSX gives a template as a workbook. All its cells are text, so that
// Excel makes no dates of ages and hours.
func TemplateXLSX(kind directory.Kind, lang string) ([]byte, error) {
	rows := Template(kind, lang)
	if rows == nil {
		return nil, noTemplate(kind)
	}
	f := excelize.NewFile()
	defer f.Close()
	const sheet, asText = "Sheet1", 49 // the built-in number format "@"
	style, err := f.NewStyle(&excelize.Style{NumFmt: asText})
	if err != nil {
		return nil, err
	}
	last, err := excelize.ColumnNumberToName(len(rows[0]))
	if err != nil {
		return nil, err
	}
	if err := f.SetColStyle(sheet, "A:"+last, style); err != nil {
		return nil, err
	}
	if err := f.SetColWidth(sheet, "A", last, 24); err != nil {
		return nil, err
	}
	for y, row := range rows {
		for x, cell := range row {
			name, err := excelize.CoordinatesToCellName(x+1, y+1)
			if err != nil {
				return nil, err
			}
			if err := f.SetCellStr(sheet, name, cell); err != nil {
				return nil, err
			}
			if err := f.SetCellStyle(sheet, name, name, style); err != nil {
				return nil, err
			}
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

func noTemplate(kind directory.Kind) error {
	return problem.New(problem.Invalid, "There are templates for centres and activities, and none for %q.", kind)
}
