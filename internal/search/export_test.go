package search

import (
	"context"

	"walkin/internal/directory"
)

// Find gives the numbers of the results of the first page and how many there
// are on all: what a search does before it shows anything.
func (x *Index) Find(ctx context.Context, q directory.Query) (numbers []uint32, total int, err error) {
	s, err := x.hold()
	if err != nil {
		return nil, 0, err
	}
	defer s.release()
	f, err := x.find(ctx, s, q.WithDefaults(), nil)
	if err != nil {
		return nil, 0, err
	}
	defer f.gathering.release()
	for i := range f.shown {
		numbers = append(numbers, f.shown[i].n)
	}
	return numbers, f.total, err
}
