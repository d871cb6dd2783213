package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/mail"
	"net/smtp"
	"net/textproto"
	"net/url"
	"strings"
	"sync"
	"time"
)

// mailer sends mail by SMTP, or prints it where no server is set.
type mailer struct {
	server *url.URL // smtp://user:password@host:587 (with STARTTLS) or smtps://host:465; nil prints
	from   string
	now    func() time.Time

	mu  sync.Mutex
	out io.Writer
}

// newMailer reads WALKIN_SMTP, "" for none.
func newMailer(server, from string, out io.Writer, now func() time.Time) (*mailer, error) {
	m := &mailer{from: from, out: out, now: now}
	if server == "" {
		return m, nil
	}
	u, err := url.Parse(server)
	if err != nil || u.Scheme != "smtp" && u.Scheme != "smtps" || u.Hostname() == "" {
		return nil, misusedFor("WALKIN_SMTP is an address such as smtp://user:password@mail.example:587 or smtps://mail.example:465.")
	}
	if a, err := mail.ParseAddress(from); err != nil || a.Address != from {
		return nil, misusedFor("WALKIN_MAIL_FROM is the address that mail comes from, such as walkin@example.dk.")
	}
	m.server = u
	return m, nil
}

// Send sends a plain text to one address, or prints it for the operator. It gives
// up when the context ends.
func (m *mailer) Send(ctx context.Context, to, subject, text string) error {
	if m.server == nil {
		m.mu.Lock()
		defer m.mu.Unlock()
		_, err := fmt.Fprintf(m.out, "\nMail to %s (no mail server is set: WALKIN_SMTP)\n%s\n\n%s\n", to, subject, text)
		return err
	}
	if err := m.send(ctx, to, m.message(to, subject, text)); err != nil {
		// What a mail server says may hold the address; its number does not.
		var said *textproto.Error
		if errors.As(err, &said) {
			return fmt.Errorf("mail server %s refused with %d", m.server.Host, said.Code)
		}
		return fmt.Errorf("mail server %s refused or was out of reach (%T)", m.server.Host, errors.Unwrap(err))
	}
	return nil
}

// message writes a mail (RFC 5322). The body is base64, so that no line is too
// long and no letter is lost.
func (m *mailer) message(to, subject, text string) []byte {
	var b strings.Builder
	_, domain, _ := strings.Cut(m.from, "@")
	fmt.Fprintf(&b, "From: %s\r\nTo: %s\r\nSubject: %s\r\nDate: %s\r\nMessage-ID: <%s@%s>\r\n",
		m.from, to, mime.QEncoding.Encode("utf-8", subject), m.now().Format(time.RFC1123Z), strings.ToLower(rand.Text()), domain)
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n")
	encoded := base64.StdEncoding.EncodeToString([]byte(strings.ReplaceAll(text, "\n", "\r\n")))
	for len(encoded) > 76 {
		b.WriteString(encoded[:76] + "\r\n")
		encoded = encoded[76:]
	}
	b.WriteString(encoded + "\r\n")
	return []byte(b.String())
}

// send talks to the server: over TLS from the first byte (smtps), else with
// STARTTLS, which only a server on this machine may do without.
func (m *mailer) send(ctx context.Context, to string, message []byte) (err error) {
	host, port := m.server.Hostname(), m.server.Port()
	if port == "" {
		port = map[string]string{"smtp": "587", "smtps": "465"}[m.server.Scheme]
	}
	secured := &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
	dial := new(net.Dialer).DialContext
	if m.server.Scheme == "smtps" {
		dial = (&tls.Dialer{Config: secured}).DialContext
	}
	conn, err := dial(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return err
	}
	defer conn.Close()
	// A server that says nothing more is waited for no longer than one that does
	// not answer: the time of the context is for all of it.
	defer context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Now()) })()
	client, err := smtp.NewClient(conn, host)
	if err != nil {
		return err
	}
	if m.server.Scheme == "smtp" {
		starts, _ := client.Extension("STARTTLS")
		ip := net.ParseIP(host)
		switch here := host == "localhost" || ip != nil && ip.IsLoopback(); {
		case starts:
			err = client.StartTLS(secured)
		case !here:
			err = fmt.Errorf("no TLS: %w", errors.ErrUnsupported)
		}
		if err != nil {
			return err
		}
	}
	if user := m.server.User; user != nil {
		password, _ := user.Password()
		if err := client.Auth(smtp.PlainAuth("", user.Username(), password, host)); err != nil {
			return err
		}
	}
	if err := client.Mail(m.from); err != nil {
		return err
	}
	if err := client.Rcpt(to); err != nil {
		return err
	}
	w, err := client.Data()
	if err != nil {
		return err
	}
	if _, err := w.Write(message); err != nil {
		return err
	}
	return errors.Join(w.Close(), client.Quit())
}
