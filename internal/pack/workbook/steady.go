package workbook

import (
	"archive/zip"
	"io"
	"regexp"
	"slices"
)

// steady writes the archive of a workbook so that the same one gives the same bytes: the library lists the types of its
// parts in an order of chance. Entries carry no time.
type steady struct{ *zip.Writer }

// Create begins an entry.
func (z steady) Create(name string) (io.Writer, error) {
	w, err := z.Writer.Create(name)
	if name == "[Content_Types].xml" {
		return listed{w}, err
	}
	return w, err
}

var kinds = []*regexp.Regexp{regexp.MustCompile(`<Default [^>]*></Default>`), regexp.MustCompile(`<Override [^>]*></Override>`)}

// listed sorts the entries of each kind in what is written at once. Their order means nothing.
type listed struct{ io.Writer }

// Write writes the list, sorted.
func (l listed) Write(list []byte) (int, error) {
	sorted := list
	for _, kind := range kinds {
		var parts []string
		for _, part := range kind.FindAll(list, -1) {
			parts = append(parts, string(part))
		}
		slices.Sort(parts)
		sorted = kind.ReplaceAllFunc(sorted, func([]byte) []byte {
			first := parts[0]
			parts = parts[1:]
			return []byte(first)
		})
	}
	if _, err := l.Writer.Write(sorted); err != nil {
		return 0, err
	}
	return len(list), nil
}
