package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/staff"
)

// etag reads a record and gives its tag.
func (d *desk) etag(path, token string) string {
	d.t.Helper()
	a := d.do(http.MethodGet, path, "", "Authorization", token)
	if a.StatusCode != http.StatusOK {
		d.t.Fatalf("GET %s: %d %s", path, a.StatusCode, a.body)
	}
	return a.Header.Get("ETag")
}

const (
	aarhus       = "/v1/centres/dk-aarhus"
	aarhusRecord = "/v1/records/centre/dk-aarhus"
	mergePatch   = "application/merge-patch+json"
)

func TestAnEditorCorrectsAPlace(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")

	public := d.do(http.MethodGet, aarhus, "").Header.Get("ETag")
	a := d.do(http.MethodPatch, aarhus, `{"contact": {"phone": "+4570221099"}, "target_groups": {"da": "Unge"}}`,
		"Authorization", editor, "Content-Type", mergePatch, "If-Match", public)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("a patch on sight of the public form: %d %s", a.StatusCode, a.body)
	}
	var record api.Record
	a.json(t, &record)
	if record.Revision != 2 {
		t.Errorf("the revision is %d", record.Revision)
	}
	var centre api.Centre
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Contact == nil || *centre.Contact.Phone != "+4570221099" || *centre.Contact.Email != "aarhus@example.org" {
		t.Errorf("a patch changed more or less than it named: %+v", centre.Contact)
	}

	// The whole record, as it is stored, goes back with PUT.
	stored := d.do(http.MethodGet, aarhusRecord, "", "Authorization", editor)
	stored.json(t, &record)
	entry := record.Entry
	entry["name"] = "headspace Aarhus C"
	body, _ := json.Marshal(entry)
	a = d.do(http.MethodPut, aarhus, string(body), "Authorization", editor, "If-Match", stored.Header.Get("ETag"))
	if a.StatusCode != http.StatusOK || !strings.Contains(a.body, "headspace Aarhus C") {
		t.Errorf("PUT: %d %s", a.StatusCode, a.body)
	}

	var history api.History
	d.do(http.MethodGet, aarhusRecord+"/history", "", "Authorization", editor).json(t, &history)
	if len(history.Changes) != 3 || history.Changes[0].Changes[0].Pointer != "/name" || history.Changes[0].Author != "Colleague editor@example.dk" {
		t.Fatalf("the history is %+v", history.Changes)
	}

	// Back to how it was when the program began.
	tag := d.etag(aarhusRecord, editor)
	a = d.do(http.MethodPost, aarhusRecord+"/restore", `{"revision": 1}`, "Authorization", editor, "If-Match", tag)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("restore: %d %s", a.StatusCode, a.body)
	}
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Name != "headspace Aarhus" || *centre.Contact.Phone != "+4570221000" {
		t.Errorf("restored to %s, %s", centre.Name, *centre.Contact.Phone)
	}
}

func TestWhatAnEditNeeds(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, viewer := d.member("viewer@example.dk", "viewer:organisation:dsi")
	_, other := d.member("other@example.dk", "editor:centre:dk-bare")
	tag := d.etag(aarhusRecord, editor)
	for _, tt := range []struct {
		name           string
		method, path   string
		body           string
		headers        []string
		status         int
		says           []string
		mustNotBeThere string
	}{
		{name: "without a token it is refused", method: "PATCH", path: aarhus, body: `{}`, headers: []string{"If-Match", tag}, status: 401},
		{name: "without a state that was seen it is refused", method: "PATCH", path: aarhus, body: `{"name": "x"}`,
			headers: []string{"Authorization", editor}, status: 400, says: []string{"If-Match"}},
		{name: "on sight of another state it is stale", method: "PATCH", path: aarhus, body: `{"name": "x"}`,
			headers: []string{"Authorization", editor, "If-Match", `"c7-1-abc"`}, status: 412},
		{name: "X3: unknown and foreign fields are named and nothing is changed", method: "PATCH", path: aarhus,
			body:    `{"venue_id": "b", "verified": true, "role": "admin", "contact": {"pager": "1"}}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400, says: []string{"/venue_id", "/verified", "/role", "/contact/pager"}},
		{name: "X3: the id cannot be changed", method: "PATCH", path: aarhus, body: `{"id": "mine"}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400, says: []string{"/id"}},
		{name: "X3: nobody confirms a listing by editing it", method: "PATCH", path: aarhus, body: `{"provenance": {"verified_at": "2026-11-20", "verified_by": "me"}}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400, says: []string{"/provenance/verified_at"}},
		{name: "X3: nobody gives a place away by editing it", method: "PATCH", path: aarhus, body: `{"organisation": "other"}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 403},
		{name: "a rule of the directory holds", method: "PATCH", path: aarhus, body: `{"topics": []}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400, says: []string{"/topics"}},
		{name: "what it refers to must exist", method: "PATCH", path: aarhus, body: `{"topics": ["no-such-topic"]}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400, says: []string{"/topics/0"}},
		{name: "a member named twice is refused", method: "PATCH", path: aarhus, body: `{"name": "a", "name": "b"}`,
			headers: []string{"Authorization", editor, "If-Match", tag}, status: 400},
		{name: "X5: a viewer is refused", method: "PATCH", path: aarhus, body: `{"name": "x"}`,
			headers: []string{"Authorization", viewer, "If-Match", tag}, status: 403},
		{name: "X5: a viewer cannot delete by another method", method: "GET", path: aarhusRecord,
			headers: []string{"Authorization", viewer, "X-HTTP-Method-Override", "DELETE"}, status: 200},
		{name: "X1: somebody else's place is one that does not exist", method: "PATCH", path: aarhus, body: `{"name": "x"}`,
			headers: []string{"Authorization", other, "If-Match", tag}, status: 404},
		{name: "X1: nor can it be deleted", method: "DELETE", path: aarhus, headers: []string{"Authorization", other, "If-Match", tag}, status: 404},
		{name: "X1: nor read as it is stored", method: "GET", path: aarhusRecord, headers: []string{"Authorization", other}, status: 404},
		{name: "X1: nor its history", method: "GET", path: aarhusRecord + "/history", headers: []string{"Authorization", other}, status: 404},
		{name: "X1: nor confirmed", method: "POST", path: aarhusRecord + "/confirm", headers: []string{"Authorization", other}, status: 404},
		{name: "X1: nor closed among others", method: "POST", path: "/v1/closures", body: `{"centres": ["dk-bare", "dk-aarhus"], "from": "2026-12-24"}`,
			headers: []string{"Authorization", other}, status: 404},
		{name: "what others refer to cannot be taken out", method: "DELETE", path: aarhus, headers: []string{"Authorization", editor, "If-Match", tag}, status: 409},
		{name: "a body of another type is refused", method: "PUT", path: aarhus, body: `x`,
			headers: []string{"Authorization", editor, "If-Match", tag, "Content-Type", "text/plain"}, status: 415},
	} {
		t.Run(tt.name, func(t *testing.T) {
			headers := tt.headers
			if tt.method == "PATCH" {
				headers = append([]string{"Content-Type", mergePatch}, headers...)
			}
			a := d.do(tt.method, tt.path, tt.body, headers...)
			if a.StatusCode != tt.status {
				t.Errorf("the status is %d, want %d: %s", a.StatusCode, tt.status, a.body)
			}
			for _, word := range tt.says {
				if !strings.Contains(a.body, word) {
					t.Errorf("the answer does not name %s: %s", word, a.body)
				}
			}
		})
	}
	if got := d.etag(aarhusRecord, editor); got != tag {
		t.Errorf("something was changed: %s is not %s", got, tag)
	}
}

// Whoever has no role over a place hears, to the byte, what is said of an id
// that does not exist (X1).
func TestX1AForeignPlaceLooksLikeNone(t *testing.T) {
	d := openDesk(t)
	_, other := d.member("other@example.dk", "editor:centre:dk-bare", "municipality_editor:municipality:DK-0101")
	for _, op := range []struct{ method, path, body string }{
		{"PATCH", "/v1/centres/%s", `{"name": "x"}`},
		{"PUT", "/v1/centres/%s", `{}`},
		{"DELETE", "/v1/centres/%s", ""},
		{"GET", "/v1/records/centre/%s", ""},
		{"GET", "/v1/records/centre/%s/history", ""},
		{"POST", "/v1/records/centre/%s/confirm", ""},
		{"POST", "/v1/records/centre/%s/exceptions", `{"from": "2026-12-24"}`},
	} {
		says := func(id string) (int, string) {
			a := d.do(op.method, fmt.Sprintf(op.path, id), op.body, "Authorization", other, "If-Match", `"c1-1-a"`)
			var p api.Problem
			a.json(t, &p)
			p.Instance = nil
			body, _ := json.Marshal(p)
			return a.StatusCode, strings.ReplaceAll(string(body), id, "ID")
		}
		foreign, foreignBody := says("dk-aarhus")
		none, noneBody := says("dk-nothing")
		if foreign != none || foreignBody != noneBody || foreign != http.StatusNotFound {
			t.Errorf("%s %s: %d %s and of none %d %s", op.method, op.path, foreign, foreignBody, none, noneBody)
		}
	}
}

// The second of two edits on sight of one state is stale, and nothing is lost
// (R9).
func TestR9TwoStaffEditTheSamePlace(t *testing.T) {
	d := openDesk(t)
	_, one := d.member("one@example.dk", "editor:organisation:dsi")
	_, two := d.member("two@example.dk", "editor:centre:dk-aarhus")
	tag := d.etag(aarhusRecord, one)
	first := d.do(http.MethodPatch, aarhus, `{"name": "of one"}`, "Authorization", one, "Content-Type", mergePatch, "If-Match", tag)
	second := d.do(http.MethodPatch, aarhus, `{"name": "of two"}`, "Authorization", two, "Content-Type", mergePatch, "If-Match", tag)
	if first.StatusCode != http.StatusOK || second.StatusCode != http.StatusPreconditionFailed {
		t.Fatalf("%d and %d", first.StatusCode, second.StatusCode)
	}
	var centre api.Centre
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Name != "of one" {
		t.Errorf("the name is %q", centre.Name)
	}
}

// The same edit sent again happens once and has the same answer (R10 is the
// same of a referral).
func TestAnEditThatIsSentTwiceHappensOnce(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "administrator")
	tag := d.etag(aarhusRecord, editor)
	send := func(body string) answer {
		return d.do(http.MethodPatch, aarhus, body, "Authorization", editor, "Content-Type", mergePatch, "If-Match", tag, "Idempotency-Key", "key-1")
	}
	first, again, another := send(`{"name": "x"}`), send(`{"name": "x"}`), send(`{"name": "y"}`)
	if first.StatusCode != 200 || again.StatusCode != 200 || first.body != again.body || first.Header.Get("ETag") != again.Header.Get("ETag") {
		t.Errorf("%d %s and again %d %s", first.StatusCode, first.body, again.StatusCode, again.body)
	}
	if another.StatusCode != http.StatusConflict {
		t.Errorf("the key for another request: %d", another.StatusCode)
	}
	remove := func() answer {
		return d.do(http.MethodDelete, "/v1/centres/dk-bare", "", "Authorization", editor, "If-Match", `"c1-1-a"`, "Idempotency-Key", "key-2")
	}
	if a, b := remove(), remove(); a.StatusCode != http.StatusNoContent || b.StatusCode != http.StatusNoContent {
		t.Errorf("deleting twice: %d, %d %s", a.StatusCode, b.StatusCode, b.body)
	}
}

// Two hundred editors at fifty centres: no update is lost, and every loser is
// told (412).
func TestTwoHundredEditorsLoseNothing(t *testing.T) {
	d := openDesk(t)
	centres, editors, rounds := 50, 200, 3
	if testing.Short() { // ten times slower under the race detector
		centres, editors = 10, 40
	}
	for i := range centres {
		d.put(&directory.Centre{ID: fmt.Sprintf("dk-c%d", i), Organisation: "dsi", Name: "0", Location: directory.Location{Country: "DK"}, Topics: []string{"loneliness"}})
	}
	_, token := d.member("editor@example.dk", "editor:organisation:dsi")
	won, lost, odd := make([]int, centres), make([]int, centres), make([]int, centres)
	var mu sync.Mutex
	var all sync.WaitGroup
	for e := range editors {
		all.Go(func() {
			c := e % centres
			path := fmt.Sprintf("%s/v1/centres/dk-c%d", d.url, c)
			for range rounds {
				read, err := http.Get(path)
				if err != nil {
					t.Error(err)
					return
				}
				var centre api.Centre
				err = json.NewDecoder(read.Body).Decode(&centre)
				read.Body.Close()
				if err != nil {
					t.Error(err)
					return
				}
				var n int
				fmt.Sscan(centre.Name, &n)
				var written *http.Response
				// Two hundred at once wait for one disk: who is told that it is busy
				// (503) has written nothing and sends the same again.
				for try := 0; try == 0 || written.StatusCode == http.StatusServiceUnavailable && try < 20; try++ {
					r, _ := http.NewRequest(http.MethodPatch, path, strings.NewReader(fmt.Sprintf(`{"name": "%d"}`, n+1)))
					r.Header.Set("Authorization", token)
					r.Header.Set("Content-Type", mergePatch)
					r.Header.Set("If-Match", read.Header.Get("ETag"))
					if written, err = http.DefaultClient.Do(r); err != nil {
						t.Error(err)
						return
					}
					written.Body.Close()
				}
				mu.Lock()
				switch written.StatusCode {
				case http.StatusOK:
					won[c]++
				case http.StatusPreconditionFailed:
					lost[c]++
				default:
					odd[c]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	losers := 0
	for c := range centres {
		var centre api.Centre
		d.do(http.MethodGet, fmt.Sprintf("/v1/centres/dk-c%d", c), "").json(t, &centre)
		if centre.Name != fmt.Sprint(won[c]) || odd[c] > 0 || won[c]+lost[c] != editors/centres*rounds {
			t.Errorf("centre %d counts %s after %d edits that were told to be made, %d that were told not to, %d others", c, centre.Name, won[c], lost[c], odd[c])
		}
		losers += lost[c]
	}
	t.Logf("%d of %d edits were told 412", losers, editors*rounds)
}

func TestAnExceptionIsSeenAtOnce(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	var centre api.Centre
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Open.State != api.StateOpen {
		t.Fatalf("before, it is %s", centre.Open.State)
	}
	a := d.do(http.MethodPost, aarhusRecord+"/exceptions", `{"from": "2026-11-21", "reason": "Sygdom"}`, "Authorization", editor)
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Open.State != api.StateClosed {
		t.Errorf("it is %s", centre.Open.State)
	}
	if centre.Provenance.VerifiedAt.String() != "2026-11-01" {
		t.Errorf("an exception moved the day of verification to %s", centre.Provenance.VerifiedAt)
	}
	// Changed hours for the same day take its place.
	d.do(http.MethodPost, aarhusRecord+"/exceptions", `{"from": "2026-11-21", "hours": [{"opens": "18:00", "closes": "19:00"}]}`, "Authorization", editor)
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Open.State != api.StateOpen || centre.Open.Until.Format("15:04") != "19:00" {
		t.Errorf("it is %s until %s", centre.Open.State, centre.Open.Until)
	}
}

func TestStillCorrectIsNoEdit(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	if a := d.do(http.MethodPost, aarhusRecord+"/confirm", "", "Authorization", editor); a.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	var centre api.Centre
	d.do(http.MethodGet, aarhus, "").json(t, &centre)
	if centre.Provenance.VerifiedAt.String() != "2026-11-21" {
		t.Errorf("verified on %s", centre.Provenance.VerifiedAt)
	}
	public := d.do(http.MethodGet, aarhus, "").body
	if strings.Contains(public, "editor@") || strings.Contains(public, "Colleague") {
		t.Error("X4: the public reads who confirmed it")
	}
}

func TestWhereANetworkAsksAnEditWaits(t *testing.T) {
	d := openDesk(t)
	_, admin := d.member("admin@example.dk", "administrator")
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	_, assessor := d.member("assessor@example.dk", "assessor:network:headspace-danmark")
	_, other := d.member("other@example.dk", "editor:centre:dk-bare")
	rules := d.do(http.MethodPatch, "/v1/networks/headspace-danmark", `{"rules": {"approval": true}}`,
		"Authorization", admin, "Content-Type", mergePatch, "If-Match", `"n1-1-a"`)
	if rules.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", rules.StatusCode, rules.body)
	}
	propose := func(body string) api.Draft {
		t.Helper()
		a := d.do(http.MethodPatch, aarhus, body, "Authorization", editor, "Content-Type", mergePatch, "If-Match", d.etag(aarhusRecord, editor))
		if a.StatusCode != http.StatusAccepted {
			t.Fatalf("%d %s", a.StatusCode, a.body)
		}
		var draft api.Draft
		a.json(t, &draft)
		return draft
	}
	name := func() string {
		var centre api.Centre
		d.do(http.MethodGet, aarhus, "").json(t, &centre)
		return centre.Name
	}
	decide := func(token, draft, decision string) int {
		return d.do(http.MethodPost, "/v1/drafts/"+draft+"/decide", `{"decision": "`+decision+`"}`, "Authorization", token).StatusCode
	}

	draft := propose(`{"name": "nyt navn"}`)
	if len(draft.Changes) != 1 || draft.Changes[0].Pointer != "/name" || name() != "headspace Aarhus" {
		t.Errorf("the draft changes %+v, and the name is %s", draft.Changes, name())
	}
	if got := decide(editor, draft.Id, "approve"); got != http.StatusForbidden {
		t.Errorf("who wrote it approves it: %d", got)
	}
	if got := decide(other, draft.Id, "approve"); got != http.StatusNotFound {
		t.Errorf("X1: somebody else decides: %d", got)
	}
	if got := decide(assessor, draft.Id, "approve"); got != http.StatusOK || name() != "nyt navn" {
		t.Errorf("approved: %d, and the name is %s", got, name())
	}
	if got := decide(assessor, draft.Id, "refuse"); got != http.StatusConflict {
		t.Errorf("decided twice: %d", got)
	}

	refused := propose(`{"name": "igen"}`)
	if got := decide(assessor, refused.Id, "refuse"); got != http.StatusNoContent || name() != "nyt navn" {
		t.Errorf("refused: %d, and the name is %s", got, name())
	}
	withdrawn := propose(`{"name": "aldrig"}`)
	if got := decide(assessor, withdrawn.Id, "withdraw"); got != http.StatusForbidden {
		t.Errorf("withdrawn by somebody else: %d", got)
	}
	if got := decide(editor, withdrawn.Id, "withdraw"); got != http.StatusNoContent {
		t.Errorf("withdrawn: %d", got)
	}
	var list api.DraftList
	d.do(http.MethodGet, "/v1/drafts", "", "Authorization", assessor).json(t, &list)
	if len(list.Drafts) != 0 {
		t.Errorf("still open: %+v", list.Drafts)
	}

	// A draft made on a state that is no more is stale, not lost and not forced.
	old := propose(`{"name": "for sent"}`)
	d.do(http.MethodPatch, aarhus, `{"name": "af assessor"}`, "Authorization", admin, "Content-Type", mergePatch, "If-Match", d.etag(aarhusRecord, admin))
	if got := decide(assessor, old.Id, "approve"); got != http.StatusPreconditionFailed || name() != "af assessor" {
		t.Errorf("a stale draft: %d, and the name is %s", got, name())
	}
}

func TestAnAssessorRecordsWhatAPlaceKeeps(t *testing.T) {
	d := openDesk(t)
	_, assessor := d.member("assessor@example.dk", "assessor:network:headspace-danmark")
	_, editor := d.member("editor@example.dk", "editor:organisation:dsi")
	path := "/v1/networks/headspace-danmark/assessments"
	body := `{"centre": "dk-aarhus", "criterion": "free", "met": "yes", "why": "Set på stedet"}`
	if a := d.do(http.MethodPost, path, body, "Authorization", editor); a.StatusCode != http.StatusForbidden && a.StatusCode != http.StatusNotFound {
		t.Errorf("an editor assesses: %d", a.StatusCode)
	}
	if a := d.do(http.MethodPost, path, body, "Authorization", assessor); a.StatusCode != http.StatusOK {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	if a := d.do(http.MethodPost, path, `{"centre": "dk-bare", "criterion": "free", "met": "yes"}`, "Authorization", assessor); a.StatusCode != http.StatusBadRequest {
		t.Errorf("a place of nobody's network: %d", a.StatusCode)
	}
	var assessments api.Assessments
	d.do(http.MethodGet, path, "", "Authorization", assessor).json(t, &assessments)
	if len(assessments.Criteria) != 1 || assessments.Criteria[0].Met != 1 || assessments.Criteria[0].NotMet != 0 {
		t.Errorf("%+v", assessments.Criteria)
	}
	public := d.do(http.MethodGet, "/v1/networks/headspace-danmark", "").body
	if strings.Contains(public, "Set på stedet") {
		t.Error("the public reads what the assessor wrote")
	}
	if a := d.do(http.MethodPatch, "/v1/centres/dk-aarhus", `{"name": "x"}`, "Authorization", assessor, "Content-Type", mergePatch, "If-Match", `"c1-1-a"`); a.StatusCode != http.StatusForbidden {
		t.Errorf("an assessor edits: %d", a.StatusCode)
	}
}

func TestSeveralPlacesCloseTogether(t *testing.T) {
	d := openDesk(t)
	_, editor := d.member("editor@example.dk", "municipality_editor:municipality:DK-0751", "editor:centre:dk-bare")
	a := d.do(http.MethodPost, "/v1/closures", `{"centres": ["dk-aarhus", "dk-bare"], "from": "2026-12-24", "until": "2027-01-02", "reason": "Jul"}`, "Authorization", editor)
	var done api.ClosureAnswer
	a.json(t, &done)
	if a.StatusCode != http.StatusOK || len(done.Changed) != 2 {
		t.Fatalf("%d %s", a.StatusCode, a.body)
	}
	for _, id := range done.Changed {
		if record := d.do(http.MethodGet, "/v1/records/centre/"+id, "", "Authorization", editor).body; !strings.Contains(record, "Jul") {
			t.Errorf("%s is not closed: %s", id, record)
		}
	}
	a = d.do(http.MethodPost, "/v1/closures", `{"centres": ["dk-bare", "dk-aarhus"], "from": "2027-12-24", "until": "2026-01-02"}`, "Authorization", editor)
	if a.StatusCode != http.StatusBadRequest {
		t.Errorf("days that go backwards: %d", a.StatusCode)
	}
}

func TestATokenMayNoMoreThanItSays(t *testing.T) {
	d := openDesk(t)
	m, _ := d.member("editor@example.dk", "editor:organisation:dsi")
	token, secret, hash, err := staff.NewToken(m.ID, "reads only", []staff.Action{staff.See}, d.clock.Now(), d.clock.Now().AddDate(0, 0, 1))
	if err == nil {
		err = d.office.PutToken(t.Context(), token, hash)
	}
	if err != nil {
		t.Fatal(err)
	}
	bearer := "Bearer " + secret
	tag := d.etag(aarhusRecord, bearer)
	if a := d.do(http.MethodPatch, aarhus, `{"name": "x"}`, "Authorization", bearer, "Content-Type", mergePatch, "If-Match", tag); a.StatusCode != http.StatusForbidden {
		t.Errorf("it edits: %d", a.StatusCode)
	}
	if err := d.office.RevokeToken(t.Context(), token.ID); err != nil {
		t.Fatal(err)
	}
	if a := d.do(http.MethodGet, aarhusRecord, "", "Authorization", bearer); a.StatusCode != http.StatusUnauthorized {
		t.Errorf("revoked, and: %d", a.StatusCode)
	}
}
