package store

import (
	"encoding/json"
	"fmt"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// stepItem is a step of a scenario as it is kept.
type stepItem struct {
	Kind       maturity.StepKind `json:"kind"`
	Item       string            `json:"item,omitempty"`
	Days       int               `json:"days,omitempty"`
	Day        string            `json:"day,omitempty"`
	Deployment *deploymentItem   `json:"deployment,omitempty"`
	Effect     *effectItem       `json:"effect,omitempty"`
	Words      string            `json:"words,omitempty"`
}

// deploymentItem is what a scenario says of a deployment that it adds.
type deploymentItem struct {
	ID           string       `json:"id"`
	Initiative   string       `json:"initiative"`
	Organisation string       `json:"organisation"`
	Title        string       `json:"title,omitempty"`
	GoLive       string       `json:"go_live,omitempty"` // day
	Effects      []effectItem `json:"effects,omitempty"`
}

type effectItem struct {
	Measure      string  `json:"measure"`
	Delay        int     `json:"delay,omitempty"`
	Months       int     `json:"months,omitempty"`
	Gain         float64 `json:"gain"`
	Low          float64 `json:"low,omitempty"`
	High         float64 `json:"high,omitempty"`
	Basis        string  `json:"basis,omitempty"`
	Illustrative bool    `json:"illustrative,omitempty"`
}

func effectItemOf(e maturity.Effect) effectItem {
	return effectItem{Measure: e.Measure, Delay: e.Delay, Months: e.Months, Gain: e.Gain, Low: e.Low, High: e.High, Basis: e.Basis, Illustrative: e.Illustrative}
}

func (e effectItem) effect() maturity.Effect {
	return maturity.Effect{Measure: e.Measure, Delay: e.Delay, Months: e.Months, Gain: e.Gain, Low: e.Low, High: e.High, Basis: e.Basis, Illustrative: e.Illustrative}
}

func writeSteps(steps []maturity.ScenarioStep) (string, error) {
	out := make([]stepItem, len(steps))
	for i, s := range steps {
		item := stepItem{Kind: s.Kind, Item: s.Item, Days: s.Days, Words: s.Words}
		if s.Day != 0 {
			item.Day = s.Day.String()
		}
		if s.Effect != nil {
			e := effectItemOf(*s.Effect)
			item.Effect = &e
		}
		if d := s.Deployment; d != nil {
			item.Deployment = &deploymentItem{ID: d.ID, Initiative: d.Initiative, Organisation: d.Organisation, Title: d.Title}
			if d.GoLive != nil && d.GoLive.Latest != 0 {
				item.Deployment.GoLive = d.GoLive.Latest.String()
			}
			for _, e := range d.Effects {
				item.Deployment.Effects = append(item.Deployment.Effects, effectItemOf(e))
			}
		}
		out[i] = item
	}
	text, err := json.Marshal(out)
	return string(text), err
}

func readSteps(text []byte) ([]maturity.ScenarioStep, error) {
	var items []stepItem
	if err := json.Unmarshal(text, &items); err != nil {
		return nil, err
	}
	out := make([]maturity.ScenarioStep, len(items))
	for i, item := range items {
		s := maturity.ScenarioStep{Kind: item.Kind, Item: item.Item, Days: item.Days, Words: item.Words}
		var err error
		if s.Day, err = stepDay(item.Day); err != nil {
			return nil, err
		}
		if item.Effect != nil {
			e := item.Effect.effect()
			s.Effect = &e
		}
		if d := item.Deployment; d != nil {
			s.Deployment = &maturity.Deployment{ID: d.ID, Initiative: d.Initiative, Organisation: d.Organisation, Title: d.Title}
			day, err := stepDay(d.GoLive)
			if err != nil {
				return nil, err
			}
			if day != 0 {
				s.Deployment.GoLive = &maturity.LooseDate{AsGiven: day.Long(), Precision: maturity.PrecisionDay, Earliest: day, Latest: day}
			}
			for _, e := range d.Effects {
				s.Deployment.Effects = append(s.Deployment.Effects, e.effect())
			}
		}
		out[i] = s
	}
	return out, nil
}

func stepDay(text string) (period.Day, error) {
	if text == "" {
		return 0, nil
	}
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q is no day", text)
	}
	return period.DayOf(t), nil
}
