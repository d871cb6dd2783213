package fold

// Near compares words with one that was typed, perhaps with slips and perhaps
// not to its end. What it has worked out for the beginning of a word serves the
// next one that begins alike, so a sorted list is gone through quickly. A slip
// is what it is to [Speller], counted in bytes. It is for one goroutine.
type Near struct {
	typed string
	edits int
	word  string  // the one before
	rows  [][]int // by length of its beginning: how far that is from each beginning of typed
	done  int     // rows that hold
	begun int     // length of the first beginning that is near enough; -1 if none is
	over  int     // length from which none can be; -1 if not known
}

// NewNear compares with a typed word, of which so many slips are allowed.
func NewNear(typed string, edits int) *Near {
	n := &Near{typed: typed, edits: edits, done: 1, begun: -1, over: -1}
	n.rows = append(n.rows, make([]int, len(typed)+1))
	for j := range n.rows[0] {
		n.rows[0][j] = j
	}
	return n
}

// Compare says whether a word is the one that was typed, and whether it begins
// with it, with as many slips as are allowed at the most.
func (n *Near) Compare(word string) (is, begins bool) {
	common := 0
	for common < len(word) && common < len(n.word) && word[common] == n.word[common] {
		common++
	}
	n.word, n.done = word, min(n.done, common+1)
	if n.begun >= n.done {
		n.begun = -1
	}
	if n.over >= n.done {
		n.over = -1
	}
	for i := n.done; i <= len(word) && n.over < 0; i++ {
		n.row(i)
	}
	last := n.rows[n.done-1]
	return n.over < 0 && last[len(n.typed)] <= n.edits, n.begun >= 0
}

// row works out how far the first i letters are from each beginning of what
// was typed (optimal string alignment).
func (n *Near) row(i int) {
	if len(n.rows) == i {
		n.rows = append(n.rows, make([]int, len(n.typed)+1))
	}
	row, above := n.rows[i], n.rows[i-1]
	row[0] = i
	least := i
	for j := 1; j <= len(n.typed); j++ {
		cost := 1
		if n.word[i-1] == n.typed[j-1] {
			cost = 0
		}
		row[j] = min(above[j]+1, row[j-1]+1, above[j-1]+cost)
		if i > 1 && j > 1 && n.word[i-1] == n.typed[j-2] && n.word[i-2] == n.typed[j-1] {
			row[j] = min(row[j], n.rows[i-2][j-2]+1)
		}
		least = min(least, row[j])
	}
	n.done = i + 1
	if n.begun < 0 && row[len(n.typed)] <= n.edits {
		n.begun = i
	}
	if least > n.edits {
		n.over = i
	}
}
