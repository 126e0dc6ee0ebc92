package main

import (
	"fmt"
	"io"

	"waymark/internal/forecast/train"
)

type statTrainCommand struct {
	Series []string `help:"CSV of series_id, kind, family, per_year, values (percent, parted by blanks); may be given again. Default: the series the shipped constants were learnt from." placeholder:"FILE"`
	Add    bool     `help:"Learn from the shipped series too, beside those given."`
	Out    string   `required:"" help:"Where the constants go." placeholder:"FILE"`
	Rounds int      `help:"How many forecasts are learnt from." default:"360000"`
	Seed   uint64   `help:"Of the random numbers: the same seed gives the same constants." default:"1"`
}

// Run learns constants and writes them.
func (c statTrainCommand) Run(a *app) error {
	var list []train.Series
	for _, path := range c.Series {
		err := readFile(path, func(r io.Reader) error {
			more, err := train.Read(r)
			list = append(list, more...)
			return err
		})
		if err != nil {
			return err
		}
	}
	if len(c.Series) == 0 || c.Add {
		shipped, err := train.Shipped()
		if err != nil {
			return err
		}
		list = append(list, shipped...)
	}
	set := train.Usual
	set.Origins, set.Seed = max(set.Batch, c.Rounds), c.Seed
	bar := a.progressBar("learning")
	set.Progress = func(done float64) { bar.set(int(100*done), 100) }
	constants, err := train.Learn(a.ctx, list, set)
	bar.end()
	if err != nil {
		return err
	}
	remark := fmt.Sprintf("Learnt from %d series, %d forecasts, seed %d. Made by `make train`; see docs/statistics.md.", len(list), set.Origins, set.Seed)
	if err := writeFile(c.Out, func(w io.Writer) error { return constants.Write(w, remark) }); err != nil {
		return err
	}
	return a.result(map[string]any{"series": len(list), "forecasts": set.Origins, "seed": set.Seed}, func(w io.Writer) {
		fmt.Fprintf(w, "Learnt from %d series and %d forecasts.\n", len(list), set.Origins)
	})
}
