package api

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	formats "walkin/internal/feed"
)

// mark is the byte order mark, without which Excel takes UTF-8 for the code page of
// the machine and leaders read "KÃ¸benhavn". Feeds, which programs read, have none.
const mark = "\ufeff"

// sendSheet answers staff with a CSV file (RFC 4180) in UTF-8, for a spreadsheet,
// whose first row names the columns. No cell of it is run as a formula (X15).
func sendSheet(c echo.Context, name string, rows [][]string) error {
	b := bytes.NewBufferString(mark)
	w := csv.NewWriter(b)
	w.UseCRLF = true
	for _, row := range rows {
		for i, cell := range row {
			row[i] = formats.Guard(cell)
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+name+`.csv"`)
	return send(c, http.StatusOK, "text/csv; charset=utf-8; header=present", b.Bytes())
}

// quarters writes hours for a sheet; nothing where they are not known.
func quarters(hours *float64) string {
	if hours == nil {
		return ""
	}
	return strconv.FormatFloat(*hours, 'f', -1, 64)
}
