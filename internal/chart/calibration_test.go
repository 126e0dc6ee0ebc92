package chart

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
)

// A point stands where its chance and its share are; chances without a statement have none.
func TestCalibrationPoints(t *testing.T) {
	svg := Calibration([]CalibrationPoint{{0.5, 0.25, 100}, {0.9, 1, 25}, {0.1, 0, 0}}, `5 < 6 "said"`)
	for _, want := range []string{`<circle cx="224" cy="252" r="12"`, `<circle cx="352" cy="12" r="7.5"`, `aria-label="5 &lt; 6 &#34;said&#34;"`} {
		if !strings.Contains(svg, want) {
			t.Errorf("no %s in %s", want, svg)
		}
	}
	if n := strings.Count(svg, "<circle"); n != 2 {
		t.Errorf("%d points", n)
	}
	for d := xml.NewDecoder(strings.NewReader(svg)); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if Calibration(nil, "") != "" || Calibration([]CalibrationPoint{{0.5, 0.5, 0}}, "") != "" {
		t.Error("drawn from nothing")
	}
}
