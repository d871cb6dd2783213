package main

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"
)

// health is "walkin health": a container needs no curl.
type health struct {
	Server string `env:"WALKIN_SERVER" default:"http://localhost:8080" placeholder:"URL" help:"Server to ask."`
}

// Run succeeds if the server is ready.
func (h *health) Run(ctx context.Context, io streams) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, strings.TrimRight(h.Server, "/")+"/readyz", nil)
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("the server does not answer: %w", err)
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return fmt.Errorf("the server is not ready: %s", resp.Status)
	}
	fmt.Fprintln(io.out, "ready")
	return nil
}
