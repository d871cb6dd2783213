// Package search is the index of the directory: what matches a question, in
// which order, and why.
//
// It answers from a [snapshot] that never changes and is swapped whole by one
// atomic pointer. A snapshot has two halves, joined by an internal number:
//
//   - columns of all that a filter, a facet or an order needs, in segments: the
//     first holds nearly everything, the later ones what has changed since
//     (segment.go). Their numbers go by place, so that they are a k-d tree
//     (tree.go). What entries share, such as hours and languages, stands in a
//     vocabulary, once (vocabulary.go). The entries themselves are kept encoded,
//     in a file of the index once they are saved (archive.go), and decoded when
//     they are shown;
//   - the words, in a bleve index on disk, read through its term readers only
//     (words.go). Never bleve's query string, wildcards, facets or geo sort: they
//     are slow, and a hostile query string takes the process down (the project's
//     performance notes, "bleve: correctness and hostile input").
//
// A search runs top to bottom in this order:
//
//	understand.go   text → topics (longest phrase first) and words
//	match.go        entries that match in words, with their match class
//	reading.go      the same of a whole segment, kept from one question to the next
//	gather.go       the candidates, by the shortest way there is to them
//	nearest.go      or outward from where somebody stands, for a first page
//	leading.go      or the best of what a text finds, for the same
//	sieve.go        three-valued filters: yes, unknown, no
//	order.go        the order, a total one, so that pages join
//	facet.go        counts over all that matched, and totals.go what is kept of them
//	relax.go        what is dropped when nothing is found
//	result.go       the results of one page, with reasons, reach and plan B
//
// The index follows the change log (package follow calls Apply) and keeps the
// number of its last change inside bleve, in the same batch as the documents,
// so that the two cannot disagree. The columns are saved beside it when it is
// built and closed (saved.go); after a crash they are behind, and the log is
// followed from where they are. It is disposable: any error on opening, an
// index made by other rules, or one that knows changes which the log does not
// have, is answered by building it again.
package search
