package httpkit

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type metrics struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
}

func newMetrics(registry *prometheus.Registry) *metrics {
	m := &metrics{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "waymark_http_requests_total", Help: "Requests answered, by route and status."},
			[]string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "waymark_http_request_seconds", Help: "Seconds until a request was answered, by route.",
			Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30}}, []string{"method", "route"}),
	}
	registry.MustRegister(m.requests, m.duration, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// observe counts a request under its route; what leads nowhere shares one name, so that visitors cannot invent series.
func (m *metrics) observe(method, route string, known bool, status int, took time.Duration) {
	if !known {
		method, route = "other", "none"
	}
	m.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	m.duration.WithLabelValues(method, route).Observe(took.Seconds())
}

// MetricsRoute serves the registry to operators.
func (k *Kit) MetricsRoute() Route {
	serve := promhttp.HandlerFor(k.Registry, promhttp.HandlerOpts{})
	return Route{Rule{Method: http.MethodGet, Path: "/metrics", Right: Operate}, echo.WrapHandler(serve)}
}

// Gauge registers a number that is read whenever the metrics are: by the value of a label, or under "" where there is
// none. A number that cannot be read is left out.
func (k *Kit) Gauge(name, help, label string, read func(ctx context.Context) (map[string]float64, error)) {
	var labels []string
	if label != "" {
		labels = []string{label}
	}
	k.Registry.MustRegister(gauge{prometheus.NewDesc(name, help, labels, nil), label != "", read})
}

type gauge struct {
	desc     *prometheus.Desc
	labelled bool
	read     func(ctx context.Context) (map[string]float64, error)
}

// Describe tells what there is.
func (g gauge) Describe(out chan<- *prometheus.Desc) { out <- g.desc }

// readGauge is how long a number may take.
const readGauge = 5 * time.Second

// Collect reads the numbers.
func (g gauge) Collect(out chan<- prometheus.Metric) {
	ctx, cancel := context.WithTimeout(context.Background(), readGauge)
	defer cancel()
	values, err := g.read(ctx)
	if err != nil {
		return
	}
	for label, value := range values {
		var labels []string
		if g.labelled {
			labels = []string{label}
		}
		out <- prometheus.MustNewConstMetric(g.desc, prometheus.GaugeValue, value, labels...)
	}
}
