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

// RollOutSentence says how roll-outs stand against their plans: the one's own headline, or how many are behind.
func RollOutSentence(all []RollOut) string {
	switch len(all) {
	case 0:
		return "Nothing is rolled out in waves"
	case 1:
		return all[0].Initiative.Title + ": " + maturity.LowerFirst(all[0].Picture.Headline())
	}
	reported, behind := 0, 0
	for _, r := range all {
		live, planned, told := r.Picture.Stands()
		if !told {
			continue
		}
		reported++
		if live < planned {
			behind++
		}
	}
	text := fmt.Sprintf("%s in waves", counted(len(all), "initiative is rolled out", "initiatives are rolled out"))
	switch {
	case reported == 0:
		return text + "; none has reported how many sites are live"
	case behind == 0:
		return fmt.Sprintf("%s; none of %d that reported is behind its plan", text, reported)
	}
	return fmt.Sprintf("%s; %d of %d that reported %s behind the plan", text, behind, reported, isAre(behind))
}
