package forecast

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"waymark/internal/stat"
	"waymark/internal/testfile"
)

func TestAPanelLendsMoreToAShortSeries(t *testing.T) {
	rising := []float64{20, 24, 29, 33, 38, 44, 49, 54, 59, 63}
	var list []Series
	for i := range 5 {
		s := Series{}
		for j, v := range rising {
			s.Values = append(s.Values, v+float64(i))
			s.Steps = append(s.Steps, j)
		}
		list = append(list, s)
	}
	m := New()
	p := m.Panel(list, 0, 100, 4)
	lent := func(values []float64) float64 {
		in := Input{Series: Series{Values: values}, Low: 0, High: 100, Horizon: 4}
		alone, _ := m.Forecast(in)
		in.Panel = p
		with, _ := m.Forecast(in)
		return with[3][stat.Median] - alone[3][stat.Median]
	}
	short, long := lent([]float64{50, 50, 51}), lent([]float64{50, 50, 51, 50, 50, 51, 50, 51, 50, 50, 51, 50, 50, 51, 50, 50, 51})
	if !(short > 2*long && long > 0) {
		t.Errorf("a flat series of 3 values is moved by %v, one of 17 by %v", short, long)
	}
	if m.Panel(list[:2], 0, 100, 4) != nil {
		t.Error("two series made a panel")
	}
}

// TestWhatAPanelAdds measures on the real families of the reference what the panel lends: all series cut at the same
// period, and only so many of the last values shown. It must not make forecasts of 5 to 8 values worse.
func TestWhatAPanelAdds(t *testing.T) {
	folder := testfile.Shared(t, "reference", "forecast", "open")
	ref := readReference(t, folder)
	periods := map[string][]string{}
	for _, row := range rows(t, filepath.Join(folder, "series.csv")) {
		periods[row[0]] = append(periods[row[0]], row[1])
	}
	for _, shown := range []int{longestUsed, 12, 8, 5, 3} {
		alone, with := ref.panelScores(periods, shown)
		a, b := mean(alone), mean(with)
		if *accuracy {
			fmt.Printf("last %3d values shown, %d forecasts: MASE %.3f alone, %.3f with the panel; sWIS %.3f, %.3f; sCRPS %.3f, %.3f; 80 %% bands %.3f, %.3f\n",
				shown, len(alone), a.mase, b.mase, a.swis, b.swis, a.scrps, b.scrps, a.cov80, b.cov80)
		}
		if (shown == 5 || shown == 8) && b.swis > a.swis {
			t.Errorf("with %d values the panel makes it worse: %v, %v alone", shown, b.swis, a.swis)
		}
	}
}

func (r *reference) panelScores(periods map[string][]string, shown int) (alone, with []score) {
	m := New()
	for _, f := range r.panels(periods) {
		panels := map[int]*Panel{}
		for _, o := range r.origins {
			if r.meta[o.series][1] != f.name {
				continue
			}
			cut := f.at[periods[o.series][o.at-1]]
			if _, known := panels[cut]; !known {
				panels[cut] = m.Panel(f.cut(r, periods, cut, shown), 0, 100, 15)
			}
			seen, next := r.values[o.series][:o.at], r.values[o.series][o.at:o.at+o.h]
			in := Input{Series: Series{Values: seen[max(0, o.at-shown):]}, Low: 0, High: 100, Horizon: o.h}
			a, _ := m.Forecast(in)
			in.Panel = panels[cut]
			b, _ := m.Forecast(in)
			alone, with = append(alone, scoreOne(next, a, changeOf(seen))), append(with, scoreOne(next, b, changeOf(seen)))
		}
	}
	return alone, with
}

// family is one real measure with the places of its periods.
type family struct {
	name   string
	series []string
	at     map[string]int
}

func (r *reference) panels(periods map[string][]string) (list []family) {
	members := map[string][]string{}
	var names []string
	for id, meta := range r.meta {
		if meta[0] == "real" {
			if members[meta[1]] == nil {
				names = append(names, meta[1])
			}
			members[meta[1]] = append(members[meta[1]], id)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		f := family{name, members[name], map[string]int{}}
		if len(f.series) < 8 {
			continue
		}
		slices.Sort(f.series)
		var all []string
		for _, id := range f.series {
			all = append(all, periods[id]...)
		}
		slices.Sort(all)
		for i, p := range slices.Compact(all) {
			f.at[p] = i
		}
		list = append(list, f)
	}
	return list
}

func (f family) cut(r *reference, periods map[string][]string, cut, shown int) (list []Series) {
	for _, id := range f.series {
		var s Series
		for i, p := range periods[id] {
			if f.at[p] <= cut {
				s.Steps, s.Values = append(s.Steps, f.at[p]), append(s.Values, r.values[id][i])
			}
		}
		if n := len(s.Values); n > 1 {
			list = append(list, s.tail(max(0, n-shown)))
		}
	}
	return list
}
