package httpkit

import (
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
