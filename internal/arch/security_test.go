package arch_test

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// later are the rows of the security table that belong to a part which is not
// there yet, or that no test of this repository can show.
var later = map[int]string{
	14: "webhooks: this program sends and receives none, so there is no signature to check",
	30: "advisories and bill of materials: a matter of the release; go.sum and .ci/run hold the versions",
}

// Every row of the security table (X1 to X31) has a test that carries its
// number, or stands in the list above with the reason. Each feature has its
// rows beside it; the rest is in api/security_test.go.
func TestEveryRowOfTheSecurityTableHasATest(t *testing.T) {
	number := regexp.MustCompile(`func Test\w*?((?:X\d+(?:And)?)+)|"(X\d+)(?::| )`)
	one := regexp.MustCompile(`X(\d+)`)
	found := make(map[int][]string)
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		body, err := os.ReadFile("../../" + path)
		if err != nil {
			return err
		}
		for _, m := range number.FindAllString(string(body), -1) {
			for _, n := range one.FindAllStringSubmatch(m, -1) {
				row, _ := strconv.Atoi(n[1])
				found[row] = append(found[row], path)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= 31; row++ {
		why := later[row]
		switch {
		case why == "" && len(found[row]) == 0:
			t.Errorf("X%d has no test that carries its number", row)
		case why != "" && len(found[row]) > 0:
			t.Errorf("X%d is said to come later, and has a test in %v", row, found[row])
		}
	}
	for row := range found {
		if row < 1 || row > 31 {
			t.Errorf("%s: there is no such row in the table", fmt.Sprint("X", row, " in ", found[row]))
		}
	}
}

// Each attack on the counters of demand (S1 to S6) has a test that carries its
// number.
func TestEveryAttackOnTheCountersHasATest(t *testing.T) {
	number := regexp.MustCompile(`func TestS([1-6])[A-Z]`)
	found := make(map[string]bool)
	err := fs.WalkDir(os.DirFS("../.."), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		body, err := os.ReadFile("../../" + path)
		for _, m := range number.FindAllStringSubmatch(string(body), -1) {
			found[m[1]] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for row := 1; row <= 6; row++ {
		if !found[strconv.Itoa(row)] {
			t.Errorf("S%d has no test that carries its number", row)
		}
	}
}
