package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"time"
)

// health is "walkin health": a container needs no curl.
type health struct {
	Server string `env:"WALKIN_SERVER" placeholder:"URL" help:"Server to ask; without one that which listens here."`
	Listen string `env:"WALKIN_LISTEN" default:":8080" placeholder:"ADDR" help:"Address that the server here listens on."`
}

// address is the address to ask.
func (h *health) address() (string, error) {
	if h.Server != "" {
		return strings.TrimRight(h.Server, "/"), nil
	}
	host, port, err := net.SplitHostPort(h.Listen)
	if err != nil {
		return "", fmt.Errorf("read the address to listen on: %w", err)
	}
	if ip, err := netip.ParseAddr(host); host == "" || err == nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

// Run succeeds if the server is ready.
func (h *health) Run(ctx context.Context, io streams) error {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	address, err := h.address()
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address+"/readyz", nil)
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
