package api_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// issuer is a small issuer of OpenID Connect: discovery, keys, and an endpoint
// that gives tokens for codes, once each and for the right verifier.
type issuer struct {
	*httptest.Server
	t     *testing.T
	clock *movable
	ec    *ecdsa.PrivateKey
	rsa   *rsa.PrivateKey

	mu       sync.Mutex
	codes    map[string]url.Values // what was asked for, by code
	away     bool                  // nothing is answered
	alg      jose.SignatureAlgorithm
	claims   func(claims map[string]any)
	sign     func(payload []byte) string // nil: by alg
	discover func(document map[string]any)
	asked    int // for tokens
}

const issuerSecret = "hemmelig-hos-udstederen"

func newTestIssuer(t *testing.T, clock *movable) *issuer {
	t.Helper()
	i := &issuer{t: t, clock: clock, codes: make(map[string]url.Values), alg: jose.ES256}
	var err error
	if i.ec, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	if i.rsa, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", i.configuration)
	mux.HandleFunc("GET /keys", func(w http.ResponseWriter, _ *http.Request) {
		writeJSON(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
			{Key: i.ec.Public(), KeyID: "ec", Algorithm: "ES256", Use: "sig"}, {Key: i.rsa.Public(), KeyID: "rsa", Algorithm: "RS256", Use: "sig"}}})
	})
	mux.HandleFunc("POST /token", i.token)
	i.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		i.mu.Lock()
		defer i.mu.Unlock()
		if i.away {
			http.Error(w, "away", http.StatusBadGateway)
			return
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(i.Close)
	return i
}

func writeJSON(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (i *issuer) configuration(w http.ResponseWriter, _ *http.Request) {
	document := map[string]any{
		"issuer": i.URL, "authorization_endpoint": i.URL + "/authorize", "token_endpoint": i.URL + "/token", "jwks_uri": i.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"none", "HS256", "RS256", "ES256"},
	}
	if i.discover != nil {
		i.discover(document)
	}
	writeJSON(w, document)
}

// authorize is what somebody does at the issuer who is led to an address: they
// sign in there, and are led back to where the answer says.
func (i *issuer) authorize(address string) (back *url.URL) {
	i.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		i.t.Fatal(err)
	}
	q := u.Query()
	for name, want := range map[string]string{"response_type": "code", "client_id": "walkin", "code_challenge_method": "S256", "scope": "openid email"} {
		if q.Get(name) != want {
			i.t.Errorf("the issuer is asked with %s=%q, want %q", name, q.Get(name), want)
		}
	}
	for _, name := range []string{"state", "nonce", "code_challenge"} {
		if len(q.Get(name)) < 26 {
			i.t.Errorf("the issuer is asked with %s=%q", name, q.Get(name))
		}
	}
	code := rand.Text()
	i.mu.Lock()
	i.codes[code] = q
	i.mu.Unlock()
	if back, err = url.Parse(q.Get("redirect_uri")); err != nil {
		i.t.Fatal(err)
	}
	back.RawQuery = url.Values{"code": {code}, "state": {q.Get("state")}}.Encode()
	return back
}

func (i *issuer) token(w http.ResponseWriter, r *http.Request) {
	i.asked++
	user, password, _ := r.BasicAuth()
	q := i.codes[r.FormValue("code")]
	delete(i.codes, r.FormValue("code"))
	challenge := sha256.Sum256([]byte(r.FormValue("code_verifier")))
	if user != "walkin" || password != issuerSecret || q == nil || r.FormValue("redirect_uri") != q.Get("redirect_uri") ||
		base64.RawURLEncoding.EncodeToString(challenge[:]) != q.Get("code_challenge") {
		w.WriteHeader(http.StatusBadRequest)
		writeJSON(w, map[string]string{"error": "invalid_grant", "error_description": "kvistelurifax"})
		return
	}
	now := i.clock.Now()
	claims := map[string]any{
		"iss": i.URL, "sub": "sub-kvistelurifax", "aud": "walkin", "exp": now.Add(time.Minute).Unix(), "iat": now.Unix(), "nonce": q.Get("nonce"),
		"email": "Mette@Example.dk", "email_verified": true,
	}
	if i.claims != nil {
		i.claims(claims)
	}
	payload, err := json.Marshal(claims)
	if err != nil {
		i.t.Error(err)
	}
	sign := i.sign
	if sign == nil {
		sign = i.signed
	}
	writeJSON(w, map[string]any{"access_token": "x", "token_type": "Bearer", "id_token": sign(payload)})
}

func (i *issuer) signed(payload []byte) string {
	key := jose.SigningKey{Algorithm: i.alg, Key: jose.JSONWebKey{Key: i.ec, KeyID: "ec"}}
	if i.alg == jose.RS256 {
		key.Key = jose.JSONWebKey{Key: i.rsa, KeyID: "rsa"}
	}
	return i.signedBy(key, payload)
}

func (i *issuer) signedBy(key jose.SigningKey, payload []byte) string {
	signer, err := jose.NewSigner(key, (&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		i.t.Error(err)
		return ""
	}
	signature, err := signer.Sign(payload)
	if err != nil {
		i.t.Error(err)
		return ""
	}
	compact, err := signature.CompactSerialize()
	if err != nil {
		i.t.Error(err)
	}
	return compact
}
