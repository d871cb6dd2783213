// Package coverage says who lives within reach of an open door, and who does not:
// the share of inhabitants with a place within some kilometres, the mean distance
// to the nearest and the number within reach, by municipality, as Statistics
// Netherlands publishes them (Nabijheidsstatistiek); weekly open hours for each
// 1,000 inhabitants; the white spots; and where one more place would help most.
//
// It is pure: [Load] reads where people live, once, [Doors] makes doors of
// centres, and [Survey.Ask] answers a [Question] with a [Report]. The same input
// gives the same report, to the last bit.
//
// # What the figures are, and are not
//
// Distances are straight lines, so fjords, rivers and ferries are not seen.
// People are joined to municipalities by code. Doors count wherever they are: a
// place across a border, of a municipality or a country, is within reach all the
// same.
//
// Two things are not known of many doors, and neither is hidden. Where the point
// is only that of a postcode or a town, each figure is a [Range] whose ends hold
// if every such door lies as far off as [Slack] says, away from the people or
// towards them. And where a promise, an age or hours are unknown, there are two
// measures: [Row.Sure] counts what is known to fit, [Row.Perhaps] also what may.
package coverage
