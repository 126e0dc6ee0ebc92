package page

import (
	"testing"

	"waymark/internal/chart"
)

// Names come from uploads: whatever they hold is shown as text.
func TestFigureRowsShowTextAsText(t *testing.T) {
	got := figureRows(chart.Table{Columns: []chart.Column{{Head: "Organisation"}, {Head: "Value", Numeric: true}, {Head: "Place"}}, Rows: []chart.Row{
		{Cells: []string{`</bdi><script>alert("1")</script> & 'Sons'`, "<b>83%</b>", "above"}, Focus: true},
		{Cells: []string{"Trust", "80%", "similar"}},
	}})
	const want = `<tr class="nhsuk-table__row wm-focus"><th class="nhsuk-table__header" scope="row"><bdi>&lt;/bdi&gt;&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &#39;Sons&#39;</bdi></th>` +
		`<td class="nhsuk-table__cell wm-number"><bdi>&lt;b&gt;83%&lt;/b&gt;</bdi></td><td class="nhsuk-table__cell"><bdi>above</bdi></td></tr>` + "\n" +
		`<tr class="nhsuk-table__row"><th class="nhsuk-table__header" scope="row"><bdi>Trust</bdi></th><td class="nhsuk-table__cell wm-number"><bdi>80%</bdi></td><td class="nhsuk-table__cell"><bdi>similar</bdi></td></tr>` + "\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
