package page

import (
	"context"
	"slices"

	"waymark/internal/maturity"
)

// wordingsOf fills the history of a measure's definition, with its targets and benchmarks, and how the measure was defined
// on the day looked at.
func (p *Pages) wordingsOf(ctx context.Context, page *definitionPage, at asAt) error {
	if p.Wordings == nil {
		return nil
	}
	own, err := p.Wordings.DefinitionVersions(ctx, maturity.DefinesMeasure, page.Measure.ID)
	if err != nil {
		return err
	}
	targets, benchmarks := []string{""}, []string{""} // no list would be all
	names := map[string]string{}
	for _, t := range p.Catalogue.TargetsOf(page.Measure.ID) {
		targets = append(targets, t.ID)
		names[string(maturity.DefinesTarget)+t.ID] = "The target “" + t.Title + "”"
	}
	for _, b := range p.Catalogue.BenchmarksOf(page.Measure) {
		benchmarks = append(benchmarks, b.ID)
		names[string(maturity.DefinesBenchmark)+b.ID] = "The benchmark “" + b.Title + "”"
	}
	names[string(maturity.DefinesMeasure)+page.Measure.ID] = "The measure"
	all := slices.Clone(own)
	for kind, ids := range map[maturity.DefinitionKind][]string{maturity.DefinesTarget: targets, maturity.DefinesBenchmark: benchmarks} {
		found, err := p.Wordings.DefinitionVersions(ctx, kind, ids...)
		if err != nil {
			return err
		}
		all = append(all, found...)
	}
	page.History = historyOf(all, names)
	if n := len(own); n > 0 {
		page.Since = p.dayWords(own[n-1].KnownFrom)
	}
	page.Then = wordingAt(own, page.Measure.Hash, at)
	return nil
}

// historyOf says what each wording changed, the newest first. The first wording of a definition changes nothing.
func historyOf(versions []maturity.DefinitionVersion, names map[string]string) (out []wordingChange) {
	for i, v := range versions {
		if i+1 == len(versions) || versions[i+1].ID != v.ID || versions[i+1].Kind != v.Kind {
			continue
		}
		out = append(out, wordingChange{What: names[string(v.Kind)+v.ID], At: v.KnownFrom, Changes: v.ChangesFrom(versions[i+1]), Hash: v.Hash})
	}
	slices.SortStableFunc(out, func(a, b wordingChange) int { return b.At.Compare(a.At) })
	return out
}

// wordingAt is the wording in use at a time; nil for now. Before the oldest that is kept, it is the oldest, and says so.
func wordingAt(versions []maturity.DefinitionVersion, hash string, at asAt) *wordingThen {
	if at.Time.IsZero() || len(versions) == 0 {
		return nil
	}
	then := &wordingThen{Words: at.Words, Gone: true}
	for i, v := range versions {
		oldest := i == len(versions)-1 && v.KnownFrom.After(at.Time)
		if oldest || !v.KnownFrom.After(at.Time) && (v.KnownTo.IsZero() || v.KnownTo.After(at.Time)) {
			then.Fields, then.Oldest, then.Same, then.Gone = v.Fields, oldest, v.Hash == hash, false
			break
		}
	}
	return then
}
