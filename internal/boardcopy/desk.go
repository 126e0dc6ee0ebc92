// Package boardcopy is the use case of copies of boards: somebody who may edit boards copies one, changes the copy as a
// form or as YAML, goes back to an earlier version, and takes it out as a file. It fills no board and draws nothing.
package boardcopy

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"waymark/internal/definition"
	"waymark/internal/maturity"
)

// Faults is what is wrong with a text, each with its line.
type Faults = definition.Faults

// MaxText is how long the text of a board may be, in bytes.
const MaxText = definition.MaxBoard

// Store keeps copies. Nothing that was kept is changed.
type Store interface {
	BoardCopies(ctx context.Context) ([]maturity.BoardCopy, error)
	BoardCopy(ctx context.Context, id int64) (maturity.BoardCopy, error)
	BoardVersions(ctx context.Context, id int64) ([]maturity.BoardCopy, error)
	MakeBoardCopy(ctx context.Context, c maturity.BoardCopy, entry maturity.AuditEntry) (maturity.BoardCopy, error)
	SaveBoardCopy(ctx context.Context, c maturity.BoardCopy, entry maturity.AuditEntry) (maturity.BoardCopy, error)
}

// Rights tells for which organisations an account may do something.
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Who does something, and the request with which it is done.
type Who struct {
	Account maturity.Account
	Request string
}

// Desk is where copies are made and changed. It is safe for concurrent use.
type Desk struct {
	Catalogue *maturity.Catalogue
	Store     Store
	Rights    Rights
	Clock     func() time.Time
}

// Board finds a board by its id: one that ships, or the newest version of a copy, whose id is then that of the copy.
func (d *Desk) Board(ctx context.Context, id string) (maturity.Board, error) {
	if b, ok := d.Catalogue.Board(id); ok {
		return b, nil
	}
	number, ok := maturity.BoardCopyID(id)
	if !ok {
		return maturity.Board{}, maturity.Errorf(maturity.NotFound, "There is no board %q.", id)
	}
	c, err := d.Store.BoardCopy(ctx, number)
	if err != nil {
		return maturity.Board{}, err
	}
	return d.open(c)
}

// open reads the text of a copy. Definitions may have changed since it was written; then it says what is gone.
func (d *Desk) open(c maturity.BoardCopy) (maturity.Board, error) {
	b, err := d.Read(c.Text)
	if err != nil {
		var faults Faults
		errors.As(err, &faults)
		return b, maturity.Errorf(maturity.Conflict, "This copy of a board no longer fits the definitions: %s. Whoever may edit it can mend it.", strings.TrimSuffix(faults[0].Message, "."))
	}
	b.ID = c.Address()
	return b, nil
}

// Read checks the text of a board; its error is Faults.
func (d *Desk) Read(text string) (maturity.Board, error) {
	return definition.ReadBoard(d.Catalogue, "board.yaml", []byte(text))
}

// Text is a board as YAML.
func Text(b maturity.Board) string { return string(definition.WriteBoard(b)) }

// Copy finds the newest version of a copy by the id of its board.
func (d *Desk) Copy(ctx context.Context, id string) (maturity.BoardCopy, error) {
	number, ok := maturity.BoardCopyID(id)
	if !ok {
		return maturity.BoardCopy{}, maturity.Errorf(maturity.NotFound, "There is no copy %q.", id)
	}
	return d.Store.BoardCopy(ctx, number)
}

// For lists the copies that an organisation of a kind can be opened with: its own, and those of the bodies above it.
func (d *Desk) For(ctx context.Context, kind string, of ...maturity.OrganisationID) (out []maturity.BoardCopy, err error) {
	copies, err := d.Store.BoardCopies(ctx)
	for _, c := range copies {
		if !slices.Contains(of, c.Organisation) {
			continue
		}
		if b, err := d.Read(c.Text); err == nil && slices.Contains(b.For, kind) {
			out = append(out, c)
		}
	}
	return out, err
}

// May reports whether an account may copy boards for an organisation and change its copies.
func (d *Desk) May(ctx context.Context, a maturity.Account, of maturity.OrganisationID) (bool, error) {
	scope, err := d.Rights.Reach(ctx, a, maturity.EditBoard, maturity.Collection{})
	return err == nil && scope.May(of), err
}

func (d *Desk) must(ctx context.Context, a maturity.Account, of maturity.OrganisationID) error {
	if may, err := d.May(ctx, a, of); err != nil || may {
		return err
	}
	return maturity.Errorf(maturity.Forbidden, "You may read this board, but not change boards of this organisation.")
}

// Make keeps a copy for an organisation: of the board base under a title, "" for its own and "(copy)", or of a text where
// one is given. Faults of the text are Faults.
func (d *Desk) Make(ctx context.Context, who Who, of maturity.OrganisationID, base maturity.Board, title, text string) (maturity.BoardCopy, error) {
	if err := d.must(ctx, who.Account, of); err != nil {
		return maturity.BoardCopy{}, err
	}
	c := maturity.BoardCopy{Organisation: of, Base: base.ID, BaseHash: base.Hash, By: who.Account.Login, At: d.Clock()}
	if text == "" {
		b := base
		if b.ID = ownID(base.ID); title != "" {
			b.Title = title
		} else {
			b.Title += " (copy)"
		}
		text = Text(b)
	} else {
		c.Base, c.BaseHash = "", ""
	}
	b, err := d.Read(text)
	if err != nil {
		return c, err
	}
	c.Title, c.Text = b.Title, text
	return d.Store.MakeBoardCopy(ctx, c, d.entry(who, "board.copied", map[string]any{"base": c.Base, "title": c.Title}))
}

// ownID is the id in the file of a copy: that of the board it was copied from, marked.
func ownID(base string) string {
	base = strings.ToLower(base)
	if strings.HasSuffix(base, "-copy") {
		return base
	}
	return base + "-copy"
}

// Save keeps a text as the next version after the one its writer began with. Faults of the text are Faults; a version that
// somebody else saved meanwhile is maturity.Conflict. The same text again is no new version.
func (d *Desk) Save(ctx context.Context, who Who, id string, version int64, text string) (maturity.BoardCopy, error) {
	c, err := d.Copy(ctx, id)
	if err != nil {
		return c, err
	}
	if err := d.must(ctx, who.Account, c.Organisation); err != nil {
		return c, err
	}
	b, err := d.Read(text)
	if err != nil {
		return c, err
	}
	if c.Text == text && c.Version >= version {
		return c, nil
	}
	return d.keep(ctx, who, c, b.Title, text, version, 0, "board.changed")
}

// Restore keeps the text of an earlier version as the newest.
func (d *Desk) Restore(ctx context.Context, who Who, id string, version, earlier int64) (maturity.BoardCopy, error) {
	c, err := d.Copy(ctx, id)
	if err != nil {
		return c, err
	}
	if err := d.must(ctx, who.Account, c.Organisation); err != nil {
		return c, err
	}
	versions, err := d.Store.BoardVersions(ctx, c.ID)
	if err != nil {
		return c, err
	}
	i := slices.IndexFunc(versions, func(v maturity.BoardCopy) bool { return v.Version == earlier })
	if i < 0 {
		return c, maturity.Errorf(maturity.NotFound, "There is no version %d.", earlier)
	}
	if versions[i].Text == c.Text {
		return c, nil
	}
	return d.keep(ctx, who, c, versions[i].Title, versions[i].Text, version, earlier, "board.restored")
}

func (d *Desk) keep(ctx context.Context, who Who, c maturity.BoardCopy, title, text string, version, restored int64, action string) (maturity.BoardCopy, error) {
	c.Title, c.Text, c.Version, c.Restored, c.By, c.At = title, text, version, restored, who.Account.Login, d.Clock()
	return d.Store.SaveBoardCopy(ctx, c, d.entry(who, action, map[string]any{"version": version + 1, "title": title}))
}

// Versions lists every version of a copy, the newest first.
func (d *Desk) Versions(ctx context.Context, id string) ([]maturity.BoardCopy, error) {
	c, err := d.Copy(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.Store.BoardVersions(ctx, c.ID)
}

func (d *Desk) entry(who Who, action string, detail map[string]any) maturity.AuditEntry {
	return maturity.AuditEntry{At: d.Clock(), Account: who.Account.Login, Action: action, RequestID: who.Request, Detail: detail}
}
