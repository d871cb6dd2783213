-- What a map asks of an entry, so that no list has to read the whole of it.
-- All of it is drawn from the body, as the public may see it: a point that is
-- to be hidden is not here, and one that is to be coarse is coarse.

-- 1 if it is shown in feeds, 0 if it is closed, moved or only planned.
ALTER TABLE entries ADD COLUMN listed INTEGER NOT NULL DEFAULT 1;

-- The kind of a centre, the rhythm of an activity; '' for everything else.
ALTER TABLE entries ADD COLUMN variety TEXT NOT NULL DEFAULT '';

-- WGS 84 degrees; NULL without a point of its own.
ALTER TABLE entries ADD COLUMN lat REAL;
ALTER TABLE entries ADD COLUMN lon REAL;

-- The points at which an activity is held that has no place of its own.
CREATE VIEW venues AS
SELECT l.from_id AS id, c.lat, c.lon
FROM links l CROSS JOIN entries c
WHERE c.kind = l.to_kind AND c.id = l.to_id
  AND l.from_kind = 'activity' AND l.to_kind = 'centre' AND c.lat IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM areas a WHERE a.kind = 'activity' AND a.id = l.from_id);

-- The views of the first migration once more, with the links outermost (CROSS
-- JOIN keeps that order). Left to itself SQLite looked through the areas of all
-- centres for each activity: 50 seconds for a page at 100,000 entries, where
-- this takes 20 milliseconds.
DROP VIEW whereabouts;
CREATE VIEW whereabouts AS
SELECT kind, id, country, municipality FROM areas
UNION ALL
SELECT l.from_kind, l.from_id, a.country, a.municipality
FROM links l CROSS JOIN areas a
WHERE a.kind = l.to_kind AND a.id = l.to_id AND l.from_kind = 'activity' AND l.to_kind = 'centre';

DROP VIEW operators;
CREATE VIEW operators AS
SELECT kind, id, organisation FROM entries WHERE organisation <> ''
UNION ALL
SELECT kind, id, id FROM entries WHERE kind = 'organisation'
UNION ALL
SELECT l.from_kind, l.from_id, c.organisation
FROM links l CROSS JOIN entries c
WHERE c.kind = l.to_kind AND c.id = l.to_id
  AND l.from_kind = 'activity' AND l.to_kind = 'centre' AND c.organisation <> '';
