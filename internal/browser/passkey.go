package browser

import (
	"strings"

	"github.com/chromedp/cdproto/webauthn"
)

// Authenticator is what keeps passkeys in a tab: a device of its own with a
// sensor that always knows its owner.
type Authenticator struct {
	page *Page
	id   webauthn.AuthenticatorID
}

// Authenticator gives the tab a device that keeps passkeys, until it is closed.
// They work at a name only, not at 127.0.0.1: see [Server.Named].
func (p *Page) Authenticator() *Authenticator {
	p.t.Helper()
	do(p, webauthn.Enable, webauthn.EnableParams{})
	added := do(p, webauthn.AddVirtualAuthenticator, webauthn.AddVirtualAuthenticatorParams{Options: &webauthn.VirtualAuthenticatorOptions{
		Protocol: webauthn.AuthenticatorProtocolCtap2, Transport: webauthn.AuthenticatorTransportInternal,
		HasResidentKey: true, HasUserVerification: true, IsUserVerified: true, AutomaticPresenceSimulation: true,
	}})
	return &Authenticator{p, added.AuthenticatorID}
}

// Passkeys is how many the device has.
func (a *Authenticator) Passkeys() int { return len(a.credentials()) }

func (a *Authenticator) credentials() []*webauthn.Credential {
	a.page.t.Helper()
	return do(a.page, webauthn.GetCredentials, webauthn.GetCredentialsParams{AuthenticatorID: a.id}).Credentials
}

// Count sets the counter of every passkey of the device, as if it were a copy
// of one that was used so often.
func (a *Authenticator) Count(n int) {
	a.page.t.Helper()
	count := float64(n)
	for _, c := range a.credentials() {
		do(a.page, webauthn.SetCredentialProperties, webauthn.SetCredentialPropertiesParams{AuthenticatorID: a.id, CredentialID: c.CredentialID, SignCount: &count})
	}
}

// Named is the address of the server by a name.
func (s *Server) Named() string { return strings.Replace(s.URL, "127.0.0.1", "localhost", 1) }
