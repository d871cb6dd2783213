package api

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// metrics counts requests by route, method and status. Nothing else of a
// request is a label: labels are kept, and searched words must not be.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

// newMetrics registers the collectors of the API, of Go and of the process.
func newMetrics(registry *prometheus.Registry, catalogue Catalogue, index Index) (*metrics, error) {
	m := &metrics{
		registry: registry,
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Name: "walkin_http_requests_total",
			Help: "Requests answered, by route pattern, method and status.",
		}, []string{"route", "method", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name:    "walkin_http_request_duration_seconds",
			Help:    "Time from the header of a request to the end of its answer.",
			Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10},
		}, []string{"route", "method"}),
	}
	for _, c := range []prometheus.Collector{
		m.requests, m.duration, positions{catalogue, index},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}),
	} {
		if err := registry.Register(c); err != nil {
			return nil, err
		}
	}
	return m, nil
}

func (m *metrics) count(route, method string, status int, duration time.Duration) {
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(route, method).Observe(duration.Seconds())
}

func (m *metrics) handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// positions tells how far the catalogue is and how far the index has followed.
type positions struct {
	catalogue Catalogue
	index     Index
}

var (
	lastChangeDesc = prometheus.NewDesc("walkin_catalogue_last_change", "Number of the last change of the catalogue.", nil, nil)
	positionDesc   = prometheus.NewDesc("walkin_index_position", "Number of the last change that the index holds.", nil, nil)
)

// Describe implements prometheus.Collector.
func (p positions) Describe(ch chan<- *prometheus.Desc) {
	ch <- lastChangeDesc
	ch <- positionDesc
}

// Collect implements prometheus.Collector. A catalogue that cannot be read
// has no sample, which is what an alert looks for.
func (p positions) Collect(ch chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if last, err := p.catalogue.LastChange(ctx); err == nil {
		ch <- prometheus.MustNewConstMetric(lastChangeDesc, prometheus.GaugeValue, float64(last))
	}
	ch <- prometheus.MustNewConstMetric(positionDesc, prometheus.GaugeValue, float64(p.index.Position()))
}
