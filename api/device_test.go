package api_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"
)

// device is an authenticator as WebAuthn has them, with one key, and whoever
// holds it can have it lie.
type device struct {
	t       *testing.T
	key     *ecdsa.PrivateKey
	id      []byte
	counter uint32
	handle  []byte // of the user, as it was told
	origin  string // that the browser says it is at
	party   string // that the device signs for
	kind    string // of ceremony, if it is to be another one
	flags   byte
}

const (
	present  = 0x01
	verified = 0x04
	attested = 0x40
)

func newDevice(t *testing.T, origin string) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &device{t: t, key: key, id: []byte(rand.Text()), counter: 1, origin: origin, party: "localhost", flags: present | verified}
}

var base64url = base64.RawURLEncoding.EncodeToString

// options is what a ceremony begins with.
type options struct {
	Ceremony string `json:"ceremony"`
	Options  struct {
		Challenge string                    `json:"challenge"`
		User      struct{ ID, Name string } `json:"user"`
		Exclude   []any                     `json:"excludeCredentials"`
	} `json:"options"`
}

func (v *device) clientData(kind, challenge string) []byte {
	if v.kind != "" {
		kind = v.kind
	}
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": v.origin, "crossOrigin": false})
	if err != nil {
		v.t.Fatal(err)
	}
	return data
}

func (v *device) data(flags byte, rest ...byte) []byte {
	party := sha256.Sum256([]byte(v.party))
	data := append(party[:], flags)
	return append(binary.BigEndian.AppendUint32(data, v.counter), rest...)
}

// register answers the beginning of a registration. The attestation is none,
// in CBOR by hand.
func (v *device) register(o options) map[string]any {
	handle, err := base64.RawURLEncoding.DecodeString(o.Options.User.ID)
	if err != nil {
		v.t.Fatal(err)
	}
	v.handle = handle
	public, err := v.key.PublicKey.Bytes() // 4, x, y
	if err != nil {
		v.t.Fatal(err)
	}
	credential := make([]byte, 16) // the make of the device: not said
	credential = append(binary.BigEndian.AppendUint16(credential, uint16(len(v.id))), v.id...)
	credential = append(credential, 0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32)
	credential = append(credential, public[1:33]...)
	credential = append(append(credential, 0x22, 0x58, 32), public[33:]...)
	data := v.data(v.flags|attested, credential...)
	object := []byte("\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58")
	object = append(append(object, byte(len(data))), data...)
	return map[string]any{
		"id": base64url(v.id), "rawId": base64url(v.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": base64url(v.clientData("webauthn.create", o.Options.Challenge)), "attestationObject": base64url(object), "transports": []string{"internal"}},
	}
}

// sign answers the beginning of a sign-in.
func (v *device) sign(o options) map[string]any {
	v.counter++
	client := v.clientData("webauthn.get", o.Options.Challenge)
	data, hash := v.data(v.flags), sha256.Sum256(client)
	signed := sha256.Sum256(append(bytes.Clone(data), hash[:]...))
	signature, err := ecdsa.SignASN1(rand.Reader, v.key, signed[:])
	if err != nil {
		v.t.Fatal(err)
	}
	return map[string]any{
		"id": base64url(v.id), "rawId": base64url(v.id), "type": "public-key", "clientExtensionResults": map[string]any{},
		"response": map[string]any{"clientDataJSON": base64url(client), "authenticatorData": base64url(data), "signature": base64url(signature), "userHandle": base64url(v.handle)},
	}
}
