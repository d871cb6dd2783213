package browser

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
)

// look is through what a page is looked at.
type look struct {
	width, height int64
	scale, zoom   float64
	cpu           float64 // how many times slower; 0 is as it is
	touch         bool
	noScript      bool
	media         string
	features      map[string]string
}

// measure applies size and zoom. Zooming in is, to a page, a smaller window
// of larger pixels.
func (p *Page) measure() error {
	_, err := call(p, emulation.SetDeviceMetricsOverride, emulation.SetDeviceMetricsOverrideParams{
		Width: int64(float64(p.look.width) / p.look.zoom), Height: int64(float64(p.look.height) / p.look.zoom),
		DeviceScaleFactor: p.look.scale * p.look.zoom, Mobile: p.look.touch,
	})
	if err != nil {
		return err
	}
	touch := emulation.SetTouchEmulationEnabledParams{Enabled: p.look.touch}
	if touch.Enabled {
		touch.MaxTouchPoints = 5
	}
	_, err = call(p, emulation.SetTouchEmulationEnabled, touch)
	return err
}

// Phone makes the page that of a phone: 360 by 740 pixels, with a touch screen.
func (p *Page) Phone() {
	p.t.Helper()
	p.look.width, p.look.height, p.look.scale, p.look.touch = 360, 740, 2, true
	p.must(p.measure(), "be a phone")
}

// Desktop makes the page that of a computer: 1280 by 900 pixels, with a mouse.
func (p *Page) Desktop() {
	p.t.Helper()
	p.Size(1280, 900)
}

// Size makes the window so many pixels large, with a mouse.
func (p *Page) Size(width, height int) {
	p.t.Helper()
	p.look.width, p.look.height, p.look.scale, p.look.touch = int64(width), int64(height), 1, false
	p.must(p.measure(), "be %d by %d", width, height)
}

// Zoom zooms the page, as Ctrl and + do; 200 is twice as large.
func (p *Page) Zoom(percent int) {
	p.t.Helper()
	p.look.zoom = float64(percent) / 100
	p.must(p.measure(), "zoom to %d %%", percent)
}

// Media sets a feature of the medium, such as "prefers-color-scheme" to
// "dark"; "" is as it was.
func (p *Page) Media(feature, value string) {
	p.t.Helper()
	if p.look.features == nil {
		p.look.features = make(map[string]string)
	}
	p.look.features[feature] = value
	p.showAs()
}

func (p *Page) showAs() {
	p.t.Helper()
	var features []*emulation.MediaFeature
	for _, name := range slices.Sorted(maps.Keys(p.look.features)) {
		features = append(features, &emulation.MediaFeature{Name: name, Value: p.look.features[name]})
	}
	do(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: p.look.media, Features: features})
}

// Dark prefers dark colours.
func (p *Page) Dark() { p.t.Helper(); p.Media("prefers-color-scheme", "dark") }

// Light prefers light colours.
func (p *Page) Light() { p.t.Helper(); p.Media("prefers-color-scheme", "light") }

// ReducedMotion prefers that nothing moves.
func (p *Page) ReducedMotion() { p.t.Helper(); p.Media("prefers-reduced-motion", "reduce") }

// Print shows the page as it is printed.
func (p *Page) Print() { p.t.Helper(); p.look.media = "print"; p.showAs() }

// SaveData asks pages and servers to be sparing with data.
func (p *Page) SaveData() {
	p.t.Helper()
	yes := true
	do(p, emulation.SetDataSaverOverride, emulation.SetDataSaverOverrideParams{DataSaverEnabled: &yes})
	do(p, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Save-Data": "on"}})
}

// NoScript turns the scripts of pages off, from the next page on.
func (p *Page) NoScript() {
	p.t.Helper()
	p.look.noScript = true
	do(p, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
}

// Languages sets what the person reads, what they like best first: "da", "en".
func (p *Page) Languages(tags ...string) {
	p.t.Helper()
	for _, tag := range tags {
		if strings.ContainsAny(tag, ",;") {
			p.t.Fatalf("%q is not one language; the browser weighs them by their order", tag)
		}
	}
	agent := Eval[string](p, "navigator.userAgent")
	do(p, emulation.SetUserAgentOverride, emulation.SetUserAgentOverrideParams{UserAgent: agent, AcceptLanguage: strings.Join(tags, ",")})
}

// Timezone puts the device into a time zone, such as "Europe/Kyiv".
func (p *Page) Timezone(name string) {
	p.t.Helper()
	do(p, emulation.SetTimezoneOverride, emulation.SetTimezoneOverrideParams{TimezoneID: name})
}

// Clock sets the clock of the device, from the next page on: to scripts of
// pages it is then that time, and goes on. At first it is the machine's, not
// that of the server.
func (p *Page) Clock(now time.Time) {
	p.t.Helper()
	script := fmt.Sprintf(`{
		const Real = Date, ahead = %d - Real.now(), now = () => Real.now() + ahead
		globalThis.Date = new Proxy(Real, {
			construct: (_, given, as) => Reflect.construct(Real, given.length ? given : [now()], as === Date ? Real : as),
			apply: () => new Real(now()).toString(),
			get: (_, name) => name === "now" ? now : Reflect.get(Real, name),
		})
	}`, now.UnixMilli())
	do(p, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: script})
}

// Position lets pages know where the person is, and says it is there.
func (p *Page) Position(lat, lon float64) {
	p.t.Helper()
	p.permit("geolocation", browser.PermissionSettingGranted)
	metres := 20.0
	do(p, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{Latitude: &lat, Longitude: &lon, Accuracy: &metres})
}

// NoPosition lets pages know where the person is, and the device does not know
// it.
func (p *Page) NoPosition() {
	p.t.Helper()
	p.permit("geolocation", browser.PermissionSettingGranted)
	do(p, emulation.SetGeolocationOverride, emulation.SetGeolocationOverrideParams{})
}

// DenyPosition refuses to tell pages where the person is.
func (p *Page) DenyPosition() {
	p.t.Helper()
	p.permit("geolocation", browser.PermissionSettingDenied)
}

// permit answers for the person what pages ask, in all tabs of the browser.
func (p *Page) permit(name string, answer browser.PermissionSetting) {
	p.t.Helper()
	_, err := callChrome(p.browser.chrome, browser.SetPermission, browser.SetPermissionParams{
		Permission: &browser.PermissionDescriptor{Name: name}, Setting: answer, BrowserContextID: p.browser.id})
	p.must(err, "set permission %s", name)
}

// SlowCPU makes the page's processor so many times slower.
func (p *Page) SlowCPU(times float64) {
	p.t.Helper()
	p.look.cpu = times
	do(p, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: times})
}

// Network is what a connection can do.
type Network struct {
	DownKbit, UpKbit float64 // kbit/s
	RoundTrip        float64 // ms
}

// SlowNetwork is a poor mobile connection: 1.6 Mbit/s down, 0.75 Mbit/s up,
// 150 ms there and back.
var SlowNetwork = Network{DownKbit: 1600, UpKbit: 750, RoundTrip: 150}

// Throttle slows the page's connection down.
func (p *Page) Throttle(n Network) {
	p.t.Helper()
	p.connect(network.Conditions{Latency: n.RoundTrip, DownloadThroughput: n.DownKbit * 1000 / 8, UploadThroughput: n.UpKbit * 1000 / 8})
}

// SlowPhone is what the slowest device that the pages are made for has: a
// processor four times slower than this one, and SlowNetwork.
func (p *Page) SlowPhone() {
	p.t.Helper()
	p.Phone()
	p.SlowCPU(4)
	p.Throttle(SlowNetwork)
}

// Offline cuts the page's connection, and Online mends it; also what Throttle
// did.
func (p *Page) Offline() {
	p.t.Helper()
	p.connect(network.Conditions{Offline: true, DownloadThroughput: -1, UploadThroughput: -1})
}

// Online mends the connection.
func (p *Page) Online() {
	p.t.Helper()
	p.connect(network.Conditions{DownloadThroughput: -1, UploadThroughput: -1})
}

func (p *Page) connect(c network.Conditions) {
	p.t.Helper()
	do(p, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
		EmulateOfflineServiceWorker: &c.Offline, MatchedNetworkConditions: []*network.Conditions{&c}})
	do(p, network.OverrideNetworkState, network.OverrideNetworkStateParams{Offline: c.Offline, Latency: c.Latency, DownloadThroughput: c.DownloadThroughput, UploadThroughput: c.UploadThroughput})
}
