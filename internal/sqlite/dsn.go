package sqlite

import (
	"net/url"
	"path/filepath"
	"slices"
)

// readers is how many connections read at once. More would not read faster:
// the pages are in the cache of the operating system.
const readers = 4

// The pragmas stand in the name of the data source, because that is the one
// place from which every connection of a pool gets them. The busy timeout is
// first, since the others already need it: switching to WAL takes a lock.
var (
	// always bounds waiting, and trusts nothing that stands in the schema of a
	// file somebody else may have made.
	always = []string{"busy_timeout(5000)", "trusted_schema(0)", "temp_store(MEMORY)"}
	// writing makes a commit wait until the disk has it, has 32 MB of cache so
	// that an import does not write pages twice, and keeps the write-ahead log
	// from staying large (64 MiB) after one.
	writing = []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)", "cache_size(-32000)", "journal_size_limit(67108864)"}
	reading = []string{"query_only(1)", "cache_size(-8000)"}
)

// dsnWriter names the file for the one connection that writes. Its
// transactions take the write lock when they begin: one that began by reading
// could find its snapshot outdated when it comes to write.
func dsnWriter(path string, more ...string) string {
	return dsn(path, "rw", slices.Concat(always, writing, more), "_txlock", "immediate")
}

// dsnReader names the file for connections that can only read.
func dsnReader(path string) string {
	return dsn(path, "ro", slices.Concat(always, reading))
}

// dsnStill names a file that nobody writes while it is open.
func dsnStill(path string) string {
	return dsn(path, "ro", slices.Concat(always, reading), "immutable", "1")
}

// dsnCopy names a file that a backup is written to. It needs neither a journal
// on disk nor a wait for the disk: a copy that is not finished is thrown away,
// and a finished one is synced as a whole.
func dsnCopy(path string) string {
	return dsn(path, "rwc", []string{"busy_timeout(0)", "journal_mode(MEMORY)", "synchronous(OFF)"})
}

// dsnIdle names a file that nobody else should have open; a lock held by
// another is an error at once.
func dsnIdle(path string) string {
	return dsn(path, "rw", []string{"busy_timeout(0)"})
}

func dsn(path, mode string, pragmas []string, more ...string) string {
	// A path may hold a question mark, a percent sign or a space; in a URI
	// they mean something else.
	name := (&url.URL{Scheme: "file", OmitHost: true, Path: filepath.Clean(path)}).EscapedPath()
	// A quoted name is never taken for a text (_dqs), and no statement can
	// damage the file on purpose (_defensive).
	query := url.Values{"mode": {mode}, "_dqs": {"0"}, "_defensive": {"1"}, "_error_rc": {"1"}, "_pragma": pragmas}
	for i := 0; i+1 < len(more); i += 2 {
		query.Set(more[i], more[i+1])
	}
	return "file:" + name + "?" + query.Encode()
}
