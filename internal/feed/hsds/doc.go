// Package hsds turns directory values into objects of the Human Services Data
// Specification (HSDS 3.0, Open Referral) and reads them back.
//
//	organisation          organization; its networks are attributes
//	network               taxonomy_term of the taxonomy "walkin networks"
//	topic                 taxonomy_term of the taxonomy "walkin topics"
//	centre                service, at the location that is its door
//	outreach stop         another location of that service, with its own schedules
//	activity              service, at the locations of its centres or at its own
//	helpline              service with phones and service areas, at no location
//	hours                 schedules, as far as RRULE fields can say them
//	ages, languages, access needs, free, day of verification
//	                      minimum_age, maximum_age, languages, accessibility,
//	                      cost_options, assured_date
//
// HSDS has no place for much of what makes a place low-threshold, so there is
// a profile (HSDS, "Profiles"; see [Profile]): promises, access, time zone,
// exceptions and the precision of a point have declared properties of their
// own. The rest stands in the property "walkin", a JSON Merge Patch (RFC 7386)
// that makes our entry of what the other properties say. Nothing is lost and
// nothing is said twice.
//
// What is unknown is left out. Four texts that HSDS requires (the description
// of an organization and of a term, and parts of an address) are empty where
// nobody has written them.
//
// Hours that a source makes doubtful have no times here, only the words: a
// reader that does not know our profile would take them for certain.
//
// A contact is a named person in HSDS. The directory knows no persons, so
// there are none; telephones and addresses stand with the service.
package hsds
