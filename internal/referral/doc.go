// Package referral answers a member of staff at a place that is not the right
// one: who fits this person better, is it open, and how is somebody handed
// over well?
//
// A [Need] is put to a [Directory], which answers with places, activities and
// what partners offer, each with reasons for and against it. Reasons are codes
// with values; whoever shows them has the words. Hard limits (age, promises,
// access needs, country, status) are never broken, and what is not known is
// said and never taken for a no.
//
// A [Card] takes somebody there. It holds no name, no diagnosis and no free
// text, because it has no field for any: only a code that nobody can guess,
// places, days and states. It ends after 30 days.
//
// Nothing here opens a file, asks the clock or knows a database.
package referral
