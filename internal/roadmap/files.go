package roadmap

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strings"

	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

// MaxFile is the most bytes of a file with a roadmap.
const MaxFile = 16 << 20

// UploadStore keeps the files that people send as roadmaps.
type UploadStore interface {
	KeepRoadmapUpload(ctx context.Context, u maturity.RoadmapUpload, bytes []byte, entry maturity.AuditEntry) (maturity.RoadmapUpload, error)
	RoadmapUploads(ctx context.Context, roadmap, by string, limit int) ([]maturity.RoadmapUpload, error)
	RoadmapUpload(ctx context.Context, id int64) (maturity.RoadmapUpload, []byte, error)
	SettleRoadmapUpload(ctx context.Context, u maturity.RoadmapUpload, state maturity.RoadmapUploadState, entry maturity.AuditEntry) error
}

// Files is where files with roadmaps are received, looked at and saved.
type Files struct {
	Desk  *Desk
	Store UploadStore

	before parsedFiles
	parse  func(context.Context, maturity.RoadmapUpload, []byte) (parsed, error) // nil: parseFile
}

// Problem is something in a file that cannot be taken, with its place.
type Problem struct {
	Place    string // "Milestones!D7", "line 12"
	Seen     string
	Expected string
}

// Checked is a file with what it would do.
type Checked struct {
	Upload   maturity.RoadmapUpload
	Part     bool  // it holds tasks or milestones only: everything else stays
	New      bool  // it would make a roadmap
	Plan     *Plan // as it would be; nil where the file cannot be taken
	Version  int64 // over which
	Problems []Problem
	Doubts   []string
	// How many items would come, change and go.
	Added, Changed, Removed int
	Comparison              Comparison
}

// Ready reports whether the file can be saved and would change something.
func (c Checked) Ready() bool { return len(c.Problems) == 0 && c.Added+c.Changed+c.Removed > 0 }

// mayMake fails where an account may change no roadmap at all.
func (f *Files) mayMake(ctx context.Context, a maturity.Account) error {
	scope, err := f.Desk.Rights.Reach(ctx, a, maturity.EditRoadmap, maturity.Collection{})
	if err == nil && !scope.All && len(scope.Organisations) == 0 {
		err = maturity.Errorf(maturity.Forbidden, "You may read roadmaps, but not make one.")
	}
	return err
}

// may fails where an account may not send files to the roadmap, "" for a new one.
func (f *Files) may(ctx context.Context, a maturity.Account, id string) error {
	if id == "" {
		return f.mayMake(ctx, a)
	}
	at, err := f.Desk.newest(ctx, id)
	if err != nil {
		return err
	}
	return f.Desk.must(ctx, a, at.Footprint)
}

// Medias are the endings of files that are taken.
var Medias = []string{"yaml", "xlsx", "csv", "xml", "ics"}

func mediaOf(name string) string {
	media := strings.ToLower(strings.TrimPrefix(path.Ext(name), "."))
	switch media {
	case "yml", "json": // JSON is YAML
		return "yaml"
	}
	if slices.Contains(Medias, media) {
		return media
	}
	return ""
}

// Receive keeps a file sent to a roadmap, "" for a new one. earlier says that the same bytes wait for a decision already:
// then that is the answer.
func (f *Files) Receive(ctx context.Context, who Who, id, name string, text []byte) (u maturity.RoadmapUpload, earlier bool, err error) {
	if err := f.may(ctx, who.Account, id); err != nil {
		return u, false, err
	}
	media := mediaOf(name)
	switch {
	case media == "":
		return u, false, maturity.Errorf(maturity.Invalid, "The file is none of those that hold a roadmap: YAML, XLSX, CSV, Microsoft Project XML or iCalendar (ICS).")
	case len(text) > MaxFile:
		return u, false, maturity.Errorf(maturity.TooLarge, "The file has more than %d MB.", MaxFile>>20)
	case len(text) == 0:
		return u, false, maturity.Errorf(maturity.Invalid, "The file is empty.")
	}
	hash := sha256.Sum256(text)
	sum := hex.EncodeToString(hash[:])
	list, err := f.List(ctx, who, id)
	if err != nil {
		return u, false, err
	}
	for _, one := range list {
		if one.SHA256 == sum && one.State == maturity.RoadmapUploadReceived {
			return one, true, nil
		}
	}
	if runes := []rune(name); len(runes) > 200 {
		name = string(runes[len(runes)-200:])
	}
	u = maturity.RoadmapUpload{Roadmap: id, FileName: name, SHA256: sum, Media: media, By: byWhom(who), At: f.Desk.Clock()}
	u, err = f.Store.KeepRoadmapUpload(ctx, u, text, f.entry(who, "roadmap.file_received", u))
	return u, false, err
}

// List gives the newest files sent to a roadmap, or those of the account that would make a new one.
func (f *Files) List(ctx context.Context, who Who, id string) ([]maturity.RoadmapUpload, error) {
	return f.Store.RoadmapUploads(ctx, id, byWhom(who), 50)
}

func (f *Files) entry(who Who, action string, u maturity.RoadmapUpload) maturity.AuditEntry {
	e := f.Desk.entry(who, maturity.RoadmapChange{Roadmap: u.Roadmap})
	e.Action, e.Detail = action, map[string]any{"file": u.FileName, "sha256": u.SHA256}
	if u.Roadmap == "" {
		e.Subject = "roadmap"
	}
	return e
}

// Open reads a file that was sent to a roadmap, "" for a new one. What the account may not see does not exist for it.
func (f *Files) Open(ctx context.Context, who Who, id string, upload int64) (maturity.RoadmapUpload, []byte, error) {
	if err := f.may(ctx, who.Account, id); err != nil {
		return maturity.RoadmapUpload{}, nil, err
	}
	u, text, err := f.Store.RoadmapUpload(ctx, upload)
	if err != nil {
		return u, nil, err
	}
	if u.Roadmap != id || id == "" && u.By != byWhom(who) {
		return u, nil, maturity.Errorf(maturity.NotFound, "There is no such file.")
	}
	return u, text, nil
}

// Check reads a file and says what it would do to the newest version of its roadmap.
func (f *Files) Check(ctx context.Context, u maturity.RoadmapUpload, text []byte) (Checked, error) {
	c := Checked{Upload: u, New: u.Roadmap == ""}
	var old maturity.Roadmap
	before := &Plan{}
	if !c.New {
		plan, err := f.Desk.Get(ctx, u.Roadmap, always)
		if err != nil {
			return c, err
		}
		before, old, c.Version = plan, plan.Roadmap, plan.Version
	}
	r, err := f.read(ctx, &c, old, text)
	if err != nil || len(c.Problems) > 0 {
		return c, err
	}
	if !c.New && (r.ID != old.ID || r.Organisation != old.Organisation) {
		c.Problems = append(c.Problems, Problem{Seen: r.ID, Expected: "the file is of another roadmap; this one is " + old.ID + ", of " + old.Organisation})
		return c, nil
	}
	if c.New {
		if err := f.fresh(ctx, &c, r); err != nil || len(c.Problems) > 0 {
			return c, err
		}
	}
	faults, _, err := f.Desk.Check(ctx, r)
	if err != nil {
		return c, err
	}
	for _, fault := range faults {
		c.Problems = append(c.Problems, Problem{Place: fault.Item, Expected: fault.Words})
	}
	if len(c.Problems) > 0 {
		return c, nil
	}
	if c.Plan, err = f.Desk.Draft(ctx, r); err != nil {
		return c, err
	}
	for _, w := range c.Plan.Warnings {
		if !slices.Contains(before.Warnings, w) {
			c.Doubts = append(c.Doubts, w.Words)
		}
	}
	for _, item := range differences(Items(old), Items(r)) {
		switch {
		case c.New && item.Kind == maturity.ItemHead:
		case item.Before == nil:
			c.Added++
		case item.After == nil:
			c.Removed++
		default:
			c.Changed++
		}
	}
	if c.New && c.Added == 0 {
		c.Added = 1 // the roadmap itself
	}
	c.Comparison = Compare(before, c.Plan)
	return c, nil
}

// fresh looks whether a file for a new roadmap is one.
func (f *Files) fresh(ctx context.Context, c *Checked, r maturity.Roadmap) error {
	if _, err := f.Desk.newest(ctx, r.ID); err == nil {
		c.Problems = append(c.Problems, Problem{Seen: r.ID, Expected: "there is a roadmap with this id; send the file on its page Files"})
		return nil
	} else if maturity.CodeOf(err) != maturity.NotFound {
		return err
	}
	_, err := f.Desk.footprint(ctx, r.Organisation)
	if maturity.CodeOf(err) == maturity.Invalid {
		c.Problems, err = append(c.Problems, Problem{Seen: r.Organisation, Expected: "the code of a footprint"}), nil
	}
	return err
}

// read makes a roadmap of the bytes: of a whole file, or of tasks laid over the old one.
func (f *Files) read(ctx context.Context, c *Checked, old maturity.Roadmap, text []byte) (maturity.Roadmap, error) {
	file, err := f.parsed(ctx, c.Upload, text)
	if err != nil {
		return old, err
	}
	c.Problems, c.Doubts, c.Part = append(c.Problems, file.Problems...), append(c.Doubts, file.Doubts...), file.Part
	if !c.Part {
		return file.Roadmap, nil
	}
	if c.New {
		c.Problems = append(c.Problems, Problem{Expected: "a new roadmap needs a whole file (YAML, workbook or CSV with the column “table”); lists of tasks are sent to a roadmap that is there"})
	}
	if len(c.Problems) > 0 {
		return old, nil
	}
	r, warnings := exchange.Apply(old, file.Tasks)
	c.Doubts = append(c.Doubts, warnings...)
	return r, nil
}

// Save makes a file the newest version of its roadmap, over the version that its sender looked at.
func (f *Files) Save(ctx context.Context, who Who, id string, upload, version int64, reason string) (maturity.RoadmapChange, error) {
	u, text, err := f.Open(ctx, who, id, upload)
	if err != nil {
		return maturity.RoadmapChange{}, err
	}
	if u.State != maturity.RoadmapUploadReceived {
		return maturity.RoadmapChange{ID: u.Change, Roadmap: u.Roadmap}, maturity.Errorf(maturity.Conflict, "The file was saved or cancelled already.")
	}
	c, err := f.Check(ctx, u, text)
	switch {
	case err != nil:
		return maturity.RoadmapChange{}, err
	case len(c.Problems) > 0:
		return maturity.RoadmapChange{}, maturity.Errorf(maturity.Invalid, "The file cannot be saved: see its problems.")
	case c.Version != version:
		return maturity.RoadmapChange{}, maturity.Errorf(maturity.Conflict, "The roadmap was changed meanwhile. Look again at what the file would change.")
	case strings.TrimSpace(reason) == "":
		return maturity.RoadmapChange{}, maturity.Errorf(maturity.Invalid, "Say why the roadmap changes.")
	}
	change, err := f.Desk.LoadUpload(ctx, who, c.Plan.Roadmap, reason, version, upload)
	if err != nil {
		return change, err
	}
	u.Roadmap = c.Plan.ID
	return change, f.Store.SettleRoadmapUpload(ctx, u, maturity.RoadmapUploadSaved, f.entry(who, "roadmap.file_saved", u))
}

// Cancel leaves a file aside. It stays, and can be sent again.
func (f *Files) Cancel(ctx context.Context, who Who, id string, upload int64) error {
	u, _, err := f.Open(ctx, who, id, upload)
	if err != nil || u.State == maturity.RoadmapUploadCancelled {
		return err
	}
	return f.Store.SettleRoadmapUpload(ctx, u, maturity.RoadmapUploadCancelled, f.entry(who, "roadmap.file_cancelled", u))
}
