package main

import (
	"fmt"
	"runtime"
)

// about is "walkin version".
type about struct{}

// Run prints the version and what it was built with.
func (about) Run(io streams) error {
	fmt.Fprintf(io.out, "walkin %s, %s, %s/%s\n", version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return nil
}
