package api

import (
	"context"
	"net/http"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// Wordings keeps the wordings of definitions.
type Wordings interface {
	DefinitionVersions(ctx context.Context, kind maturity.DefinitionKind, ids ...string) ([]maturity.DefinitionVersion, error)
}

// DefinitionPath names one definition.
type DefinitionPath struct {
	Kind string `path:"kind" enum:"measure,target,framework,benchmark"`
	ID   string `path:"id" maxLength:"200" doc:"Id of the definition"`
}

// DefinitionHistory is every wording of a definition that was in use here.
type DefinitionHistory struct {
	Kind     string              `json:"kind"`
	ID       string              `json:"id"`
	Versions []DefinitionVersion `json:"versions" nullable:"false" doc:"The newest first. Nothing older than the last one is kept"`
}

// DefinitionVersion is one wording.
type DefinitionVersion struct {
	Hash      string             `json:"hash"`
	KnownFrom time.Time          `json:"known_from" doc:"Since when it was in use here"`
	KnownTo   *time.Time         `json:"known_to" doc:"Until when; null: it is in use"`
	Fields    []DefinitionField  `json:"fields" nullable:"false"`
	Changes   []DefinitionChange `json:"changes" nullable:"false" doc:"What it said otherwise than the one before; none for the oldest"`
}

// DefinitionField is one thing that a definition says.
type DefinitionField struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// DefinitionChange is one thing that another wording says.
type DefinitionChange struct {
	Name   string `json:"name"`
	Before string `json:"before" doc:"Empty: it said nothing"`
	After  string `json:"after" doc:"Empty: it says nothing any more"`
}

func (a *API) registerDefinitions() {
	if a.Wordings == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/definitions/{kind}/{id}/versions", id: "list-definition-versions", tag: "Definitions", right: httpkit.SignedIn,
		summary: "Every wording of a definition", words: "As they were in use here, with what each changed. Also of definitions that are gone."}, a.definitionVersions)
}

func (a *API) definitionVersions(ctx context.Context, q *DefinitionPath) (*One[DefinitionHistory], error) {
	found, err := a.Wordings.DefinitionVersions(ctx, maturity.DefinitionKind(q.Kind), q.ID)
	if err == nil && len(found) == 0 {
		err = maturity.Errorf(maturity.NotFound, "No %s %s was ever in use here.", q.Kind, tame(q.ID))
	}
	if err != nil {
		return nil, err
	}
	out := DefinitionHistory{Kind: q.Kind, ID: q.ID}
	for i, v := range found {
		row := DefinitionVersion{Hash: v.Hash, KnownFrom: v.KnownFrom.UTC(), Fields: []DefinitionField{}, Changes: []DefinitionChange{}}
		if !v.KnownTo.IsZero() {
			until := v.KnownTo.UTC()
			row.KnownTo = &until
		}
		for _, f := range v.Fields {
			row.Fields = append(row.Fields, DefinitionField(f))
		}
		if i+1 < len(found) {
			for _, c := range v.ChangesFrom(found[i+1]) {
				row.Changes = append(row.Changes, DefinitionChange(c))
			}
		}
		out.Versions = append(out.Versions, row)
	}
	return &One[DefinitionHistory]{out}, nil
}
