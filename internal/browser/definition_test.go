package browser

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
)

// One more measure, target, layout and board, as somebody at a hospital would write them.
var ownDefinitions = map[string]string{
	"capabilities/measures/bleeps.yaml": `
- id: bleeps.wards-without
  title: Wards without bleeps
  short: Bleep-free wards
  why: A message on a telephone is answered and can be followed; a bleep cannot.
  type: used
  unit: percent
  unit_words: "% of wards"
  polarity: higher
  decimals: 0
  roll_up: ratio
  numerator: Wards on which no bleep is carried
  denominator: All wards
  kinds: [acute, community, footprint]
  frequency: quarter
  source_words: Quarterly count of the wards
  author: Ward analyst
  checker: Chief nurse
  review_by: "2027-03-31"
  changes:
    - {date: "2026-11-22", text: First definition.}
`,
	"capabilities/targets/bleeps.yaml": `
- id: bleeps.none-2030
  measure: bleeps.wards-without
  title: Nine wards in ten without bleeps by 2030
  operator: ">="
  value: 90
  due: {as_given: by 2030, precision: calendar_year, earliest: "2030-01-01", latest: "2030-12-31"}
  basis: stated
  document: Ward communication plan
  place: page 3
`,
	"capabilities/layouts/bleeps.yaml": `
- id: bleep-count
  title: Count of wards without bleeps
  version: 1
  source: return
  media: [csv, xlsx]
  sheets:
    - columns:
        - {id: hospital, headings: [Hospital]}
        - {id: quarter, headings: [Counted in]}
        - {id: quiet, headings: [Quiet wards]}
        - {id: all, headings: [Wards]}
      period: {column: quarter, kind: quarter}
      organisation: [hospital]
      values:
        - {measure: bleeps.wards-without, numerator: quiet, denominator: all}
`,
	"dashboards/bleeps.yaml": `
id: bleeps
title: The end of the bleep
audience: Ward managers
for: [footprint]
panels:
  - id: verdict
    kind: headline
    title: Will the wards be quiet?
    measures: [bleeps.wards-without]
    target: bleeps.none-2030
  - id: path
    kind: trajectory
    title: Wards without bleeps
    measures: [bleeps.wards-without]
    target: bleeps.none-2030
  - id: where-not
    kind: organisations
    title: Where not
    measures: [bleeps.wards-without]
    target: bleeps.none-2030
    limit: 5
`,
}

const bleepCounts = `Hospital,Counted in,Quiet wards,Wards
Gloucestershire Hospitals,Q1 2025/26,10,40
Gloucestershire Hospitals,Q2 2025/26,12,40
Gloucestershire Hospitals,Q3 2025/26,15,40
Gloucestershire Hospitals,Q4 2025/26,17,40
Gloucestershire Hospitals,Q1 2026/27,20,40
R1J,Q1 2025/26,2,10
R1J,Q2 2025/26,2,10
R1J,Q3 2025/26,3,10
R1J,Q4 2025/26,3,10
R1J,Q1 2026/27,3,10
`

// A measure, a target, a layout and a board that only the definitions folder knows are seen on a page after a file came
// in; no line of Go was written for them.
func TestDefinitionsNeedNoGo(t *testing.T) {
	t.Parallel()
	definitions := t.TempDir()
	unpack(t, capabilities.Files, filepath.Join(definitions, "capabilities"))
	unpack(t, dashboards.Files, filepath.Join(definitions, "dashboards"))
	for name, text := range ownDefinitions {
		if err := os.WriteFile(filepath.Join(definitions, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := newSite(t, newSmallSeed(t, nil).folder, definitions).serve()
	v := s.signIn(t, "demo-analyst")
	v.send("wards.csv", bleepCounts)
	if heading := v.heading(); heading != "Check before writing: 10 new values and 0 changed values" {
		t.Fatal(heading, v.text())
	}
	v.says("Count of wards without bleeps", "Wards without bleeps")
	v.press(`form[action$="/write"] button`)
	v.until("Written: 10 new values")

	board := "/boards/bleeps/gloucestershire-ldr?as_at=now"
	v.open(board)
	for deadline := time.Now().Add(time.Minute); !strings.Contains(v.text(), "46%"); v.open(board) {
		if time.Now().After(deadline) {
			t.Fatalf("the value of the footprint, 23 of 50 wards, does not reach the board: %s", v.text())
		}
		time.Sleep(100 * time.Millisecond)
	}
	v.says("The end of the bleep", "Nine wards in ten without bleeps by 2030", "Target 90%", "GHFT", "GCS", "Q1 2026/27")
	if heading := v.heading(); heading != "We are not on track for 2030: 1 of 2 organisations is forecast to miss the target" {
		t.Errorf("the verdict: %s", heading)
	}
	if picture := v.picture(); !strings.Contains(picture, "Target at least 90%") {
		t.Errorf("the chart: %s", picture)
	}
	v.open("/?as_at=now")
	v.says("Gloucestershire Local Digital Roadmap 1 target, by what is known now", "The end of the bleep")
	v.open("/measures/bleeps.wards-without?as_at=now&organisation=RTE")
	v.says("Wards without bleeps", "Chief nurse", "50%")
	v.open("/data/upload")
	if ask[bool](v, `[...document.querySelectorAll('#layout option')].every(o => o.value !== 'bleep-count')`) {
		t.Error("the new layout cannot be chosen")
	}
	v.quiet("the new board")
}

func unpack(t *testing.T, from fs.FS, to string) {
	t.Helper()
	if err := os.CopyFS(to, from); err != nil {
		t.Fatal(err)
	}
}
