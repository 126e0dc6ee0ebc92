package definition

import (
	"fmt"
	"strings"
)

// entry is one definition with the places of its parts.
type entry[T any] struct {
	value T
	spot
}

// spot knows where a definition and its parts are written, so that a check can point at the line.
type spot struct {
	file  string
	lines map[string]int  // path inside the definition -> line: "", due.latest, sheets[0].columns[2].id
	bad   map[string]bool // paths that could not be read: nothing more is said of them
}

// line is the line of a path, or of the nearest part around it that the file has.
func (s spot) line(path string) int {
	for {
		if line, ok := s.lines[path]; ok {
			return line
		}
		path = around(path)
		if path == "" {
			return max(1, s.lines[""])
		}
	}
}

// unread reports whether the part or one around it could not be read.
func (s spot) unread(path string) bool {
	for ; path != ""; path = around(path) {
		if s.bad[path] {
			return true
		}
	}
	return false
}

// around is the path of the part that holds another: due of due.latest.
func around(path string) string { return path[:max(0, strings.LastIndexAny(path, ".["))] }

// place is file:line of the definition.
func (s spot) place() string { return fmt.Sprintf("%s:%d", s.file, s.line("")) }

// given reports whether the file writes the path.
func (s spot) given(path string) bool {
	_, ok := s.lines[path]
	return ok
}
