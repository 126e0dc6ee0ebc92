package httpkit

import (
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// rates lets each visitor make so many requests a minute, as a bucket that fills steadily: after a pause a quarter of
// them may come at once. It counts in this process alone, and forgets who has been quiet.
type rates struct {
	perMinute float64
	mutex     sync.Mutex
	buckets   map[string]bucket
}

type bucket struct {
	left float64
	at   time.Time
}

// mostBuckets bounds the memory; beyond it the full ones are forgotten, and if there are none all are.
const mostBuckets = 10000

func newRates(perMinute int) *rates {
	return &rates{perMinute: float64(perMinute), buckets: map[string]bucket{}}
}

// take counts a request; wait is how long until the next one is free when there are too many.
func (r *rates) take(who string, now time.Time) (wait time.Duration) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	b, known := r.buckets[who]
	if !known {
		r.makeRoom(now)
		b = bucket{r.burst(), now}
	}
	b = bucket{r.filled(b, now), now}
	if b.left < 1 {
		r.buckets[who] = b
		return time.Duration((1 - b.left) / r.perMinute * float64(time.Minute))
	}
	b.left--
	r.buckets[who] = b
	return 0
}

func (r *rates) burst() float64 { return max(1, r.perMinute/4) }

func (r *rates) filled(b bucket, now time.Time) float64 {
	return min(r.burst(), b.left+max(0, now.Sub(b.at).Minutes())*r.perMinute)
}

func (r *rates) makeRoom(now time.Time) {
	if len(r.buckets) < mostBuckets {
		return
	}
	for who, b := range r.buckets {
		if r.filled(b, now) >= r.burst() {
			delete(r.buckets, who)
		}
	}
	if len(r.buckets) >= mostBuckets {
		clear(r.buckets)
	}
}

// busy is the cause of a TooMany error: it says when the next request is free.
type busy struct{ wait time.Duration }

func (b busy) Error() string { return "too many requests; free in " + b.wait.String() }

// RetryAfter is how long to wait.
func (b busy) RetryAfter() time.Duration { return b.wait }

// limitRate refuses a visitor who asks too often: an account, or an address without one. Static files do not count.
func (k *Kit) limitRate(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if k.Rate <= 0 || strings.HasPrefix(c.Path(), "/static/") {
			return next(c)
		}
		who := "address " + c.RealIP()
		if account, ok := AccountOf(c.Request().Context()); ok {
			who = fmt.Sprint("account ", account.ID)
		}
		if wait := k.rates.take(who, time.Now()); wait > 0 {
			return maturity.Wrap(busy{wait}, maturity.TooMany, "That is too many requests at once. Wait a moment and try again.")
		}
		return next(c)
	}
}
