-- UUIDs, by which the HSDS endpoints name entries and the places where they
-- are offered. They follow from the ids (directory.Key.UUID, directory.Site.UUID)
-- and stand here to be looked up. entry_uuid is our own function.

CREATE TABLE identities (
    uuid TEXT NOT NULL PRIMARY KEY,
    kind TEXT NOT NULL,
    id   TEXT NOT NULL,
    UNIQUE (kind, id),
    FOREIGN KEY (kind, id) REFERENCES entries (kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Where entries are offered: the door and the stops of a centre; the centres of
-- an activity, and its own place.
CREATE TABLE sites (
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    centre TEXT NOT NULL, -- '' for a place of its own
    stop   TEXT NOT NULL, -- '' for the door
    uuid   TEXT NOT NULL UNIQUE,
    PRIMARY KEY (kind, id, centre, stop),
    FOREIGN KEY (kind, id) REFERENCES entries (kind, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- What was changed since a time.
CREATE INDEX changes_by_time ON changes (at, kind);

INSERT INTO identities (uuid, kind, id)
SELECT entry_uuid(kind || ':' || id), kind, id FROM entries;

INSERT INTO sites (kind, id, centre, stop, uuid)
SELECT kind, id, centre, stop, entry_uuid('at:' || kind || ':' || id || ':' || centre || ':' || stop)
FROM (
    SELECT kind, id, id AS centre, '' AS stop FROM entries WHERE kind = 'centre'
    UNION
    SELECT e.kind, e.id, e.id, s.value ->> 'id'
    FROM entries e
    JOIN changes c ON c.kind = e.kind AND c.id = e.id AND c.revision = e.revision
    JOIN json_each(c.body, '$.stops') s
    WHERE e.kind = 'centre'
    UNION
    SELECT from_kind, from_id, to_id, '' FROM links WHERE from_kind = 'activity' AND to_kind = 'centre'
    UNION
    SELECT e.kind, e.id, '', ''
    FROM entries e
    JOIN changes c ON c.kind = e.kind AND c.id = e.id AND c.revision = e.revision
    WHERE e.kind = 'activity' AND json_type(c.body, '$.location') = 'object');
