package forecast

import (
	"math"
	"slices"

	"waymark/internal/stat"
)

// Panel is how the organisations of a measure are expected to move together: what series of the same measure, known at the
// same time, lend each other. A short series leans on it more than a long one.
type Panel struct {
	moves []float64 // middle expected move from the last value, on the scale of errors; element h-1 is h steps ahead
}

// panelTrust is how many values of its own count as much as what the others do.
const panelTrust = 3.0

// panelLeast is how many series make a panel.
const panelLeast = 3

// Panel learns from series of the same measure: those that end at the latest step of all are forecast each by itself, and
// the middle of their moves is kept, 1 to horizon steps ahead. nil, which lends nothing, where fewer than three can be.
func (m *Method) Panel(list []Series, low, high float64, horizon int) *Panel {
	last := math.MinInt
	for _, s := range list {
		last = max(last, end(s))
	}
	moves := make([][]float64, horizon)
	for _, s := range list {
		if end(s) != last || m.Read(Input{Series: s, Low: low, High: high, Horizon: horizon}) != nil {
			continue
		}
		for h := range moves {
			q := m.Quantiles(h + 1)
			moves[h] = append(moves[h], q[stat.Median]-m.reading.z[len(m.reading.z)-1])
		}
	}
	if horizon < 1 || len(moves[0]) < panelLeast {
		return nil
	}
	p := &Panel{moves: make([]float64, horizon)}
	for h, list := range moves {
		slices.Sort(list)
		p.moves[h] = stat.Quantile(list, 0.5)
	}
	return p
}

func end(s Series) int {
	if n := len(s.Steps); n > 0 {
		return s.Steps[n-1]
	}
	return len(s.Values) - 1
}

// lend moves quantiles of h steps ahead towards the panel's, as far as the series' own length leaves room.
func (p *Panel) lend(z *[stat.NumberOfLevels]float64, h int, r *Reading) {
	if p == nil || h > len(p.moves) {
		return
	}
	n := float64(len(r.z))
	own := z[stat.Median] - r.z[len(r.z)-1]
	shift := float64(panelTrust / (panelTrust + n) * (p.moves[h-1] - own))
	for i := range z {
		z[i] += shift
	}
}
