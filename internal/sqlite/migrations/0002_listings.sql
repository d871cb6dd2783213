-- The listing feed: what portals show, in the order in which they must hear of
-- it.

-- Each entry that is or ever was in the feed, at one position: that of the last
-- change of anything that it shows or is filtered by. An organisation that
-- joins a network moves its centres to the end, though nobody touched them, so
-- the position is a number of its own and not that of a change. Rows are never
-- removed: who read the feed once must hear of what left it.
CREATE TABLE listings (
    position INTEGER PRIMARY KEY CHECK (position > 0),
    kind     TEXT    NOT NULL,
    id       TEXT    NOT NULL,
    number   INTEGER NOT NULL, -- of the change that is the record of the entry
    listed   INTEGER NOT NULL CHECK (listed IN (0, 1)), -- 0: it left
    at       TEXT    NOT NULL, -- when it came to this position
    UNIQUE (kind, id)
) STRICT;

-- What a listed entry can be filtered by, and ever could: who follows a part of
-- the feed must hear of what left that part, and need not hear of what was
-- never in it.
CREATE TABLE facets (
    kind  TEXT    NOT NULL,
    id    TEXT    NOT NULL,
    facet TEXT    NOT NULL CHECK (facet IN ('country', 'municipality', 'network', 'topic')),
    value TEXT    NOT NULL,
    holds INTEGER NOT NULL CHECK (holds IN (0, 1)), -- 0: it once did
    PRIMARY KEY (kind, id, facet, value)
) STRICT, WITHOUT ROWID;

-- What is there already takes its place by its last change. That the entry is
-- one to be listed is said here as it was when this was written; from now on
-- directory.Posted says it.
INSERT INTO listings (position, kind, id, number, listed, at)
SELECT c.number, c.kind, c.id, c.number, 1, c.at
FROM entries e JOIN changes c ON c.kind = e.kind AND c.id = e.id AND c.revision = e.revision
WHERE e.kind IN ('centre', 'activity', 'helpline')
  AND coalesce(c.body ->> 'status', '') IN ('', 'open', 'paused')
  AND (e.kind <> 'activity' OR c.body ->> 'rhythm' = 'fixed');

INSERT INTO facets (kind, id, facet, value, holds)
WITH RECURSIVE about(kind, id, topic) AS (
    SELECT p.kind, p.id, l.to_id
    FROM listings p JOIN links l ON l.from_kind = p.kind AND l.from_id = p.id
    WHERE l.to_kind = 'topic'
    UNION
    SELECT a.kind, a.id, l.to_id
    FROM about a JOIN links l ON l.from_kind = 'topic' AND l.from_id = a.topic
    WHERE l.to_kind = 'topic')
SELECT p.kind, p.id, 'country', w.country, 1
FROM listings p JOIN whereabouts w ON w.kind = p.kind AND w.id = p.id WHERE w.country <> ''
UNION
SELECT p.kind, p.id, 'municipality', w.municipality, 1
FROM listings p JOIN whereabouts w ON w.kind = p.kind AND w.id = p.id WHERE w.municipality <> ''
UNION
SELECT p.kind, p.id, 'network', n.to_id, 1
FROM listings p
JOIN operators o ON o.kind = p.kind AND o.id = p.id
JOIN links n ON n.from_kind = 'organisation' AND n.from_id = o.organisation
WHERE n.to_kind = 'network'
UNION
SELECT kind, id, 'topic', topic, 1 FROM about;
