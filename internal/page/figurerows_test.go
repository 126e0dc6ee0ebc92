package page

import (
	"testing"

	"waymark/internal/chart"
)

// Names come from uploads: whatever they hold is shown as text.
func TestFigureRowsShowTextAsText(t *testing.T) {
	got := figureRows(chart.Table{Columns: []chart.Column{{Head: "Organisation"}, {Head: "Value", Numeric: true}, {Head: "Place"}}, Rows: []chart.Row{
		{Cells: []string{`</bdi><script>alert("1")</script> & 'Sons'`, "<b>83%</b>", "above"}, Focus: true},
		{Cells: []string{"Trust", "80% – 81%", "similar"}},
		{Cells: []string{"בית חולים", "80%", "\u202esimilar"}},
	}})
	const want = `<tr class="wm-focus"><th scope="row">&lt;/bdi&gt;&lt;script&gt;alert(&#34;1&#34;)&lt;/script&gt; &amp; &#39;Sons&#39;</th>` +
		`<td class="wm-number">&lt;b&gt;83%&lt;/b&gt;</td><td>above</td></tr>` + "\n" +
		`<tr><th scope="row">Trust</th><td class="wm-number">80% – 81%</td><td>similar</td></tr>` + "\n" +
		`<tr><th scope="row"><bdi>בית חולים</bdi></th><td class="wm-number">80%</td><td><bdi>` + "\u202e" + `similar</bdi></td></tr>` + "\n"
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
