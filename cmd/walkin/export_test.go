package main

import (
	"context"
	"io"
	"time"
)

// Main is the program, for the processes that tests start.
var Main = main

// Purging is open to a test of the loop.
var Purging = purging

// Keeping is open to a test of the loop.
var Keeping = keeping

// Run runs one command line by a clock of its own.
func Run(ctx context.Context, args, env []string, out, err io.Writer, now func() time.Time) int {
	return run(ctx, args, env, streams{out, err, now})
}

// NewMailer makes what sends mail.
var NewMailer = newMailer
