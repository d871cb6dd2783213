// Command generate makes a version of the widget from its source: one file of
// JavaScript that needs no other.
//
//	go generate ./api/web/widget
//
// The same source, words and catalogue give the same bytes. A version that is
// out never changes, so this program refuses to write another one under its
// name: raise the constant version, or, for one that nobody has got yet, run
//
//	go run ./generate -replace
//
// in the folder of the widget.
package main

import (
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// version is the one that is made, and copied the day on which its copy of the
// helplines was taken from the catalogue. Both are raised by hand.
const (
	version = "1.0.0"
	copied  = "2026-11-22"
)

func main() {
	replace := flag.Bool("replace", false, "write a version anew that was never deployed")
	folder := flag.String("folder", ".", "folder of the widget")
	flag.Parse()
	if err := run(*folder, *replace); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func run(folder string, replace bool) error {
	script, err := bundle(folder)
	if err != nil {
		return err
	}
	manifest := filepath.Join(folder, "released", "versions.json")
	integrities, err := readManifest(manifest)
	if err != nil {
		return err
	}
	sum := integrity(script)
	if before := integrities[version]; before != "" && before != sum && !replace {
		return fmt.Errorf("version %s is out and would change: raise the version in generate/main.go, "+
			"or run go run ./generate -replace if nobody has it yet", version)
	}
	integrities[version] = sum
	if err := os.WriteFile(filepath.Join(folder, "released", version+".js"), script, 0o644); err != nil {
		return fmt.Errorf("write widget: %w", err)
	}
	listed, err := json.MarshalIndent(integrities, "", "  ")
	if err != nil {
		return fmt.Errorf("write versions: %w", err)
	}
	if err := os.WriteFile(manifest, append(listed, '\n'), 0o644); err != nil {
		return fmt.Errorf("write versions: %w", err)
	}
	return nil
}

func readManifest(name string) (map[string]string, error) {
	integrities := make(map[string]string)
	content, err := os.ReadFile(name)
	if errors.Is(err, fs.ErrNotExist) {
		return integrities, nil // the first version
	}
	if err == nil {
		err = json.Unmarshal(content, &integrities)
	}
	if err != nil {
		return nil, fmt.Errorf("read versions: %w", err)
	}
	return integrities, nil
}

// integrity is the hash of a script as browsers compare it.
func integrity(script []byte) string {
	sum := sha512.Sum384(script)
	return "sha384-" + base64.StdEncoding.EncodeToString(sum[:])
}
