package quality

import (
	"context"

	"waymark/internal/maturity"
)

var errNoFlag = maturity.Errorf(maturity.NotFound, "There is no such question, or you may not see it.")

// Raise asks a question about a stored value (its Source is given) or about a return (its Collection is). The same
// question asked again while it is open is the one there.
func (d *Desk) Raise(ctx context.Context, who Actor, f maturity.ReviewFlag) (int64, error) {
	if sees, err := d.sees(ctx, who, f); err != nil || !sees {
		return 0, orElse(err, errNoFlag)
	}
	if may, err := d.may(ctx, who, maturity.ReviewReturn, f); err != nil || !may {
		return 0, orElse(err, maturity.Errorf(maturity.Forbidden, "You may not raise questions about figures of this organisation."))
	}
	var err error
	if f.Text, err = words(f.Text, "Write the question."); err != nil {
		return 0, err
	}
	open, err := d.Store.Flags(ctx, maturity.FlagFilter{Everywhere: true, About: &f})
	if err != nil {
		return 0, err
	}
	for _, there := range open {
		if there.Text == f.Text && there.By == who.Account.Login && there.Measure == f.Measure && there.Source == f.Source {
			return there.ID, nil
		}
	}
	f.By, f.At = who.Account.Login, d.now()
	return d.Store.RaiseFlag(ctx, f, d.entry(who, "flag.raised", "", f.At, map[string]any{
		"collection": f.Collection, "organisation": f.Organisation, "measure": f.Measure, "period": f.Period.Code(), "source": f.Source, "words": f.Text}))
}

// Reply answers a question, and closes it where closes is set; an answer that was sent twice is kept once. Who may see
// the return may answer; who may review, or raised the question, may close it.
func (d *Desk) Reply(ctx context.Context, who Actor, id int64, text string, closes bool) error {
	f, err := d.Flag(ctx, who, id)
	if err != nil {
		return err
	}
	may, err := d.MayReply(ctx, who, f, closes)
	if err != nil || !may {
		return orElse(err, maturity.Errorf(maturity.Forbidden, "You may read this question, but not answer it or close it."))
	}
	if text, err = words(text, "Write an answer."); err != nil && !closes {
		return err
	}
	if n := len(f.Replies); n > 0 && !closes && f.Replies[n-1].Text == text && f.Replies[n-1].By == who.Account.Login {
		return nil
	}
	action := "flag.answered"
	if closes {
		action = "flag.closed"
	}
	at := d.now()
	return d.Store.ReplyFlag(ctx, id, maturity.FlagReply{By: who.Account.Login, At: at, Text: text}, closes,
		d.entry(who, action, maturity.FlagSubject(id), at, map[string]any{"words": text}))
}

// MayReply reports whether the account may answer a question, or close it.
func (d *Desk) MayReply(ctx context.Context, who Actor, f maturity.ReviewFlag, closes bool) (bool, error) {
	if closes && f.By == who.Account.Login {
		return true, nil
	}
	what := maturity.ReadDraft
	if closes {
		what = maturity.ReviewReturn
	}
	return d.may(ctx, who, what, f)
}

// Flag reads one question; NotFound for who may not see it.
func (d *Desk) Flag(ctx context.Context, who Actor, id int64) (maturity.ReviewFlag, error) {
	list, err := d.Flags(ctx, who, maturity.FlagFilter{ID: id, Both: true, Limit: 1})
	if err != nil || len(list) == 0 {
		return maturity.ReviewFlag{}, orElse(err, errNoFlag)
	}
	return list[0], nil
}

// Flags lists questions that the account may see: those about stored values, and those about returns whose drafts it may
// see.
func (d *Desk) Flags(ctx context.Context, who Actor, f maturity.FlagFilter) ([]maturity.ReviewFlag, error) {
	scopes := map[string]maturity.Scope{}
	for _, c := range d.Catalogue.Collections {
		scope, err := d.Rights.Reach(ctx, who.Account, maturity.ReadDraft, c)
		if err != nil {
			return nil, err
		}
		scopes[c.ID], f.Everywhere = scope, f.Everywhere || scope.All
		for id := range scope.Organisations {
			f.Organisations = add(f.Organisations, id)
		}
	}
	list, err := d.Store.Flags(ctx, f)
	var out []maturity.ReviewFlag
	for _, flag := range list {
		if flag.Source != "" || scopes[flag.Collection].May(flag.Organisation) {
			out = append(out, flag)
		}
	}
	return out, err
}

func (d *Desk) sees(ctx context.Context, who Actor, f maturity.ReviewFlag) (bool, error) {
	if f.Source != "" && f.Collection == "" {
		return true, nil
	}
	return d.may(ctx, who, maturity.ReadDraft, f)
}

func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}
