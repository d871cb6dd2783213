package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
	"github.com/labstack/echo/v4"

	"walkin/api/web/console"
	"walkin/internal/problem"
	"walkin/internal/staff"
)

// passkeyLife is how long a device may take over a ceremony.
const passkeyLife = 5 * time.Minute

// beginRate is how often one address may begin to sign in with a passkey or
// through an issuer: a house behind one address comes to work in the morning.
var beginRate = RateLimit{PerMinute: 30, Burst: 30}

// errPasskey answers every passkey that does not let anybody in, whatever is
// wrong with it.
var errPasskey = problem.New(problem.Unauthenticated, "This passkey is not one that signs anybody in here.")

// errCeremony answers the second half of a ceremony that has no first one.
var errCeremony = problem.New(problem.Invalid, "The device took too long, or the answer was sent twice. Begin again.")

// begun is the answer to the first half of a ceremony.
type begun struct {
	Ceremony string `json:"ceremony"`
	Options  any    `json:"options"` // publicKey, for parseCreationOptionsFromJSON or parseRequestOptionsFromJSON
}

// finished is the second half of a ceremony.
type finished struct {
	Ceremony string          `json:"ceremony"`
	Name     string          `json:"name"`   // of a new passkey
	Answer   json.RawMessage `json:"answer"` // what the device says, by toJSON
}

// inPerson refuses who acts through a token: a program that may look must not
// give itself a way in that may do everything.
func inPerson(c echo.Context) error {
	if actorOf(c).Token != nil {
		return problem.New(problem.Forbidden, "A token cannot do this. Sign in to the console.")
	}
	return nil
}

// privately makes a handler of JSON one for our own pages alone (X17, X22).
func privately(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		confidential(c)
		if !ofThisSite(c.Request()) {
			return errForeign
		}
		return next(c)
	}
}

// readFinished reads the second half of a ceremony.
func readFinished(c echo.Context) (f finished, err error) {
	body, _, err := readBody(c)
	if err != nil {
		return f, err
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&f); err != nil {
		return f, problem.New(problem.Invalid, "The body is not the second half of a ceremony.")
	}
	return f, nil
}

// BeginPasskey begins to make a passkey for the member who asks.
func (s *Server) BeginPasskey(c echo.Context) error {
	if err := inPerson(c); err != nil {
		return err
	}
	if err := checkContentType(c.Request().Header); err != nil {
		return err
	}
	party, ok := s.relyingParty(c)
	if !ok {
		return echo.ErrNotFound
	}
	actor := actorOf(c)
	passkeys, err := s.office.Passkeys(c.Request().Context(), actor.ID)
	if err != nil {
		return err
	}
	who, err := holderOf(actor.Member, passkeys...)
	if err != nil {
		return err
	}
	var has []protocol.CredentialDescriptor
	for _, key := range who.keys {
		has = append(has, key.Descriptor())
	}
	creation, session, err := party.BeginRegistration(who, webauthn.WithExclusions(has))
	if err != nil {
		return err
	}
	return sendCeremony(c, begun{s.registrations.begin(*session, s.now()), creation.Response})
}

// FinishPasskey keeps a passkey that a device has made.
func (s *Server) FinishPasskey(c echo.Context) error {
	if err := inPerson(c); err != nil {
		return err
	}
	party, ok := s.relyingParty(c)
	if !ok {
		return echo.ErrNotFound
	}
	second, err := readFinished(c)
	if err != nil {
		return err
	}
	if err := staff.CheckPasskeyName(second.Name); err != nil {
		return err
	}
	actor := actorOf(c)
	session, ok := s.registrations.take(second.Ceremony, s.now())
	if !ok || string(session.UserID) != actor.ID {
		return errCeremony
	}
	answer, err := protocol.ParseCredentialCreationResponseBytes(second.Answer)
	if err != nil {
		return errPasskeyRefused
	}
	key, err := party.CreateCredential(holder{member: actor.Member}, session, answer)
	if err != nil {
		return errPasskeyRefused
	}
	// What the device says of its make is not needed to know it again.
	key.Attestation = webauthn.CredentialAttestation{}
	record, err := json.Marshal(key)
	if err != nil {
		return err
	}
	passkey, err := staff.NewPasskey(actor.ID, second.Name, key.ID, record, s.now())
	if err != nil {
		return err
	}
	if err := s.office.PutPasskey(c.Request().Context(), passkey); err != nil {
		return err
	}
	return sendCeremony(c, map[string]string{"location": consoleRoot + "/me?done=passkey_added"})
}

var errPasskeyRefused = problem.New(problem.Invalid, "What the device answered does not hold. Begin again.")

// BeginPasskeySignIn begins to sign in with a passkey. Nobody says who they
// are: the device offers what it has for this server.
func (s *Server) BeginPasskeySignIn(c echo.Context) error {
	if err := checkContentType(c.Request().Header); err != nil {
		return err
	}
	if wait, ok := s.begins.take(c.RealIP(), s.now()); !ok {
		return tooOften(wait)
	}
	party, ok := s.relyingParty(c)
	if !ok {
		return echo.ErrNotFound
	}
	assertion, session, err := party.BeginDiscoverableLogin()
	if err != nil {
		return err
	}
	return sendCeremony(c, begun{s.assertions.begin(*session, s.now()), assertion.Response})
}

// FinishPasskeySignIn signs a browser in with what a device has signed.
func (s *Server) FinishPasskeySignIn(c echo.Context) error {
	party, ok := s.relyingParty(c)
	if !ok {
		return echo.ErrNotFound
	}
	second, err := readFinished(c)
	if err != nil {
		return err
	}
	session, ok := s.assertions.take(second.Ceremony, s.now())
	if !ok {
		return s.slowed(c, errPasskey)
	}
	member, err := s.byPasskey(c.Request().Context(), party, session, second.Answer)
	if problem.KindOf(err) == problem.Unauthenticated {
		return s.slowed(c, errPasskey)
	} else if err != nil {
		return err
	}
	if err := s.beginSession(c, member); err != nil {
		return err
	}
	return sendCeremony(c, map[string]string{"location": consoleRoot})
}

// byPasskey gives whom the answer of a device signs in; Unauthenticated if it
// is good for nothing. A counter that did not go up means that the key is in
// two places, one of which is not its member's: nobody gets in (WebAuthn,
// section 6.1.1).
func (s *Server) byPasskey(ctx context.Context, party *webauthn.WebAuthn, session webauthn.SessionData, said json.RawMessage) (member string, err error) {
	answer, err := protocol.ParseCredentialRequestResponseBytes(said)
	if err != nil {
		return "", errPasskey
	}
	passkey, err := s.office.PasskeyByCredential(ctx, answer.RawID)
	if err != nil {
		return "", err
	}
	who, err := holderOf(staff.Member{ID: passkey.Member}, passkey)
	if err != nil {
		return "", err
	}
	mine := func(_, _ []byte) (webauthn.User, error) { return who, nil } // the library compares the handle
	_, key, err := party.ValidatePasskeyLogin(mine, session, answer)
	if err != nil {
		return "", errPasskey
	}
	if key.Authenticator.CloneWarning {
		s.log.Warn("a passkey was refused: its counter says that it is in two places", "passkey", passkey.ID)
		return "", errPasskey
	}
	before, now := passkey.Record, s.now().UTC().Truncate(time.Second)
	if passkey.Record, err = json.Marshal(key); err != nil {
		return "", err
	}
	passkey.Used = &now
	return passkey.Member, s.office.UsePasskey(ctx, passkey, before)
}

// RemovePasskey removes a passkey of the member who asks.
func (s *Server) RemovePasskey(c echo.Context, _ console.Page) error {
	if err := inPerson(c); err != nil {
		return err
	}
	if err := s.office.RemovePasskey(c.Request().Context(), actorOf(c).ID, c.Param("id")); err != nil {
		return err
	}
	return seeOther(c, consoleRoot+"/me", "passkey_removed")
}

// sendCeremony sends a part of a ceremony. It is JSON for a script of ours.
func sendCeremony(c echo.Context, what any) error {
	body, err := json.Marshal(what)
	if err != nil {
		return err
	}
	return send(c, http.StatusOK, echo.MIMEApplicationJSON, body)
}
