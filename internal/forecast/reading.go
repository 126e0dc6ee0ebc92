package forecast

import (
	"math"
	"slices"

	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

// Numbers of values ahead at which models are judged on what is known.
var lags = [3]int{1, 3, 8}

const (
	burnIn       = 3     // values a model sees before its errors count
	mostEvidence = 2.5   // a model that is worse than others by more than e to this is as good as out
	least        = 0.003 // added to sizes of error on the scale of errors: no model is right by chance
	// How much less an error counts for each value it lies further back, for the slow and for the fast mean.
	slowForgetting, fastForgetting = 0.06, 0.35
)

var slowRecency, fastRecency = recency(slowForgetting), recency(fastForgetting)

func recency(forgetting float64) (r [longestUsed]float64) {
	for i := range r {
		r[i] = stat.Exp(-float64(forgetting * float64(i)))
	}
	return r
}

// Reading is a series as the forecast sees it: the models run through it, their errors, and the features. It keeps
// its buffers from one series to the next and must not be used by two goroutines at once.
type Reading struct {
	scale        scale
	points, z    []float64
	perZ         []float64 // points for a small move of z, at each value
	perPoint     []float64 // one over it
	steps        []int
	gaps         []int // steps since the value before
	gappy        bool  // some are more than one
	levels       []float64
	slopes       []float64 // where the smoother that was run last stood at each value
	level, slope [learnt.Models]float64
	lags         [3]lagErrors
	used         int // lags that the length allows
	origin       learnt.Origin
	meanChange   float64 // mean absolute change of z, and least
	noise        float64 // variance of z by counting alone
	combined     []float64
}

// lagErrors are the errors of all models at one lag.
type lagErrors struct {
	n      int
	errors []float64 // model by model, n each, on the scale of errors
	slow   []float64 // weight of each error, late ones counting more
	fast   []float64
	slowP  []float64 // the same times the points that a move of z makes there
	fastP  []float64
	// one over the sums of slow and fast
	perSlow, perFast float64
	// Logarithms of mean absolute errors in points, by model; and their means over the models.
	logSlow, logFast     [learnt.Models]float64
	meanSlow, meanFast   float64
	leastSlow, leastFast float64
	evidence             [learnt.Models][learnt.Evidence]float64 // those at this lag and at the next value, about their means
}

// read takes a series in.
func (r *Reading) read(s Series, low, high float64) {
	n := len(s.Values)
	r.points, r.z, r.perZ, r.perPoint = r.points[:0], r.z[:0], r.perZ[:0], r.perPoint[:0]
	r.steps, r.gaps, r.gappy = r.steps[:0], r.gaps[:0], false
	for i := range n {
		step := i
		if s.Steps != nil {
			step = s.Steps[i]
		}
		gap := 1
		if i > 0 {
			gap = step - r.steps[i-1]
		}
		r.gappy = r.gappy || gap > 1
		r.steps, r.gaps = append(r.steps, step), append(r.gaps, gap)
	}
	r.scale = chooseScale(s.Values, r.rootGap, low, high)
	for _, v := range s.Values {
		p := r.scale.points(v)
		r.points, r.z = append(r.points, p), append(r.z, r.scale.z(p))
		perZ := float64(pointsPerZ * r.scale.slope(p))
		r.perZ, r.perPoint = append(r.perZ, perZ), append(r.perPoint, 1/perZ)
	}
	if cap(r.levels) < n {
		r.levels, r.slopes = make([]float64, longestUsed), make([]float64, longestUsed)
	}
	r.noise = noise(s, &r.scale)
	r.used = 1
	for r.used < len(lags) && lags[r.used]+burnIn < n && lags[r.used] <= n/2 {
		r.used++
	}
	for l := range r.lags[:r.used] {
		r.lags[l].begin(n, lags[l], r.perZ)
	}
	for k := range smoothers {
		r.run(k)
		r.judge(k)
	}
	for l := range r.lags[:r.used] {
		r.lags[l].compare(&r.lags[0])
	}
	r.features()
}

// rootGap is the square root of the periods between value i and the one before.
func (r *Reading) rootGap(i int) float64 {
	if gap := r.gaps[i]; gap > 1 {
		return math.Sqrt(float64(gap))
	}
	return 1
}

func (c *lagErrors) begin(n, lag int, perZ []float64) {
	c.n = max(0, n-lag-(burnIn-1))
	c.slow, c.fast, c.slowP, c.fastP = c.slow[:0], c.fast[:0], c.slowP[:0], c.fastP[:0]
	for i := range c.n {
		age, points := c.n-1-i, perZ[i+burnIn-1+lag]/pointsPerZ
		c.slow, c.fast = append(c.slow, slowRecency[age]), append(c.fast, fastRecency[age])
		c.slowP, c.fastP = append(c.slowP, float64(slowRecency[age]*points)), append(c.fastP, float64(fastRecency[age]*points))
	}
	if need := c.n * learnt.Models; cap(c.errors) < need {
		c.errors = make([]float64, need)
	} else {
		c.errors = c.errors[:need]
	}
	if c.n > 0 {
		c.perSlow, c.perFast = 1/total(c.slow), 1/total(c.fast)
	}
}

// compare sets the models' errors against each other. next are those at the next value, compared already unless they are
// these.
func (c *lagErrors) compare(next *lagErrors) {
	if c.n > 0 {
		for k, slow := range c.logSlow {
			c.logSlow[k] = stat.Log(float64(slow*c.perSlow) + least)
		}
		for k, fast := range c.logFast {
			c.logFast[k] = stat.Log(float64(fast*c.perFast) + least)
		}
	}
	c.meanSlow, c.meanFast = total(c.logSlow[:])/learnt.Models, total(c.logFast[:])/learnt.Models
	c.leastSlow, c.leastFast = slices.Min(c.logSlow[:]), slices.Min(c.logFast[:])
	for k := range c.evidence {
		e := &c.evidence[k]
		e[0], e[1] = held(c.logSlow[k]-c.meanSlow, mostEvidence), held(c.logFast[k]-c.meanFast, mostEvidence)
		if c == next {
			e[2], e[3] = e[0], e[1]
		} else {
			e[2], e[3] = next.evidence[k][0], next.evidence[k][1]
		}
	}
}

func total(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum
}

// lagFor is the longest lag not beyond h steps.
func (r *Reading) lagFor(h int) int {
	l := 0
	for l+1 < r.used && lags[l+1] <= h {
		l++
	}
	return l
}
