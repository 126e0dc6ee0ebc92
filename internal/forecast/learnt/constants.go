package learnt

import (
	"bufio"
	_ "embed"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"waymark/internal/stat"
)

// Sizes of what goes in and out. A step is one horizon of a forecast; even features do not change when low and high
// change places, odd ones change sign, so that p and 100-p are treated alike by construction.
const (
	Models       = 24 // forecasts to be weighted
	Evidence     = 4  // numbers known about each model's errors
	EvenOfOrigin = 18
	EvenOfStep   = 8
	OddOfOrigin  = 5
	OddOfStep    = 3
	Sizes        = 4 // logarithms of sizes of error
	Each         = 10
	Quantiles    = 2*Each + 1 // Each below the median, Each above

	even   = EvenOfOrigin + EvenOfStep
	odd    = OddOfOrigin + OddOfStep
	sideIn = even + odd + Sizes
	hidden = 16
	side   = 3 // outputs of a side: log scale, tail, shift
)

// Tail holds the chance beyond each quantile, counted from the median outwards.
var Tail = [Each]float64{0.45, 0.40, 0.35, 0.30, 0.25, 0.20, 0.15, 0.10, 0.05, 0.025}

// Where each group of constants begins.
const (
	gateIn      = 0
	gateInBias  = gateIn + hidden*even
	gateOut     = gateInBias + hidden
	gateOutBias = gateOut + (Models+Evidence)*hidden
	sideW       = gateOutBias + Models + Evidence
	sideBias    = sideW + hidden*sideIn
	sideOut     = sideBias + hidden
	skip        = sideOut + side*hidden // straight from the inputs of a side to its log scale
	sideOutBias = skip + sideIn
	calm        = sideOutBias + side // shape of errors in ordinary times: softplus of these are its steps outwards
	wild        = calm + Each        // shape where nothing moves for long, and then much
	Size        = wild + Each
)

// Constants are all that was learnt, in the order of the groups above, with the shapes made ready.
type Constants struct {
	p          []float64
	calm, wild [Each]float64
}

// New makes constants of Size numbers; it keeps the slice. Refresh must follow a change of it.
func New(p []float64) *Constants {
	c := &Constants{p: p}
	c.Refresh()
	return c
}

// Refresh makes the shapes ready again after the numbers have changed.
func (c *Constants) Refresh() {
	a, b := 0.0, 0.0
	for i := range Each {
		a += softplus(c.p[calm+i])
		b += softplus(c.p[wild+i])
		c.calm[i], c.wild[i] = a, b
	}
}

// Weighed reports whether constant i is a weight, which learning draws towards zero, and not a bias or a shape.
func Weighed(i int) bool {
	return i < gateInBias || i >= gateOut && i < gateOutBias+Models || i >= sideW && i < sideBias || i >= sideOut && i < skip
}

//go:embed constants.txt
var shipped string

// Shipped are the constants that belong to this version.
var Shipped = func() *Constants {
	c, err := Read(strings.NewReader(shipped))
	if err != nil {
		panic("constants.txt: " + err.Error())
	}
	return c
}()

// Read reads constants: a number a line, lines that begin with # are remarks.
func Read(r io.Reader) (*Constants, error) {
	var p []float64
	lines := bufio.NewScanner(r)
	for line := 1; lines.Scan(); line++ {
		text := strings.TrimSpace(lines.Text())
		if text == "" || text[0] == '#' {
			continue
		}
		v, err := strconv.ParseFloat(text, 64)
		if err != nil || math.IsNaN(v) || math.IsInf(v, 0) {
			return nil, fmt.Errorf("line %d: %q is not a number", line, text)
		}
		p = append(p, v)
	}
	if err := lines.Err(); err != nil {
		return nil, err
	}
	if len(p) != Size {
		return nil, fmt.Errorf("%d numbers, this version needs %d", len(p), Size)
	}
	return New(p), nil
}

// Write writes the constants as Read reads them, after remarks. Numbers have six significant digits: train with
// Rounded ones, so that what is written is what was measured.
func (c *Constants) Write(w io.Writer, remarks ...string) error {
	b := bufio.NewWriter(w)
	for _, remark := range remarks {
		fmt.Fprintln(b, "# "+remark)
	}
	for _, v := range c.p {
		fmt.Fprintln(b, strconv.FormatFloat(v, 'g', 6, 64))
	}
	return b.Flush()
}

func softplus(x float64) float64 {
	if x > 30 {
		return x
	}
	return stat.Log(1 + stat.Exp(x))
}

func logistic(x float64) float64 { return 1 / (1 + stat.Exp(-x)) }

// squash keeps a number within -1..1.
func squash(x float64) float64 { return x / (1 + math.Abs(x)) }

func squashSlope(x float64) float64 {
	u := 1 + math.Abs(x)
	return 1 / float64(u*u)
}
