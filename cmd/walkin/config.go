package main

import (
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/alecthomas/kong"

	"walkin/api"
)

const defaultDataDir = "./walkin-data"

// state is where a server keeps what it knows.
type state struct {
	DataDir string `env:"WALKIN_DATA_DIR" default:"${data_dir}" placeholder:"DIR" help:"Folder of the catalogue and the index."`
}

func (s state) catalogue() string { return filepath.Join(s.DataDir, "catalogue.db") }
func (s state) index() string     { return filepath.Join(s.DataDir, "index") }
func (s state) office() string    { return filepath.Join(s.DataDir, "office.db") }
func (s state) referrals() string { return filepath.Join(s.DataDir, "referrals.db") }
func (s state) demand() string    { return filepath.Join(s.DataDir, "demand.db") }
func (s state) photos() string    { return filepath.Join(s.DataDir, "photos") }

// create makes the folder, if there is none.
func (s state) create() error {
	if err := os.MkdirAll(s.DataDir, 0o755); err != nil {
		return fmt.Errorf("make the data folder: %w. Choose another one with --data-dir", err)
	}
	return nil
}

// settings is the one table of configuration of a server: flag, environment,
// default.
type settings struct {
	state
	Listen         string         `env:"WALKIN_LISTEN" default:":8080" placeholder:"ADDR" help:"Address to answer on."`
	MetricsListen  string         `env:"WALKIN_METRICS_LISTEN" default:"${metrics_listen}" placeholder:"ADDR" help:"Address of /metrics, or \"off\"."`
	BaseURL        string         `env:"WALKIN_BASE_URL" placeholder:"URL" help:"Address of this server as the public sees it; links are relative without one."`
	Country        string         `env:"WALKIN_COUNTRY" default:"DK" enum:"DK,NL,BE" placeholder:"CC" help:"DK, NL or BE: whose places and helplines come first where a question names no country."`
	RateLimit      rateLimit      `env:"WALKIN_RATE_LIMIT" default:"600" placeholder:"N" help:"Requests a minute from one address, or \"off\". Crisis answers are never limited."`
	TrustedProxies []netip.Prefix `env:"WALKIN_TRUSTED_PROXIES" placeholder:"CIDR" help:"Proxies whose X-Forwarded-For is believed."`
	FrameAncestors framers        `env:"WALKIN_FRAME_ANCESTORS" placeholder:"SITES" help:"Sites that may show the finder (/embed) in a frame, or *; none but this one without it."`
	Contact        string         `env:"WALKIN_CONTACT" placeholder:"EMAIL" help:"Whom the pages tell people to write to when something is wrong."`
	SMTP           string         `name:"smtp" env:"WALKIN_SMTP" placeholder:"URL" help:"Mail server for the sign-in links of staff, such as smtp://user:password@mail.example:587; without one they are printed here."`
	MailFrom       string         `env:"WALKIN_MAIL_FROM" placeholder:"EMAIL" help:"Address that this mail comes from."`
	Demand         string         `env:"WALKIN_DEMAND" default:"on" enum:"on,off" placeholder:"on|off" help:"Count what is asked for in vain, by week, area and topic; off counts nothing."`
	OIDC           issuer         `embed:"" prefix:"oidc-"`
	LogLevel       slog.Level     `env:"WALKIN_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"debug, info, warn or error."`
}

// issuer is where staff sign in as well, with the account that they have at
// work.
type issuer struct {
	Issuer       string `env:"WALKIN_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect issuer through which members may sign in as well."`
	ClientID     string `name:"client-id" env:"WALKIN_OIDC_CLIENT_ID" placeholder:"ID" help:"What this server is called there. It comes back to /staff/oidc/back."`
	ClientSecret string `env:"WALKIN_OIDC_CLIENT_SECRET" placeholder:"SECRET" help:"Its secret there, if it has one; better given in the environment, since others on this machine see flags."`
	Name         string `env:"WALKIN_OIDC_NAME" placeholder:"NAME" help:"What stands on the button, such as \"Odense Kommune\"."`
}

// check says what is wrong with the settings of an issuer.
func (i issuer) check(baseURL string) error {
	switch {
	case i == (issuer{}):
		return nil
	case i.Issuer == "" || i.ClientID == "":
		return misusedFor("WALKIN_OIDC_ISSUER and WALKIN_OIDC_CLIENT_ID are given together, or neither.")
	case baseURL == "":
		return misusedFor("WALKIN_OIDC_ISSUER needs WALKIN_BASE_URL: the issuer leads people back to it.")
	}
	return nil
}

// defaultMetricsListen is given up quietly when another server has it; an
// address that somebody chose is not.
const defaultMetricsListen = "127.0.0.1:9090"

// rateLimit is a number of requests a minute, or "off".
type rateLimit struct{ api.RateLimit }

// UnmarshalText reads a setting. A sixth of a minute's requests may come at
// once: without a setting 100, with which a whole school behind one address can
// type (DESIGN, section 5).
func (r *rateLimit) UnmarshalText(text []byte) error {
	if string(text) == "off" {
		r.RateLimit = api.RateLimit{}
		return nil
	}
	n, err := strconv.Atoi(string(text))
	if err != nil || n < 1 {
		return fmt.Errorf("%q is neither a number of requests a minute nor \"off\"", text)
	}
	r.RateLimit = api.RateLimit{PerMinute: n, Burst: max(1, n/6)}
	return nil
}

func (r rateLimit) String() string {
	if r.PerMinute == 0 {
		return "off"
	}
	return strconv.Itoa(r.PerMinute)
}

// print says with which settings a server starts. Of the mail server and the issuer
// it says only whether there is one: their addresses may hold passwords.
func (s settings) print(w io.Writer) {
	proxies := "none"
	if len(s.TrustedProxies) > 0 {
		proxies = fmt.Sprint(s.TrustedProxies)
	}
	set := func(text string) string {
		if text == "" {
			return "none"
		}
		return "set"
	}
	fmt.Fprintf(w, "walkin %s: listen %s, metrics %s, data %s, country %s, rate limit %s, base URL %q, trusted proxies %s, demand %s, frames %q, contact %q, mail %s from %q, issuer %s, log %s\n",
		version, s.Listen, s.MetricsListen, s.DataDir, s.Country, s.RateLimit, s.BaseURL, proxies, s.Demand, s.FrameAncestors, s.Contact, set(s.SMTP), s.MailFrom, set(s.OIDC.Issuer), s.LogLevel)
}

// unknownSetting gives the first WALKIN_ variable of the environment that no
// flag reads: a setting that is misspelled is a setting that is not in force.
func unknownSetting(model *kong.Application, env []string) string {
	var known []string
	for _, leaf := range model.Leaves(false) {
		for _, group := range leaf.AllFlags(false) {
			for _, flag := range group {
				known = append(known, flag.Envs...)
			}
		}
	}
	for _, setting := range env {
		name, _, _ := strings.Cut(setting, "=")
		if strings.HasPrefix(name, "WALKIN_") && !slices.Contains(known, name) {
			return name
		}
	}
	return ""
}
