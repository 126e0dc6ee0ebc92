package bundle

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/chart"
	"waymark/internal/pack"
	"waymark/internal/sheet"
)

// folder is a ZIP while it is written, with what its README will say.
type folder struct {
	Writer
	zip      *zip.Writer
	names    names
	files    []file
	pictures []shown
}

// file is one that is in the ZIP.
type file struct {
	name string
	size int
	hash string
}

// shown is a picture, the files that show it and what is missing of them.
type shown struct {
	picture pack.Picture
	number  int
	files   []string
	missing []string
}

// fixed is the time of every file: ZIP has no way to say none, and the paper's own times stand in the README.
var fixed = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func (f *folder) add(name string, content []byte) error {
	method := zip.Deflate
	if strings.HasSuffix(name, ".png") {
		method = zip.Store // is compressed already
	}
	w, err := f.zip.CreateHeader(&zip.FileHeader{Name: name, Method: method, Modified: fixed})
	if err != nil {
		return err
	}
	sum := sha256.Sum256(content)
	f.files = append(f.files, file{name, len(content), hex.EncodeToString(sum[:])})
	_, err = w.Write(content)
	return err
}

// csv adds a table, with a last column of where each row comes from if anything does.
func (f *folder) csv(name string, columns []chart.Column, rows [][]string, sources []string) error {
	var head []string
	for _, c := range columns {
		head = append(head, c.Head)
	}
	all := [][]string{head}
	if len(sources) > 0 {
		all[0] = append(all[0], "Where from")
	}
	for i, r := range rows {
		if len(sources) > 0 {
			from := "not linked"
			if i < len(sources) && sources[i] != "" {
				from = sources[i]
			}
			r = append(slices.Clone(r), from)
		}
		all = append(all, r)
	}
	var out bytes.Buffer
	if err := sheet.WriteCSV(&out, slices.Values(all)); err != nil {
		return err
	}
	return f.add(name, out.Bytes())
}

func (f *folder) definitions(measures []pack.Definition) error {
	if len(measures) == 0 {
		return nil
	}
	var rows [][]string
	for _, m := range measures {
		rows = append(rows, []string{m.ID, m.Title, m.Meaning, m.Formula, m.Unit, m.Polarity, m.Source})
	}
	return f.csv("definitions.csv", []chart.Column{{Head: "Short name"}, {Head: "Measure"}, {Head: "Meaning"}, {Head: "Formula"}, {Head: "Unit"}, {Head: "Direction"}, {Head: "Source"}}, rows, nil)
}

// names are those given already, in lower case: Windows takes each once whatever its case.
type names map[string]bool

// reserved are names that Windows keeps for itself, with any ending.
var reserved = []string{"con", "prn", "aux", "nul", "com0", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt0", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9"}

// of is a name of letters, digits and hyphens that every system takes, made from one that should be such a name already.
func (n names) of(words string) string {
	base := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		}
		return '-'
	}, words), "-")
	if len(base) > 60 {
		base = strings.TrimRight(base[:60], "-")
	}
	if base == "" || slices.Contains(reserved, strings.ToLower(base)) {
		base = strings.TrimRight("file-"+base, "-")
	}
	name := base
	for i := 2; n[strings.ToLower(name)]; i++ {
		name = base + "-" + strconv.Itoa(i)
	}
	n[strings.ToLower(name)] = true
	return name
}
