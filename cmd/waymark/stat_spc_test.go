package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// The command needs no settings, definitions or database: faulty ones do not stop it.
func TestStatSpcAnswersCases(t *testing.T) {
	t.Setenv("DATABASE_URL", "mysql://nowhere")
	t.Setenv("WAYMARK_DEFINITIONS", "nowhere")
	cases, err := os.Open("../../internal/spc/casefile/testdata/cases/fix.json")
	if err != nil {
		t.Fatal(err)
	}
	defer cases.Close()
	var out, words bytes.Buffer
	if code := run([]string{"stat", "spc"}, cases, &out, &words); code != exitDone {
		t.Fatalf("exit %d: %s", code, words.String())
	}
	var answered struct {
		Source string
		Cases  []struct {
			ID       string
			Expected struct {
				Error         bool
				ErrorText     string `json:"error_text"`
				VariationIcon string `json:"variation_icon"`
			}
		}
	}
	if err := json.Unmarshal(out.Bytes(), &answered); err != nil {
		t.Fatal(err)
	}
	refused, judged := 0, 0
	for _, c := range answered.Cases {
		if c.Expected.Error && strings.Contains(c.Expected.ErrorText, "fixed after 11 points") {
			refused++
		}
		if c.Expected.VariationIcon != "" {
			judged++
		}
	}
	if !strings.HasPrefix(answered.Source, "Waymark") || refused == 0 || judged == 0 || refused+judged != len(answered.Cases) || !strings.Contains(words.String(), "1 of them with a refusal") {
		t.Errorf("%s: %d refused, %d judged of %d; %s", answered.Source, refused, judged, len(answered.Cases), words.String())
	}
	for _, bad := range []string{"", "{", `{"schema":"other"}`} {
		out.Reset()
		words.Reset()
		if code := run([]string{"stat", "spc"}, strings.NewReader(bad), &out, &words); code != exitRefused || out.Len() > 0 || !strings.Contains(words.String(), "cannot be answered") {
			t.Errorf("%q: exit %d, %s%s", bad, code, out.String(), words.String())
		}
	}
}
