package meeting

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/pack"
)

const (
	poll        = 2 * time.Second
	longest     = 30 * time.Second // between two looks where there is one error after another
	beatEvery   = time.Second
	silence     = 15 * time.Second // a worker that is silent for longer is taken for gone
	maxAttempts = 3
	settle      = 5 * time.Second
)

// errLost says that the pack was cancelled or taken over while this worker had it.
var errLost = errors.New("the pack is no longer ours")

func (d *Desk) wake() {
	select {
	case d.nudge <- struct{}{}:
	default:
	}
}

// Run freezes packs until ctx is over, one at a time; then it gives back what it has in hand. Several workers, here and in
// other processes, share the queue.
func (d *Desk) Run(ctx context.Context) {
	wait := poll
	for ctx.Err() == nil {
		did, err := d.Next(ctx)
		if err != nil && ctx.Err() == nil {
			d.Log.Error("freezing packs", "error", err)
			wait = min(2*wait, longest)
		} else {
			wait = poll
		}
		if did && err == nil {
			continue
		}
		select {
		case <-ctx.Done():
		case <-d.nudge:
		case <-time.After(wait):
		}
	}
}

// Next freezes the next pack that waits; did is false when there is none.
func (d *Desk) Next(ctx context.Context) (did bool, err error) { return d.next(ctx, 0) }

// FreezeNow freezes one pack here and now, for the demonstration and the command line.
func (d *Desk) FreezeNow(ctx context.Context, id int64) error {
	did, err := d.next(ctx, id)
	if err == nil && !did {
		err = maturity.Errorf(maturity.Conflict, "The pack is being frozen elsewhere.")
	}
	return err
}

func (d *Desk) next(ctx context.Context, only int64) (did bool, err error) {
	p, ok, err := d.Store.ClaimPack(ctx, d.Worker, silence, only)
	if err != nil || !ok {
		return false, err
	}
	if p.Attempts > maxAttempts {
		return true, d.fail(ctx, p, errors.New("its worker ended three times"))
	}
	progress := new(atomic.Int64)
	working, cancel := context.WithCancelCause(ctx)
	beating := make(chan struct{})
	go func() {
		defer close(beating)
		d.beat(working, cancel, p.ID, progress)
	}()
	err = d.freeze(working, p, progress)
	cause := context.Cause(working)
	cancel(nil)
	<-beating
	switch {
	case err == nil:
		return true, nil
	case errors.Is(cause, errLost), maturity.CodeOf(err) == maturity.Conflict:
		d.Log.Info("pack lost to another worker or cancelled", "pack", p.ID)
		return true, nil
	case ctx.Err() != nil:
		return true, errors.Join(ctx.Err(), d.giveBack(ctx, p.ID, true))
	}
	d.Log.Error("pack could not be frozen", "pack", p.ID, "attempt", p.Attempts, "error", err)
	if p.Attempts < maxAttempts && only == 0 {
		return true, errors.Join(err, d.giveBack(ctx, p.ID, false))
	}
	return true, errors.Join(err, d.fail(ctx, p, err))
}

// beat says every second that the worker is alive and how far it is, and ends the work when the pack is lost.
func (d *Desk) beat(ctx context.Context, cancel context.CancelCauseFunc, id int64, progress *atomic.Int64) {
	tick := time.NewTicker(beatEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		at := progress.Load()
		still, err := d.Store.BeatPack(ctx, id, d.Worker, int(at>>32), int(at&0xffffffff))
		if err != nil && ctx.Err() == nil {
			d.Log.Warn("heartbeat failed", "pack", id, "error", err)
		}
		if err == nil && !still && ctx.Err() == nil {
			cancel(errLost)
		}
	}
}

// freeze writes every form and keeps them all at once. A panic is an error like any other.
func (d *Desk) freeze(ctx context.Context, p maturity.Pack, progress *atomic.Int64) (err error) {
	defer func() {
		if fault := recover(); fault != nil {
			err = fmt.Errorf("panic: %v\n%s", fault, debug.Stack())
		}
	}()
	if p.Definitions != d.Catalogue.Hash { // another version of the program took it: the pin would not hold
		return fmt.Errorf("pack %d is pinned to definitions that are not loaded here", p.ID)
	}
	m, err := d.Draft(ctx, p)
	if err != nil {
		return err
	}
	document, err := Assemble(m)
	if err != nil {
		return err
	}
	if err := d.draw(ctx, document, func(drawn, of int) { progress.Store(int64(drawn)<<32 | int64(of)) }); err != nil {
		return err
	}
	files, err := d.write(ctx, document)
	if err != nil {
		return err
	}
	p.Verdict, p.Figures, p.FrozenAt = document.Verdict, document.Figures, d.now()
	kept := map[string]any{}
	for _, f := range files {
		kept[f.Form] = f.SHA256
	}
	entry := d.entry(bySystem, "pack.frozen", maturity.PackSubject(p.ID), p.FrozenAt, map[string]any{"sha256": kept, "pictures": len(document.Pictures())})
	return d.Store.KeepPack(ctx, p, d.Worker, files, hashes(document), entry)
}

// bySystem acts for a worker.
var bySystem = Actor{Account: maturity.Account{Login: maturity.BySystem}}

// write sets the document in every form that this machine can make.
func (d *Desk) write(ctx context.Context, document pack.Document) (files []maturity.PackFile, err error) {
	for _, w := range d.Writers {
		var out bytes.Buffer
		err := w.Write(ctx, &out, document)
		switch {
		case errors.Is(err, pack.ErrUnavailable):
			continue
		case err != nil && ctx.Err() == nil && w.Form() == pack.PDF:
			d.Log.Warn("the pack is kept without its PDF", "error", err) // the browser's fault is none of the paper's
			continue
		case err != nil:
			return nil, fmt.Errorf("%s: %w", w.Form(), err)
		}
		files = append(files, maturity.PackFile{Form: string(w.Form()), Size: int64(out.Len()), SHA256: hashOf(out.Bytes()), Bytes: out.Bytes()})
	}
	return files, nil
}

func (d *Desk) giveBack(ctx context.Context, id int64, stopping bool) error {
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	return d.Store.ReleasePack(brief, id, d.Worker, stopping)
}

// fail makes a draft of the pack again, with the reason.
func (d *Desk) fail(ctx context.Context, p maturity.Pack, cause error) error {
	brief, cancel := context.WithTimeout(context.WithoutCancel(ctx), settle)
	defer cancel()
	why := "The pack could not be frozen. Nothing was kept of it. Try again; if it fails again, tell your administrator the number of this pack."
	entry := maturity.AuditEntry{At: d.now(), Account: maturity.BySystem, Action: "pack.failed", Subject: maturity.PackSubject(p.ID), Detail: map[string]any{"code": string(maturity.CodeOf(cause))}}
	return d.Store.FailPack(brief, p.ID, d.Worker, why, entry)
}
