package embedded

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"

	"waymark/internal/maturity"
)

// Binaries is a folder of PostgreSQL programs and their major version.
type Binaries struct {
	Dir   string
	Major int
}

// Path is the full path of one program, such as initdb.
func (b Binaries) Path(program string) string { return filepath.Join(b.Dir, program) }

// oldest is the first major version that Waymark's SQL runs on.
const oldest = 14

// usual are the places where distributions put the server's programs, which are often not on the PATH.
var usual = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin", "/usr/local/opt/postgresql@*/bin", "/usr/local/pgsql/bin"}

// FindBinaries lists the machine's PostgreSQL servers from version 14 on, newest first. The error says what to install.
func FindBinaries(ctx context.Context) ([]Binaries, error) {
	places := usual
	if path, err := exec.LookPath("postgres"); err == nil {
		places = append(slices.Clone(usual), filepath.Dir(path))
	}
	return findIn(ctx, places)
}

func findIn(ctx context.Context, places []string) ([]Binaries, error) {
	var folders []string
	for _, pattern := range places {
		if found, err := filepath.Glob(pattern); err == nil {
			folders = append(folders, found...)
		}
	}
	var all []Binaries
	for _, folder := range folders {
		b, ok := inspect(ctx, folder)
		if ok && !slices.ContainsFunc(all, func(other Binaries) bool { return other.Dir == b.Dir }) {
			all = append(all, b)
		}
	}
	if len(all) == 0 {
		return nil, maturity.Errorf(maturity.Unavailable,
			"PostgreSQL %d or newer is not installed: install it (Debian and Ubuntu: apt-get install postgresql), or set DATABASE_URL to a running server.", oldest)
	}
	slices.SortStableFunc(all, func(a, b Binaries) int { return cmp.Compare(b.Major, a.Major) })
	return all, nil
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// inspect asks the server program in a folder for its version; ok is false when it is missing, incomplete or too old.
func inspect(ctx context.Context, folder string) (b Binaries, ok bool) {
	b.Dir = folder
	for _, program := range []string{"postgres", "initdb"} {
		if info, err := os.Stat(b.Path(program)); err != nil || info.Mode()&0o111 == 0 {
			return b, false
		}
	}
	said, err := exec.CommandContext(ctx, b.Path("postgres"), "--version").Output()
	if err != nil {
		return b, false
	}
	match := versionPattern.FindSubmatch(said)
	if match == nil {
		return b, false
	}
	b.Major, err = strconv.Atoi(string(match[1]))
	return b, err == nil && b.Major >= oldest
}

// forMajor picks the programs that can open a data folder of the given major version.
func forMajor(all []Binaries, major int, folder string) (Binaries, error) {
	for _, b := range all {
		if b.Major == major {
			return b, nil
		}
	}
	return Binaries{}, maturity.Errorf(maturity.Unavailable,
		"The data folder %s was made by PostgreSQL %d, but only %s is installed: install postgresql-%d, or move the data with pg_dump and a new data folder.",
		folder, major, versions(all), major)
}

func versions(all []Binaries) string {
	text := ""
	for i, b := range all {
		if i > 0 {
			text += " and "
		}
		text += fmt.Sprint(b.Major)
	}
	return text
}
