#!/bin/sh
# Asks PostgreSQL with PostGIS the queries that the search is measured with:
# starts a server of its own in a folder that it removes again, makes a database
# with the extensions postgis and pg_trgm, and runs BenchmarkRivals/*/postgres.
#
#   apt-get install postgresql postgresql-15-postgis-3     (Debian 12)
#   internal/search/testdata/postgres.sh [more flags for go test]
#
# Run it from the root of the repository. PostgreSQL does not run as root: then
# it runs as the user "postgres". WALKIN_LONG_BENCH=1 asks a million entries,
# too. Settings are those of the other numbers: a cache that holds everything,
# nothing waits for the disk, and each query on one core.
set -eu

bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | tail -n 1 || command -v initdb)")
home=$(mktemp -d)
as() { "$@"; }
if [ "$(id -u)" = 0 ]; then
	chown postgres "$home"
	as() { setpriv --reuid=postgres --regid=postgres --init-groups "$@"; }
fi
stop() {
	as "$bin/pg_ctl" -D "$home/data" -m fast stop >/dev/null 2>&1 || true
	rm -rf "$home"
}
trap stop EXIT
trap 'exit 1' INT TERM

(
	cd "$home"
	as "$bin/initdb" -D "$home/data" --username=walkin --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
	as "$bin/pg_ctl" -D "$home/data" -l "$home/log" -w start -o "-c listen_addresses='' -c unix_socket_directories=$home \
		-c shared_buffers=3GB -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c max_wal_size=8GB" >/dev/null
	as "$bin/createdb" -h "$home" -U walkin rivals
)
WALKIN_TEST_POSTGRES="host=$home user=walkin dbname=rivals" \
	go test ./internal/search -run '^$' -bench 'Rivals/.*/postgres' -timeout 3h "$@"
