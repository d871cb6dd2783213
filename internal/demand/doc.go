// Package demand counts what is asked of the directory, and what is asked for in
// vain, so that nobody can be found in the counts (EXPERIENCE-AND-SAFETY, 4b).
//
// # What is counted
//
// A search that somebody meant to make counts once, under one [Cell]: a week, an
// [Area], a topic of the taxonomy, and an [Outcome]. The topic is the first that
// its words were understood as; what was understood as none counts as
// [Unmatched], and who names no topic at all asks for [Anything]. There is
// nothing else: no text, no address of a client, no time of day, nothing that two
// searches of one person have in common.
//
//   - A municipality of fewer than [SmallYouth] young people is none of its own: it
//     counts with the small ones of its region, or where those are few too with the
//     rest of its country ([Areas]).
//   - A crisis topic counts for its country and for the year, and nothing finer is
//     ever written.
//   - One client adds at most [PerDay] searches of a topic in a day ([Tally]), as
//     long as it does not pause. By what it is recognised is a hash under a salt that
//     is replaced every hour, is in memory only, and is forgotten with the hour that
//     follows: who pauses for two hours is a new client. That is the price of knowing
//     nobody for longer.
//
// # What is released
//
// A period that is over is released once, as one [Table], and what was counted for
// it is deleted in the same stroke ([Release]). No other cut of the same searches
// is ever made, so there is nothing to subtract:
//
//   - Each search is in at most one row. What has too few askers in an area counts
//     with the rest of its country, then not at all. There are no totals but the sums
//     of rows.
//   - Whether a cell has enough askers is decided with two-sided geometric noise
//     ([Enough], and never below [Fewest]), and its figure has noise of its own, then
//     is rounded to [Rounded]. Both together cost a search, or a vote, an ε of 1 in
//     its week. Never to show fewer than ten departs from that with a probability of
//     0.3 % at the tenth asker.
//
// # What this does not promise
//
// Without an identity of visitors the noise hides a search and not a person: who
// asks for the same every day of the week is in several of the searches, and who
// wants to can be thirty clients. Nor does it hide several searches together: what
// up to nine asked for in an area is added to the row of the rest of the country, and
// who knows all other searches of that row may see that they were made, though not
// where. And what is shown is what was asked often: rows
// near the threshold, and sums of many weeks, lean away from what is rare.
package demand
