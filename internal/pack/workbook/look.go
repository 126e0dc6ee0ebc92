package workbook

import (
	"strings"

	"github.com/xuri/excelize/v2"

	"waymark/internal/chart"
)

// looks are the colours and dashes of columns whose meaning has one everywhere, by a word of their heading.
var looks = []struct {
	word   string
	colour chart.Colour
	dash   excelize.LineDashType
}{
	{"reported", chart.Observed, excelize.LineDashSolid},
	{"required", chart.Required, excelize.LineDashDash},
	{"plan", chart.Planned, excelize.LineDashDash},
	{"forecast", chart.Projected, excelize.LineDashSysDash},
	{"target", chart.TargetOf, excelize.LineDashLgDashDot},
	{"limit", chart.Limit, excelize.LineDashSysDash},
	{"national", chart.National, excelize.LineDashLgDash},
	{"average", chart.National, excelize.LineDashLgDash},
	{"median", chart.National, excelize.LineDashLgDash},
}

// others are the colours of everything else, in order.
var others = []string{"12436D", "F46A25", "28A197", "801650", "3D3D3D", "A285D1"}

// look is the colour and the dash of the i-th series.
func look(i int, name string) (colour string, dash excelize.LineDashType) {
	for _, l := range looks {
		if strings.Contains(strings.ToLower(name), l.word) {
			return strings.TrimPrefix(l.colour.Line, "#"), l.dash
		}
	}
	return others[i%len(others)], excelize.LineDashSolid
}
