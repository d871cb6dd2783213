package fold

// Phrases is a set of terms, each with what it stands for, that are looked
// for in a text as whole words. A term is found in every spelling of each of
// its words that Variants gives. The zero value is empty; once filled it is
// safe for concurrent use.
type Phrases[T any] struct {
	root    phraseNode[T]
	longest int
}

type phraseNode[T any] struct {
	next   map[string]*phraseNode[T]
	values []T
	end    bool
}

// Add puts a term in, as it is written, with what it stands for. A term
// without a letter or digit is ignored. The same term may be added more than
// once; it then stands for everything it was added with.
func (p *Phrases[T]) Add(term string, value T) {
	words := Tokenize(term)
	if len(words) == 0 {
		return
	}
	p.longest = max(p.longest, len(words))
	forms := make([][]string, len(words))
	for i, w := range words {
		forms[i] = Variants(term[w.Start:w.End])
		if len(forms[i]) == 0 {
			forms[i] = []string{w.Text}
		}
	}
	p.root.add(forms, value)
}

func (n *phraseNode[T]) add(forms [][]string, value T) {
	if len(forms) == 0 {
		n.end = true
		n.values = append(n.values, value)
		return
	}
	if n.next == nil {
		n.next = make(map[string]*phraseNode[T])
	}
	for _, form := range forms[0] {
		if n.next[form] == nil {
			n.next[form] = new(phraseNode[T])
		}
		n.next[form].add(forms[1:], value)
	}
}

// Longest gives the number of words of the longest term that words, as Tokens
// gives them, begin with, and everything it stands for; 0 and nil if there is
// none.
func (p *Phrases[T]) Longest(words []string) (length int, values []T) {
	n := &p.root
	for i, w := range words {
		if n = n.next[w]; n == nil {
			break
		}
		if n.end {
			length, values = i+1, n.values
		}
	}
	return length, values
}

// Words is the number of words of the longest term in the set.
func (p *Phrases[T]) Words() int { return p.longest }
