package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Directory is all organisations with their names and relations, in memory, as they were stored at one moment. It is
// immutable and safe for concurrent use.
type Directory struct {
	stamp   stamp
	byID    map[maturity.OrganisationID]*entry
	byCode  map[string]*entry   // by code in capitals
	byAlias map[string][]*entry // by folded name, entries in order of code
	byKind  map[string][]*entry // by present kind, in order of name
	near    func() *nearby      // made when the first text is unknown
}

// entry is one organisation with what is looked up about it.
type entry struct {
	maturity.Organisation
	kinds    []string // all kinds it is or was
	children []link   // bodies that are member of, part of or commissioned by it
}

type link struct {
	from         *entry
	kind         maturity.RelationKind
	since, until period.Day // the farthest days stand for open ends
}

// stamp tells one state of the organisations from another.
type stamp struct{ Version, Last int64 }

const selectStamp = `SELECT version, (SELECT coalesce(max(id), 0) FROM organisation) AS last FROM reference_state`

const (
	firstDay = period.Day(-1 << 31)
	lastDay  = period.Day(1<<31 - 1)
)

// Directory gives the organisations as stored now; the copy in memory is read again only when they have changed.
func (db *DB) Directory(ctx context.Context) (*Directory, error) {
	return once(ctx, "directory", nil, func() (*Directory, error) { return db.currentDirectory(ctx) })
}

func (db *DB) currentDirectory(ctx context.Context) (*Directory, error) {
	var now stamp
	if err := db.x.GetContext(ctx, &now, selectStamp); err != nil {
		return nil, asError(err, "")
	}
	if d := db.directory.Load(); d != nil && d.stamp == now {
		return d, nil
	}
	d, err := db.readDirectory(ctx)
	if err == nil {
		db.directory.Store(d)
	}
	return d, err
}

// readDirectory reads everything from one snapshot.
func (db *DB) readDirectory(ctx context.Context) (*Directory, error) {
	d := &Directory{byID: map[maturity.OrganisationID]*entry{}, byCode: map[string]*entry{}, byAlias: map[string][]*entry{}, byKind: map[string][]*entry{}}
	err := db.InSnapshot(ctx, func(tx *Tx) error {
		if err := tx.GetContext(ctx, &d.stamp, selectStamp); err != nil {
			return err
		}
		for _, read := range []func(context.Context, *Tx) error{d.readOrganisations, d.readKinds, d.readAliases, d.readRelations} {
			if err := read(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, asError(err, "The organisations could not be read.")
	}
	d.near = sync.OnceValue(func() *nearby { return newNearby(d) })
	return d, nil
}

func (d *Directory) readOrganisations(ctx context.Context, tx *Tx) error {
	var rows []organisationRow
	if err := tx.SelectContext(ctx, &rows, selectOrganisation+` ORDER BY code`); err != nil {
		return err
	}
	for _, row := range rows {
		e := &entry{Organisation: row.organisation(), kinds: []string{row.Kind}}
		d.byID[e.ID] = e
		d.byCode[strings.ToUpper(e.Code)] = e
		d.byKind[e.Kind] = append(d.byKind[e.Kind], e)
		d.alias(maturity.FoldName(e.Name), e)
	}
	for _, list := range d.byKind {
		slices.SortFunc(list, byName)
	}
	return nil
}

func byName(a, b *entry) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Code, b.Code)) }

// alias enters a folded name once.
func (d *Directory) alias(folded string, e *entry) {
	if folded != "" && !slices.Contains(d.byAlias[folded], e) {
		d.byAlias[folded] = append(d.byAlias[folded], e)
	}
}

func (d *Directory) readKinds(ctx context.Context, tx *Tx) error {
	var rows []struct {
		ID   maturity.OrganisationID
		Kind string
	}
	if err := tx.SelectContext(ctx, &rows, `SELECT organisation_id AS id, kind FROM organisation_was ORDER BY 1, 2`); err != nil {
		return err
	}
	for _, row := range rows {
		if e := d.byID[row.ID]; e != nil && !slices.Contains(e.kinds, row.Kind) {
			e.kinds = append(e.kinds, row.Kind)
		}
	}
	return nil
}

func (d *Directory) readAliases(ctx context.Context, tx *Tx) error {
	var rows []struct {
		ID    maturity.OrganisationID
		Alias string
	}
	err := tx.SelectContext(ctx, &rows, `SELECT o.id, a.alias FROM organisation_alias a JOIN organisation o ON o.id = a.organisation_id ORDER BY o.code, a.alias`)
	if err != nil {
		return err
	}
	for _, row := range rows {
		d.alias(row.Alias, d.byID[row.ID])
	}
	return nil
}

func (d *Directory) readRelations(ctx context.Context, tx *Tx) error {
	var rows []struct {
		From, To     maturity.OrganisationID
		Kind         maturity.RelationKind
		Since, Until *int64 // days since 1970; null is an open end
	}
	err := tx.SelectContext(ctx, &rows, `
		SELECT from_id AS "from", to_id AS "to", kind,
		       CASE WHEN isfinite(since) THEN since - DATE '1970-01-01' END AS since, CASE WHEN isfinite(until) THEN until - DATE '1970-01-01' END AS until
		FROM relation WHERE kind IN ('member_of', 'part_of', 'commissioned_by')`)
	if err != nil {
		return err
	}
	for _, row := range rows {
		l := link{d.byID[row.From], row.Kind, firstDay, lastDay}
		if row.Since != nil {
			l.since = period.Day(*row.Since)
		}
		if row.Until != nil {
			l.until = period.Day(*row.Until)
		}
		d.byID[row.To].children = append(d.byID[row.To].children, l)
	}
	for _, e := range d.byID {
		slices.SortFunc(e.children, func(a, b link) int { return cmp.Or(byName(a.from, b.from), cmp.Compare(a.kind, b.kind)) })
	}
	return nil
}

// ByID finds an organisation by its stored number.
func (d *Directory) ByID(id maturity.OrganisationID) (maturity.Organisation, bool) {
	return d.byID[id].get()
}

// ByCode finds an organisation by its code, in any letter case.
func (d *Directory) ByCode(code string) (maturity.Organisation, bool) {
	return d.byCode[strings.ToUpper(strings.TrimSpace(code))].get()
}

func (e *entry) get() (maturity.Organisation, bool) {
	if e == nil {
		return maturity.Organisation{}, false
	}
	return e.Organisation, true
}

// OfKind lists the organisations of a kind that are open on a day, by name.
func (d *Directory) OfKind(kind string, day period.Day) []maturity.Organisation {
	var out []maturity.Organisation
	for _, e := range d.byKind[kind] {
		if e.OpenIn(period.Of(period.KindDay, day)) {
			out = append(out, e.Organisation)
		}
	}
	return out
}

// Members lists the organisations that on a day are member of, part of or commissioned by a body directly, by name.
// Partners and service providers of a footprint are not its members.
func (d *Directory) Members(of maturity.OrganisationID, day period.Day) []maturity.Organisation {
	e := d.byID[of]
	if e == nil {
		return nil
	}
	var out []maturity.Organisation
	for _, child := range e.childrenOn(day) {
		out = append(out, child.Organisation)
	}
	return out
}

// Within lists all organisations under a body on a day, through any number of steps: for a footprint its members, the
// practices its CCG commissions, and so on; by name.
func (d *Directory) Within(of maturity.OrganisationID, day period.Day) []maturity.Organisation {
	top := d.byID[of]
	if top == nil {
		return nil
	}
	seen := map[*entry]bool{top: true}
	var found []*entry
	for queue := []*entry{top}; len(queue) > 0; queue = queue[1:] {
		for _, child := range queue[0].childrenOn(day) {
			if !seen[child] {
				seen[child] = true
				found = append(found, child)
				queue = append(queue, child)
			}
		}
	}
	slices.SortFunc(found, byName)
	out := make([]maturity.Organisation, len(found))
	for i, e := range found {
		out[i] = e.Organisation
	}
	return out
}

// childrenOn lists the bodies directly under e that are open and linked on a day, each once, by name.
func (e *entry) childrenOn(day period.Day) []*entry {
	var out []*entry
	on := period.Of(period.KindDay, day)
	for _, l := range e.children {
		if l.since <= day && day <= l.until && l.from.OpenIn(on) && (len(out) == 0 || out[len(out)-1] != l.from) {
			out = append(out, l.from)
		}
	}
	return out
}
