// Package testfile finds the large real files that some tests run over and that are not part of the repository. It is
// for tests only.
package testfile

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// Shared is the path of a file or folder of the shared real data, at WAYMARK_SHARED or in the folder "shared" beside
// the repository. The test is skipped where it is not there.
func Shared(t testing.TB, elem ...string) string {
	t.Helper()
	root := os.Getenv("WAYMARK_SHARED")
	if root == "" {
		_, here, _, _ := runtime.Caller(0)
		root = filepath.Join(filepath.Dir(here), "..", "..", "..", "shared")
	}
	path := filepath.Join(append([]string{root}, elem...)...)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("the real data is not on this machine (%s): set WAYMARK_SHARED to its folder", filepath.Join(elem...))
	}
	return path
}
