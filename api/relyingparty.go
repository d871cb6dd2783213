package api

import (
	"encoding/json"
	"net"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"walkin/internal/staff"
)

// relyingParty is this server as a passkey knows it (WebAuthn, section 4): by
// the name of its host, over TLS or on this machine. An address of numbers has
// no name, and so no passkeys; nor has a Host that nobody has vouched for.
func (s *Server) relyingParty(c echo.Context) (*webauthn.WebAuthn, bool) {
	base, err := url.Parse(s.linkBase(c))
	if err != nil {
		return nil, false
	}
	host := base.Hostname()
	switch {
	case host == "" || net.ParseIP(host) != nil:
		return nil, false
	case base.Scheme != "https" && host != "localhost":
		return nil, false
	}
	yes := true
	party, err := webauthn.New(&webauthn.Config{
		RPID: host, RPDisplayName: "walkin", RPOrigins: []string{base.Scheme + "://" + base.Host},
		AttestationPreference: protocol.PreferNoAttestation, // which model a device is, is nothing to us
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey: protocol.ResidentKeyRequirementRequired, RequireResidentKey: &yes, UserVerification: protocol.VerificationPreferred,
		},
		// We ask for no extension and use none, so what a client says of them
		// unasked does no harm.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: passkeyLife, TimeoutUVD: passkeyLife},
			Registration: webauthn.TimeoutConfig{Timeout: passkeyLife, TimeoutUVD: passkeyLife},
		},
	})
	return party, err == nil
}

// holder is a member as the library wants them. The id says nothing of the
// person, as a user handle must not (WebAuthn, section 14.6.1).
type holder struct {
	member staff.Member
	keys   []webauthn.Credential
}

func (h holder) WebAuthnID() []byte                         { return []byte(h.member.ID) }
func (h holder) WebAuthnName() string                       { return h.member.Email }
func (h holder) WebAuthnDisplayName() string                { return h.member.Name }
func (h holder) WebAuthnCredentials() []webauthn.Credential { return h.keys }

// holderOf gives a member with some passkeys.
func holderOf(member staff.Member, passkeys ...staff.Passkey) (holder, error) {
	h := holder{member: member}
	for _, p := range passkeys {
		var key webauthn.Credential
		if err := json.Unmarshal(p.Record, &key); err != nil {
			return h, err
		}
		h.keys = append(h.keys, key)
	}
	return h, nil
}
