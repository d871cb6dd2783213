package browser

import (
	"context"
	"regexp"
	"sync"

	"walkin/internal/staff"
)

// mailbox keeps what the server mails.
type mailbox struct {
	mu    sync.Mutex
	mails []Mail
}

// Mail is a mail that the server sent.
type Mail struct{ To, Subject, Text string }

// Send keeps a mail.
func (m *mailbox) Send(_ context.Context, to, subject, text string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.mails = append(m.mails, Mail{to, subject, text})
	return nil
}

// Mails gives what the server has mailed, once all that is under way is sent.
func (s *Server) Mails() []Mail {
	s.api.Settle()
	s.mail.mu.Lock()
	defer s.mail.mu.Unlock()
	return append([]Mail(nil), s.mail.mails...)
}

// Member adds somebody who works with the directory, with roles as
// [staff.ParseGrant] reads them.
func (s *Server) Member(email, lang string, roles ...string) staff.Member {
	s.mine("Member")
	s.t.Helper()
	m := staff.Member{ID: staff.NewID("m"), Name: regexp.MustCompile(`@.*`).ReplaceAllString(email, ""), Email: email, Lang: lang, Active: true, Made: s.Now().UTC()}
	for _, role := range roles {
		g, err := staff.ParseGrant(role)
		if err != nil {
			s.t.Fatalf("role %s: %v", role, err)
		}
		m.Grants = append(m.Grants, g)
	}
	if err := s.office.PutMember(context.Background(), m); err != nil {
		s.t.Fatal(err)
	}
	return m
}

// SignInLink gives the address that signs a member in.
func (s *Server) SignInLink(m staff.Member) string {
	s.mine("SignInLink")
	s.t.Helper()
	link, secret, hash := staff.NewLink(m.ID, staff.ToSignIn, "", s.Now())
	if err := s.office.PutLink(context.Background(), link, hash); err != nil {
		s.t.Fatal(err)
	}
	return s.URL + "/staff/in/" + secret
}
