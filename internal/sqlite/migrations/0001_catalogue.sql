-- The catalogue: a log of changes, and what the last change of each living
-- entry says, arranged for lists.

-- The log. Each row carries the whole new state, so the record of an entry is
-- its last change and is stored nowhere else: row and change cannot disagree.
-- Rows are never altered or removed, tombstones included; a deleted entry that
-- comes back continues its revisions.
CREATE TABLE changes (
    number   INTEGER PRIMARY KEY CHECK (number > 0), -- without gaps, in the order of commit
    kind     TEXT    NOT NULL CHECK (kind <> ''),
    id       TEXT    NOT NULL CHECK (id <> ''),
    revision INTEGER NOT NULL CHECK (revision > 0),
    author   TEXT    NOT NULL CHECK (author <> ''),
    at       TEXT    NOT NULL,                       -- RFC 3339, UTC, milliseconds
    body     TEXT    CHECK (json_valid(body)),       -- NULL: a tombstone
    checksum INTEGER NOT NULL,                       -- CRC-32C of all the columns above
    UNIQUE (kind, id, revision)
) STRICT;

CREATE TRIGGER changes_are_not_altered BEFORE UPDATE ON changes
BEGIN SELECT raise(ABORT, 'a change is final'); END;

CREATE TRIGGER changes_are_not_removed BEFORE DELETE ON changes
BEGIN SELECT raise(ABORT, 'a change is final'); END;

-- The living entries. All but the key and the revision is drawn from the body.
CREATE TABLE entries (
    kind         TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    revision     INTEGER NOT NULL,
    organisation TEXT    NOT NULL, -- who runs or holds it; '' if unknown
    PRIMARY KEY (kind, id),
    FOREIGN KEY (kind, id, revision) REFERENCES changes (kind, id, revision)
) STRICT, WITHOUT ROWID;

CREATE INDEX entries_by_organisation ON entries (organisation, kind, id);

-- What an entry refers to. Deferred, so that one import may name an entry
-- before it brings it.
CREATE TABLE links (
    from_kind TEXT NOT NULL,
    from_id   TEXT NOT NULL,
    to_kind   TEXT NOT NULL,
    to_id     TEXT NOT NULL,
    PRIMARY KEY (from_kind, from_id, to_kind, to_id),
    FOREIGN KEY (from_kind, from_id) REFERENCES entries (kind, id) ON DELETE CASCADE,
    FOREIGN KEY (to_kind, to_id) REFERENCES entries (kind, id) DEFERRABLE INITIALLY DEFERRED
) STRICT, WITHOUT ROWID;

CREATE INDEX links_by_target ON links (to_kind, to_id, from_kind, from_id);

-- Where an entry is: one row for a centre and one for each of its stops in
-- another municipality, one for each country of a network.
CREATE TABLE areas (
    kind         TEXT NOT NULL,
    id           TEXT NOT NULL,
    country      TEXT NOT NULL,
    municipality TEXT NOT NULL, -- '' if unknown, or where the whole country is meant
    PRIMARY KEY (kind, id, country, municipality),
    FOREIGN KEY (kind, id) REFERENCES entries (kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE INDEX areas_by_place ON areas (country, municipality, kind, id);

-- An activity is also where the centres are at which it happens.
CREATE VIEW whereabouts AS
SELECT kind, id, country, municipality FROM areas
UNION ALL
SELECT l.from_kind, l.from_id, a.country, a.municipality
FROM links l JOIN areas a ON a.kind = l.to_kind AND a.id = l.to_id
WHERE l.from_kind = 'activity' AND l.to_kind = 'centre';

-- An organisation answers for itself, for what it runs, and for the
-- activities at the centres that it runs.
CREATE VIEW operators AS
SELECT kind, id, organisation FROM entries WHERE organisation <> ''
UNION ALL
SELECT kind, id, id FROM entries WHERE kind = 'organisation'
UNION ALL
SELECT l.from_kind, l.from_id, c.organisation
FROM links l JOIN entries c ON c.kind = l.to_kind AND c.id = l.to_id
WHERE l.from_kind = 'activity' AND l.to_kind = 'centre' AND c.organisation <> '';
