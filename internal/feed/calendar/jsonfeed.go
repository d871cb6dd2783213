package calendar

import (
	"encoding/json"
	"io"
	"time"

	"walkin/internal/directory"
)

// jsonFeed is JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/).
type jsonFeed struct {
	Version  string     `json:"version"`
	Title    string     `json:"title"`
	HomePage string     `json:"home_page_url,omitempty"`
	FeedURL  string     `json:"feed_url"`
	Language string     `json:"language,omitempty"`
	Walkin   feedFacts  `json:"_walkin"`
	Items    []jsonItem `json:"items"`
}

// feedFacts are ours: the feed says whether something was left out at its end.
type feedFacts struct {
	More bool `json:"more"`
}

type jsonItem struct {
	ID       string    `json:"id"`
	URL      string    `json:"url"`
	Title    string    `json:"title"`
	Content  string    `json:"content_text"`
	Modified time.Time `json:"date_modified"`
	Tags     []string  `json:"tags,omitempty"` // ids of topics
	Language string    `json:"language,omitempty"`
	Walkin   itemFacts `json:"_walkin"`
}

// itemFacts are what a machine wants of an occurrence; an end that is not known
// is left out.
type itemFacts struct {
	Activity     string                   `json:"activity"`
	Centre       string                   `json:"centre,omitempty"`
	Rhythm       directory.Rhythm         `json:"rhythm"`
	Start        time.Time                `json:"start"`
	End          *time.Time               `json:"end,omitempty"`
	TimeKnown    bool                     `json:"time_known"` // false: only the day of start is
	State        directory.HappeningState `json:"state"`
	Reason       string                   `json:"reason,omitempty"`
	Location     *directory.Location      `json:"location,omitempty"`
	Ages         directory.Ages           `json:"ages,omitzero"`
	Promises     directory.Promises       `json:"promises,omitzero"`
	Registration directory.Registration   `json:"registration,omitzero"`
}

// WriteJSONFeed writes happenings as a JSON Feed 1.1, with what a machine wants
// under "_walkin"; more says that not all that happens is in it.
func WriteJSONFeed(w io.Writer, happenings []Happening, more bool, f Feed) error {
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: in(wordWhatsOn, f.Lang), HomePage: f.Home, FeedURL: f.Self,
		Language: f.Lang, Walkin: feedFacts{more}, Items: make([]jsonItem, len(happenings)),
	}
	for i := range happenings {
		feed.Items[i] = f.jsonItem(&happenings[i])
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(feed)
}

func (f *Feed) jsonItem(h *Happening) jsonItem {
	a, o := h.activity(), &h.Occurrence
	item := jsonItem{
		ID: h.id(), URL: f.link(h), Content: h.content(f.Options), Modified: h.changed().UTC(), Tags: a.Topics,
		Walkin: itemFacts{
			Activity: a.ID, Rhythm: a.Rhythm, Start: o.Start, TimeKnown: o.StartKnown, State: h.state(), Reason: o.Reason,
			Location: h.where(), Ages: a.Ages, Promises: a.Promises, Registration: a.Registration,
		},
	}
	item.Title, item.Language = h.title(f.Options)
	if c := h.centre(); c != nil {
		item.Walkin.Centre = c.ID
	}
	if o.EndKnown {
		item.Walkin.End = &o.End
	}
	return item
}
