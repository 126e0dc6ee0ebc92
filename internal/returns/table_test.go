package returns_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// drawer is a store with one return in it that never changes: every act can be tried on the same one.
type drawer struct{ file maturity.ReturnFile }

func (d drawer) ReturnFile(context.Context, maturity.ReturnKey) (maturity.ReturnFile, error) {
	return d.file, nil
}

func (d drawer) BeginReturn(context.Context, maturity.ReturnKey, maturity.ReturnStep, maturity.AuditEntry) (maturity.ReturnFile, error) {
	return d.file, nil
}

func (d drawer) ChangeReturn(_ context.Context, _ int64, decide func(maturity.ReturnFile) (*maturity.ReturnMove, error)) (maturity.ReturnFile, error) {
	move, err := decide(d.file)
	if err != nil || move == nil {
		return d.file, err
	}
	after := d.file
	after.Return = move.After
	after.Version++
	return after, nil
}

func (d drawer) ExtendedUntil(context.Context, maturity.ReturnKey) (period.Day, bool, error) {
	return 0, false, nil
}

// acts is every act by its name.
func acts(d *returns.Desk, who returns.Actor, key maturity.ReturnKey, seen int64) map[string]func() (maturity.ReturnFile, error) {
	ctx := context.Background()
	return map[string]func() (maturity.ReturnFile, error){
		maturity.StepSubmitted:        func() (maturity.ReturnFile, error) { return d.Submit(ctx, who, key, seen) },
		maturity.StepWithdrawn:        func() (maturity.ReturnFile, error) { return d.Withdraw(ctx, who, key, seen, "") },
		maturity.StepChangesRequested: func() (maturity.ReturnFile, error) { return d.RequestChanges(ctx, who, key, seen, "Count again.") },
		maturity.StepApproved:         func() (maturity.ReturnFile, error) { return d.Approve(ctx, who, key, seen) },
		maturity.StepPublished:        func() (maturity.ReturnFile, error) { return d.Publish(ctx, who, key, seen) },
		maturity.StepScheduled: func() (maturity.ReturnFile, error) {
			return d.Schedule(ctx, who, key, seen, time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC))
		},
		maturity.StepReleased: func() (maturity.ReturnFile, error) { return d.Release(ctx, who, key, seen, "The ward moved.") },
		maturity.StepCorrectionBegun: func() (maturity.ReturnFile, error) {
			return d.BeginCorrection(ctx, who, key, seen, maturity.Correction{Reason: maturity.ErrorCorrected, Words: "A slip."})
		},
	}
}

// inState is a return that came to a state the ordinary way: the trust gave and submitted the figures, first and second
// approved them.
func inState(state maturity.ReturnState, c maturity.Collection) maturity.ReturnFile {
	at := time.Date(2026, 7, 2, 10, 0, 0, 0, time.UTC)
	f := maturity.ReturnFile{Body: maturity.Organisation{ID: 7, Code: "RTE", Name: "Gloucestershire Hospitals"}}
	f.Return = maturity.Return{ID: 1, ReturnKey: maturity.ReturnKey{Collection: c.ID, Organisation: 7, Period: quarter}, State: state, Round: 1, Version: 5}
	for _, m := range []string{"alpha", "beta"} {
		v := figure(m, 50, 0).ReturnValue
		v.By, v.At, v.Revision = "trust", at, 2
		f.Values = append(f.Values, v)
	}
	if state != maturity.ReturnDraft && state != maturity.ReturnChangesRequested {
		f.SubmittedAt, f.SubmittedBy, f.FirstSubmittedAt = at, "trust", at
		f.Hash = returns.Hash(returns.Document(f))
	}
	if !slices.Contains([]maturity.ReturnState{maturity.ReturnDraft, maturity.ReturnChangesRequested, maturity.ReturnSubmitted}, state) {
		for _, who := range []string{"first", "second"} {
			f.Approvals = append(f.Approvals, maturity.ReturnApproval{By: who, At: at, Round: 1, Hash: f.Hash})
		}
	}
	if state == maturity.ReturnPublished || state == maturity.ReturnCorrected {
		f.PublishedAt = at
		f.Publications = []maturity.ReturnPublication{{Round: 1, Submission: 1, At: at, Hash: "another"}}
	}
	return f
}

// TestEveryActByEveryPersonInEveryState compares all of them with two small tables: who may, and when. Everything else is
// refused: what may not be seen is not found, what may not be done is forbidden, what cannot be done now is a conflict.
func TestEveryActByEveryPersonInEveryState(t *testing.T) {
	t.Parallel()
	who := map[string]string{ // the people who may do it
		maturity.StepSubmitted:        "trust colleague analyst admin",
		maturity.StepWithdrawn:        "trust colleague analyst admin",
		maturity.StepCorrectionBegun:  "trust colleague analyst admin",
		maturity.StepChangesRequested: "analyst first second third admin",
		maturity.StepApproved:         "first second third admin",
		maturity.StepPublished:        "analyst admin",
		maturity.StepScheduled:        "analyst admin",
		maturity.StepReleased:         "analyst admin",
	}
	when := map[string]string{ // the states in which it works, for those
		maturity.StepSubmitted:        "draft changes_requested",
		maturity.StepWithdrawn:        "submitted approved",
		maturity.StepCorrectionBegun:  "published corrected",
		maturity.StepChangesRequested: "submitted approved",
		maturity.StepApproved:         "submitted",
		maturity.StepPublished:        "approved",
		maturity.StepScheduled:        "approved",
		maturity.StepReleased:         "", // nothing is held back
	}
	leads := map[string]string{maturity.StepSubmitted: "submitted", maturity.StepWithdrawn: "draft", maturity.StepCorrectionBegun: "draft", maturity.StepChangesRequested: "changes_requested",
		maturity.StepApproved: "submitted", maturity.StepPublished: "published", maturity.StepScheduled: "approved"}
	tried := 0
	for _, state := range []maturity.ReturnState{maturity.ReturnDraft, maturity.ReturnSubmitted, maturity.ReturnChangesRequested, maturity.ReturnApproved, maturity.ReturnPublished, maturity.ReturnCorrected} {
		file := inState(state, scheme())
		d := returns.NewDesk(returns.Options{Store: drawer{file}, Rights: people, Catalogue: catalogue(scheme()), Signer: seal{},
			Clock: func() time.Time { return time.Date(2026, 7, 10, 9, 0, 0, 0, time.UTC) }})
		for login := range people {
			may, err := d.Permits(t.Context(), as(login), scheme(), 7)
			if err != nil {
				t.Fatal(err)
			}
			for act, do := range acts(d, as(login), file.ReturnKey, file.Version) {
				tried++
				want := "conflict"
				works := slices.Contains(strings.Fields(who[act]), login) && slices.Contains(strings.Fields(when[act]), string(state))
				switch {
				case login == "viewer":
					want = "not_found"
				case !slices.Contains(strings.Fields(who[act]), login):
					want = "forbidden"
				case works:
					want = ""
				}
				after, err := do()
				if string(maturity.CodeOf(err)) != want || want == "" && string(after.State) != leads[act] {
					t.Errorf("%s a %s return as %s: %v, state %s; want %q", act, state, login, err, after.State, want)
				}
				if offered := returns.Offers(act, scheme(), file, may, login); offered != works {
					t.Errorf("%s a %s return is offered to %s: %v, want %v", act, state, login, offered, works)
				}
			}
		}
	}
	if tried != 6*len(people)*len(returns.Acts()) {
		t.Errorf("%d tried", tried)
	}
}

// TestWhatIsLookedAtInAnAct: each line changes one thing of an approved or submitted return, and names what comes of it.
func TestWhatIsLookedAtInAnAct(t *testing.T) {
	t.Parallel()
	submitted, approved := maturity.ReturnSubmitted, maturity.ReturnApproved
	for _, c := range []struct {
		name   string
		state  maturity.ReturnState
		change func(*maturity.ReturnFile, *maturity.Collection)
		who    string
		act    string
		want   maturity.Code
		words  string
	}{
		{"who submitted may not approve", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.SubmittedBy = "admin" }, "admin", maturity.StepApproved, maturity.Forbidden, "Somebody else"},
		{"who gave a figure may not approve", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Values[1].By = "first" }, "first", maturity.StepApproved, maturity.Forbidden, "Somebody else"},
		{"unless the collection allows it", submitted, func(f *maturity.ReturnFile, c *maturity.Collection) { f.Values[1].By, c.OwnApproval = "first", true }, "first", maturity.StepApproved, "", ""},
		{"nobody approves twice", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.Approvals = append(f.Approvals, maturity.ReturnApproval{By: "first", Round: 1, Hash: f.Hash})
		}, "first", maturity.StepApproved, maturity.Forbidden, "Another approver"},
		{"again after the approval became void", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.Approvals = append(f.Approvals, maturity.ReturnApproval{By: "first", Round: 1, Hash: f.Hash, VoidedAt: time.Unix(1, 0)})
		}, "first", maturity.StepApproved, "", ""},
		{"figures that are not those submitted are not approved", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Values[0].Value = 51 }, "first", maturity.StepApproved, maturity.Conflict, "submitted again"},
		{"nor published", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Values[0].Comment = "new words" }, "analyst", maturity.StepPublished, maturity.Conflict, "submitted and approved again"},
		{"an approval is missing", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Approvals = f.Approvals[:1] }, "analyst", maturity.StepPublished, maturity.Conflict, "1 of 2"},
		{"an approval is void", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Approvals[0].VoidedAt = time.Unix(1, 0) }, "analyst", maturity.StepPublished, maturity.Conflict, "1 of 2"},
		{"an approval is of another round", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Round = 2 }, "analyst", maturity.StepPublished, maturity.Conflict, "0 of 2"},
		{"an approval is of other figures", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Approvals[0].Hash = "another" }, "analyst", maturity.StepPublished, maturity.Conflict, "1 of 2"},
		{"two approvals of one person are one", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Approvals[1].By = "first" }, "analyst", maturity.StepPublished, maturity.Conflict, "1 of 2"},
		{"held back", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Held = "Half of all trusts jump." }, "analyst", maturity.StepPublished, maturity.Conflict, "Half of all trusts jump."},
		{"held back and released", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Held = "Half of all trusts jump." }, "analyst", maturity.StepReleased, "", ""},
		{"under embargo", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.PublishAt = time.Date(2026, 7, 10, 9, 30, 0, 0, time.UTC)
		}, "analyst", maturity.StepPublished, maturity.Conflict, "10 July 2026 at 09:30"},
		{"the embargo has passed", approved, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.PublishAt = time.Date(2026, 7, 10, 9, 0, 0, 0, time.UTC)
		}, "analyst", maturity.StepPublished, "", ""},
		{"a figure is missing", maturity.ReturnDraft, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Values = f.Values[:1] }, "trust", maturity.StepSubmitted, maturity.Invalid, "Share of beta: give the figure, or say why there is none."},
		{"a figure is said to be missing", maturity.ReturnDraft, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.Values[1].State, f.Values[1].Value = maturity.NotAvailable, nan
		}, "trust", maturity.StepSubmitted, "", ""},
		{"a figure cannot be", maturity.ReturnDraft, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Values[1].Value = 100.5 }, "trust", maturity.StepSubmitted, maturity.Invalid, "above"},
		{"nothing is approved where nobody has to approve", maturity.ReturnDraft, func(_ *maturity.ReturnFile, c *maturity.Collection) { c.Approvals = 0 }, "trust", maturity.StepSubmitted, "", ""},
		{"the version is an older one", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) { f.Version++ }, "first", maturity.StepApproved, maturity.Conflict, "has changed"},
		{"done a moment ago by the same person", submitted, func(f *maturity.ReturnFile, _ *maturity.Collection) {
			f.Version++
			f.Steps = []maturity.ReturnStep{{By: "first", Action: maturity.StepApproved, Version: f.Version}}
		}, "first", maturity.StepApproved, "", ""},
	} {
		t.Run(strings.ReplaceAll(c.name, " ", "-"), func(t *testing.T) {
			collection := scheme()
			file := inState(c.state, collection)
			seen := file.Version
			c.change(&file, &collection)
			d := returns.NewDesk(returns.Options{Store: drawer{file}, Rights: people, Catalogue: catalogue(collection), Signer: seal{},
				Clock: func() time.Time { return time.Date(2026, 7, 10, 9, 0, 0, 0, time.UTC) }})
			_, err := acts(d, as(c.who), file.ReturnKey, seen)[c.act]()
			if maturity.CodeOf(err) != c.want || c.words != "" && !strings.Contains(fmt.Sprint(err), c.words) {
				t.Errorf("%v; want %q with %q", err, c.want, c.words)
			}
		})
	}
}
