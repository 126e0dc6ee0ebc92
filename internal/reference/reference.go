// Package reference is the use case of loading reference files: it recognises them, refuses the whole load when one is
// faulty, and has their facts stored together. It knows neither the files' layouts nor how facts are stored.
package reference

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path"
	"path/filepath"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/ods"
	"waymark/internal/period"
)

// Store keeps facts and derives organisations from all of them.
type Store interface {
	LoadFacts(ctx context.Context, facts iter.Seq2[maturity.Fact, error]) (maturity.ReferenceCounts, error)
}

// Input is one file, or one zip archive as the Organisation Data Service publishes them.
type Input struct {
	Name    string
	Data    []byte
	Vintage period.Day // the day it speaks of; 0 to find it
}

// FileRead says how one file was read.
type FileRead struct {
	Name        string `json:"name"`
	Family      string `json:"family"`
	Vintage     string `json:"vintage"`
	VintageFrom string `json:"vintage_from"` // given, content, name or dates
	Rows        int    `json:"rows"`
}

// Report says what a load did.
type Report struct {
	Files []FileRead `json:"files"`
	maturity.ReferenceCounts
}

// Load reads all files and stores their facts in one step: either all or nothing. The order of the files, in one load
// or in several, makes no difference. A fault lists every file that is wrong.
func Load(ctx context.Context, store Store, inputs []Input) (Report, error) {
	var report Report
	var files []*ods.File
	var faults []error
	for _, in := range inputs {
		parsed, err := parse(in)
		if err != nil {
			faults = append(faults, err)
		}
		files = append(files, parsed...)
	}
	for _, f := range files {
		report.Files = append(report.Files, FileRead{f.Name, f.Origin, f.Vintage.String(), f.VintageFrom, f.Rows})
		for _, err := range f.Facts() {
			if err != nil {
				faults = append(faults, err)
			}
		}
	}
	if len(faults) > 0 {
		return report, refuse(faults)
	}
	if len(files) == 0 {
		return report, maturity.Errorf(maturity.Invalid, "There is no reference file to load.")
	}
	var err error
	report.ReferenceCounts, err = store.LoadFacts(ctx, all(files))
	return report, err
}

func all(files []*ods.File) iter.Seq2[maturity.Fact, error] {
	return func(yield func(maturity.Fact, error) bool) {
		for _, f := range files {
			for fact, err := range f.Facts() {
				if !yield(fact, err) {
					return
				}
			}
		}
	}
}

func refuse(faults []error) error {
	var sentences []string
	for _, fault := range faults {
		sentences = append(sentences, maturity.SentenceOf(fault))
	}
	return maturity.Wrap(errors.Join(faults...), maturity.Invalid, strings.Join(sentences, "\n"))
}

// parse reads one file, or all CSV files of an archive.
func parse(in Input) ([]*ods.File, error) {
	if !bytes.HasPrefix(in.Data, []byte("PK\x03\x04")) {
		f, err := ods.Parse(in.Name, in.Data, in.Vintage)
		if err != nil {
			return nil, err
		}
		return []*ods.File{f}, nil
	}
	archive, err := zip.NewReader(bytes.NewReader(in.Data), int64(len(in.Data)))
	if err != nil {
		return nil, maturity.Wrap(err, maturity.Invalid, in.Name+" is a damaged zip archive.")
	}
	var files []*ods.File
	for _, entry := range archive.File {
		if !strings.EqualFold(path.Ext(entry.Name), ".csv") {
			continue
		}
		data, err := unpack(entry)
		if err != nil {
			return nil, maturity.Wrap(err, maturity.Invalid, fmt.Sprintf("%s in %s cannot be unpacked.", entry.Name, in.Name))
		}
		f, err := ods.Parse(path.Base(entry.Name), data, in.Vintage)
		if err != nil {
			return nil, err
		}
		files = append(files, f)
	}
	if len(files) == 0 {
		return nil, maturity.Errorf(maturity.Invalid, "%s holds no CSV file.", in.Name)
	}
	return files, nil
}

// maxUnpacked bounds what one file of an archive may come to.
const maxUnpacked = 256 << 20

func unpack(entry *zip.File) ([]byte, error) {
	in, err := entry.Open()
	if err != nil {
		return nil, err
	}
	defer in.Close()
	data, err := io.ReadAll(io.LimitReader(in, maxUnpacked+1))
	if err == nil && len(data) > maxUnpacked {
		err = errors.New("it is too large")
	}
	return data, err
}

// Files reads the named files from disk.
func Files(paths []string, vintage period.Day) ([]Input, error) {
	var inputs []Input
	for _, p := range paths {
		data, err := os.ReadFile(p)
		if err != nil {
			return nil, maturity.Wrap(err, maturity.Invalid, p+" cannot be read: "+reason(err)+".")
		}
		inputs = append(inputs, Input{Name: filepath.Base(p), Data: data, Vintage: vintage})
	}
	return inputs, nil
}

func reason(err error) string {
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		return pathError.Err.Error()
	}
	return err.Error()
}
