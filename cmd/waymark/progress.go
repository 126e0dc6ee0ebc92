package main

import (
	"os"

	"github.com/schollz/progressbar/v3"
)

// bar shows progress on standard error when that is a terminal, and nothing otherwise.
type bar struct{ inner *progressbar.ProgressBar }

func (a *app) progressBar(what string) *bar {
	file, ok := a.words.(*os.File)
	if !ok {
		return &bar{}
	}
	if info, err := file.Stat(); err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return &bar{}
	}
	return &bar{progressbar.NewOptions64(-1, progressbar.OptionSetWriter(file), progressbar.OptionSetDescription(what), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish())}
}

func (b *bar) set(done, of int) {
	if b.inner == nil {
		return
	}
	if of > 0 && b.inner.GetMax() != of {
		b.inner.ChangeMax(of)
	}
	_ = b.inner.Set(done) // a bar that cannot be drawn is no reason to stop
}

func (b *bar) end() {
	if b.inner != nil {
		_ = b.inner.Finish()
	}
}
