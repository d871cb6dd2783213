// Package staff owns who may change what: members, their roles, the secrets by
// which a program or a browser shows that it acts for one of them, and what
// staff know beside the catalogue.
//
// A [Member] has grants, each a role over something: a centre, an organisation,
// a municipality, a network, or everything. An [Action] is allowed on a
// [Subject] if one of the grants covers it. Who has no grant over a subject at
// all is told what somebody is told who asks for an id that does not exist
// (EXPERIENCE-AND-SAFETY X1): that there is something to be denied is itself
// news.
//
// No secret is kept, only its SHA-256: 130 random bits need no slower hash
// (ASVS 5.0, 11.4.2 is about passwords, which people choose).
package staff
