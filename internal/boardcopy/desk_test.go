package boardcopy_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/boardcopy"
	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// shelf keeps copies in memory.
type shelf struct{ versions []maturity.BoardCopy }

func (s *shelf) BoardCopies(context.Context) ([]maturity.BoardCopy, error) {
	return s.versions[max(0, len(s.versions)-1):], nil
}

func (s *shelf) BoardCopy(context.Context, int64) (maturity.BoardCopy, error) {
	if len(s.versions) == 0 {
		return maturity.BoardCopy{}, maturity.Errorf(maturity.NotFound, "none")
	}
	return s.versions[len(s.versions)-1], nil
}

func (s *shelf) BoardVersions(context.Context, int64) ([]maturity.BoardCopy, error) {
	return s.versions, nil
}

func (s *shelf) MakeBoardCopy(_ context.Context, c maturity.BoardCopy, _ maturity.AuditEntry) (maturity.BoardCopy, error) {
	c.ID, c.Version = 1, 1
	s.versions = append(s.versions, c)
	return c, nil
}

func (s *shelf) SaveBoardCopy(_ context.Context, c maturity.BoardCopy, _ maturity.AuditEntry) (maturity.BoardCopy, error) {
	if c.Version != s.versions[len(s.versions)-1].Version {
		return c, maturity.Errorf(maturity.Conflict, "somebody was faster")
	}
	c.Version++
	s.versions = append(s.versions, c)
	return c, nil
}

// own lets an account edit boards of organisation 1.
type own struct{}

func (own) Reach(_ context.Context, a maturity.Account, what maturity.Permission, _ maturity.Collection) (maturity.Scope, error) {
	if a.Login != "analyst" || what != maturity.EditBoard {
		return maturity.Scope{}, nil
	}
	return maturity.Scope{Organisations: map[maturity.OrganisationID]bool{1: true}}, nil
}

func desk(t *testing.T) (*boardcopy.Desk, *shelf, maturity.Board) {
	t.Helper()
	c, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{}
	base, _ := c.Board("ldr-steering-group")
	return &boardcopy.Desk{Catalogue: c, Store: s, Rights: own{}, Clock: func() time.Time { return time.Unix(0, 0) }}, s, base
}

var analyst, reader = boardcopy.Who{Account: maturity.Account{Login: "analyst"}}, boardcopy.Who{Account: maturity.Account{Login: "reader"}}

// A copy shows what its board shows, and opens under an id that no file can have.
func TestACopyIsTheSameBoard(t *testing.T) {
	d, _, base := desk(t)
	ctx := t.Context()
	made, err := d.Make(ctx, analyst, 1, base, "", "")
	if err != nil {
		t.Fatal(err)
	}
	b, err := d.Board(ctx, made.Address())
	if err != nil || b.ID != "C1" || b.Title != base.Title+" (copy)" || len(b.Panels) != len(base.Panels) {
		t.Errorf("%v: %s %q with %d panels", err, b.ID, b.Title, len(b.Panels))
	}
	list, err := d.For(ctx, maturity.KindFootprint, 7, 1)
	if err != nil || len(list) != 1 {
		t.Errorf("%d listed for the footprint: %v", len(list), err)
	}
	for _, other := range []struct {
		kind string
		of   maturity.OrganisationID
	}{{"acute", 1}, {maturity.KindFootprint, 2}} {
		if list, _ := d.For(ctx, other.kind, other.of); len(list) != 0 {
			t.Errorf("listed for %v, too", other)
		}
	}
}

// Who may not, cannot; who comes late, hears of it; what is the same, is no new version.
func TestSaving(t *testing.T) {
	d, s, base := desk(t)
	ctx := t.Context()
	if _, err := d.Make(ctx, reader, 1, base, "", ""); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a reader makes a copy: %v", err)
	}
	if _, err := d.Make(ctx, analyst, 2, base, "", ""); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a copy for another's organisation: %v", err)
	}
	made, err := d.Make(ctx, analyst, 1, base, "Ours", "")
	if err != nil || made.Title != "Ours" {
		t.Fatal(err, made.Title)
	}
	if _, err := d.Save(ctx, analyst, "C1", 1, made.Text); err != nil || len(s.versions) != 1 {
		t.Errorf("the same text: %v, %d versions", err, len(s.versions))
	}
	other := strings.Replace(made.Text, "title: Ours", "title: Theirs", 1)
	if _, err := d.Save(ctx, reader, "C1", 1, other); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("a reader saves: %v", err)
	}
	if _, err := d.Save(ctx, analyst, "C1", 1, other); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Save(ctx, analyst, "C1", 1, strings.Replace(made.Text, "title: Ours", "title: Late", 1)); maturity.CodeOf(err) != maturity.Conflict {
		t.Errorf("saving over a later version: %v", err)
	}
	var faults boardcopy.Faults
	if _, err := d.Save(ctx, analyst, "C1", 2, other+"colour: red\n"); !errors.As(err, &faults) || len(s.versions) != 2 {
		t.Errorf("a fault was saved: %v", err)
	}
	back, err := d.Restore(ctx, analyst, "C1", 2, 1)
	if err != nil || back.Version != 3 || back.Restored != 1 || back.Text != made.Text {
		t.Errorf("going back: %v, %+v", err, back)
	}
	if _, err := d.Restore(ctx, analyst, "C1", 3, 9); maturity.CodeOf(err) != maturity.NotFound {
		t.Errorf("going back to no version: %v", err)
	}
}

// Where definitions changed so that a copy no longer fits, it says what is gone instead of showing half.
func TestACopyThatNoLongerFits(t *testing.T) {
	d, s, base := desk(t)
	if _, err := d.Make(t.Context(), analyst, 1, base, "", ""); err != nil {
		t.Fatal(err)
	}
	s.versions[0].Text = strings.ReplaceAll(s.versions[0].Text, "uc.4d", "uc.44d")
	_, err := d.Board(t.Context(), "C1")
	if maturity.CodeOf(err) != maturity.Conflict || !strings.Contains(maturity.SentenceOf(err), `there is no measure "uc.44d"`) {
		t.Errorf("%v", err)
	}
}
