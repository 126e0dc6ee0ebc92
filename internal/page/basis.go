package page

import (
	"context"
	"fmt"
	"slices"

	"waymark/internal/collection"
	"waymark/internal/maturity"
)

// basis says which returns the newest figures of a board rest on: "Based on 8 of 9 returns for July to September 2018. 1
// return is late." It is "" where no collection asks the subject for them. What was counted once is kept by all that it
// depends on: a day may make a return late, and a return may come in without a figure being published.
func (p *Pages) basis(ctx context.Context, written writtenBoard, at place) (string, error) {
	if p.Follow == nil || written.Newest.IsZero() {
		return "", nil
	}
	measures := p.Catalogue.MeasuresOn(written.Board)
	if !slices.ContainsFunc(p.Catalogue.Collections, func(c maturity.Collection) bool {
		return collection.Has(c, written.Newest) && slices.ContainsFunc(measures, c.Holds)
	}) {
		return "", nil
	}
	key, err := p.basisKey(ctx, written, at)
	if err != nil {
		return "", err
	}
	if kept, ok := p.bases.get(key); ok {
		return kept, nil
	}
	n, err := p.Follow.Rounds.Basis(ctx, written.Subject, measures, written.Newest, at.AsAt)
	if err != nil {
		return "", err
	}
	words := n.Basis(written.Newest.Label())
	p.bases.put(key, words, len(words))
	return words, nil
}

// basisKey stands for everything the sentence says; "" where that cannot be told.
func (p *Pages) basisKey(ctx context.Context, written writtenBoard, at place) (string, error) {
	board, err := p.boardKey(ctx, written.Board, at)
	if err != nil || board == "" {
		return "", err
	}
	rounds, err := p.Follow.Versions.RoundsVersion(ctx)
	return fmt.Sprint(board, "\x00", at.at.Time.UnixNano(), "\x00", at.Today, "\x00", rounds), err
}
