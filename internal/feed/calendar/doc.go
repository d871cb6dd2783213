// Package calendar turns hours into calendars: iCalendar (RFC 5545) of one
// centre or activity, to subscribe to on a telephone, and what is on in the
// coming weeks as iCalendar, JSON Feed 1.1 and Atom (RFC 4287).
//
// # On a telephone
//
// A calendar lies open on a lock screen, on a shared tablet, in a mother's
// family account. So iCalendar shows neutral words only; [Neutral] has the
// rule. It names no topic and carries no description of the place, and an
// address only where the public may see it. The feeds for newsletters
// and portals carry the full title and the topics, as the API does.
//
// # What is not certain
//
// Nobody should stand before a locked door because a calendar said so, and
// nobody should miss a door because a calendar was silent. What may be open
// ("every other Wednesday", a public holiday of which nobody has spoken, hours
// of which only the day is known) is there, with STATUS:TENTATIVE, which most
// telephones do not show, and therefore also with "(ask first)" in its title and
// the reason in its description. What will not take place stays, with
// STATUS:CANCELLED and, for the same reason, the word in its title.
//
// # Two years
//
// A calendar covers the year in which it is asked for and the next. It could
// repeat a rule for ever, but not the public holidays that bear on it, and
// would claim for certain what is not.
//
// The lines are written here and not by a library: the one that was tried
// brings an HTTP client along, hides errors of writing and fails on a broken
// letter, and what is left of it is one short file.
package calendar
