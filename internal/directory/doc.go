// Package directory holds the words and rules of the field: what a centre, an
// activity, a helpline, an organisation, a network and a topic are, what makes
// one valid, what may be asked of the directory and how a crisis is
// recognised.
//
// The words are the users' own; the name that the Human Services Data
// Specification (HSDS 3.0) has for the same thing stands in brackets:
// [Organisation] (organization), [Centre] (location and its walk-in service),
// [Activity] (service at location), [Topic] (taxonomy term).
//
// The JSON of these types is the directory's own format: it is what the change
// log stores, what "walkin export" writes and "walkin import" reads. The HTTP
// API has wire types of its own (package api), so either can change without
// the other.
//
// Nothing here opens a file, asks the clock or knows a database.
package directory
