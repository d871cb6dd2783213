package intake

import (
	"archive/zip"
	"bytes"
	"io"
	"io/fs"
	"strings"

	"walkin/internal/problem"
)

// Limits of an XLSX file, which is a zip archive. They are looked at before
// anything is unpacked for good, by what the archive says of itself and by
// counting.
const (
	maxArchiveEntries = 2_000
	maxUnpacked       = 64 << 20
	maxPart           = 16 << 20 // of a part of XML, which is held in memory
	maxRatio          = 200
	smallPart         = 64 << 10 // below it, no ratio is of interest
	maxSheets         = 100
	maxFormulas       = 4 << 20 // of a sheet with formulas, which is held in memory as a whole
)

func hostile(format string, args ...any) error { return problem.New(problem.Invalid, format, args...) }

// inspect refuses an archive that is no spreadsheet that people make: one that
// unpacks to more than it should, names paths, carries macros or links to
// other files, or declares entities. It says whether any sheet has formulas.
func inspect(b []byte) (formulas bool, err error) {
	archive, err := zip.NewReader(bytes.NewReader(b), int64(len(b)))
	if err != nil {
		return false, problem.Wrap(err, problem.Invalid, "The file is damaged, or is no XLSX file.")
	}
	if len(archive.File) > maxArchiveEntries {
		return false, hostile("The file has more than %d parts.", maxArchiveEntries)
	}
	names := make(map[string]bool, len(archive.File))
	sheets, declared, counted := 0, uint64(0), uint64(0)
	for _, f := range archive.File {
		name := strings.ToLower(strings.ReplaceAll(f.Name, `\`, "/"))
		if err := named(f, name); err != nil {
			return false, err
		}
		if names[name] {
			return false, hostile("The file has two parts of the same name.")
		}
		names[name] = true
		sheet := strings.HasPrefix(name, "xl/worksheets/") && strings.HasSuffix(name, ".xml")
		if sheet {
			if sheets++; sheets > maxSheets {
				return false, hostile("The file has more than %d sheets.", maxSheets)
			}
		}
		if declared += f.UncompressedSize64; f.UncompressedSize64 > maxUnpacked || declared > maxUnpacked {
			return false, hostile("The file unpacks to more than %d MB.", maxUnpacked>>20)
		}
		n, any, err := unpack(f, name, maxUnpacked-counted)
		if err != nil {
			return false, err
		}
		counted += n
		if formulas = formulas || any && sheet; any && sheet && n > maxFormulas {
			return false, hostile("A sheet with formulas is larger than %d MB; save it with values only.", maxFormulas>>20)
		}
	}
	if !names["[content_types].xml"] || !names["xl/workbook.xml"] {
		return false, hostile("The file is no XLSX file.")
	}
	return formulas, nil
}

// named refuses a part by its name and kind.
func named(f *zip.File, name string) error {
	switch {
	case strings.HasPrefix(name, "/"), strings.Contains(name, ":"), strings.Contains("/"+name+"/", "/../"), strings.ContainsRune(name, 0):
		return hostile("The file has a part with a path that leads out of it.")
	case f.Mode()&fs.ModeSymlink != 0:
		return hostile("The file has a part that is a link.")
	case f.Flags&1 != 0:
		return hostile("The file is protected with a password.")
	case strings.Contains(name, "vbaproject"), strings.HasSuffix(name, ".bin") && strings.Contains(name, "macro"):
		return hostile("The file has macros; save it as XLSX without them.")
	case strings.Contains(name, "externallink"):
		return hostile("The file draws on other files; save it with values only.")
	}
	return nil
}

// unpack reads a part to its end, keeping nothing, counts its bytes and says
// whether formulas stand in it.
func unpack(f *zip.File, name string, left uint64) (n uint64, formulas bool, err error) {
	in, err := f.Open()
	if err != nil {
		return 0, false, problem.Wrap(err, problem.Invalid, "The file is damaged, or packed in a way that is not read.")
	}
	defer in.Close()
	markup := strings.HasSuffix(name, ".xml") || strings.HasSuffix(name, ".rels") || strings.HasSuffix(name, ".vml")
	packed := max(f.CompressedSize64, 1)
	buffer := make([]byte, 64<<10)
	kept := 0 // of the end of what was read before, where a word may begin
	for {
		read, err := in.Read(buffer[kept:])
		n += uint64(read)
		chunk := buffer[:kept+read]
		formulas = formulas || markup && (bytes.Contains(chunk, []byte("<f>")) || bytes.Contains(chunk, []byte("<f ")) || bytes.Contains(chunk, []byte(":f>")))
		switch {
		case n > left:
			return n, false, hostile("The file unpacks to more than %d MB.", maxUnpacked>>20)
		case markup && n > maxPart:
			return n, false, hostile("A sheet of the file is larger than %d MB.", maxPart>>20)
		case n > smallPart && n/packed > maxRatio:
			return n, false, hostile("The file is packed more tightly than any spreadsheet is.")
		case markup && n == uint64(read) && (bytes.HasPrefix(chunk, []byte("\xff\xfe")) || bytes.HasPrefix(chunk, []byte("\xfe\xff"))):
			return n, false, hostile("The file has a part that is not UTF-8.")
		case markup && (contains(chunk, "<!doctype") || contains(chunk, "<!entity")):
			return n, false, hostile("The file declares entities, which no spreadsheet needs.")
		case markup && contains(chunk, "macroenabled"):
			return n, false, hostile("The file has macros; save it as XLSX without them.")
		}
		if err == io.EOF {
			return n, formulas, nil
		}
		if err != nil {
			return n, false, problem.Wrap(err, problem.Invalid, "The file is damaged.")
		}
		kept = copy(buffer, chunk[max(0, len(chunk)-16):])
	}
}

// contains looks for a word of small letters in any case.
func contains(b []byte, word string) bool {
	for i := 0; i+len(word) <= len(b); i++ {
		next := bytes.IndexAny(b[i:], word[:1]+strings.ToUpper(word[:1]))
		if next < 0 {
			return false
		}
		if i += next; i+len(word) <= len(b) && strings.EqualFold(string(b[i:i+len(word)]), word) {
			return true
		}
	}
	return false
}
