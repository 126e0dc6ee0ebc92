package page

import (
	"context"
	"fmt"
	"html/template"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/maturity"
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

// calibration draws the chances that were stated against what came true; the numbers are in the table below.
func calibration(v board.ReliabilityView) template.HTML {
	points := make([]chart.CalibrationPoint, len(v.Points))
	total, came := 0, 0.0
	for i, p := range v.Points {
		points[i] = chart.CalibrationPoint{Stated: p.Stated, Came: float64(p.Came) / float64(max(1, p.Statements)), Statements: p.Statements}
		total, came = total+p.Statements, came+float64(p.Came)
	}
	words := fmt.Sprintf("Chances stated against what came true: %s of %s came true. On the dashed line they are right as often as was said.",
		maturity.Number(came, 0), maturity.Count(total, "statement", "statements"))
	return template.HTML(chart.Calibration(points, words)) // its text is escaped by the chart room
}
