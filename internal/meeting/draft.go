package meeting

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"waymark/internal/chart"
	"waymark/internal/maturity"
	"waymark/internal/pack"
)

// Draft reads everything a pack is put together from. Its exceptions are those chosen, or those the rule suggests.
func (d *Desk) Draft(ctx context.Context, p maturity.Pack) (Material, error) {
	m := Material{Pack: p, Catalogue: d.Catalogue, Location: d.Location}
	var err error
	if m.Content, err = d.content(ctx, p); err != nil {
		return m, err
	}
	q, err := d.query(ctx, p, m.Content)
	if err != nil {
		return m, err
	}
	if m.View, err = d.Boards.BuildBoard(ctx, m.Content.Board, q); err != nil {
		return m, err
	}
	if m.Changes, err = d.Boards.Changes(ctx, q); err != nil {
		return m, err
	}
	m.Candidates = Candidates(m.View, m.Changes)
	if !p.Chosen && len(p.Content) == 0 {
		m.Pack.Exceptions = nil
		for _, c := range m.Candidates {
			if c.Suggested {
				m.Pack.Exceptions = append(m.Pack.Exceptions, c.Place)
			}
		}
	}
	for i := range m.Candidates {
		m.Candidates[i].Chosen = slices.Contains(m.Pack.Exceptions, m.Candidates[i].Place)
	}
	if len(m.Pack.Exceptions) > 0 {
		with := withExceptions(m.Content.Board, m.Pack.Exceptions, d.target)
		if m.View, err = d.Boards.BuildBoard(ctx, with, q); err != nil {
			return m, err
		}
	}
	if len(p.Content) == 0 {
		if m.Content.Basis, err = d.basis(ctx, m, q); err != nil {
			return m, err
		}
	}
	m.Members = append(q.Directory.Within(q.Subject.ID, q.MembersDay()), q.Directory.Members(q.Subject.ID, q.MembersDay())...)
	m.Members = append(m.Members, q.Subject)
	return m, nil
}

func (d *Desk) target(id string) (maturity.Target, bool) {
	for _, t := range d.Catalogue.Targets {
		if t.ID == id {
			return t, true
		}
	}
	return maturity.Target{}, false
}

// Preview is the paper as it would be frozen now, as HTML.
func (d *Desk) Preview(ctx context.Context, m Material) ([]byte, error) {
	document, err := Assemble(m)
	if err != nil {
		return nil, err
	}
	if err := d.draw(ctx, document, nil); err != nil {
		return nil, err
	}
	return d.html(ctx, document)
}

// draw draws every picture of the document. One that cannot be drawn is left out: its table stands alone.
func (d *Desk) draw(ctx context.Context, document pack.Document, hear func(drawn, of int)) error {
	pictures := document.Pictures()
	if several, ok := d.Pictures.(interface {
		Prepare(ctx context.Context, figures []chart.Figure)
	}); ok && hear == nil { // who wants to hear of progress has them drawn one by one
		figures := make([]chart.Figure, len(pictures))
		for i, p := range pictures {
			figures[i] = p.Figure
		}
		several.Prepare(ctx, figures)
	}
	for i, p := range pictures {
		if hear != nil {
			hear(i, len(pictures))
		}
		if !p.Figure.HasPicture() {
			continue
		}
		svg, err := d.Pictures.SVG(ctx, p.Figure)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return err
		}
		p.SVG = svg
	}
	if hear != nil {
		hear(len(pictures), len(pictures))
	}
	return nil
}

func (d *Desk) html(ctx context.Context, document pack.Document) ([]byte, error) {
	for _, w := range d.Writers {
		if w.Form() == pack.HTML {
			var out bytes.Buffer
			err := w.Write(ctx, &out, document)
			return out.Bytes(), err
		}
	}
	return nil, maturity.Errorf(maturity.Internal, "There is no writer of HTML.")
}

func hashOf(content []byte) string {
	sum := sha256.Sum256(content)
	return hex.EncodeToString(sum[:])
}

func hashes(document pack.Document) (out []maturity.PackPicture) {
	for _, p := range document.Pictures() {
		one := maturity.PackPicture{Name: p.Name}
		if len(p.SVG) > 0 {
			one.SHA256 = hashOf(p.SVG)
		}
		out = append(out, one)
	}
	return out
}

// Check says whether the pinned pack, put together anew, has the bytes that are kept.
type Check struct {
	HTML        bool     // the same bytes
	Pictures    int      // compared
	Different   []string // names of pictures with other bytes, or only on one side
	Definitions bool     // the catalogue is the one it was frozen with
}

// Same reports whether nothing differs.
func (c Check) Same() bool { return c.HTML && len(c.Different) == 0 }

// Sentence says it.
func (c Check) Sentence() string {
	text := "The pack put together anew has the same HTML and the same " + maturity.Count(c.Pictures, "picture", "pictures") + ", to the byte."
	if !c.Same() {
		text = "The pack put together anew is not the same: "
		switch {
		case len(c.Different) == 0:
			text += "the HTML differs, and every picture is the same, as after a new version of the program."
		default:
			text += maturity.Count(len(c.Different), "picture differs", "pictures differ") + "."
		}
	}
	if !c.Definitions {
		text += " The definitions have changed since it was frozen."
	}
	return text
}

// Verify puts a frozen pack together anew and compares it with what is kept.
func (d *Desk) Verify(ctx context.Context, id int64) (c Check, err error) {
	p, err := d.Store.Pack(ctx, id)
	if err != nil {
		return c, err
	}
	if p.State != maturity.PackFrozen && p.State != maturity.PackPublished {
		return c, maturity.Errorf(maturity.Conflict, "The pack is not frozen: there is nothing to compare it with.")
	}
	m, err := d.Draft(ctx, p)
	if err != nil {
		return c, err
	}
	document, err := Assemble(m)
	if err != nil {
		return c, err
	}
	if err := d.draw(ctx, document, nil); err != nil {
		return c, err
	}
	html, err := d.html(ctx, document)
	if err != nil {
		return c, err
	}
	kept, err := d.Store.PackFile(ctx, id, string(pack.HTML))
	if err != nil {
		return c, err
	}
	before, err := d.Store.PackPictures(ctx, id)
	if err != nil {
		return c, err
	}
	c = Check{HTML: bytes.Equal(html, kept.Bytes), Pictures: len(before), Definitions: p.Definitions == d.Catalogue.Hash}
	c.Different = different(before, hashes(document))
	return c, nil
}

func different(before, now []maturity.PackPicture) (out []string) {
	was := map[string]string{}
	for _, p := range before {
		was[p.Name] = p.SHA256
	}
	for _, p := range now {
		hash, there := was[p.Name]
		if !there || hash != p.SHA256 {
			out = append(out, p.Name)
		}
		delete(was, p.Name)
	}
	for name := range was {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}
