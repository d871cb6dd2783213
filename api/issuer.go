package api

import (
	"context"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

// OIDC is an issuer of OpenID Connect, such as a municipality has for its
// staff, through which members sign in as well. The zero value is none.
type OIDC struct {
	Issuer       string // as it names itself; https, or http on this machine
	ClientID     string // of this server there
	ClientSecret string // "" for a public client, which PKCE alone protects
	Name         string // on the button; "" says "your work account"
}

const (
	issuerPatience = 10 * time.Second // with one request to an issuer
	issuerBody     = 1 << 20          // bytes that an answer of an issuer has at most
	issuerFresh    = time.Hour        // how long what it says of itself is believed
)

// Why nobody came in through an issuer. No more than one of these is logged:
// what an issuer says may hold whom it speaks of.
var (
	errIssuerAway     = errors.New("the issuer is out of reach, or is not one")
	errIssuerCode     = errors.New("the issuer did not take the code: check the client id, the secret and the address to come back to")
	errIssuerNoToken  = errors.New("the issuer gave no ID token")
	errIssuerToken    = errors.New("the ID token does not hold: signature, issuer, audience or time")
	errIssuerNonce    = errors.New("the ID token is of another sign-in")
	errIssuerEmail    = errors.New("the issuer vouches for no e-mail address (email_verified)")
	errIssuerSaysNo   = errors.New("the issuer let nobody through")
	errIssuerState    = errors.New("nobody began this sign-in here, or too long ago")
	errIssuerStranger = errors.New("no active member has this e-mail address")
)

// issuer talks to an issuer. It asks for what the issuer says of itself when
// somebody first needs it, and again when that failed, so that a server starts
// without it.
type issuer struct {
	OIDC
	client *http.Client
	now    func() time.Time

	mu    sync.Mutex
	known *oidc.Provider
	asked time.Time // when known was learnt
}

// newIssuer gives nil for none, and an error for settings that cannot be meant.
func newIssuer(o OIDC, now func() time.Time) (*issuer, error) {
	if o == (OIDC{}) {
		return nil, nil
	}
	u, err := url.Parse(o.Issuer)
	if err != nil || !safeToAsk(u) || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return nil, errors.New("the issuer is not an https address")
	}
	if o.ClientID == "" {
		return nil, errors.New("the issuer is named and the client id is not")
	}
	return &issuer{OIDC: o, now: now, client: &http.Client{
		Timeout: issuerPatience,
		// One connection a question: people sign in a few times a day.
		Transport: cautious{&http.Transport{
			Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true,
			TLSHandshakeTimeout: issuerPatience, MaxResponseHeaderBytes: 64 << 10,
		}},
		CheckRedirect: func(r *http.Request, before []*http.Request) error {
			if len(before) > 3 || r.URL.Host != before[0].URL.Host || r.URL.Scheme != before[0].URL.Scheme {
				return errors.New("the issuer leads elsewhere")
			}
			return nil
		},
	}}, nil
}

// safeToAsk says whether what is sent to an address, and comes from it, is
// read on the way by nobody: over TLS, or on this machine.
func safeToAsk(u *url.URL) bool {
	ip := net.ParseIP(u.Hostname())
	here := u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	return u.Hostname() != "" && (u.Scheme == "https" || u.Scheme == "http" && here)
}

// cautious refuses addresses that are not safe to ask, which an issuer may name
// in what it says of itself, and cuts answers that do not end.
type cautious struct{ http.RoundTripper }

func (g cautious) RoundTrip(r *http.Request) (*http.Response, error) {
	if !safeToAsk(r.URL) {
		return nil, errors.New("not an https address")
	}
	response, err := g.RoundTripper.RoundTrip(r)
	if err == nil {
		response.Body = struct {
			io.Reader
			io.Closer
		}{io.LimitReader(response.Body, issuerBody), response.Body}
	}
	return response, err
}

// provider gives what the issuer says of itself. What was known stays when the
// issuer is out of reach.
func (i *issuer) provider(ctx context.Context) (*oidc.Provider, error) {
	i.mu.Lock()
	known, fresh := i.known, i.now().Sub(i.asked) < issuerFresh
	i.mu.Unlock()
	if known != nil && fresh {
		return known, nil
	}
	// Without the lock: whoever waits for an issuer keeps nobody else waiting.
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, i.client), i.Issuer)
	if err == nil {
		authorize, bad := url.Parse(found.Endpoint().AuthURL)
		if bad != nil || !safeToAsk(authorize) {
			err = errIssuerAway
		}
	}
	switch {
	case err != nil && known != nil:
		return known, nil
	case err != nil:
		return nil, errIssuerAway
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.known, i.asked = found, i.now()
	return found, nil
}

// asClient gives this server as the issuer knows it, with the address to come
// back to.
func (i *issuer) asClient(provider *oidc.Provider, back string) (*oauth2.Config, error) {
	var says struct {
		Methods []string `json:"token_endpoint_auth_methods_supported"`
	}
	if err := provider.Claims(&says); err != nil {
		return nil, errIssuerAway
	}
	endpoint := provider.Endpoint()
	// To try one way after the other would show the code twice, which a good
	// issuer takes for a theft. Without a list the header is meant (OpenID
	// Connect Discovery 1.0, section 3).
	endpoint.AuthStyle = oauth2.AuthStyleInHeader
	if i.ClientSecret == "" || len(says.Methods) > 0 && !slices.Contains(says.Methods, "client_secret_basic") {
		endpoint.AuthStyle = oauth2.AuthStyleInParams
	}
	return &oauth2.Config{
		ClientID: i.ClientID, ClientSecret: i.ClientSecret, Endpoint: endpoint, RedirectURL: back, Scopes: []string{oidc.ScopeOpenID, "email"},
	}, nil
}

// departure is what is remembered of a sign-in that is on its way to the issuer.
type departure struct {
	nonce    string
	verifier string   // of PKCE
	browser  [32]byte // the hash of the cookie that it was begun with
}

// address gives where a browser asks the issuer.
func (i *issuer) address(ctx context.Context, back, state string, a departure) (string, error) {
	provider, err := i.provider(ctx)
	if err != nil {
		return "", err
	}
	client, err := i.asClient(provider, back)
	if err != nil {
		return "", err
	}
	return client.AuthCodeURL(state, oidc.Nonce(a.nonce), oauth2.S256ChallengeOption(a.verifier)), nil
}

// email gives the e-mail address that the issuer vouches for, for the code
// that a browser came back with.
func (i *issuer) email(ctx context.Context, back, code string, a departure) (string, error) {
	provider, err := i.provider(ctx)
	if err != nil {
		return "", err
	}
	client, err := i.asClient(provider, back)
	if err != nil {
		return "", err
	}
	ctx = oidc.ClientContext(ctx, i.client)
	answer, err := client.Exchange(ctx, code, oauth2.VerifierOption(a.verifier))
	var refused *oauth2.RetrieveError
	if errors.As(err, &refused) {
		return "", errIssuerCode
	} else if err != nil {
		return "", errIssuerAway
	}
	raw, ok := answer.Extra("id_token").(string)
	if !ok {
		return "", errIssuerNoToken
	}
	// The library takes signatures by key pairs only: "none" and those by a
	// shared secret are never among them.
	token, err := provider.Verifier(&oidc.Config{ClientID: i.ClientID, Now: i.now}).Verify(ctx, raw)
	if err != nil {
		return "", errIssuerToken
	}
	var claims struct {
		Email    string `json:"email"`
		Verified bool   `json:"email_verified"`
		For      string `json:"azp"`
	}
	if err := token.Claims(&claims); err != nil {
		return "", errIssuerToken
	}
	switch {
	case subtle.ConstantTimeCompare([]byte(token.Nonce), []byte(a.nonce)) != 1:
		return "", errIssuerNonce
	case (len(token.Audience) > 1 || claims.For != "") && claims.For != i.ClientID:
		return "", fmt.Errorf("%w: it is for another client", errIssuerToken)
	case claims.Email == "" || !claims.Verified:
		return "", errIssuerEmail
	}
	return claims.Email, nil
}
