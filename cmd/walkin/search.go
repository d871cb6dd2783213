package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"walkin/api"
	index "walkin/internal/search"
)

// search is "walkin search". It always asks the API: that of a server, or the
// same API in this process over the catalogue on this machine, or over the
// built-in one. So it shows what the widget would.
type search struct {
	state
	Text     string        `arg:"" optional:"" help:"What you would type: angst, homework, somebody to talk to."`
	Server   string        `env:"WALKIN_SERVER" placeholder:"URL" help:"Server to ask; without one the catalogue is opened here."`
	Near     string        `short:"n" placeholder:"PLACE" help:"Postcode or town, in any spelling."`
	Radius   float64       `placeholder:"KM" help:"Nothing farther than this."`
	OpenNow  bool          `short:"o" help:"Open now."`
	Age      int           `short:"a" default:"-1" placeholder:"YEARS" help:"Age of who goes."`
	Lang     string        `short:"l" default:"en" placeholder:"TAG" help:"Language of the words and the answers."`
	Country  string        `placeholder:"CC" help:"DK, NL or BE."`
	Home     string        `env:"WALKIN_COUNTRY" default:"DK" enum:"DK,NL,BE" placeholder:"CC" help:"DK, NL or BE: whose places and helplines come first where nothing says, of a catalogue that is opened here."`
	Kinds    []string      `enum:"centre,activity,helpline,volunteering" placeholder:"KIND" help:"centre, activity, helpline, volunteering."`
	Topics   []string      `placeholder:"ID" help:"Ids of topics."`
	Promises []api.Promise `placeholder:"PROMISE" help:"no_appointment, no_referral, no_assessment, free, anonymous, confidential."`
	Channels []api.Channel `placeholder:"CHANNEL" help:"walk_in, phone, sms, chat and so on."`
	Limit    int           `default:"10" placeholder:"N" help:"Results, at most 100."`
	JSON     bool          `help:"Print the answer as it came."`
}

// Run asks and prints.
func (s *search) Run(ctx context.Context, io streams) error {
	client, base, done, err := s.client(ctx, io)
	if err != nil {
		return err
	}
	defer done()
	body, err := json.Marshal(s.request())
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+"/v1/search", bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := client.Do(req)
	if err != nil {
		return fmt.Errorf("ask the server: %w", err)
	}
	defer resp.Body.Close()
	return s.show(resp, io.out)
}

func (s *search) request() api.SearchRequest {
	r := api.SearchRequest{Text: ifSet(s.Text), Lang: ifSet(s.Lang), Country: ifSet(s.Country), Limit: &s.Limit,
		RadiusKm: ifSet(s.Radius), Topics: ifAny(s.Topics), Promises: ifAny(s.Promises), Channels: ifAny(s.Channels)}
	if s.Near != "" {
		r.Near = &api.Near{Place: &s.Near}
	}
	if s.Age >= 0 {
		r.Age = &s.Age
	}
	if s.OpenNow {
		now := "now"
		r.OpenAt = &now
	}
	var kinds []api.AskedKind
	for _, k := range s.Kinds {
		kinds = append(kinds, api.AskedKind(k))
	}
	r.Kinds = ifAny(kinds)
	return r
}

// show prints an answer, or makes an error of a problem document.
func (s *search) show(resp *http.Response, out io.Writer) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		var p api.Problem
		if err := json.Unmarshal(body, &p); err != nil || p.Detail == nil {
			return fmt.Errorf("the server answers %s", resp.Status)
		}
		sentences := []string{*p.Detail}
		if p.Errors != nil {
			for _, e := range *p.Errors {
				sentences = append(sentences, strings.TrimPrefix(e.Pointer, "/")+": "+e.Detail)
			}
		}
		err := errors.New(strings.Join(sentences, " "))
		if resp.StatusCode == http.StatusBadRequest {
			return misused{err}
		}
		return err
	}
	if s.JSON {
		_, err := out.Write(append(bytes.TrimRight(body, "\n"), '\n'))
		return err
	}
	var answer api.SearchAnswer
	if err := json.Unmarshal(body, &answer); err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	return printAnswer(out, answer)
}

// client gives a client and the address to ask.
func (s *search) client(ctx context.Context, io streams) (c *http.Client, base string, done func(), err error) {
	if s.Server != "" {
		return &http.Client{Timeout: patience}, strings.TrimRight(s.Server, "/"), func() {}, nil
	}
	server, done, err := s.inProcess(ctx, io)
	if err != nil {
		return nil, "", nil, err
	}
	return &http.Client{Transport: inProcess{server.Handler()}}, "http://walkin", done, nil
}

// patience is how long a server may take to answer.
const patience = 15 * time.Second

// inProcess makes a server over the catalogue of this machine. Its index is in
// memory: that of a running server is locked.
func (s *search) inProcess(ctx context.Context, io streams) (*api.Server, func(), error) {
	gazetteer := loadGazetteer()
	rules, err := crisisRules()
	if err != nil {
		return nil, nil, err
	}
	catalogue, release, err := openOrBuiltin(ctx, s.catalogue(), io)
	if err != nil {
		return nil, nil, err
	}
	places, err := gazetteer()
	if err != nil {
		release()
		return nil, nil, err
	}
	idx, err := index.Open(ctx, "", catalogue, index.Options{Crisis: rules, Gazetteer: places})
	if err != nil {
		release()
		return nil, nil, err
	}
	server, err := api.New(api.Options{Catalogue: catalogue, Index: idx, Gazetteer: places, Now: io.now, Country: s.Home})
	if err != nil {
		err = errors.Join(err, idx.Close())
		release()
		return nil, nil, err
	}
	return server, func() { _ = idx.Close(); release() }, nil
}

// ifSet gives a pointer to a value, or nil for the zero value.
func ifSet[T comparable](v T) *T {
	if v == *new(T) {
		return nil
	}
	return &v
}

// ifAny gives a pointer to a list, or nil for an empty one.
func ifAny[T any](list []T) *[]T {
	if len(list) == 0 {
		return nil
	}
	return &list
}
