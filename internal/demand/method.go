package demand

// Method says in five lines how it is counted and what that does not say. It stands
// beside the figures in every form.
var Method = []string{
	"A search that somebody meant counts once: by week, area, first topic understood and outcome. Neither its words nor who asked are kept. Repeats of one client count at most five times; who pauses for two hours is a new one.",
	"Shown is what some thirty clients or more asked for in an area, never fewer than ten. What fewer asked for counts with the rest of the country, then not at all; so areas do not overlap, and totals are sums of what happened to be shown.",
	"The decision to show a row and its figure have random noise (two-sided geometric, epsilon 1 for a search in its week); figures are rounded to five. It hides a search, not a person who asks every day; without identities nothing can.",
	"In vain is: nothing about it; something, but not for this age, access need, language or promise; nearest over 15 km away; or not open within 48 hours. Where a place's hours or terms are unknown, the search counts as found.",
	"Who does not search here is not counted, a whole school may share one address, and people type what they expect to find: it shows what is missing, not how much is needed. Topics of a crisis are released by year and country only.",
}
