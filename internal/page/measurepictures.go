package page

import (
	"context"
	"html/template"

	"waymark/internal/board"
	"waymark/internal/chart"
)

// measurePictures are the figures of a measure's page as HTML, by kind; "" where there is none.
type measurePictures struct {
	Run, Peers, Boxes, Multiples template.HTML
}

// drawingsOf are all pictures of a measure's page by the kind that addresses name.
func drawingsOf(v board.MeasureView) map[string]*board.Drawing {
	return map[string]*board.Drawing{chart.KindTrajectory: v.Trajectory, chart.KindRanked: v.Ranked, chart.KindControl: controlDrawing(v),
		chart.KindRun: v.Run, chart.KindPeers: v.Peers, chart.KindBoxes: v.Boxes, chart.KindMultiples: v.Multiples}
}

func (p *Pages) measurePictures(ctx context.Context, shell Shell, v board.MeasureView) (out measurePictures, err error) {
	for kind, place := range map[string]*template.HTML{chart.KindRun: &out.Run, chart.KindPeers: &out.Peers, chart.KindBoxes: &out.Boxes, chart.KindMultiples: &out.Multiples} {
		d := drawingsOf(v)[kind]
		if d == nil {
			continue
		}
		html, err := p.picture(ctx, *d)
		if err != nil {
			return out, err
		}
		*place = withNarrow(html, measurePictureAddress(shell, v, kind, *d))
	}
	return out, nil
}
