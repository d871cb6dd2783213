package api_test

import (
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"testing"
	"time"

	"walkin/api"
)

func TestTheLimitOfAnAddress(t *testing.T) {
	clock := now
	s := serve(t, func(o *api.Options) {
		o.RateLimit, o.Now = api.RateLimit{PerMinute: 60, Burst: 3}, func() time.Time { return clock }
	})
	status := func(method, path, body string) int { return s.do(method, path, body).StatusCode }
	for range 3 {
		if got := status("GET", "/v1/topics", ""); got != 200 {
			t.Fatalf("within the burst: status %d", got)
		}
	}
	refused := s.do("POST", "/v1/search", `{"text":"ensom"}`)
	wait, _ := strconv.Atoi(refused.Header.Get("Retry-After"))
	if refused.StatusCode != 429 || wait != 1 || !strings.Contains(refused.body, "/problems/too-many") {
		t.Fatalf("beyond the burst: status %d, Retry-After %d", refused.StatusCode, wait)
	}
	if got := status("GET", "/v1/centres/dk-aarhus", ""); got != 429 {
		t.Errorf("beyond the burst: status %d", got)
	}
	for _, path := range []string{"/healthz", "/readyz", "/openapi.yaml"} {
		if got := status("GET", path, ""); got != 200 {
			t.Errorf("%s is for machines that ask often: status %d", path, got)
		}
	}
	if got := status("OPTIONS", "/v1/search", ""); got != 204 {
		t.Errorf("a preflight: status %d", got)
	}
	for range 20 {
		a := s.do("POST", "/v1/search", `{"text":"jeg vil dø"}`)
		if a.StatusCode != 200 || !strings.Contains(a.body, "dk-lifeline") {
			t.Fatalf("a crisis query was limited: %d", a.StatusCode)
		}
	}
	// The second step is a search, and a search is limited; the contacts are not.
	beyond := s.do("POST", "/v1/search", `{"text":"jeg vil dø","beyond_crisis":true}`)
	if beyond.StatusCode != 200 || !strings.Contains(beyond.body, "dk-lifeline") || !strings.Contains(beyond.body, `"results":[]`) {
		t.Errorf("the second step: %d %s", beyond.StatusCode, beyond.body)
	}
	clock = clock.Add(time.Duration(wait) * time.Second)
	if got := status("POST", "/v1/search", `{}`); got != 200 {
		t.Errorf("after the wait: status %d", got)
	}
}

func TestWhoseAddressCounts(t *testing.T) {
	one := api.RateLimit{PerMinute: 1, Burst: 1}
	loopback := []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	for _, c := range []struct {
		name          string
		trusted       []netip.Prefix
		first, second string
		want          int
	}{
		{"a forged address is not believed", nil, "203.0.113.1", "203.0.113.2", 429},
		{"behind our proxy each client has its own", loopback, "203.0.113.1", "203.0.113.2", 200},
		{"behind our proxy one client is one", loopback, "203.0.113.1", "203.0.113.1", 429},
		{"what a client put in front of our proxy's word is not believed", loopback, "198.51.100.1, 203.0.113.1", "198.51.100.2, 203.0.113.1", 429},
		{"a proxy that is not ours is a client", []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}, "203.0.113.1", "203.0.113.2", 429},
		{"an IPv6 client has one network", loopback, "2001:db8:1:1::1", "2001:db8:1:1::2", 429},
		{"another network is another client", loopback, "2001:db8:1:1::1", "2001:db8:1:2::1", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := serve(t, func(o *api.Options) { o.RateLimit, o.TrustedProxies = one, c.trusted })
			if a := s.do("GET", "/v1/topics", "", "X-Forwarded-For", c.first); a.StatusCode != 200 {
				t.Fatalf("first: status %d", a.StatusCode)
			}
			if a := s.do("GET", "/v1/topics", "", "X-Forwarded-For", c.second); a.StatusCode != c.want {
				t.Errorf("second: status %d, want %d", a.StatusCode, c.want)
			}
		})
	}
}

func TestNoLimitMeansNone(t *testing.T) {
	s := serve(t)
	for range 300 {
		if a := s.do("GET", "/v1/places/DK:8000", ""); a.StatusCode != 200 {
			t.Fatalf("status %d", a.StatusCode)
		}
	}
	if s.server.Buckets() != 0 {
		t.Error("addresses are remembered for nothing")
	}
}

func TestAddressesAreForgottenAfterAnHour(t *testing.T) {
	clock := now
	s := serve(t, func(o *api.Options) {
		o.RateLimit, o.Now = api.RateLimit{PerMinute: 600, Burst: 100}, func() time.Time { return clock }
		o.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	})
	for i := range 5 {
		s.do("GET", "/v1/places/DK:8000", "", "X-Forwarded-For", fmt.Sprintf("203.0.113.%d", i))
	}
	if got := s.server.Buckets(); got != 5 {
		t.Errorf("%d addresses are known, want 5", got)
	}
	clock = clock.Add(time.Hour)
	s.do("GET", "/v1/places/DK:8000", "")
	if got := s.server.Buckets(); got != 1 {
		t.Errorf("%d addresses are known after an hour, want 1", got)
	}
}
