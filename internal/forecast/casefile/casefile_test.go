package casefile_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"

	"waymark/internal/forecast/casefile"
)

const (
	series  = "series_id,period,value\na,2016-01,41\na,2016-02,44.2\na,2016-03,46\na,2016-04,51\nb,2016-01,100\nb,2016-02,100\nb,2016-03,99.9\n"
	origins = "series_id,origin,h,primary\na,4,2,1\na,3,1,0\nb,3,1,1\n"
	targets = "series_id,origin,horizon,target\na,4,2,50\na,4,2,80\nb,3,1,99.9\n"
)

func cases(t *testing.T) *casefile.Cases {
	var c casefile.Cases
	for _, err := range []error{c.ReadSeries(strings.NewReader(series)), c.ReadOrigins(strings.NewReader(origins)), c.ReadTargets(strings.NewReader(targets))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return &c
}

func TestAnswersDoNotDependOnTheNumberOfWorkers(t *testing.T) {
	c := cases(t)
	alone, err := c.Answer(1, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, workers := range []int{0, 2, 7} {
		if more, err := c.Answer(workers, nil); err != nil || !reflect.DeepEqual(alone, more) {
			t.Errorf("%d workers: %v", workers, err)
		}
	}
}

func TestFilesAsTheScorerTakesThem(t *testing.T) {
	c := cases(t)
	answers, err := c.Answer(1, nil)
	if err != nil {
		t.Fatal(err)
	}
	var forecasts, chances bytes.Buffer
	if err := c.WriteForecasts(&forecasts, answers); err != nil {
		t.Fatal(err)
	}
	p := c.Chances(answers)
	if err := c.WriteChances(&chances, p); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(forecasts.String()), "\n")
	if len(lines) != 5 || !strings.HasPrefix(lines[0], "series_id,origin,horizon,mean,lo80,hi80,lo95,hi95,q05,q10,") || !strings.HasSuffix(lines[0], ",q95") {
		t.Errorf("%s", forecasts.String())
	}
	for i, start := range []string{"a,4,1,", "a,4,2,", "a,3,1,", "b,3,1,"} {
		if !strings.HasPrefix(lines[i+1], start) || strings.Count(lines[i+1], ",") != 26 {
			t.Errorf("line %d: %s", i+2, lines[i+1])
		}
	}
	if !strings.HasPrefix(chances.String(), "series_id,origin,horizon,target,prob\na,4,2,50,0.") || strings.Count(chances.String(), "\n") != 4 {
		t.Errorf("%s", chances.String())
	}
	if !(p[0] > 0.6 && p[1] < 0.2 && p[2] > 0.3) {
		t.Errorf("chances %v", p)
	}
}

func TestCalibrationCountsWhatCameTrue(t *testing.T) {
	c := &casefile.Cases{Series: map[string][]float64{"a": {1, 2, 50, 60}},
		Targets: []casefile.Target{{Series: "a", Seen: 2, Horizon: 1, Value: 50}, {Series: "a", Seen: 2, Horizon: 2, Value: 61}, {Series: "a", Seen: 2, Horizon: 3, Value: 1}}}
	bins := c.Calibration([]float64{0.71, 0.79, 1})
	if got := bins[7]; got.Statements != 2 || got.Stated != 0.75 || got.Came != 0.5 {
		t.Errorf("%+v", bins)
	}
	if bins[9].Statements != 0 {
		t.Error("a target beyond the known values was counted")
	}
	var picture bytes.Buffer
	if err := casefile.WriteCalibration(&picture, bins); err != nil || strings.Count(picture.String(), "<circle") != 1 {
		t.Errorf("%v: %s", err, picture.String())
	}
}

func TestFaultsNameTheLine(t *testing.T) {
	for _, c := range []struct{ series, origins, targets, want string }{
		{"", origins, targets, "the file is empty"},
		{"series_id,value\na,101\n", origins, targets, `line 2: "101" is not a percentage from 0 to 100`},
		{"series_id,period\na,b\n", origins, targets, `there is no column "value"`},
		{series, "series_id,origin,h\na,5,1\n", targets, "line 2: a has 4 values; 5 of them cannot be seen"},
		{series, "series_id,origin,h\na,4,1\nc,3,1\n", targets, `line 3: there is no series "c"`},
		{series, "series_id,origin,h\na,4,0\n", targets, "line 2: 0 steps ahead"},
		{series, origins, "series_id,origin,horizon,target\na,4,3,50\n", "line 2: no forecast of a from value 4 reaches 3 steps ahead"},
		{series, origins, "series_id,origin,horizon,target\na,4,2,x\n", "line 2: origin, horizon and target must be numbers"},
	} {
		var got casefile.Cases
		err := got.ReadSeries(strings.NewReader(c.series))
		if err == nil {
			err = got.ReadOrigins(strings.NewReader(c.origins))
		}
		if err == nil {
			err = got.ReadTargets(strings.NewReader(c.targets))
		}
		if err == nil || err.Error() != c.want {
			t.Errorf("%v, want %s", err, c.want)
		}
	}
}
