package train

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"sort"
	"strconv"
	"sync"

	"waymark/internal/forecast"
	"waymark/internal/forecast/learnt"
	"waymark/internal/stat"
)

// Settings of learning. The zero value of a field is not a default; start from Usual.
type Settings struct {
	Origins  int     // how many forecasts are learnt from
	Batch    int     // of how many together
	Rate     float64 // greatest size of a step
	Decay    float64 // weights shrink by Rate x Decay each step
	Invented float64 // share of the series that are invented
	Moved    float64 // share of the others that are moved and stretched on the logit scale
	Balance  float64 // a family of n series counts n^(1 - Balance)
	Median   float64 // how much the median counts beside the quantiles
	Whole    float64 // share of the weight of the other quantiles that goes by the changes of the whole series
	Seed     uint64
	// Progress is told the share that is done, now and then; may be nil.
	Progress func(done float64)
}

// Usual are the settings of the shipped constants; they were chosen by leaving families out.
var Usual = Settings{Origins: 360_000, Batch: 64, Rate: 0.003, Decay: 0.1, Invented: 0.5, Moved: 1, Balance: 0.7, Median: 1.5, Whole: 0.35, Seed: 1}

// inventions is how many invented series there are to draw from.
const inventions = 20_000

// task is one origin to learn from.
type task struct {
	values []float64
	seen   int    // values that may be used
	steps  [2]int // steps ahead, the second 0 when there is one only
}

// Learn gives constants that make the loss small over the series: for each forecast the mean pinball loss over all
// quantiles, those of the 80 and 95 % bands and the median counting more, divided by the mean absolute change of what is
// seen, in points (at least 0.1); beside the median partly by the mean absolute change at that horizon in the whole series,
// or the few series that are flat and then jump would decide how wide the bands of quiet ones are. Method: Adam with decoupled decay (Kingma and Ba 2015; Loshchilov and Hutter 2019), the
// rate falling as a cosine, the result averaged over the second half.
func Learn(ctx context.Context, list []Series, set Settings) (*learnt.Constants, error) {
	if len(list) == 0 && set.Invented < 1 {
		return nil, fmt.Errorf("no series to learn from")
	}
	random := rand.New(rand.NewPCG(set.Seed, 7))
	draw := newDrawer(list, set, random)
	p := learnt.Start(random)
	average, first, second := append([]float64(nil), p...), make([]float64, learnt.Size), make([]float64, learnt.Size)
	constants := learnt.New(p)
	workers := [2]*worker{newWorker(constants, set), newWorker(constants, set)} // two, whatever the machine: sums keep their order
	tasks := make([]task, set.Batch)
	steps := set.Origins / set.Batch
	for step := range steps {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for i := range tasks {
			tasks[i] = draw.task()
		}
		var both sync.WaitGroup
		for w, worker := range workers {
			both.Go(func() { worker.learn(tasks[w*len(tasks)/2 : (w+1)*len(tasks)/2]) })
		}
		both.Wait()
		gradient := workers[0].gradient
		norm := 0.0
		for i, g := range workers[1].gradient {
			gradient[i] = (gradient[i] + g) / float64(set.Batch)
			norm += float64(gradient[i] * gradient[i])
		}
		descend(set, step, steps, p, gradient, first, second, min(1, mostSlope/(math.Sqrt(norm)+1e-9)))
		constants.Refresh()
		keep := 1.0
		if 2*step > steps {
			keep = averaging
		}
		for i := range average {
			average[i] += float64(keep * (p[i] - average[i]))
		}
		if set.Progress != nil && step%50 == 0 {
			set.Progress(float64(step) / float64(steps))
		}
	}
	for i, v := range average { // what is written is what is used
		average[i], _ = strconv.ParseFloat(strconv.FormatFloat(v, 'g', 6, 64), 64)
	}
	return learnt.New(average), nil
}

const (
	mostSlope = 5.0   // a gradient longer than this is shortened: one series that jumps must not throw all off
	averaging = 0.002 // share of each step that enters the average
	warming   = 200   // steps over which the rate rises
)

func descend(set Settings, step, steps int, p, gradient, first, second []float64, shorten float64) {
	const keepFirst, keepSecond = 0.9, 0.999
	rate := set.Rate * 0.5 * (1 + math.Cos(math.Pi*float64(step)/float64(steps))) * min(1, float64(step+1)/warming)
	firstSum, secondSum := 1-math.Pow(keepFirst, float64(step+1)), 1-math.Pow(keepSecond, float64(step+1))
	for i, g := range gradient {
		g *= shorten
		first[i] = float64(keepFirst*first[i]) + float64((1-keepFirst)*g)
		second[i] = float64(keepSecond*second[i]) + float64(float64((1-keepSecond)*g)*g)
		move := float64(rate*(first[i]/firstSum)) / (math.Sqrt(second[i]/secondSum) + 1e-8)
		if learnt.Weighed(i) {
			move += float64(float64(rate*set.Decay) * p[i])
		}
		p[i] -= move
	}
}

// drawer draws what to learn from.
type drawer struct {
	set      Settings
	random   *rand.Rand
	list     []Series
	upTo     []float64 // running sum of the weights of list
	invented [][]float64
}

func newDrawer(list []Series, set Settings, random *rand.Rand) *drawer {
	d := &drawer{set: set, random: random, list: list}
	size := map[string]int{}
	for _, s := range list {
		size[s.Family]++
	}
	sum := 0.0
	for _, s := range list {
		sum += math.Pow(float64(size[s.Family]), -set.Balance)
		d.upTo = append(d.upTo, sum)
	}
	imagination := rand.New(rand.NewPCG(99, 5))
	for range inventions {
		d.invented = append(d.invented, Invent(imagination))
	}
	return d
}

func (d *drawer) task() task {
	r := d.random
	var values []float64
	short := 0.15
	if r.Float64() < d.set.Invented {
		values, short = d.invented[r.IntN(len(d.invented))], 0.3
	} else {
		values = d.list[sort.SearchFloat64s(d.upTo, r.Float64()*d.upTo[len(d.upTo)-1])].Values
		if r.Float64() < d.set.Moved {
			values = moved(r, values)
		}
	}
	n := len(values)
	from := min(max(4, n*3/8), n-2) // later origins, as reports are made; at times nearly from the start
	if r.Float64() < short {
		from = min(3, n-2)
	}
	seen := from + r.IntN(n-from)
	far := max(min((n+3)/4, n-seen), min(3, n-seen))
	t := task{values: values, seen: seen, steps: [2]int{1 + r.IntN(far), 1 + r.IntN(far)}}
	if t.steps[1] == t.steps[0] {
		t.steps[1] = 0
	}
	return t
}

// moved shifts a series on the logit scale and stretches it about its mean.
func moved(r *rand.Rand, values []float64) []float64 {
	shift, stretch := 0.8*r.NormFloat64(), stat.Exp(0.3*r.NormFloat64())
	mean := 0.0
	for _, v := range values {
		mean += toZ(v) / float64(len(values))
	}
	out := make([]float64, len(values))
	for i, v := range values {
		out[i] = math.Round(10*toPercent(mean+shift+float64((toZ(v)-mean)*stretch))) / 10
	}
	return out
}

// worker works out losses and slopes for a part of a batch.
type worker struct {
	method   *forecast.Method
	gradient []float64
	weight   [learnt.Quantiles]float64 // of the pinball loss of each quantile
	whole    float64
}

func newWorker(c *learnt.Constants, set Settings) *worker {
	w := &worker{method: forecast.NewWith(c), gradient: make([]float64, learnt.Size), whole: set.Whole}
	for i := 1; i < learnt.Quantiles-1; i++ {
		w.weight[i] = 2.0 / 19
	}
	for _, i := range []int{stat.Low95, stat.Low80, stat.Median, stat.High80, stat.High95} {
		w.weight[i] += 0.6
	}
	w.weight[stat.Median] += set.Median
	return w
}

func (w *worker) learn(tasks []task) {
	clear(w.gradient)
	for _, t := range tasks {
		series := forecast.Series{Values: t.values[:t.seen]}
		if err := w.method.Read(forecast.Input{Series: series, Low: 0, High: 100, Horizon: 1}); err != nil {
			continue // fewer than two values
		}
		middle := 1 / change(series.Values, 1)
		if t.steps[1] > 0 {
			middle /= 2
		}
		for _, h := range t.steps {
			if h > 0 {
				root := math.Sqrt(float64(h))
				beside := middle * (1 - w.whole + w.whole*root*change(series.Values, 1)/change(t.values, h))
				w.one(h, t.values[t.seen+h-1], middle, beside)
			}
		}
	}
}

// change is the mean absolute change over h steps, at least 0.1.
func change(values []float64, h int) float64 {
	sum := 0.0
	for i := h; i < len(values); i++ {
		sum += math.Abs(values[i] - values[i-h])
	}
	return max(0.1, sum/float64(len(values)-h))
}

func (w *worker) one(h int, came, middle, beside float64) {
	z := w.method.Quantiles(h)
	var slopes [learnt.Quantiles]float64
	for i, q := range z {
		p := toPercent(q)
		slope := -stat.Levels[i]
		if came < p {
			slope = 1 - stat.Levels[i]
		}
		weight := beside
		if i == stat.Median {
			weight = middle
		}
		share := (min(99.98, max(0.02, p)) + 0.5) / 101
		slopes[i] = float64(float64(weight*w.weight[i])*slope) * float64(float64(101*share)*(1-share))
	}
	w.method.Back(&slopes, w.gradient)
}
