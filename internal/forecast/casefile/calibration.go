package casefile

import (
	"bufio"
	"fmt"
	"io"
	"math"
)

// Bin is the statements of about one chance: how many, what was said on average, and what share came true.
type Bin struct {
	Statements   int
	Stated, Came float64
}

// Calibration sorts stated chances into ten bins of a tenth each and tells what came true, from the series themselves.
func (c *Cases) Calibration(chances []float64) (bins [10]Bin) {
	for i, t := range c.Targets {
		values := c.Series[t.Series]
		at := t.Seen + t.Horizon - 1
		if at >= len(values) {
			continue // it lies beyond what is known
		}
		b := &bins[min(9, int(chances[i]*10))]
		b.Statements++
		b.Stated += chances[i]
		if values[at] >= t.Value {
			b.Came++
		}
	}
	for i := range bins {
		if n := float64(bins[i].Statements); n > 0 {
			bins[i].Stated /= n
			bins[i].Came /= n
		}
	}
	return bins
}

// WriteCalibration draws the bins: what was stated across, what came true upwards, with the range that chance alone would
// give 95 times in 100 if the statements were right, and the line on which they are.
func WriteCalibration(w io.Writer, bins [10]Bin) error {
	const size, left, top = 360.0, 60.0, 20.0
	x := func(p float64) float64 { return left + size*p }
	y := func(p float64) float64 { return top + size*(1-p) }
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 460 440" font-family="Arial, sans-serif" font-size="12" role="img">`+"\n")
	fmt.Fprintf(out, "<title>Stated chances and what came true</title>\n<rect width=\"460\" height=\"440\" fill=\"#ffffff\"/>\n")
	for i := 0; i <= 10; i += 2 {
		p := float64(i) / 10
		fmt.Fprintf(out, `<path d="M%.1f %.1fH%.1fM%.1f %.1fV%.1f" stroke="#d8dde0"/>`+"\n", x(0), y(p), x(1), x(p), y(0), y(1))
		fmt.Fprintf(out, `<text x="%.1f" y="%.1f" text-anchor="end">%d %%</text><text x="%.1f" y="%.1f" text-anchor="middle">%d %%</text>`+"\n", left-8, y(p)+4, i*10, x(p), y(0)+18, i*10)
	}
	fmt.Fprintf(out, `<path d="M%.1f %.1fL%.1f %.1f" stroke="#768692" stroke-dasharray="5 4"/>`+"\n", x(0), y(0), x(1), y(1))
	for _, b := range bins {
		if b.Statements == 0 {
			continue
		}
		half := 1.96 * math.Sqrt(b.Stated*(1-b.Stated)/float64(b.Statements))
		fmt.Fprintf(out, `<path d="M%.1f %.1fV%.1f" stroke="#aeb7bd" stroke-width="6"/>`, x(b.Stated), y(max(0, b.Stated-half)), y(min(1, b.Stated+half)))
		fmt.Fprintf(out, `<circle cx="%.1f" cy="%.1f" r="5" fill="#005eb8"/><text x="%.1f" y="%.1f" fill="#425563">%d</text>`+"\n", x(b.Stated), y(b.Came), x(b.Stated)+8, y(b.Came)+14, b.Statements)
	}
	fmt.Fprintf(out, `<text x="%.1f" y="430" text-anchor="middle">stated chance of meeting the target (number of statements beside each point)</text>`+"\n", x(0.5)-20)
	fmt.Fprintf(out, `<text transform="translate(14 %.1f) rotate(-90)" text-anchor="middle">share that came true</text>`+"\n</svg>\n", y(0.5))
	return out.Flush()
}
