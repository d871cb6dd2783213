package listing

import "strconv"

// AppendRPDE writes a page of Realtime Paged Data Exchange 1.0, ordered by
// change number (its section 4.2, strategy "incrementing unique change
// number"). The change number is the position in the listing feed.
//
// next is the absolute address of the page behind the last item, or of this
// page if it has none. An item that is not listed is "deleted" and has no data.
// Ids hold the kind ("centre:dk-aarhus"), since they must be unique in the feed.
// Nothing in the page depends on when it is asked for.
func AppendRPDE(b []byte, items []*Item, next, license string) ([]byte, error) {
	b = append(appendMember(append(b, '{'), "next", next), `,"items":[`...)
	for n, i := range items {
		if n > 0 {
			b = append(b, ',')
		}
		var err error
		if b, err = i.appendRPDE(b); err != nil {
			return nil, err
		}
	}
	b = append(b, `],"license":`...)
	return append(appendString(b, license), '}', '\n'), nil
}

func (i *Item) appendRPDE(b []byte) (_ []byte, err error) {
	state := "deleted"
	if i.Listed {
		state = "updated"
	}
	b = appendMember(append(b, '{'), "state", state)
	b = appendMember(b, "kind", string(i.Key.Kind))
	b = appendMember(b, "id", i.Key.String())
	b = strconv.AppendUint(append(b, `,"modified":`...), i.Position, 10)
	if i.Listed {
		if b, err = i.appendEntry(append(b, `,"data":`...)); err != nil {
			return nil, err
		}
	}
	return append(b, '}'), nil
}
