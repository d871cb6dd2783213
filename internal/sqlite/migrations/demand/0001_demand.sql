-- What is asked of the directory, counted. It is a file of its own, so that it can
-- be switched off, copied and deleted by itself. Rows have no rowid, and all are
-- written anew in the order of their words: nothing tells in which order they came.

-- What was counted of a period that is not over. It is deleted when the period is
-- released, and is in no copy.
CREATE TABLE counts (
    period       TEXT NOT NULL CHECK (period GLOB '[0-9][0-9][0-9][0-9]' OR period GLOB '[0-9][0-9][0-9][0-9]-W[0-9][0-9]'),
    country      TEXT NOT NULL CHECK (length(country) = 2),
    region       TEXT NOT NULL,
    municipality TEXT NOT NULL, -- national code; '' for the rest of a region, or of a country
    topic        TEXT NOT NULL CHECK (topic <> '' AND topic NOT GLOB '*[^a-z0-9_-]*'), -- an id
    outcome      TEXT NOT NULL CHECK (outcome IN ('found', 'too_far', 'closed', 'no_fit', 'nothing', 'helped', 'not_helped')),
    searches     INTEGER NOT NULL CHECK (searches >= askers),
    askers       INTEGER NOT NULL CHECK (askers >= 0),
    PRIMARY KEY (period, country, region, municipality, topic, outcome)
) STRICT, WITHOUT ROWID;

-- What was released of a period: once, with noise, and never again.
CREATE TABLE released (
    period TEXT PRIMARY KEY,
    body   TEXT NOT NULL CHECK (json_valid(body)) -- demand.Table
) STRICT, WITHOUT ROWID;
