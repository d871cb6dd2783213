package web

// Page is what every page has.
type Page struct {
	Words *Words
	// Title is what the browser writes above the page and into its history. It
	// never says what somebody asked, and on a crisis page nothing but the name
	// of the site.
	Title string
	// Path is the address without its language: "/", "/c/dk-plexus-odense".
	Path string
	// Query is the rest of the address; closed vocabularies only.
	Query string
	// Country is whose weather page is left to, ISO 3166-1.
	Country string
	// Home is what stands before addresses that leave the site, such as those
	// of a code to scan; "" makes them relative.
	Home string
	// Origin is where the page was asked for, "http://localhost:8080", for data
	// about it that must name it whole.
	Origin string
	// Exit says that the page has the button that leaves it at once: on views
	// of crisis and violence, and nowhere else (EXPERIENCE-AND-SAFETY, 1a).
	Exit bool
	// Bare leaves out what belongs to the site and not to the page, for a frame
	// in the page of somebody else.
	Bare bool
	// Spare leaves out pictures: the browser was told to save data.
	Spare bool
	// Part leaves out all but what was found, for a script that puts it in place.
	Part bool
	// Position is the number of the last change that was indexed before the page
	// was drawn. It may show what is newer, never what is older.
	Position uint64
}

// Lang and Dir are the language of the page and its direction.
func (p Page) Lang() string { return p.Words.Lang }

// Dir is "ltr" or "rtl".
func (p Page) Dir() string { return p.Words.Dir }

// Root stands before the addresses of pages in the language of this one.
func (p Page) Root() string { return "/" + p.Words.Lang }

// Tongue is a language to go on in.
type Tongue struct {
	Lang, Name, Dir, Href string
	Current               bool
}

// Tongues are the languages that the page is there in.
func (p Page) Tongues(s *Site) []Tongue {
	var all []Tongue
	for _, lang := range Languages {
		w := s.words[lang]
		all = append(all, Tongue{Lang: lang, Name: w.Name, Dir: w.Dir, Href: p.in(lang), Current: lang == p.Words.Lang})
	}
	return all
}

// in gives the address of the page in a language.
func (p Page) in(lang string) string {
	if p.Path == CrisisPath(p.Words.Lang) {
		return CrisisPath(lang)
	}
	return "/" + lang + p.Path + p.Query
}

// Call is the address of the people to call, at the same place on every page
// (WCAG 2.2, 3.2.6).
func (p Page) Call() string { return CrisisPath(p.Words.Lang) }

// crisisPaths are the addresses of the crisis page, each in its language.
var crisisPaths = map[string]string{
	"da": "/hjaelp", "nl": "/hulp", "en": "/help", "de": "/hilfe", "fr": "/aide", "ar": "/musaada", "uk": "/dopomoha",
}

// CrisisPath gives the address of the crisis page in a language.
func CrisisPath(lang string) string { return crisisPaths[lang] }

// exits are the pages to leave for: the weather, in the country, from its
// public institute; no account, no picture of a person, nothing to explain.
var exits = map[string]string{
	"DK": "https://www.dmi.dk/", "NL": "https://www.knmi.nl/", "BE": "https://www.meteo.be/",
}

// Leave is the address that the exit button leads to.
func (p Page) Leave() string {
	if href := exits[p.Country]; href != "" {
		return href
	}
	return exits["DK"]
}
