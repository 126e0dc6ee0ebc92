package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestStatForecastAndTrain(t *testing.T) {
	t.Setenv("DATABASE_URL", "mysql://nowhere")
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if text != "" {
			if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return path
	}
	series := file("series.csv", "series_id,period,value\na,1,41\na,2,44\na,3,46\na,4,51\na,5,53\n")
	origins := file("origins.csv", "series_id,origin,h\na,5,3\n")
	targets := file("targets.csv", "series_id,origin,horizon,target\na,5,3,60\n")
	history := file("history.csv", "series_id,kind,family,per_year,values\na,real,x,4,10 12 15 19 24 30 36\nb,real,x,4,50 49 51 50 48 50\n")
	out, probs, constants := file("out.csv", ""), file("probs.csv", ""), file("constants.txt", "")
	ask := []string{"stat", "forecast", "--series", series, "--origins", origins, "--out", out}
	for _, c := range []struct {
		name string
		args []string
		code int
		want string // on either output
	}{
		{"forecast", append(ask, "--targets", targets, "--probs", probs), exitDone, "series per second"},
		{"targets without a place for chances", append(ask, "--targets", targets), exitUsage, "belong together"},
		{"two kinds of constants", append(ask, "--constants", history, "--leave-out", "family"), exitUsage, "exclude each other"},
		{"a file that is none", append(ask, "--constants", history), exitRefused, "history.csv: line 1"},
		{"a file that is not there", []string{"stat", "forecast", "--series", "nowhere.csv", "--origins", origins, "--out", out}, exitEnvironment, "nowhere.csv"},
		{"series of another layout", []string{"stat", "train", "--series", series, "--out", constants}, exitRefused, "the columns are"},
		{"train", []string{"stat", "train", "--series", history, "--rounds", "640", "--out", constants}, exitDone, "Learnt from 2 series"},
		{"own constants", append(ask, "--constants", constants), exitDone, "1 forecasts"},
	} {
		var said bytes.Buffer
		if code := run(c.args, nil, &said, &said); code != c.code || !strings.Contains(said.String(), c.want) {
			t.Errorf("%s: exit %d, want %d: %s", c.name, code, c.code, said.String())
		}
	}
	for path, lines := range map[string]int{out: 4, probs: 2} {
		if text, err := os.ReadFile(path); err != nil || strings.Count(string(text), "\n") != lines {
			t.Errorf("%v\n%s", err, text)
		}
	}
	var result, words bytes.Buffer
	var answer struct{ Forecasts int }
	if code := run(append(ask, "--json"), nil, &result, &words); code != exitDone || json.Unmarshal(result.Bytes(), &answer) != nil || answer.Forecasts != 1 {
		t.Errorf("exit %d: %s", code, result.String())
	}
}
