package referral

import "cmp"

// rank is the place of a match among others: by the first of these in which
// they differ, the smaller first.
type rank struct {
	reach  int     // which of the reaches, where no radius says how far is too far
	topics int     // how far the topics asked for are from being there
	doubts int     // what must hold or would help, and is not stated
	time   timing  //
	way    int     // stretches of way
	group  int     // 0 where there is something of its own for the topic
	focus  int     // topics: who is there for few things knows them better
	gaps   int     // what the listing does not say
	metres float64 //
	key    string
}

// reaches are how far one goes without thinking, for something good, and for
// a day, in kilometres.
var reaches = []float64{15, 35, 75}

// stretch is a way that makes a difference, in metres. Most points are those
// of a postcode or town, so less would be an order by chance.
const stretch = 3000.0

func (r rank) compare(o rank) int {
	return cmp.Or(
		cmp.Compare(r.reach, o.reach),
		cmp.Compare(r.topics, o.topics),
		cmp.Compare(r.doubts, o.doubts),
		cmp.Compare(r.time, o.time),
		cmp.Compare(r.way, o.way),
		cmp.Compare(r.group, o.group),
		cmp.Compare(r.focus, o.focus),
		cmp.Compare(r.gaps, o.gaps),
		cmp.Compare(r.metres, o.metres),
		cmp.Compare(r.key, o.key),
	)
}
