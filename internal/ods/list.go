package ods

import (
	"fmt"
	"path"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// A list kept here is a CSV with headings: code, name and kind; and as wanted short_name, aliases (parted by ;),
// opened, closed, group (yes), note, shown_as_at, footprint and role (member, partner, service_provider), part_of,
// succeeded_by and succeeded_on, as_at. A body may have several lines, one for each footprint.

var listRoles = map[string]maturity.RelationKind{
	"": maturity.MemberOf, "member": maturity.MemberOf, "partner": maturity.PartnerOf, "service_provider": maturity.ProvidesFor,
}

func listed(f *File, row []string, yield func(maturity.Fact)) error {
	l := line{file: f, row: row}
	fact := maturity.Fact{Code: l.text("code"), Name: l.text("name"), Kind: l.text("kind"), Since: l.day("opened"), Until: l.day("closed")}
	fact.Detail = maturity.FactDetail{ShortName: l.text("short_name"), Group: l.text("group") == "yes", Note: l.text("note"), Dated: l.text("closed") != "", Kept: true}
	for alias := range strings.SplitSeq(l.text("aliases"), ";") {
		if alias = strings.TrimSpace(alias); alias != "" {
			fact.Detail.Aliases = append(fact.Detail.Aliases, alias)
		}
	}
	if shown := l.day("shown_as_at"); shown != nil {
		fact.Detail.ShownAsAt = shown.String()
	}
	relation, known := listRoles[l.text("role")]
	succeeded := l.day("succeeded_on")
	vintage := f.Vintage
	if own := l.day("as_at"); own != nil {
		vintage = *own
	}
	switch {
	case l.err != nil:
		return l.err
	case fact.Code == "" || fact.Name == "" || fact.Kind == "":
		return fmt.Errorf("code, name and kind must be filled")
	case !known:
		return fmt.Errorf("%q is not a role: write member, partner or service_provider", l.text("role"))
	}
	emit := func(fact maturity.Fact) {
		fact.Vintage = vintage
		yield(fact)
	}
	emit(fact)
	if footprint := l.text("footprint"); footprint != "" {
		emit(maturity.Fact{Code: fact.Code, Relation: string(relation), Related: footprint})
	}
	part(fact.Code, l.text("part_of"), emit)
	if successor := l.text("succeeded_by"); successor != "" {
		emit(maturity.Fact{Code: fact.Code, Relation: string(maturity.SucceededBy), Related: successor, Since: succeeded})
	}
	return nil
}

// listOrigin tells lists apart by the name of their file, so that a new edition of one replaces only that one.
func listOrigin(name string) string {
	name = path.Base(strings.ReplaceAll(name, `\`, "/"))
	return "seed:" + strings.TrimSuffix(name, path.Ext(name))
}

// line reads the cells of one row and keeps the first error.
type line struct {
	file *File
	row  []string
	err  error
}

func (l *line) text(heading string) string { return l.file.cell(l.row, heading) }

// day reads 2016-10-01 or 01/10/2016.
func (l *line) day(heading string) *period.Day {
	text := l.text(heading)
	if text == "" {
		return nil
	}
	for _, layout := range []string{"2006-01-02", "02/01/2006"} {
		if d, err := parseDay(layout, text); err == nil {
			return &d
		}
	}
	if l.err == nil {
		l.err = fmt.Errorf("%s %q is not a date: 2016-10-01 is expected", heading, text)
	}
	return nil
}
