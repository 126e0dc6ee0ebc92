package roadmap

import (
	"context"

	"waymark/internal/maturity"
)

// Look says what a file would do without keeping it. Where id is "", a whole file says itself of which roadmap it is.
func (f *Files) Look(ctx context.Context, id, name string, text []byte) (Checked, error) {
	u := maturity.RoadmapUpload{Roadmap: id, FileName: name, Media: mediaOf(name)}
	switch {
	case u.Media == "":
		return Checked{}, maturity.Errorf(maturity.Invalid, "The file is none of those that hold a roadmap: YAML, XLSX, CSV, Microsoft Project XML or iCalendar (ICS).")
	case len(text) > MaxFile:
		return Checked{}, maturity.Errorf(maturity.TooLarge, "The file has more than %d MB.", MaxFile>>20)
	}
	if id == "" {
		first := Checked{Upload: u, New: true}
		r, err := f.read(ctx, &first, maturity.Roadmap{}, text)
		if err != nil {
			return first, err
		}
		if _, err := f.Desk.newest(ctx, r.ID); err == nil {
			u.Roadmap = r.ID
		} else if maturity.CodeOf(err) != maturity.NotFound {
			return first, err
		}
	}
	return f.Check(ctx, u, text)
}
