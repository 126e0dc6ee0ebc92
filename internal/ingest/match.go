package ingest

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"waymark/internal/maturity"
)

// matched is a sheet of the file with the sheet layout that reads it.
type matched struct {
	layout *maturity.SheetLayout
	head   head
	found  *located
}

// match is how a layout fits a file.
type match struct {
	layout  *maturity.Layout
	sheets  []matched
	missing []string // headings of the required sheet that came closest
	why     string   // a reason other than headings
	share   float64  // of the required headings that are there
	fits    bool
}

// matchLayout tries a layout on the file's sheets. Named says that the sender chose it: then the file's name need not
// agree.
func matchLayout(l *maturity.Layout, media, fileName string, heads []head, names *measureNames, named bool) (match, error) {
	m := match{layout: l, share: 1}
	if len(l.Media) > 0 && !slices.Contains(l.Media, media) {
		m.why, m.share = "it is for "+strings.Join(l.Media, " or ")+" files", 0
		return m, nil
	}
	used := map[string]bool{}
	for i := range l.Sheets {
		s := &l.Sheets[i]
		found, closest, err := matchSheets(s, heads, names, used)
		if err != nil {
			return m, err
		}
		m.sheets = append(m.sheets, found...)
		if len(found) > 0 || s.Optional {
			continue
		}
		share := 0.0
		if closest != nil && closest.required > 0 {
			share = 1 - float64(len(closest.missing))/float64(closest.required)
			m.missing = append(m.missing, closest.missing...)
			if len(closest.excess) > 0 {
				m.why = "it must not have " + quoted(closest.excess)
			}
		} else if s.Name != "" {
			m.why = "it needs a sheet it calls " + s.Name
		}
		m.share = min(m.share, share)
	}
	m.fits = len(m.missing) == 0 && m.why == "" && len(m.sheets) > 0
	if m.fits && l.Form != nil && !m.marked() {
		m.fits, m.why = false, "its cell "+l.Form.Marker+" does not say “"+l.Form.Text+"”"
	}
	return m, m.checkName(fileName, named)
}

func (m *match) checkName(fileName string, named bool) error {
	if !m.fits || m.layout.FileName == "" || named {
		return nil
	}
	re, err := compilePattern(m.layout.FileName)
	if err != nil {
		return err
	}
	if !re.MatchString(fileName) {
		m.fits, m.why = false, "its headings are there, but the file's name is not like "+m.layout.FileName+"; choose the layout when you send the file"
	}
	return nil
}

// matchSheets finds the sheets a sheet layout reads; a sheet is read by the first that fits. Closest is set when none does.
func matchSheets(s *maturity.SheetLayout, heads []head, names *measureNames, used map[string]bool) (found []matched, closest *located, err error) {
	var name *regexp.Regexp
	if s.Name != "" {
		if name, err = compilePattern(s.Name); err != nil {
			return nil, nil, err
		}
	}
	for _, h := range heads {
		if used[h.Name] || h.Hidden && !s.Hidden || name != nil && !name.MatchString(trimSpace(h.Name)) {
			continue
		}
		l, err := locate(s, h, names)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case l.fits():
			used[h.Name] = true
			found = append(found, matched{s, h, l})
		case l != nil && (closest == nil || len(l.missing) < len(closest.missing)):
			closest = l
		}
	}
	return found, closest, nil
}

// choose picks the one layout that fits, or reports why there is none.
func (r *reader) choose(heads []head) (*match, error) {
	if r.in.LayoutHint != "" {
		return r.chooseNamed(heads)
	}
	var fitting, others []match
	for i := range r.in.Catalogue.Layouts {
		m, err := matchLayout(&r.in.Catalogue.Layouts[i], r.in.Book.Media(), r.in.FileName, heads, r.names, false)
		if err != nil {
			return nil, err
		}
		if m.fits {
			fitting = append(fitting, m)
		} else {
			others = append(others, m)
		}
	}
	switch len(fitting) {
	case 1:
		return &fitting[0], nil
	case 0:
		g, _ := r.issues.find(LayoutNone, "", "")
		hidden, err := r.hiddenWords(heads)
		g.Message += closestWords(others) + hidden
		return nil, err
	}
	g, _ := r.issues.find(LayoutSeveral, "", "")
	var ids []string
	for _, m := range fitting {
		ids = append(ids, fmt.Sprintf("%s (%s)", m.layout.Title, m.layout.ID))
	}
	g.Message = "The file fits more than one layout: " + strings.Join(ids, "; ") + ". Waymark does not guess."
	return nil, nil
}

// hiddenWords tells of a hidden sheet that would fit a layout: it is not read, but may be the one that was meant.
func (r *reader) hiddenWords(heads []head) (string, error) {
	shown, hidden := slices.Clone(heads), map[string]bool{}
	for i := range shown {
		hidden[shown[i].Name], shown[i].Hidden = shown[i].Hidden, false
	}
	for i := range r.in.Catalogue.Layouts {
		m, err := matchLayout(&r.in.Catalogue.Layouts[i], r.in.Book.Media(), r.in.FileName, shown, r.names, false)
		if err != nil {
			return "", err
		}
		for _, s := range m.sheets {
			if m.fits && hidden[s.head.Name] {
				return fmt.Sprintf(" The hidden sheet “%s” has those of %s (%s): unhide it if it should be read.", s.head.Name, m.layout.Title, m.layout.ID), nil
			}
		}
	}
	return "", nil
}

func (r *reader) chooseNamed(heads []head) (*match, error) {
	for i := range r.in.Catalogue.Layouts {
		l := &r.in.Catalogue.Layouts[i]
		if l.ID != r.in.LayoutHint {
			continue
		}
		m, err := matchLayout(l, r.in.Book.Media(), r.in.FileName, heads, r.names, true)
		if err != nil {
			return nil, err
		}
		if m.fits {
			return &m, nil
		}
		g, _ := r.issues.find(LayoutHintMismatch, "", "")
		g.Message = fmt.Sprintf("The file does not have the form of the layout %s (%s)%s.", l.Title, l.ID, because(m))
		return nil, nil
	}
	g, _ := r.issues.find(LayoutHintUnknown, "", "")
	var ids []string
	for _, l := range r.in.Catalogue.Layouts {
		ids = append(ids, l.ID)
	}
	g.Message = fmt.Sprintf("There is no layout %q.", cut(r.in.LayoutHint))
	g.Expected = "One of: " + strings.Join(ids, ", ") + "."
	return nil, nil
}

// closestWords names the three layouts that came closest and what they miss.
func closestWords(others []match) string {
	slices.SortStableFunc(others, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.share, a.share), cmp.Compare(len(a.missing), len(b.missing)))
	})
	var out []string
	for _, m := range others {
		if m.share < 0.3 || len(out) == 3 {
			break
		}
		out = append(out, fmt.Sprintf("%s (%s)%s", m.layout.Title, m.layout.ID, because(m)))
	}
	if len(out) == 0 {
		return ""
	}
	return " The closest: " + strings.Join(out, "; ") + "."
}

func because(m match) string {
	switch {
	case len(m.missing) > 0:
		return ": missing " + quoted(m.missing)
	case m.why != "":
		return ": " + m.why
	}
	return ""
}

// quoted lists at most six headings.
func quoted(headings []string) string {
	var out []string
	for i, h := range headings {
		if i == 6 {
			out = append(out, fmt.Sprintf("and %d more", len(headings)-i))
			break
		}
		out = append(out, "“"+h+"”")
	}
	return strings.Join(out, ", ")
}
