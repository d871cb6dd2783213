-- Requests for a card that a client named with an Idempotency-Key, for a day:
-- the same request sent again gets the same card. Neither key, request nor
-- code is kept: the code is made anew of the salt and the key.
CREATE TABLE once (
    key     BLOB PRIMARY KEY CHECK (length(key) = 32),
    request BLOB NOT NULL CHECK (length(request) = 32),
    salt    BLOB NOT NULL CHECK (length(salt) = 16),
    card    BLOB NOT NULL REFERENCES cards (hash) ON DELETE CASCADE,
    at      TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX once_by_age ON once (at);
CREATE INDEX once_by_card ON once (card);
