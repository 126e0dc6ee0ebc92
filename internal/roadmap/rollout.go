package roadmap

import (
	"cmp"
	"fmt"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// RollOut is an initiative that goes to its sites in waves.
type RollOut struct {
	Initiative *maturity.Initiative
	Picture    chart.WavesInput
	Members    []WaveMembers // of the waves of which it is known who is in them
}

// WaveMembers is who is in a wave.
type WaveMembers struct {
	Title string
	Names []string
}

// RollOuts are all initiatives with waves, in the order of the roadmap.
func (p *Plan) RollOuts(today period.Day, asAt string) (out []RollOut) {
	for at := range p.Initiatives {
		i := &p.Initiatives[at]
		if len(i.Waves) == 0 {
			continue
		}
		r := RollOut{Initiative: i, Picture: chart.WavesInput{Of: i.Title, Today: today, AsAt: asAt, SourceWords: cmp.Or(p.Document, p.Title), Live: liveBy(i.Waves)}}
		for _, w := range i.Waves {
			step := chart.WaveStep{Title: w.Title, Sites: w.Sites, Approximate: w.Approximate, Remainder: w.Remainder, Start: w.Start, End: w.End, Note: w.Note}
			if n := len(w.Reports); n > 0 {
				last := w.Reports[0]
				for _, report := range w.Reports {
					if report.Day >= last.Day {
						last = report
					}
				}
				step.Live = fmt.Sprintf("%d on %s", last.Sites, last.Day.Long())
			}
			r.Picture.Waves, r.Picture.Illustrative = append(r.Picture.Waves, step), r.Picture.Illustrative || w.Illustrative
			if names := p.names(w.Organisations); len(names) > 0 {
				r.Members = append(r.Members, WaveMembers{w.Title, names})
			}
		}
		out = append(out, r)
	}
	return out
}

// liveBy adds up, for each day of a report, the newest reports of all waves until then.
func liveBy(waves []maturity.Wave) (out []chart.WaveLive) {
	var days []period.Day
	for _, w := range waves {
		for _, r := range w.Reports {
			days = append(days, r.Day)
		}
	}
	slices.Sort(days)
	for _, day := range slices.Compact(days) {
		live := 0
		for _, w := range waves {
			newest := maturity.WaveReport{}
			for _, r := range w.Reports {
				if r.Day <= day && r.Day >= newest.Day {
					newest = r
				}
			}
			live += newest.Sites
		}
		out = append(out, chart.WaveLive{Day: day, Sites: live})
	}
	return out
}

// RollOutSentence says how roll-outs stand against their plans.
func RollOutSentence(all []RollOut) string {
	if len(all) == 0 {
		return "Nothing is rolled out in waves"
	}
	reported := 0
	for _, r := range all {
		if len(r.Picture.Live) > 0 {
			reported++
		}
	}
	text := fmt.Sprintf("%s in waves", counted(len(all), "initiative is rolled out", "initiatives are rolled out"))
	switch reported {
	case 0:
		return text + "; none has reported how many sites are live"
	case len(all):
		return text + "; all have reported how many sites are live"
	}
	return fmt.Sprintf("%s; %d %s reported how many sites are live", text, reported, map[bool]string{true: "has", false: "have"}[reported == 1])
}
