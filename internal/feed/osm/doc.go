// Package osm writes and reads opening hours in the words of OpenStreetMap's
// key opening_hours (https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification).
//
//	Mo-Th 12:00-17:00; Fr 12:00-14:00; PH off; 2026 Jul 06-2026 Jul 31 off "Sommerlukket"
//
// # The subset
//
// Read and written are rules of, in this order and each part optional:
//
//	when      24/7, or a range of dates with their years (2026 Jul 06-2026 Jul 31,
//	          2026 Jul 06-31, 2026 Dec 24, 2026 Jul 06+), or months (Jan-Jun,Sep),
//	          or weeks (week 02-52/2); a range may stand before weeks
//	days      Mo-Fr,Su, numbered in the month (Sa[2,4], Fr[-1]), or PH before them
//	times     10:00-12:00,13:00-17:00, past midnight as 22:00-02:00 or 22:00-26:00,
//	          open ended as 14:00+
//	state     open, off (or closed), unknown
//	comment   "in quotes"; without a state it makes the rule unknown, as the
//	          specification has it
//
// A rule after ";" replaces what the earlier ones say of its days, one after ","
// adds to them. They come in the order in which [schedule.Schedule] ranks them:
// hours, then public holidays, dated sessions, exceptions.
//
// Whatever else the language knows (school holidays, Easter, sunset, dates
// without a year, "||", years alone) is refused with a [*SyntaxError] that names the
// place in the text; so is what a schedule cannot hold. Nothing is guessed.
//
// # Public holidays
//
// "PH off" is closed; the hours once more with PH are open as on any day; the
// hours once more with PH and "unknown" are what they say. A text of which no
// rule names PH does not say, and a schedule that does not say is unknown.
// Which days are public holidays is for each reader to know.
//
// # What is not known
//
// A rule in doubt is unknown with the doubt as its comment, and a time that is
// not known is unknown for as long as the schedule says. A schedule that is in
// doubt as a whole becomes "unknown" with its hours in the comment. The notes of
// rules and the reasons of exceptions are comments; a quotation mark in them
// becomes a typographic one.
//
// What cannot be said (every other week, hours past midnight into a day that
// has others) is an [*UnsayableError]; nothing is left out in silence. Cancelled
// sessions are not opening hours and are not written.
package osm
