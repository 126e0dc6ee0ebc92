package account

import (
	"context"
	"strings"

	"waymark/internal/maturity"
)

// Grants keeps the roles of accounts.
type Grants interface {
	PutGrant(ctx context.Context, account int32, g maturity.Grant, entry maturity.AuditEntry) error
	RemoveGrant(ctx context.Context, account int32, g maturity.Grant, entry maturity.AuditEntry) error
}

// Grant gives an account a role, or the role it has for the same organisation and collection another time. It counts at
// the account's next request. Errors: Invalid with what to mend, NotFound for an organisation, Conflict for an account
// that was erased.
func (s *Service) Grant(ctx context.Context, account maturity.Account, asked NewGrant, by string) (maturity.Grant, error) {
	if account.ErasedAt != nil {
		return maturity.Grant{}, maturity.Errorf(maturity.Conflict, "The account was erased. Invite the person anew.")
	}
	g, err := s.grant(ctx, asked)
	if err != nil {
		return g, err
	}
	entry := s.entry(by, "account.granted", account)
	entry.Detail = map[string]any{"grant": grantWord(g)}
	return g, s.store.PutGrant(ctx, account.ID, g, entry)
}

// Revoke takes a role for an organisation and collection away at once, whatever its time. Errors: NotFound where the
// account has no such role; Conflict where somebody would take the administrator's role from their own account.
func (s *Service) Revoke(ctx context.Context, account maturity.Account, asked NewGrant, by string) (maturity.Grant, error) {
	if asked.Role == maturity.RoleAdmin && account.Login == by {
		return maturity.Grant{}, maturity.Errorf(maturity.Conflict, "You cannot take the administrator's role from yourself: another administrator can.")
	}
	for _, g := range account.Grants {
		if g.Role == asked.Role && g.Code == asked.Code && g.Collection == asked.Collection {
			entry := s.entry(by, "account.revoked", account)
			entry.Detail = map[string]any{"grant": grantWord(g)}
			return g, s.store.RemoveGrant(ctx, account.ID, g, entry)
		}
	}
	return maturity.Grant{}, maturity.Errorf(maturity.NotFound, "The account has no such role.")
}

// GrantTo is Grant for the command line, by login.
func (s *Service) GrantTo(ctx context.Context, login string, asked NewGrant, by string) (maturity.Grant, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return maturity.Grant{}, err
	}
	return s.Grant(ctx, account, asked, by)
}

// RevokeFrom is Revoke for the command line, by login.
func (s *Service) RevokeFrom(ctx context.Context, login string, asked NewGrant, by string) (maturity.Grant, error) {
	account, err := s.named(ctx, login)
	if err != nil {
		return maturity.Grant{}, err
	}
	return s.Revoke(ctx, account, asked, by)
}

func (s *Service) grants(ctx context.Context, asked []NewGrant) ([]maturity.Grant, error) {
	if len(asked) == 0 {
		return nil, maturity.Errorf(maturity.Invalid, "Give the account at least one role: "+roleNames+".")
	}
	var out []maturity.Grant
	for _, each := range asked {
		g, err := s.grant(ctx, each)
		if err != nil {
			return nil, err
		}
		out = append(out, g)
	}
	return out, nil
}

const roleNames = "admin, analyst, submitter, approver or viewer"

func (s *Service) grant(ctx context.Context, asked NewGrant) (maturity.Grant, error) {
	role, ok := maturity.ParseRole(string(asked.Role))
	g := maturity.Grant{Role: role, Collection: asked.Collection, Since: asked.Since, Until: asked.Until}
	switch {
	case !ok:
		return g, maturity.Errorf(maturity.Invalid, "%q is not a role. Use "+roleNames+".", asked.Role)
	case role.NeedsOrganisation() && asked.Code == "":
		return g, maturity.Errorf(maturity.Invalid, "The role %s needs the code of an organisation.", role)
	case !role.NeedsOrganisation() && asked.Code != "":
		return g, maturity.Errorf(maturity.Invalid, "The role %s is not given for an organisation.", role)
	case !role.NeedsOrganisation() && asked.Collection != "":
		return g, maturity.Errorf(maturity.Invalid, "The role %s is not given for one collection.", role)
	case asked.Collection != "" && (s.collection == nil || !s.collection(asked.Collection)):
		return g, maturity.Errorf(maturity.NotFound, "There is no collection with the id %q.", asked.Collection)
	case asked.Since != nil && asked.Until != nil && !asked.Since.Before(*asked.Until):
		return g, maturity.Errorf(maturity.Invalid, "The role would end before it begins.")
	case asked.Until != nil && !s.now().Before(*asked.Until):
		return g, maturity.Errorf(maturity.Invalid, "The role would have ended already. Give a later last day.")
	case !role.NeedsOrganisation():
		return g, nil
	}
	o, err := s.store.OrganisationByCode(ctx, asked.Code)
	if maturity.CodeOf(err) == maturity.NotFound {
		return g, maturity.Errorf(maturity.NotFound, "There is no organisation with the code %q.", asked.Code)
	}
	if err != nil {
		return g, err
	}
	if role == maturity.RoleAnalyst && o.Kind != maturity.KindFootprint {
		return g, maturity.Errorf(maturity.Invalid, "An analyst works for a footprint; %s is none.", o.Name)
	}
	g.Organisation, g.Code, g.Name = o.ID, o.Code, o.Name
	return g, nil
}

func grantWords(grants []maturity.Grant) []string {
	var out []string
	for _, g := range grants {
		out = append(out, grantWord(g))
	}
	return out
}

// grantWord is a grant in the audit: role, organisation, collection and time.
func grantWord(g maturity.Grant) string {
	words := []string{string(g.Role)}
	if g.Code != "" {
		words = append(words, g.Code)
	}
	if g.Collection != "" {
		words = append(words, "for "+g.Collection)
	}
	if g.Since != nil {
		words = append(words, "since "+g.Since.UTC().Format("2006-01-02T15:04Z"))
	}
	if g.Until != nil {
		words = append(words, "until "+g.Until.UTC().Format("2006-01-02T15:04Z"))
	}
	return strings.Join(words, " ")
}
