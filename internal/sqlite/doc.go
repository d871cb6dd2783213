// Package sqlite keeps the catalogue in one SQLite file. All SQL there is
// stands in this package.
//
// The file holds a log of changes and, for each living entry, which change is
// its record. A write appends to the log and moves the entry in one
// transaction that is on disk (synchronous=FULL) when the call returns; after
// that, and never before, the bell rings for whoever follows the log.
//
// Beside the log stands the listing feed: every entry that portals show or once
// showed, in an order of its own that a write moves all those to the end of
// which show what was written, or are filtered by it. It is written in the same
// transaction, so that it can be followed like the log.
//
// There is one writer and there are several readers, on one file in WAL mode:
// readers see the last commit and wait for nobody. A second process may open
// the same catalogue; a writer there waits its turn for up to five seconds.
//
// The number of the last migration is the user_version of the file, and the
// application_id says whose file it is, so both travel with every copy of it.
//
// Exported methods open a transaction; unexported functions work in the one
// they are given. What goes wrong with the file (busy, full, read-only,
// damaged) comes back as a problem of kind Unavailable with a sentence that
// says what to do; see fault.go.
package sqlite
