package explore

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"waymark/internal/maturity"
)

// GroupStore keeps groups.
type GroupStore interface {
	GroupReader
	Groups(ctx context.Context, f maturity.GroupFilter) ([]maturity.OrganisationGroup, error)
	SaveGroup(ctx context.Context, g maturity.OrganisationGroup) (maturity.OrganisationGroup, error)
	Successors(ctx context.Context, of []maturity.OrganisationID) ([]maturity.Successor, error)
}

// Rights tells for which organisations an account may do something.
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Groups makes, changes and lists groups. Whoever may edit boards may make them, of any organisations; only the maker
// and an administrator change one. Everybody else may look at it, and make a group of their own from it.
type Groups struct {
	Store  GroupStore
	Rights Rights
	Clock  func() time.Time
}

// MayMake reports whether the account may make groups.
func (g *Groups) MayMake(ctx context.Context, a maturity.Account) (bool, error) {
	scope, err := g.Rights.Reach(ctx, a, maturity.EditBoard, maturity.Collection{})
	return scope.All || len(scope.Organisations) > 0, err
}

// MayChange reports whether the account may change a group.
func (g *Groups) MayChange(ctx context.Context, a maturity.Account, of maturity.OrganisationGroup) (bool, error) {
	may, err := g.MayMake(ctx, a)
	return may && (of.By == a.Login || a.Has(maturity.RoleAdmin)), err
}

// For lists the groups that concern an account: its own, and those that hold one of the organisations its grants speak of.
func (g *Groups) For(ctx context.Context, a maturity.Account) ([]maturity.OrganisationGroup, error) {
	f := maturity.GroupFilter{All: a.Has(maturity.RoleAdmin), By: a.Login}
	for _, what := range []maturity.Permission{maturity.EditBoard, maturity.ReadDraft} {
		scope, err := g.Rights.Reach(ctx, a, what, maturity.Collection{})
		if err != nil {
			return nil, err
		}
		f.All = f.All || scope.All
		for id := range scope.Organisations {
			if !slices.Contains(f.Holding, id) {
				f.Holding = append(f.Holding, id)
			}
		}
	}
	return g.Store.Groups(ctx, f)
}

// Group finds one; maturity.NotFound where there is none.
func (g *Groups) Group(ctx context.Context, id int64) (maturity.OrganisationGroup, error) {
	found, err := g.Store.GroupsByID(ctx, []int64{id})
	if err == nil && len(found) == 0 {
		err = maturity.Errorf(maturity.NotFound, "There is no such group.")
	}
	if err != nil {
		return maturity.OrganisationGroup{}, err
	}
	return found[0], nil
}

// Save makes a group (ID 0) or changes one at the version that was seen.
func (g *Groups) Save(ctx context.Context, a maturity.Account, wanted maturity.OrganisationGroup) (maturity.OrganisationGroup, error) {
	may, err := g.MayMake(ctx, a)
	if err == nil && wanted.ID != 0 {
		var there maturity.OrganisationGroup
		if there, err = g.Group(ctx, wanted.ID); err == nil {
			may, err = g.MayChange(ctx, a, there)
		}
	}
	if err != nil {
		return wanted, err
	}
	if !may {
		return wanted, maturity.Errorf(maturity.Forbidden, "Only who made a group, and an administrator, can change it. Make one of your own from it.")
	}
	wanted.Title, wanted.Words = strings.TrimSpace(wanted.Title), strings.TrimSpace(wanted.Words)
	if err := check(wanted); err != nil {
		return wanted, err
	}
	wanted.ChangedBy, wanted.ChangedAt = a.Login, g.Clock().UTC()
	return g.Store.SaveGroup(ctx, wanted)
}

// The longest name of a group and the longest words on what it is for, in characters.
const (
	maxTitle = 120
	maxWords = 1000
)

func check(g maturity.OrganisationGroup) error {
	unwritable := func(r rune) bool {
		return unicode.IsControl(r) && r != '\n' && r != '\r' && r != '\t' || r == utf8.RuneError
	}
	switch {
	case g.Title == "":
		return maturity.Errorf(maturity.Invalid, "Give the group a name.")
	case utf8.RuneCountInString(g.Title) > maxTitle || utf8.RuneCountInString(g.Words) > maxWords:
		return maturity.Errorf(maturity.Invalid, "A name has at most %d characters, and the words on what the group is for %d.", maxTitle, maxWords)
	case strings.ContainsFunc(g.Title+g.Words, unwritable) || strings.ContainsAny(g.Title, "\n\r\t"):
		return maturity.Errorf(maturity.Invalid, "The name holds characters that cannot be shown.")
	case len(g.Members) == 0:
		return maturity.Errorf(maturity.Invalid, "A group needs an organisation.")
	case len(g.Members) > maturity.GroupSize:
		return maturity.Errorf(maturity.Invalid, "A group holds at most %d organisations.", maturity.GroupSize)
	}
	return nil
}

// Succeeded tells who took over from organisations.
func (g *Groups) Succeeded(ctx context.Context, of []maturity.OrganisationID) ([]maturity.Successor, error) {
	return g.Store.Successors(ctx, of)
}
