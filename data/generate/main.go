// Command generate makes the embedded files of package data from raw downloads.
//
//	go run ./data/generate geo --raw DIR
//	go run ./data/generate catalogue --raw DIR
//
// The same input gives the same bytes, so a change of the output is a change of
// the input or of this program. data/README.md names every source and licence.
package main

import (
	"fmt"

	"github.com/alecthomas/kong"
)

// commands are the halves of the data; each has files of its own here.
type commands struct {
	Geo       geoCommand       `cmd:"" help:"Make the geographic files from DIR."`
	Catalogue catalogueCommand `cmd:"" help:"Make the default catalogue from DIR and the mapping files."`
}

// folders are the flags that every command has.
type folders struct {
	Raw string `required:"" type:"existingdir" placeholder:"DIR" help:"Folder of the raw files."`
	Out string `default:"data" type:"existingdir" placeholder:"DIR" help:"Folder of package data."`
}

func main() {
	var c commands
	ctx := kong.Parse(&c, kong.Name("generate"), kong.Description("Make the embedded files of package data."))
	ctx.FatalIfErrorf(ctx.Run())
}

// report says on standard output what a command has written.
func report(path string, rows, bytes int) {
	fmt.Printf("%-40s %8d rows %9d bytes\n", path, rows, bytes)
}
