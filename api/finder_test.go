package api_test

import (
	"net/http"
	"strings"
	"testing"

	"walkin/api"
)

// form posts what somebody typed into the finder.
func (s *service) form(path, body string) answer {
	s.t.Helper()
	return s.do("POST", path, body, "Content-Type", "application/x-www-form-urlencoded")
}

func TestPagesCountOnceAgainstTheLimitAndACrisisNever(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.RateLimit = api.RateLimit{PerMinute: 1, Burst: 3} })
	for i, path := range []string{"/da/", "/da/?topics=loneliness", "/da/?topics=loneliness"} {
		if a := s.do("GET", path, ""); a.StatusCode != http.StatusOK {
			t.Fatalf("page %d of three that are allowed: status %d", i+1, a.StatusCode)
		}
	}
	for _, a := range []answer{s.do("GET", "/da/", ""), s.do("GET", "/da/?topics=loneliness", ""), s.form("/da/", "text=ensom")} {
		if a.StatusCode != http.StatusTooManyRequests || a.Header.Get("Retry-After") == "" || !strings.Contains(a.body, `href="/hjaelp"`) {
			t.Errorf("the fourth: status %d, Retry-After %q", a.StatusCode, a.Header.Get("Retry-After"))
		}
	}
	for name, a := range map[string]answer{
		"typed": s.form("/da/", "text=selvmord"), "typed and beyond": s.form("/da/", "text=selvmord&beyond=1"),
		"picked": s.do("GET", "/da/?topics=suicide", ""), "the page": s.do("GET", "/hjaelp", ""),
	} {
		if a.StatusCode != http.StatusOK || !strings.Contains(a.body, `href="tel:`) || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("a crisis, %s: status %d, Cache-Control %q", name, a.StatusCode, a.Header.Get("Cache-Control"))
		}
	}
}

func TestAFormThatIsNoneIsRefusedWithoutRepeatingIt(t *testing.T) {
	s := serve(t)
	for name, c := range map[string]struct{ body, kind string }{
		"not a form":            {`{"text":"kvistelurifax"}`, "application/json"},
		"a broken escape":       {"text=%zzkvistelurifax", "application/x-www-form-urlencoded"},
		"more than anybody can": {"text=kvistelurifax" + strings.Repeat("x", 70_000), "application/x-www-form-urlencoded"},
	} {
		a := s.do("POST", "/da/", c.body, "Content-Type", c.kind)
		if a.StatusCode < 400 || a.StatusCode >= 500 || strings.Contains(a.body, "kvistelurifax") || strings.Contains(s.log.String(), "kvistelurifax") {
			t.Errorf("%s: status %d", name, a.StatusCode)
		}
	}
}

func TestAPageIsFramedOnlyWhereItIsMadeForIt(t *testing.T) {
	s := serve(t, func(o *api.Options) { o.FrameAncestors = "'self' https://*.school.example" })
	for path, want := range map[string]string{
		"/da/": "frame-ancestors 'none'", "/da/embed": "frame-ancestors 'self' https://*.school.example", "/hjaelp": "frame-ancestors 'none'",
	} {
		policy := s.do("GET", path, "").Header.Get("Content-Security-Policy")
		if !strings.HasSuffix(policy, want) || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
}
