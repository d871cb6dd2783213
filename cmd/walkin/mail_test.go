package main_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"math/big"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync"
	"testing"
	"time"

	walkin "walkin/cmd/walkin"
)

// post is a small mail server on a port of this machine.
type post struct {
	address string
	secured *tls.Config // nil: it knows no STARTTLS
	refuse  string      // its answer to who mail is for, if it takes none

	mu      sync.Mutex
	said    []string // every line that a client said in clear
	letters []string // what was sent
}

func newPost(t *testing.T, secured *tls.Config, refuse string) *post {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &post{address: listener.Addr().String(), secured: secured, refuse: refuse}
	var open sync.WaitGroup
	open.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			open.Go(func() { p.talk(conn) })
		}
	})
	t.Cleanup(func() {
		_ = listener.Close()
		open.Wait()
	})
	return p
}

// talk speaks SMTP (RFC 5321) as far as one letter goes.
func (p *post) talk(conn net.Conn) {
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience))
	in := bufio.NewReader(conn)
	say := func(line string) { fmt.Fprintf(conn, "%s\r\n", line) }
	say("220 post")
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimSpace(line)
		p.mu.Lock()
		p.said = append(p.said, line)
		p.mu.Unlock()
		verb, _, _ := strings.Cut(line, " ")
		switch {
		case verb == "EHLO" && p.secured != nil:
			say("250-post\r\n250 STARTTLS")
		case verb == "EHLO":
			say("250-post\r\n250 AUTH PLAIN")
		case verb == "STARTTLS":
			say("220 go on")
			_ = tls.Server(conn, p.secured).Handshake()
			return // nobody trusts the certificate
		case verb == "AUTH":
			say("235 welcome")
		case verb == "RCPT" && p.refuse != "":
			say(p.refuse)
		case verb == "DATA":
			say("354 go on")
			var letter strings.Builder
			for line := ""; line != ".\r\n"; {
				letter.WriteString(line)
				if line, err = in.ReadString('\n'); err != nil {
					return
				}
			}
			p.mu.Lock()
			p.letters = append(p.letters, letter.String())
			p.mu.Unlock()
			say("250 kept")
		case verb == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}

func (p *post) heard() (said, letters []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.said...), append([]string(nil), p.letters...)
}

// send sends one mail through a server.
func send(t *testing.T, server, to, subject, text string) error {
	t.Helper()
	m, err := walkin.NewMailer(server, "walkin@example.dk", io.Discard, func() time.Time { return wednesday })
	if err != nil {
		t.Fatal(err)
	}
	return m.Send(t.Context(), to, subject, text)
}

func TestAMailIsWellFormed(t *testing.T) {
	t.Parallel()
	text := "Hej Mette Ærø\n\nhttps://walkin.example/staff/in/abc\n.\n.. et punktum\n" + strings.Repeat("lang linje æøå ", 200) + "\nBcc: evil@example.com\n"
	for name, subject := range map[string]string{
		"in letters that all have":        "Your link to walkin",
		"in letters that not all have":    "Dit link til ungehuset på Ærø · дім",
		"that is long":                    strings.Repeat("Ærøskøbing ", 20),
		"that would begin another header": "Hej\r\nBcc: evil@example.com\r\n\r\nHej",
		"that would end the header":       "Hej\n\n<b>",
		"that looks encoded":              "=?utf-8?q?Hej?=",
	} {
		t.Run("with a subject "+name, func(t *testing.T) {
			p := newPost(t, nil, "")
			if err := send(t, "smtp://"+p.address, "mette@example.dk", subject, text); err != nil {
				t.Fatal(err)
			}
			said, letters := p.heard()
			if len(letters) != 1 {
				t.Fatalf("%d letters after %q", len(letters), said)
			}
			for _, line := range strings.SplitAfter(letters[0], "\n") {
				if line != "" && (!strings.HasSuffix(line, "\r\n") || len(line) > 1000 || strings.Count(line, "\r") > 1) {
					t.Errorf("a line is %q", line)
				}
			}
			m, err := mail.ReadMessage(strings.NewReader(letters[0]))
			if err != nil {
				t.Fatal(err)
			}
			for name, want := range map[string]string{
				"From": "walkin@example.dk", "To": "mette@example.dk", "Bcc": "", "Cc": "", "Mime-Version": "1.0", "Content-Type": "text/plain; charset=utf-8",
				"Content-Transfer-Encoding": "base64", "Auto-Submitted": "auto-generated", "Date": wednesday.Format(time.RFC1123Z),
			} {
				if got := m.Header.Get(name); got != want || len(m.Header[name]) > 1 {
					t.Errorf("%s is %q, want %q", name, m.Header[name], want)
				}
			}
			if id := m.Header.Get("Message-Id"); !strings.HasPrefix(id, "<") || !strings.HasSuffix(id, "@example.dk>") {
				t.Errorf("Message-Id is %q", id)
			}
			if len(m.Header) != 9 {
				t.Errorf("there are headers %v", m.Header)
			}
			got, err := new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
			if err != nil || !strings.HasPrefix(name, "that looks") && got != subject {
				t.Errorf("the subject is %q, %v", got, err)
			}
			body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
			if err != nil || string(body) != strings.ReplaceAll(text, "\n", "\r\n") {
				t.Errorf("the text is %q, %v", body, err)
			}
			for _, want := range []string{"MAIL FROM:<walkin@example.dk>", "RCPT TO:<mette@example.dk>"} {
				if all := strings.Join(said, "\n"); !strings.Contains(all, want) || strings.Count(all, "RCPT") != 1 {
					t.Errorf("the server heard %q", said)
				}
			}
		})
	}
}

// TestASecretIsMailedOverTLS talks to mail servers that would have it in clear,
// or refuse it.
func TestASecretIsMailedOverTLS(t *testing.T) {
	t.Parallel()
	const to, text, password = "kvistelurifax@example.dk", "https://walkin.example/staff/in/hemmeligt", "kodeord"
	elsewhere := func(p *post) string { return strings.Replace(p.address, "127.0.0.1", "0.0.0.0", 1) } // this machine, by an address that does not say so
	for name, c := range map[string]struct {
		post   *post
		server func(p *post) string
		sent   bool
		says   string
	}{
		"on this machine it goes in clear, with a password": {newPost(t, nil, ""), func(p *post) string { return "smtp://walkin:" + password + "@" + p.address }, true, ""},
		"to another machine that knows no TLS it does not go": {newPost(t, nil, ""), func(p *post) string { return "smtp://walkin:" + password + "@" + elsewhere(p) }, false,
			"refused or was out of reach"},
		"to a machine that nobody vouches for it does not go": {newPost(t, selfSigned(t), ""), func(p *post) string { return "smtp://walkin:" + password + "@" + p.address }, false,
			"refused or was out of reach"},
		"over TLS to a server without it it does not go": {newPost(t, nil, ""), func(p *post) string { return "smtps://walkin:" + password + "@" + p.address }, false,
			"refused or was out of reach"},
		"a server that refuses is heard, without the address": {newPost(t, nil, "550 no "+to+" here"), func(p *post) string { return "smtp://" + p.address }, false, "refused with 550"},
		"a server that is not there":                          {&post{address: "127.0.0.1:1"}, func(p *post) string { return "smtp://" + p.address }, false, "refused or was out of reach"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := send(t, c.server(c.post), to, "Link", text)
			said, letters := c.post.heard()
			if (err == nil) != c.sent || (len(letters) == 1) != c.sent {
				t.Errorf("sent: %v; %d letters", err, len(letters))
			}
			if c.sent {
				return
			}
			for _, secret := range []string{to, "kvistelurifax", password, "hemmeligt"} {
				if strings.Contains(err.Error(), secret) {
					t.Errorf("X25: the error holds %q: %v", secret, err)
				}
			}
			if !strings.Contains(err.Error(), c.says) {
				t.Errorf("the error says %q, not %q", err, c.says)
			}
			for _, line := range said {
				if c.post.refuse == "" && (strings.Contains(line, "AUTH") || strings.Contains(line, "RCPT")) {
					t.Errorf("said in clear: %q", line)
				}
			}
		})
	}
}

func TestAMailServerIsNotWaitedForLongerThanTheMailMayTake(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0") // it takes calls and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	for _, scheme := range []string{"smtp", "smtps"} {
		m, err := walkin.NewMailer(scheme+"://"+listener.Addr().String(), "walkin@example.dk", io.Discard, time.Now)
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		began := time.Now()
		if err := m.Send(ctx, "mette@example.dk", "Link", "text"); err == nil || time.Since(began) > 15*time.Second {
			t.Errorf("%s: %v after %s", scheme, err, time.Since(began))
		}
		cancel()
	}
}

// selfSigned gives a certificate that nobody vouches for.
func selfSigned(t *testing.T) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	certificate, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{certificate}, PrivateKey: key}}}
}

func TestAMailServerIsAnAddress(t *testing.T) {
	for _, c := range []struct{ server, from string }{
		{"mail.example:25", "walkin@example.dk"}, {"http://mail.example", "walkin@example.dk"}, {"smtp://", "walkin@example.dk"},
		{"smtp://mail.example", ""}, {"smtp://mail.example", "walkin"}, {"smtp://mail.example", "Walk In <walkin@example.dk>"}, {"smtp://mail.example", "a@b.dk\r\nBcc: c@d.dk"},
	} {
		if _, err := walkin.NewMailer(c.server, c.from, io.Discard, time.Now); err == nil {
			t.Errorf("%q from %q is taken", c.server, c.from)
		}
	}
	var out strings.Builder
	m, err := walkin.NewMailer("", "", &out, time.Now)
	if err == nil {
		err = m.Send(t.Context(), "mette@example.dk", "Link", "the text")
	}
	if err != nil || !strings.Contains(out.String(), "Mail to mette@example.dk") || !strings.Contains(out.String(), "\nthe text\n") {
		t.Errorf("without a server it prints %q, %v", out.String(), err)
	}
}
