package intake

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"walkin/internal/problem"
)

// CSV reads comma-separated values (RFC 4180) as spreadsheets write them:
// separated by semicolons, commas or tabs, in UTF-8, in UTF-16 with its mark,
// or in Windows-1252. The error is an Invalid one for a file that is no table
// at all; what is wrong with its rows stands in the result.
func CSV(b []byte, o Options) (*Result, error) {
	if err := tooLarge(b); err != nil {
		return nil, err
	}
	text, encoding, err := decode(b)
	if err != nil {
		return nil, err
	}
	separator, text := separatorOf(text)
	lines, err := csvLines(text, separator)
	if err != nil {
		return nil, err
	}
	t, err := arrange(lines, o.Kind)
	if err != nil {
		return nil, err
	}
	r := read(t, o)
	r.Encoding, r.Separator = encoding, string(separator)
	return r, nil
}

// decode gives a text as UTF-8. What is neither marked nor valid UTF-8 is
// taken for Windows-1252, which Excel writes here.
func decode(b []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		b = b[3:]
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")):
		decoded, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(b)
		if err != nil {
			return "", "", problem.Wrap(err, problem.Invalid, "The file is not the UTF-16 that it says it is.")
		}
		b, encoding = decoded, "UTF-16"
	}
	if bytes.IndexByte(b, 0) >= 0 {
		return "", "", problem.New(problem.Invalid, "The file is not text.")
	}
	if encoding == "" {
		encoding = "UTF-8"
	}
	if utf8.Valid(b) {
		return string(b), encoding, nil
	}
	decoded, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return "", "", problem.Wrap(err, problem.Invalid, "The file is neither UTF-8 nor Windows-1252.")
	}
	return string(decoded), "Windows-1252", nil
}

// separatorOf gives the separator that stands most often outside quotes in
// the first line that has any, and the text without Excel's "sep=;".
func separatorOf(text string) (rune, string) {
	if rest, ok := strings.CutPrefix(text, "sep="); ok && len(rest) > 1 && strings.ContainsRune(";,\t", rune(rest[0])) && (rest[1] == '\r' || rest[1] == '\n') {
		// The line stays, empty, so that lines are counted as people see them.
		return rune(rest[0]), rest[1:]
	}
	counts := make(map[rune]int)
	quoted := false
	for _, r := range text {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == ';', r == ',', r == '\t':
			counts[r]++
		case r == '\n' && len(counts) > 0:
			return most(counts), text
		}
	}
	return most(counts), text
}

func most(counts map[rune]int) rune {
	best := ';'
	for _, r := range ";\t," {
		if counts[r] > counts[best] {
			best = r
		}
	}
	return best
}

func csvLines(text string, separator rune) ([]line, error) {
	in := csv.NewReader(strings.NewReader(text))
	in.Comma, in.FieldsPerRecord = separator, -1
	var lines []line
	filled := 0
	for {
		cells, err := in.Read()
		if errors.Is(err, io.EOF) {
			return lines, nil
		}
		if wrong := new(csv.ParseError); errors.As(err, &wrong) {
			return nil, problem.Wrap(err, problem.Invalid, "A quotation mark in line %d is not closed, or stands inside a cell without being doubled.", wrong.StartLine)
		}
		if err != nil {
			return nil, problem.Wrap(err, problem.Invalid, "The file cannot be read as CSV.")
		}
		number, _ := in.FieldPos(0)
		l := line{number: number, cells: cells}
		for i := MaxColumns; i < len(cells); i++ {
			if strings.TrimSpace(cells[i]) != "" {
				return nil, tooManyColumns()
			}
		}
		if l.cells = cells[:min(len(cells), MaxColumns)]; l.empty() {
			continue
		}
		if filled++; filled > MaxRows+titles {
			return nil, problem.New(problem.Invalid, "The sheet has more than %d rows; divide it.", MaxRows)
		}
		lines = append(lines, l)
	}
}
