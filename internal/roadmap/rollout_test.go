package roadmap_test

import (
	"testing"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

func TestRollOutSentence(t *testing.T) {
	end := period.Date(2018, 3, 31)
	one := func(title string, sites, live int) roadmap.RollOut {
		in := chart.WavesInput{Waves: []chart.WaveStep{{Title: "First", Sites: &sites, End: &maturity.LooseDate{Precision: maturity.PrecisionDay, Earliest: end, Latest: end}}}}
		if live >= 0 {
			in.Live = []chart.WaveLive{{Day: end + 5, Sites: live}}
		}
		return roadmap.RollOut{Initiative: &maturity.Initiative{Title: title}, Picture: in}
	}
	for want, all := range map[string][]roadmap.RollOut{
		"Nothing is rolled out in waves":                                                    nil,
		"Wifi: 9 sites live by 5 April 2018; the plan was 20":                               {one("Wifi", 20, 9)},
		"2 initiatives are rolled out in waves; none has reported how many sites are live":  {one("Wifi", 20, -1), one("Phones", 5, -1)},
		"3 initiatives are rolled out in waves; 1 of 2 that reported is behind the plan":    {one("Wifi", 20, 9), one("Phones", 5, 5), one("Screens", 5, -1)},
		"2 initiatives are rolled out in waves; none of 1 that reported is behind its plan": {one("Wifi", 20, 20), one("Phones", 5, -1)},
	} {
		if got := roadmap.RollOutSentence(all); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
