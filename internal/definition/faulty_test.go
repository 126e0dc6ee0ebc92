package definition_test

import (
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"waymark/internal/definition"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// overlay is the sound definitions with the files of a folder put over them.
func overlay(t *testing.T, folder string) (capabilities, dashboards fs.FS) {
	t.Helper()
	files := fstest.MapFS{}
	for _, root := range []string{"testdata/sound", folder} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			name, _ := filepath.Rel(root, path)
			files[filepath.ToSlash(name)] = &fstest.MapFile{Data: text}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	capabilities, _ = fs.Sub(files, "capabilities")
	dashboards, _ = fs.Sub(files, "dashboards")
	return capabilities, dashboards
}

func TestSoundDefinitionsLoad(t *testing.T) {
	capabilities, dashboards := overlay(t, "testdata/sound")
	c, err := definition.Load(capabilities, dashboards)
	if err != nil {
		t.Fatal(err)
	}
	if want := "2 kinds, 2 sources, 1 framework, 1 section, 2 measures, 1 target, 2 benchmarks, 1 commitment, 1 layout, 1 collection, 1 rule, 1 board"; !strings.Contains(definition.Summary(c), want) {
		t.Errorf("summary is %q", definition.Summary(c))
	}
}

// Each folder is named for its fault. It holds the files that differ from testdata/sound, and the message expected.
func TestFaultyDefinitions(t *testing.T) {
	folders, err := os.ReadDir("testdata/faulty")
	if err != nil || len(folders) < 30 {
		t.Fatalf("%d folders of faulty definitions: %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(folder.Name(), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("testdata/faulty", folder.Name())
			capabilities, dashboards := overlay(t, dir)
			catalogue, err := definition.Load(capabilities, dashboards)
			var faults definition.Faults
			if !errors.As(err, &faults) || catalogue != nil {
				t.Fatalf("loaded without faults: %v", err)
			}
			golden(t, filepath.Join(dir, "expected.txt"), err.Error()+"\n")
		})
	}
}
