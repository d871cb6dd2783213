package api

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"walkin/internal/directory"
	"walkin/internal/feed/hsds"
	"walkin/internal/problem"
)

// hsdsVersion is what the validator of Open Referral UK looks its specification
// up by.
const hsdsVersion = "HSDS-UK-3.0"

// ReadHSDS answers with the version and the profile.
func (s *Server) ReadHSDS(c echo.Context) error {
	base := s.base(c) + "/hsds"
	return public(c, HSDSVersion{Version: hsdsVersion, Profile: base + "/profile", OpenapiUrl: base + "/schema/openapi.json"}, keepWords)
}

// ReadHSDSBase is ReadHSDS without the slash.
func (s *Server) ReadHSDSBase(c echo.Context) error { return s.ReadHSDS(c) }

// ListHSDSProfile answers with the addresses of the patches.
func (s *Server) ListHSDSProfile(c echo.Context) error {
	return public(c, HSDSFiles{
		Name: "walk-in profile of HSDS 3.0",
		Description: "Each file is a JSON Merge Patch (RFC 7386) on the file of HSDS 3.0 with the same name; what is not here stays as it is. " +
			"The merged files are at /hsds/schema.",
		Files: filesAt(s.base(c)+"/hsds/profile/", hsds.ProfileNames()),
	}, keepPlaces)
}

// ListHSDSSchema answers with the addresses of the merged files.
func (s *Server) ListHSDSSchema(c echo.Context) error {
	return public(c, HSDSFiles{
		Name: "HSDS 3.0 with the walk-in profile",
		Description: "JSON Schemas (draft 2020-12) and an OpenAPI 3.1 description. Copyright the Open Referral project and this directory, " +
			"Creative Commons Attribution-ShareAlike 4.0 International.",
		Files: filesAt(s.base(c)+"/hsds/schema/", hsds.SchemaNames()),
	}, keepPlaces)
}

func filesAt(folder string, names []string) []string {
	files := slices.Clone(names)
	for i := range files {
		files[i] = folder + files[i]
	}
	return files
}

// ReadHSDSProfile answers with one patch.
func (s *Server) ReadHSDSProfile(c echo.Context, id EntryId) error {
	body, ok := hsds.Profile(id)
	return file(c, body, ok)
}

// ReadHSDSSchema answers with one merged file.
func (s *Server) ReadHSDSSchema(c echo.Context, id EntryId) error {
	body, ok := hsds.Schema(id)
	return file(c, body, ok)
}

func file(c echo.Context, body []byte, ok bool) error {
	if !ok {
		return problem.New(problem.NotFound, "There is no such file.")
	}
	return unlessKnown(c, "", body, echo.MIMEApplicationJSON, keepPlaces)
}

// The lists, by GET for what may stand in an address and by POST for all.

// ListHSDSServices answers with a page of services.
func (s *Server) ListHSDSServices(c echo.Context, p ListHSDSServicesParams) error {
	return s.listHSDS(c, hsdsServices, p)
}

// FindHSDSServices is ListHSDSServices with a body.
func (s *Server) FindHSDSServices(c echo.Context) error {
	return s.findHSDS(c, hsdsServices, "FindHSDSServices")
}

// ListHSDSServicesAtLocations answers with a page of services at locations.
func (s *Server) ListHSDSServicesAtLocations(c echo.Context, p ListHSDSServicesAtLocationsParams) error {
	return s.listHSDS(c, hsdsSites, p)
}

// FindHSDSServicesAtLocations is ListHSDSServicesAtLocations with a body.
func (s *Server) FindHSDSServicesAtLocations(c echo.Context) error {
	return s.findHSDS(c, hsdsSites, "FindHSDSServicesAtLocations")
}

// ListHSDSOrganizations answers with a page of organizations.
func (s *Server) ListHSDSOrganizations(c echo.Context, p ListHSDSOrganizationsParams) error {
	return s.listHSDS(c, hsdsOrganizations, p)
}

// FindHSDSOrganizations is ListHSDSOrganizations with a body.
func (s *Server) FindHSDSOrganizations(c echo.Context) error {
	return s.findHSDS(c, hsdsOrganizations, "FindHSDSOrganizations")
}

// ListHSDSTaxonomyTerms answers with a page of topics and networks.
func (s *Server) ListHSDSTaxonomyTerms(c echo.Context, p ListHSDSTaxonomyTermsParams) error {
	return s.listHSDS(c, hsdsTerms, p)
}

// FindHSDSTaxonomyTerms is ListHSDSTaxonomyTerms with a body.
func (s *Server) FindHSDSTaxonomyTerms(c echo.Context) error {
	return s.findHSDS(c, hsdsTerms, "FindHSDSTaxonomyTerms")
}

// ListHSDSTaxonomies answers with the two taxonomies.
func (s *Server) ListHSDSTaxonomies(c echo.Context, p ListHSDSTaxonomiesParams) error {
	return s.listHSDS(c, hsdsTaxonomies, p)
}

// FindHSDSTaxonomies is ListHSDSTaxonomies with a body.
func (s *Server) FindHSDSTaxonomies(c echo.Context) error {
	return s.findHSDS(c, hsdsTaxonomies, "FindHSDSTaxonomies")
}

// ReadHSDSService answers with one service in full.
func (s *Server) ReadHSDSService(c echo.Context, id EntryId) error {
	return s.readHSDS(c, hsdsServices, id, hsdsQuery{Full: true})
}

// ReadHSDSOrganization answers with one organization and its services.
func (s *Server) ReadHSDSOrganization(c echo.Context, id EntryId, p ReadHSDSOrganizationParams) error {
	return s.readHSDS(c, hsdsOrganizations, id, hsdsQuery{Full: true, withServices: true, FullService: said(p.FullService)})
}

// ReadHSDSTaxonomyTerm answers with one topic or network.
func (s *Server) ReadHSDSTaxonomyTerm(c echo.Context, id EntryId) error {
	return s.readHSDS(c, hsdsTerms, id, hsdsQuery{Full: true})
}

// ReadHSDSServiceAtLocation answers with a service at one of its places.
func (s *Server) ReadHSDSServiceAtLocation(c echo.Context, id EntryId) error {
	ctx := c.Request().Context()
	f, err := s.hsdsFeed(c)
	if err != nil {
		return err
	}
	site, err := s.catalogue.SiteIdentified(ctx, strings.ToLower(id))
	if err != nil {
		return err
	}
	change, err := s.catalogue.Entry(ctx, site.Of)
	if err != nil {
		return err
	}
	return s.sendHSDS(c, f, []hsdsItem{{change, &site}}, hsdsQuery{Full: true})
}

// ReadHSDSTaxonomy answers with one taxonomy.
func (s *Server) ReadHSDSTaxonomy(c echo.Context, id EntryId) error {
	for _, taxonomy := range hsds.Taxonomies() {
		if taxonomy.ID == strings.ToLower(id) {
			return public(c, taxonomy, keepWords)
		}
	}
	return problem.New(problem.NotFound, "There is no taxonomy with this id.")
}

// readHSDS answers with the object of one entry.
func (s *Server) readHSDS(c echo.Context, of hsdsCollection, id string, q hsdsQuery) error {
	ctx := c.Request().Context()
	f, err := s.hsdsFeed(c)
	if err != nil {
		return err
	}
	key, err := s.catalogue.Identified(ctx, strings.ToLower(id))
	if err != nil {
		return err
	}
	if !slices.Contains(of.kinds, key.Kind) {
		return problem.New(problem.NotFound, "Nothing of this sort has this id.")
	}
	change, err := s.catalogue.Entry(ctx, key)
	if err != nil {
		return err
	}
	return s.sendHSDS(c, f, []hsdsItem{{change, nil}}, q)
}

func (s *Server) sendHSDS(c echo.Context, f feed, items []hsdsItem, q hsdsQuery) error {
	objects, err := s.hsdsObjects(c.Request().Context(), items, q)
	if err != nil {
		return err
	}
	body, err := encodeJSON(objects[0])
	if err != nil {
		return err
	}
	return s.sendFeed(c, f, body)
}

// hsdsFeed is how an answer of HSDS that rests on the catalogue is sent.
func (s *Server) hsdsFeed(c echo.Context) (feed, error) {
	newest, err := s.newest(c.Request().Context())
	return feed{contentType: echo.MIMEApplicationJSON, keep: keepOpen, newest: newest}, err
}

// listHSDS answers a GET of a list.
func (s *Server) listHSDS(c echo.Context, of hsdsCollection, params any) error {
	var q hsdsQuery
	b, err := json.Marshal(params)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(b, &q); err != nil {
		return err
	}
	asked, err := s.narrow(c.Request().Context(), of, q)
	if err != nil {
		return inAddress(err)
	}
	f, err := s.hsdsFeed(c)
	if err != nil {
		return err
	}
	if q.Format == "ndjson" {
		f.contentType = ndjsonType
		return s.streamFeed(c, f, asked.stream)
	}
	asked.last = f.newest.Number
	page, err := asked.page(c.Request().Context())
	if err != nil {
		return err
	}
	body, err := encodeJSON(page)
	if err != nil {
		return err
	}
	return s.sendFeed(c, f, body)
}

const ndjsonType = "application/x-ndjson"

// findHSDS answers a POST of a list. What was typed is read by the crisis gate
// before the limit and before the contract; a crisis query is answered with
// people to call and an empty page.
func (s *Server) findHSDS(c echo.Context, of hsdsCollection, operation string) error {
	body, value, err := readBody(c)
	if err != nil {
		return err
	}
	request, _ := value.(map[string]any)
	text, _ := request["search"].(string)
	lang, _ := request["lang"].(string)
	crisis, _, err := s.crisisOfText(asking{text: text, lang: lang}, s.now())
	if err != nil {
		return err
	}
	if crisis != nil {
		page := newHSDSPage(1, 0, 0, nil)
		page.Crisis = s.crisis(crisis)
		return private(c, page)
	}
	if err := s.admit(c); err != nil {
		return err
	}
	var q hsdsQuery
	if err := s.decode(operation, body, value, &q); err != nil {
		return err
	}
	asked, err := s.narrow(c.Request().Context(), of, q)
	if err != nil {
		return err
	}
	if q.Format == "ndjson" {
		return s.streamPrivate(c, ndjsonType, asked.stream)
	}
	page, err := asked.page(c.Request().Context())
	if err != nil {
		return err
	}
	return private(c, page)
}

// hsdsCollection is what a list is a list of.
type hsdsCollection struct {
	kinds []directory.Kind
	sites bool // the places of the entries, not the entries
}

// The collections. Taxonomies are no entries.
var (
	hsdsServices      = hsdsCollection{kinds: []directory.Kind{directory.KindCentre, directory.KindActivity, directory.KindHelpline}}
	hsdsSites         = hsdsCollection{kinds: []directory.Kind{directory.KindCentre, directory.KindActivity}, sites: true}
	hsdsOrganizations = hsdsCollection{kinds: []directory.Kind{directory.KindOrganisation}}
	hsdsTerms         = hsdsCollection{kinds: []directory.Kind{directory.KindTopic, directory.KindNetwork}}
	hsdsTaxonomies    = hsdsCollection{}
)
