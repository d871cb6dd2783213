package directory

// Edit says who writes, and what they saw before.
type Edit struct {
	Author string // a member, "import", "built-in catalogue"; required
	// IfRevision is the revision that the author saw (If-Match); 0 says that
	// the entry must not exist. Nil writes over whatever is there.
	IfRevision *int
	// Once, if not nil, makes an edit that is sent twice happen once.
	Once *Once
}

// Once names an edit: the Idempotency-Key of a client
// (draft-ietf-httpapi-idempotency-key-header), and what the client sent with
// it. Both are SHA-256 hashes: a key is for its member alone, so their id is
// part of what is hashed, and a request may hold an address that is not public.
type Once struct {
	Key     [32]byte
	Request [32]byte
}

// Step is one of several changes that are made together.
type Step struct {
	Key   Key
	Entry Entry // nil takes it out
	// IfRevision is the revision that was seen; see [Edit].
	IfRevision *int
}
