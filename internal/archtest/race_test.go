package archtest

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The tests that run once more with the race detector are chosen by name: in every package named in .ci/steps/test there
// is at least one, so that a test that is renamed is missed.
func TestTheRaceDetectorHasSomethingToDo(t *testing.T) {
	root := filepath.Join("..", "..")
	selection, err := os.ReadFile(filepath.Join(root, ".ci", "steps", "race"))
	if err != nil {
		t.Fatal(err)
	}
	script, err := os.ReadFile(filepath.Join(root, ".ci", "steps", "test"))
	if err != nil {
		t.Fatal(err)
	}
	chosen := regexp.MustCompile(`func Test\w*(` + strings.TrimSpace(string(selection)) + `)\w*\(`)
	_, packages, found := strings.Cut(string(script), `/steps/race)" "$@" `)
	packages, _, _ = strings.Cut(packages, " >>")
	if !found {
		t.Fatal("no run with the race detector in .ci/steps/test")
	}
	for _, name := range strings.Fields(packages) {
		files, err := filepath.Glob(filepath.Join(root, name, "*_test.go"))
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			n += len(chosen.FindAll(text, -1))
		}
		if n == 0 {
			t.Errorf("%s has no test that .ci/steps/race names", name)
		}
	}
}
