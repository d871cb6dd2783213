-- What staff need and nobody else sees: who they are, what they are about to
-- change, and what the public told them. It is a file of its own, so that a
-- copy of the catalogue can be handed on without it.

CREATE TABLE members (
    id     TEXT PRIMARY KEY CHECK (id <> ''),
    email  TEXT NOT NULL UNIQUE,
    body   TEXT NOT NULL CHECK (json_valid(body)) -- staff.Member
) STRICT;

-- Secrets are not kept; their SHA-256 is.
CREATE TABLE tokens (
    id      TEXT PRIMARY KEY,
    hash    BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
    member  TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    body    TEXT NOT NULL CHECK (json_valid(body)), -- staff.Token
    expires TEXT NOT NULL
) STRICT;
CREATE INDEX tokens_by_member ON tokens (member);

CREATE TABLE sessions (
    hash   BLOB PRIMARY KEY CHECK (length(hash) = 32),
    member TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    made   TEXT NOT NULL,
    seen   TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_member ON sessions (member);

CREATE TABLE links (
    hash    BLOB PRIMARY KEY CHECK (length(hash) = 32),
    member  TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    purpose TEXT NOT NULL,
    about   TEXT NOT NULL,
    expires TEXT NOT NULL,
    used    INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;

CREATE TABLE passkeys (
    id         TEXT PRIMARY KEY,
    credential BLOB NOT NULL UNIQUE, -- by which a device names it
    member     TEXT NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    body       TEXT NOT NULL CHECK (json_valid(body)) -- staff.Passkey: a public key and a counter
) STRICT;
CREATE INDEX passkeys_by_member ON passkeys (member);

-- Changes that wait for somebody's yes, and what became of them.
CREATE TABLE drafts (
    id       TEXT PRIMARY KEY,
    kind     TEXT NOT NULL,
    entry    TEXT NOT NULL, -- id
    state    TEXT NOT NULL CHECK (state IN ('open', 'approved', 'refused', 'withdrawn')),
    member   TEXT NOT NULL, -- who wrote it
    made     TEXT NOT NULL,
    body     TEXT NOT NULL CHECK (json_valid(body)) -- staff.Draft
) STRICT;
CREATE INDEX drafts_by_entry ON drafts (kind, entry, made);
CREATE INDEX drafts_by_state ON drafts (state, made);

-- What an import would do, until somebody applies it or a day has passed.
CREATE TABLE previews (
    id      TEXT PRIMARY KEY,
    member  TEXT NOT NULL,
    made    TEXT NOT NULL,
    expires TEXT NOT NULL,
    applied TEXT, -- when; null: not yet
    head    TEXT NOT NULL CHECK (json_valid(head)), -- staff.PreviewHead
    body    TEXT NOT NULL CHECK (json_valid(body)) -- staff.Preview
) STRICT;
CREATE INDEX previews_by_expiry ON previews (expires);

-- "Something here is wrong": fields ticked by nobody in particular.
CREATE TABLE reports (
    id     TEXT PRIMARY KEY,
    kind   TEXT NOT NULL,
    entry  TEXT NOT NULL,
    day    TEXT NOT NULL, -- YYYY-MM-DD; no time of day
    state  TEXT NOT NULL CHECK (state IN ('open', 'answered', 'dismissed')),
    body   TEXT NOT NULL CHECK (json_valid(body)) -- staff.Report
) STRICT;
CREATE INDEX reports_by_entry ON reports (kind, entry, state);

-- The weekly count of a centre, in bands.
CREATE TABLE counts (
    centre TEXT NOT NULL,
    week   TEXT NOT NULL, -- ISO 8601: 2026-W47
    member TEXT NOT NULL,
    body   TEXT NOT NULL CHECK (json_valid(body)), -- staff.Count
    PRIMARY KEY (centre, week)
) STRICT, WITHOUT ROWID;

-- What a centre tells colleagues at other centres.
CREATE TABLE colleagues (
    centre TEXT PRIMARY KEY,
    body   TEXT NOT NULL CHECK (json_valid(body)) -- staff.Colleagues
) STRICT, WITHOUT ROWID;
