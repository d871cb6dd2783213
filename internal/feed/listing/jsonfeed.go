package listing

import (
	"encoding/json"
	"fmt"
	"time"
)

// Head is what JSON Feed and Atom say of themselves. All addresses are
// absolute.
type Head struct {
	Title   string
	Lang    string    // of the page; "" for each item's own
	Home    string    // of the directory
	First   string    // of the first page of this feed
	Self    string    // of this page
	Next    string    // of the page with what is older; "" if this is the last
	Updated time.Time // of the newest item; required by Atom
	// Label gives the label of a topic in the language of the page.
	Label func(topic string) string
}

func (h Head) tags(f facts) []string {
	tags := make([]string, len(f.topics))
	for n, id := range f.topics {
		tags[n] = h.Label(id)
	}
	return tags
}

// jsonFeed is JSON Feed 1.1 (jsonfeed.org/version/1.1).
type jsonFeed struct {
	Version  string         `json:"version"`
	Title    string         `json:"title"`
	Home     string         `json:"home_page_url"`
	Self     string         `json:"feed_url"`
	Next     string         `json:"next_url,omitempty"`
	Language string         `json:"language,omitempty"`
	Items    []jsonFeedItem `json:"items"`
}

type jsonFeedItem struct {
	ID       string    `json:"id"`
	URL      string    `json:"url"`
	External string    `json:"external_url,omitempty"`
	Title    string    `json:"title"`
	Text     string    `json:"content_text"`
	Modified time.Time `json:"date_modified"`
	Tags     []string  `json:"tags,omitempty"`
	Language string    `json:"language,omitempty"`
	// Walkin is our own extension: the posting as RPDE has it.
	Walkin json.RawMessage `json:"_walkin"`
}

// JSONFeed gives a page of JSON Feed 1.1. Items that are not listed are left
// out: the format has no word for them. Each item carries its posting as RPDE
// has it under "_walkin".
func JSONFeed(h Head, items []*Item) ([]byte, error) {
	page := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: h.Title, Home: h.Home, Self: h.Self, Next: h.Next,
		Language: h.Lang, Items: []jsonFeedItem{},
	}
	for _, i := range items {
		if !i.Listed {
			continue
		}
		if err := i.Decode(); err != nil {
			return nil, err
		}
		f := i.facts()
		item := jsonFeedItem{
			ID: i.Key.String(), URL: i.people(), External: f.contact.URL, Text: i.Text(h.Lang), Modified: i.At, Tags: h.tags(f),
		}
		item.Title, item.Language = i.Title(h.Lang)
		if item.Language == "" {
			_, item.Language = i.Description(h.Lang)
		}
		var err error
		if item.Walkin, err = i.appendRPDE(nil); err != nil {
			return nil, err
		}
		page.Items = append(page.Items, item)
	}
	b, err := json.Marshal(page)
	if err != nil {
		return nil, fmt.Errorf("encode JSON Feed: %w", err)
	}
	return append(b, '\n'), nil
}
