// Command walkin is the directory: it serves it, searches it, fills it and
// looks after it. "walkin --help" lists the commands; each has a file here.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"walkin/internal/problem"
)

// version is set when a release is built: -ldflags "-X main.version=1.2.3".
var version = "development"

// commands is the command line.
type commands struct {
	Serve    serve    `cmd:"" help:"Serve the directory over HTTP."`
	Search   search   `cmd:"" help:"Search the directory from the command line."`
	Import   imports  `cmd:"" help:"Read entries into the catalogue, from JSON Lines or from a list (CSV, XLSX, GeoJSON): all of them or none."`
	Export   export   `cmd:"" help:"Write the catalogue as JSON Lines, in its own form or as HSDS 3.0."`
	Generate generate `cmd:"" help:"Write an invented catalogue of any size, for tests and benchmarks, as JSON Lines."`
	Check    check    `cmd:"" help:"Look for what is wrong, old or missing in the catalogue."`
	Coverage covering `cmd:"" help:"Who has a place nearby, where the white spots are, and where one more place would help most."`
	Member   member   `cmd:"" help:"Who works with the directory: add, list, remove, and links to sign in."`
	Token    token    `cmd:"" help:"Secrets by which programs act for a member: new, list, revoke."`
	Reindex  reindex  `cmd:"" help:"Build the search index again."`
	Backup   backup   `cmd:"" help:"Copy the catalogue while it is in use."`
	Restore  restore  `cmd:"" help:"Put a backup in the place of the catalogue. Stop the server first."`
	Health   health   `cmd:"" help:"Ask a server whether it is well; for container health checks."`
	Version  about    `cmd:"" help:"Say which version this is."`
}

// streams are what a command reads the time from and writes to.
type streams struct {
	out, err io.Writer
	now      func() time.Time
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// After the first signal the usual handling is back: a second one ends the
	// program at once.
	context.AfterFunc(ctx, stop)
	code := run(ctx, os.Args[1:], os.Environ(), streams{os.Stdout, os.Stderr, time.Now})
	stop()
	os.Exit(code)
}

// Exit statuses.
const (
	exitOK    = 0
	exitFault = 1 // something went wrong, or check found a fault
	exitUsage = 2 // the command line is wrong
)

// run runs one command line and gives its exit status; tests call it.
func run(ctx context.Context, args, env []string, io streams) (code int) {
	var c commands
	exited := -1
	parser, err := kong.New(&c, kong.Name("walkin"), kong.UsageOnError(),
		kong.Description("A directory and search API for low-threshold youth walk-in places."),
		kong.Writers(io.out, io.err), kong.Exit(func(code int) { exited = code }),
		kong.BindTo(ctx, (*context.Context)(nil)), kong.Bind(io), kong.Vars{"data_dir": defaultDataDir, "metrics_listen": defaultMetricsListen})
	if err != nil {
		fmt.Fprintln(io.err, "walkin:", err)
		return exitFault
	}
	if name := unknownSetting(parser.Model, env); name != "" {
		return misuse(io, fmt.Sprintf("%s is not a setting.", name), "walkin serve --help")
	}
	chosen, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		try := "walkin --help"
		var wrong *kong.ParseError
		if errors.As(err, &wrong) && wrong.Context != nil && wrong.Context.Command() != "" {
			try = "walkin " + strings.Fields(wrong.Context.Command())[0] + " --help"
		}
		return misuse(io, sentence(err.Error()), try)
	}
	err = chosen.Run()
	var wrong misused
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &wrong):
		return misuse(io, wrong.Error(), "walkin "+strings.Fields(chosen.Command())[0]+" --help")
	default:
		return failed(io, err)
	}
}

// misused is an error that lies in what was typed, though only the run of a
// command showed it.
type misused struct{ error }

// misusedFor is that error by the sentence that says what is wrong.
func misusedFor(sentence string) error { return misused{errors.New(sentence)} }

// misuse says what is wrong with a command line and what to try.
func misuse(io streams, what, try string) int {
	fmt.Fprintf(io.err, "walkin: %s\nTry: %s\n", what, try)
	return exitUsage
}

// errFound says that a check found faults, which it has printed already.
var errFound = errors.New("faults were found")

// failed says what went wrong: for a problem its sentence and fields, and its
// cause after them, since whoever types a command is the operator.
func failed(io streams, err error) int {
	if errors.Is(err, errFound) {
		return exitFault
	}
	var p *problem.Error
	if !errors.As(err, &p) {
		fmt.Fprintln(io.err, "walkin:", err)
		return exitFault
	}
	where, _ := strings.CutSuffix(err.Error(), p.Error())
	fmt.Fprintf(io.err, "walkin: %s%s\n", where, p.Detail)
	for _, f := range p.Fields {
		fmt.Fprintf(io.err, "  %s: %s\n", f.Pointer, f.Detail)
	}
	if cause := p.Unwrap(); cause != nil {
		fmt.Fprintln(io.err, "Cause:", cause)
	}
	return exitFault
}

// sentence makes a sentence of the parser's words.
func sentence(s string) string {
	s = strings.TrimSuffix(s, ` but got "EOL" (<EOL>)`)
	s = strings.ToUpper(s[:1]) + s[1:]
	if strings.HasSuffix(s, "?") || strings.HasSuffix(s, ".") {
		return s
	}
	return s + "."
}
