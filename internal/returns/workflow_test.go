package returns_test

import (
	"math"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// TestAReturnFromDraftToCorrected: the whole way, and what is public at each point of it.
func TestAReturnFromDraftToCorrected(t *testing.T) {
	t.Parallel()
	o := open(t, scheme())
	ctx := t.Context()
	file := o.filled("trust", 61.5, 12)
	if file.State != maturity.ReturnDraft || len(file.Values) != 2 {
		t.Fatalf("%+v", file)
	}
	file = o.must(o.Submit(ctx, as("trust"), o.key, file.Version))
	if file.State != maturity.ReturnSubmitted || file.Hash != returns.Hash(returns.Document(file)) || file.SubmittedBy != "trust" {
		t.Fatalf("%+v", file.Return)
	}
	file = o.must(o.RequestChanges(ctx, as("first"), o.key, file.Version, "Count the new ward too."))
	if file.State != maturity.ReturnChangesRequested || file.Hash != "" {
		t.Fatalf("%+v", file.Return)
	}
	file = o.approved(62.5, 12)
	if file.State != maturity.ReturnApproved || len(file.Standing()) != 2 {
		t.Fatalf("%+v", file.Return)
	}
	if _, rows := o.believed("alpha"); rows != 0 {
		t.Fatal("a figure is public before it is published")
	}
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	if value, rows := o.believed("alpha"); file.State != maturity.ReturnPublished || value != 62.5 || rows != 1 {
		t.Fatalf("%s %v %d", file.State, value, rows)
	}
	file = o.must(o.BeginCorrection(ctx, as("trust"), o.key, file.Version, maturity.Correction{Reason: maturity.ErrorCorrected, Words: "a ward was counted twice"}))
	if value, _ := o.believed("alpha"); file.State != maturity.ReturnDraft || file.Round != 2 || value != 62.5 {
		t.Fatalf("%+v", file.Return)
	}
	file = o.approved(60, 12)
	file = o.must(o.Publish(ctx, as("analyst"), o.key, file.Version))
	value, rows := o.believed("alpha")
	_, same := o.believed("beta")
	if file.State != maturity.ReturnCorrected || value != 60 || rows != 2 || same != 1 {
		t.Fatalf("%s %v, %d rows of the changed value, %d of the unchanged", file.State, value, rows, same)
	}
	if math.IsNaN(value) || len(file.Publications) != 2 {
		t.Fatalf("%+v", file.Publications)
	}
}
