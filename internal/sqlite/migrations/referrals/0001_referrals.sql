-- Cards that take young people from one place to another. It is a file of its
-- own, with nothing in it about who they are: only hashes, the ids of places,
-- days and states. All of a card goes 30 days after it was made.

CREATE TABLE cards (
    hash      BLOB PRIMARY KEY CHECK (length(hash) = 32), -- SHA-256 of the code, which is not kept
    sender    TEXT NOT NULL CHECK (sender <> ''),         -- id of the centre that hands on
    lang      TEXT NOT NULL CHECK (length(lang) <= 11),
    tell_from INTEGER NOT NULL CHECK (tell_from IN (0, 1)),
    tell      INTEGER NOT NULL CHECK (tell IN (0, 1)),
    made      TEXT NOT NULL,
    expires   TEXT NOT NULL,
    revoked   TEXT -- when; null: not
) STRICT, WITHOUT ROWID;
CREATE INDEX cards_by_sender ON cards (sender, made);
CREATE INDEX cards_by_expiry ON cards (expires);

CREATE TABLE places (
    card    BLOB NOT NULL REFERENCES cards (hash) ON DELETE CASCADE,
    number  INTEGER NOT NULL CHECK (number BETWEEN 0 AND 4), -- in the order of the card
    kind    TEXT NOT NULL,
    id      TEXT NOT NULL,
    centre  TEXT NOT NULL, -- id of the centre that receives; '' for none
    time    TEXT NOT NULL, -- to come, as on the card; '' for any
    day     TEXT NOT NULL, -- told to the place, YYYY-MM-DD; '' for none
    state   TEXT NOT NULL CHECK (state IN ('sent', 'ready', 'arrived', 'did_not_come', 'revoked')),
    welcome TEXT NOT NULL CHECK (welcome IN (
        '', 'come_in', 'ring_bell', 'meet_at_door', 'kitchen_table', 'counter', 'quiet_room', 'text_first', 'other_day')),
    changed TEXT NOT NULL,
    PRIMARY KEY (card, number),
    UNIQUE (card, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX places_by_centre ON places (centre) WHERE centre <> '';

-- Who read a card: the id of a member or 'public', how often on a day and when
-- last. No address.
CREATE TABLE reads (
    card   BLOB NOT NULL REFERENCES cards (hash) ON DELETE CASCADE,
    reader TEXT NOT NULL CHECK (reader <> '' AND reader NOT GLOB '*[^a-z0-9_-]*'),
    day    TEXT NOT NULL, -- YYYY-MM-DD, UTC
    times  INTEGER NOT NULL CHECK (times > 0),
    last   TEXT NOT NULL,
    PRIMARY KEY (card, reader, day)
) STRICT, WITHOUT ROWID;
