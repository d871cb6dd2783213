package api

import (
	"context"
	"io"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/listing"
)

const (
	// followedPage is how many items a page has for who follows the feed; RPDE
	// suggests 500.
	followedPage = 500
	// readPage is how many a page has for a feed reader.
	readPage = 100
	// keepPage is how long a page of RPDE may be kept that is not the last: an
	// item that leaves it comes again on a later one.
	keepPage = time.Hour
	// keepLast is how long the last page may be kept, and what is polled as
	// often.
	keepLast = 8 * time.Second
)

// ReadListings answers with a page of the listing feed for who follows it.
func (s *Server) ReadListings(c echo.Context, p ReadListingsParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	f := feed{contentType: echo.MIMEApplicationJSON, keep: keepLast}
	if f.newest, err = s.newest(ctx); err != nil {
		return err
	}
	q.Limit = followedPage
	postings, err := s.catalogue.PostingsAfter(ctx, q, uint64(said(p.AfterChangeNumber)))
	if err != nil {
		return err
	}
	base := s.base(c)
	// Without items, next is this address to the letter: that is how a reader
	// knows the last page.
	next := base + c.Request().URL.RequestURI()
	if n := len(postings); n > 0 {
		next = pageAddress(c, base, "afterChangeNumber", postings[n-1].Position)
		f.keep = keepPage
	}
	items, err := s.items(ctx, base, postings)
	if err != nil {
		return err
	}
	body, err := listing.AppendRPDE(make([]byte, 0, 2048*(1+len(items))), items, next, base+"/about-the-data")
	if err != nil {
		return err
	}
	return s.sendFeed(c, f, body)
}

// ReadListingsJSONFeed answers with a page of JSON Feed.
func (s *Server) ReadListingsJSONFeed(c echo.Context, p ReadListingsJSONFeedParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	return s.readPage(c, q, p.Before, language(said(p.Lang), q.Country, s.country), "application/feed+json", listing.JSONFeed)
}

// ReadListingsAtom answers with a page of Atom.
func (s *Server) ReadListingsAtom(c echo.Context, p ReadListingsAtomParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	return s.readPage(c, q, p.Before, language(said(p.Lang), q.Country, s.country), listing.AtomType+"; charset=utf-8", listing.Atom)
}

// readPage answers with a page for a feed reader, newest first.
func (s *Server) readPage(c echo.Context, q directory.PostingQuery, before *int, lang, contentType string,
	encode func(listing.Head, []*listing.Item) ([]byte, error),
) error {
	ctx, base := c.Request().Context(), s.base(c)
	f := feed{contentType: contentType, keep: keepOpen}
	var err error
	if f.newest, err = s.newest(ctx); err != nil {
		return err
	}
	q.Limit = readPage + 1 // one more tells whether there is a next page
	postings, err := s.catalogue.PostingsBefore(ctx, q, uint64(said(before)))
	if err != nil {
		return err
	}
	head := listing.Head{
		Title: s.contract.Info.Title, Lang: lang, Home: base + "/", Self: base + c.Request().URL.RequestURI(),
		First: pageAddress(c, base, "before", 0), Updated: f.newest.At,
		Label: func(topic string) string { return s.topicRef(topic, lang).Label },
	}
	if len(postings) > 0 {
		head.Updated = postings[0].At
	}
	if len(postings) > readPage {
		postings = postings[:readPage]
		head.Next = pageAddress(c, base, "before", postings[readPage-1].Position)
	}
	items, err := s.items(ctx, base, postings)
	if err != nil {
		return err
	}
	body, err := encode(head, items)
	if err != nil {
		return err
	}
	return s.sendFeed(c, f, body)
}

// ReadListingsCSV answers with all that is listed as a table.
func (s *Server) ReadListingsCSV(c echo.Context, p ReadListingsCSVParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	lang := language(said(p.Lang), q.Country, s.country)
	return s.streamPostings(c, q, "text/csv; charset=utf-8; header=present", func(w io.Writer, each eachItem) error {
		table, err := listing.NewCSV(w, lang)
		if err != nil {
			return err
		}
		if err := each(table.Write); err != nil {
			return err
		}
		return table.Flush()
	})
}

// ReadListingsNDJSON answers with all that is listed, one object a line.
func (s *Server) ReadListingsNDJSON(c echo.Context, p ReadListingsNDJSONParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	return s.streamPostings(c, q, "application/x-ndjson", func(w io.Writer, each eachItem) error {
		var line []byte
		return each(func(i *listing.Item) (err error) {
			if line, err = listing.AppendLine(line[:0], i); err != nil {
				return err
			}
			_, err = w.Write(line)
			return err
		})
	})
}

// ReadListingsGeoJSON answers with all that is listed, for a map.
func (s *Server) ReadListingsGeoJSON(c echo.Context, p ReadListingsGeoJSONParams) error {
	q, err := s.postings(p.Country, p.Municipality, p.Network, p.Topic)
	if err != nil {
		return err
	}
	lang := language(said(p.Lang), q.Country, s.country)
	return s.streamPostings(c, q, "application/geo+json", func(w io.Writer, each eachItem) error {
		collection, err := listing.NewGeoJSON(w, lang)
		if err != nil {
			return err
		}
		if err := each(collection.Write); err != nil {
			return err
		}
		return collection.Close()
	})
}

// eachItem hands every item that is listed to f.
type eachItem func(f func(*listing.Item) error) error

// streamPostings streams all that is listed, each entry once, in the order of
// the keys.
func (s *Server) streamPostings(c echo.Context, q directory.PostingQuery, contentType string, write func(io.Writer, eachItem) error) error {
	f := feed{contentType: contentType, keep: keepOpen}
	var err error
	if f.newest, err = s.newest(c.Request().Context()); err != nil {
		return err
	}
	base := s.base(c)
	q.Limit = walkPage
	return s.streamFeed(c, f, func(ctx context.Context, w io.Writer) error {
		return write(w, func(f func(*listing.Item) error) error {
			for behind := (directory.Key{}); ; {
				postings, err := s.catalogue.PostingsFrom(ctx, q, behind)
				if err != nil {
					return err
				}
				items, err := s.items(ctx, base, postings)
				if err != nil {
					return err
				}
				for _, i := range items {
					if err := f(i); err != nil {
						return err
					}
				}
				if len(postings) < q.Limit {
					return nil
				}
				behind = postings[len(postings)-1].Key
			}
		})
	})
}

// postings gives the part of the listing feed that is asked for.
func (s *Server) postings(country, municipality, network, topic *string) (directory.PostingQuery, error) {
	if _, err := s.under(topic); err != nil {
		return directory.PostingQuery{}, err
	}
	return directory.PostingQuery{
		Country: said(country), Municipality: said(municipality), Network: said(network), Topic: said(topic),
	}, nil
}

// items gives postings with the entries that they are shown with, which are
// read all at once.
func (s *Server) items(ctx context.Context, base string, postings []directory.Posting) ([]*listing.Item, error) {
	refers := make([][]directory.Key, len(postings))
	known := make(map[directory.Key]directory.Entry)
	var wanted []directory.Key
	for n, p := range postings {
		var err error
		if refers[n], err = listing.References(p); err != nil {
			return nil, err
		}
		for _, key := range refers[n] {
			if _, twice := known[key]; !twice {
				known[key] = nil
				wanted = append(wanted, key)
			}
		}
	}
	if len(wanted) > 0 {
		changes, err := s.catalogue.EntriesByKey(ctx, wanted)
		if err != nil {
			return nil, err
		}
		for _, change := range changes {
			known[change.Key] = change.Entry
		}
	}
	items := make([]*listing.Item, len(postings))
	for n, p := range postings {
		referred := make([]directory.Entry, len(refers[n]))
		for i, key := range refers[n] {
			referred[i] = known[key]
		}
		var err error
		if items[n], err = listing.NewItem(p, referred, base+collections[p.Key.Kind]+p.Key.ID, pageOf(base, p.Key)); err != nil {
			return nil, err
		}
	}
	return items, nil
}

// pageAddress gives the absolute address of a page of the feed that was asked
// for, with its filters; 0 is the first.
func pageAddress(c echo.Context, base, parameter string, number uint64) string {
	query := c.Request().URL.Query()
	query.Del(parameter)
	if number > 0 {
		query.Set(parameter, strconv.FormatUint(number, 10))
	}
	return base + (&url.URL{Path: c.Request().URL.Path, RawQuery: query.Encode()}).RequestURI()
}
