package bench

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"waymark/internal/chart/raster"
	"waymark/internal/pack"
	"waymark/internal/pack/bundle"
	"waymark/internal/pack/packtest"
	"waymark/internal/pack/paper"
	"waymark/internal/pack/pdf"
	"waymark/internal/pack/workbook"
)

// PackResult is what the paper of a meeting was measured at.
type PackResult struct {
	Pictures      int
	Cold, Warm    time.Duration // from the figures to the PDF: nothing drawn before; everything drawn before
	Drawing       time.Duration // of the same pictures alone, the library being compiled
	Empty         time.Duration // the browser printing an empty page
	Page          time.Duration // the HTML alone, everything drawn before
	Workbook, Zip time.Duration
	Bytes         int  // of the PDF
	Browser       bool // whether there is one; without it only what needs none was measured
}

const emptyPage = `<!doctype html><html lang="en-GB"><title>Empty</title><p>Empty</p></html>`

// Pack measures a paper of so many pictures, all different, end to end.
func Pack(ctx context.Context, pictures int) (r PackResult, err error) {
	r.Pictures = pictures
	printer := pdf.New(pdf.Options{})
	if r.Empty, err = took(func() error { return printer.Print(ctx, io.Discard, []byte(emptyPage)) }); err != nil && !errors.Is(err, pack.ErrUnavailable) {
		return r, err
	}
	r.Browser = err == nil
	if r.Browser { // once more: the first start of a browser reads it from the disk
		if r.Empty, err = took(func() error { return printer.Print(ctx, io.Discard, []byte(emptyPage)) }); err != nil {
			return r, err
		}
	}
	draw, err := packtest.Renderer()
	if err != nil {
		return r, err
	}
	var d pack.Document
	var out bytes.Buffer
	endToEnd := func() error {
		if d, err = packtest.Many(ctx, pictures, draw); err != nil || !r.Browser {
			return err
		}
		out.Reset()
		return printer.Write(ctx, &out, d)
	}
	if r.Cold, err = took(endToEnd); err != nil {
		return r, err
	}
	if r.Warm, err = took(endToEnd); err != nil {
		return r, err
	}
	r.Bytes = out.Len()
	return r, r.rest(ctx, d)
}

// rest measures the drawing alone and the forms that need no browser.
func (r *PackResult) rest(ctx context.Context, d pack.Document) (err error) {
	fresh, err := packtest.Renderer()
	if err != nil {
		return err
	}
	if r.Drawing, err = took(func() error {
		for _, p := range d.Pictures() {
			if _, err := fresh(ctx, p.Figure); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		return err
	}
	for _, form := range []struct {
		took   *time.Duration
		writer pack.Writer
	}{{&r.Page, paper.Writer{}}, {&r.Workbook, workbook.Writer{}}, {&r.Zip, bundle.Writer{Rasterise: raster.PNG, Draw: fresh}}} {
		if *form.took, err = took(func() error { return form.writer.Write(ctx, io.Discard, d) }); err != nil {
			return err
		}
	}
	return nil
}

func took(do func() error) (time.Duration, error) {
	began := time.Now()
	err := do()
	return time.Since(began), err
}

func (r *runner) pack(ctx context.Context) error {
	m, err := Pack(ctx, r.scaled(40, 2))
	if err != nil {
		return err
	}
	what := fmt.Sprintf("paper of %d pictures", m.Pictures)
	if m.Browser {
		beside := func(words string, took, bare time.Duration, baseline string, most time.Duration) Figure {
			return Figure{Part: "pack", What: what + words, Measured: seconds(took), Baseline: baseline, Ratio: took.Seconds() / bare.Seconds(),
				Aim: "under " + fmt.Sprintf("%.0f s", most.Seconds())}.reached(took < most)
		}
		empty := "the browser printing an empty page: " + seconds(m.Empty)
		r.report.add(
			beside(fmt.Sprintf(" from the figures to the PDF (%d KB), nothing drawn before", m.Bytes>>10), m.Cold, m.Drawing+m.Empty, "drawing alone: "+seconds(m.Drawing)+"; "+empty, 20*time.Second),
			beside(" from the figures to the PDF, everything drawn before", m.Warm, m.Empty, empty, 3*time.Second))
	}
	r.report.add(
		Figure{Part: "pack", What: what + " as HTML, everything drawn before", Measured: milliseconds(m.Page)},
		Figure{Part: "pack", What: what + " as workbook with native charts", Measured: seconds(m.Workbook)},
		Figure{Part: "pack", What: what + " as ZIP: SVG, PNG and CSV of each, and again laid out for a slide", Measured: seconds(m.Zip)})
	return nil
}
