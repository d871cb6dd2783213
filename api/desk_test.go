package api_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"walkin/api"
	"walkin/internal/directory"
	"walkin/internal/sqlite"
	"walkin/internal/staff"
)

// desk is a service with a real catalogue and a real office.
type desk struct {
	*service
	catalogue *sqlite.Catalogue
	office    *sqlite.Office
	referrals *sqlite.Referrals
	demand    *sqlite.Demand
	clock     *movable
	mail      *mailbox
	dir       string // where the files are
}

// movable is a clock that stands until it is moved.
type movable struct {
	mu  sync.Mutex
	now time.Time
}

func (m *movable) Now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.now
}

func (m *movable) Move(d time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.now = m.now.Add(d)
}

// mailbox keeps what is sent.
type mailbox struct {
	mu   sync.Mutex
	sent []string // to, subject and text, by lines
}

func (m *mailbox) Send(_ context.Context, to, subject, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.sent = append(m.sent, to+"\n"+subject+"\n"+text)
	return nil
}

// Sent gives what was sent up to now.
func (m *mailbox) Sent() []string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]string(nil), m.sent...)
}

func openDesk(t *testing.T, change ...func(*api.Options)) *desk {
	t.Helper()
	d := &desk{clock: &movable{now: now}, mail: new(mailbox)}
	var err error
	dir := t.TempDir()
	d.dir = dir
	if d.catalogue, err = sqlite.Open(t.Context(), filepath.Join(dir, "catalogue.db"), sqlite.Options{Now: d.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.catalogue.Close() })
	if d.office, err = sqlite.OpenOffice(t.Context(), filepath.Join(dir, "office.db"), sqlite.Options{Now: d.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.office.Close() })
	if d.referrals, err = sqlite.OpenReferrals(t.Context(), filepath.Join(dir, "referrals.db"), sqlite.Options{Now: d.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.referrals.Close() })
	if d.demand, err = sqlite.OpenDemand(t.Context(), filepath.Join(dir, "demand.db"), sqlite.Options{Now: d.clock.Now}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = d.demand.Close() })
	if _, _, _, err := d.catalogue.PutAll(t.Context(), sample(), directory.BuiltIn, nil); err != nil {
		t.Fatal(err)
	}
	d.service = serve(t, append([]func(*api.Options){func(o *api.Options) {
		o.Catalogue, o.Writer, o.Office, o.Mailer, o.Now, o.Referrals, o.Demand = d.catalogue, d.catalogue, d.office, d.mail, d.clock.Now, d.referrals, d.demand
	}}, change...)...)
	t.Cleanup(d.server.Settle)
	return d
}

// member adds somebody with roles and gives the header that shows who they are.
func (d *desk) member(email string, roles ...string) (staff.Member, string) {
	d.t.Helper()
	m := staff.Member{ID: staff.NewID("m"), Name: "Colleague " + email, Email: email, Lang: "en", Active: true, Made: d.clock.Now()}
	for _, role := range roles {
		g, err := staff.ParseGrant(role)
		if err != nil {
			d.t.Fatal(err)
		}
		m.Grants = append(m.Grants, g)
	}
	if err := d.office.PutMember(d.t.Context(), m); err != nil {
		d.t.Fatal(err)
	}
	token, secret, hash, err := staff.NewToken(m.ID, "test", staff.AllActions, d.clock.Now(), d.clock.Now().Add(24*time.Hour))
	if err == nil {
		err = d.office.PutToken(d.t.Context(), token, hash)
	}
	if err != nil {
		d.t.Fatal(err)
	}
	return m, "Bearer " + secret
}

// put writes entries past all rights.
func (d *desk) put(entries ...directory.Entry) {
	d.t.Helper()
	if _, _, _, err := d.catalogue.PutAll(d.t.Context(), entries, "test", nil); err != nil {
		d.t.Fatal(err)
	}
}
