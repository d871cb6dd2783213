-- Edits that a client named with an Idempotency-Key, for a day: the same
-- request sent again gets the answer of the first. Neither key nor request is
-- kept, only what they hash to.
CREATE TABLE once (
    key     BLOB PRIMARY KEY CHECK (length(key) = 32),
    request BLOB NOT NULL CHECK (length(request) = 32),
    number  INTEGER NOT NULL REFERENCES changes (number),
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_by_age ON once (at);
