package hsds

import (
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
)

//go:embed schema/*.json
var schemaFiles embed.FS

//go:embed profile/*.json
var profileFiles embed.FS

// Profile gives one file of the walk-in profile by its name, such as
// "service.json": a JSON Merge Patch (RFC 7386) on the file of HSDS with the
// same name. It says false for a file that HSDS keeps as it is.
func Profile(name string) ([]byte, bool) {
	b, err := profileFiles.ReadFile(path.Join("profile", path.Base(name)))
	return b, err == nil
}

// Published gives one file of HSDS as it was published.
func Published(name string) ([]byte, bool) {
	b, err := schemaFiles.ReadFile(path.Join("schema", path.Base(name)))
	return b, err == nil
}

// Schema gives one file of HSDS with the profile's patch applied: a JSON
// Schema, or the API description for "openapi.json".
func Schema(name string) ([]byte, bool) {
	b, ok := merged()[name]
	return b, ok
}

// ProfileNames lists the files of the profile, sorted.
func ProfileNames() []string { return names(profileFiles, "profile") }

// SchemaNames lists the merged files, sorted.
func SchemaNames() []string { return names(schemaFiles, "schema") }

func names(files embed.FS, folder string) []string {
	entries, err := files.ReadDir(folder)
	if err != nil {
		return nil
	}
	var list []string
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".json") {
			list = append(list, e.Name())
		}
	}
	slices.Sort(list)
	return list
}

// merged applies the patches once. They are embedded, so they can only fail in
// development.
var merged = sync.OnceValue(func() map[string][]byte {
	all := make(map[string][]byte)
	for _, name := range SchemaNames() {
		b, err := mergedFile(name)
		if err != nil {
			panic(fmt.Sprintf("merge %s: %v", name, err))
		}
		all[name] = b
	}
	return all
})

func mergedFile(name string) ([]byte, error) {
	b, err := schemaFiles.ReadFile("schema/" + name)
	if err != nil {
		return nil, err
	}
	var base, patch any
	if err := decode(b, &base); err != nil {
		return nil, err
	}
	if b, ok := Profile(name); ok {
		if err := decode(b, &patch); err != nil {
			return nil, err
		}
		base = Merge(base, patch)
	}
	return marshal(base)
}
