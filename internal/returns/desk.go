package returns

import (
	"context"
	"log/slog"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Store keeps returns.
type Store interface {
	ReturnFile(ctx context.Context, key maturity.ReturnKey) (maturity.ReturnFile, error)
	BeginReturn(ctx context.Context, key maturity.ReturnKey, step maturity.ReturnStep, entry maturity.AuditEntry) (maturity.ReturnFile, error)
	// ChangeReturn lets decide look at the return while nobody else can change it, and writes what it says as a whole.
	ChangeReturn(ctx context.Context, id int64, decide func(maturity.ReturnFile) (*maturity.ReturnMove, error)) (maturity.ReturnFile, error)
	ExtendedUntil(ctx context.Context, key maturity.ReturnKey) (until period.Day, granted bool, err error)
}

// Rights tells for which organisations an account may do something to returns of a collection (account.Service).
type Rights interface {
	Reach(ctx context.Context, a maturity.Account, what maturity.Permission, c maturity.Collection) (maturity.Scope, error)
}

// Signer signs a statement with the key of this instance. fingerprint names the key.
type Signer interface {
	Sign(statement []byte) (signature []byte, fingerprint string)
}

// Guard holds publication back where it looks as if a definition had changed: the reasons by the number of the return.
type Guard interface {
	Hold(ctx context.Context, c maturity.Collection, p period.Period, returns []maturity.ReturnFile) (map[int64]string, error)
}

// Owner knows whether an organisation owes a return at all; why says so in words where it does not.
type Owner interface {
	Owes(ctx context.Context, c maturity.Collection, body maturity.Organisation, p period.Period) (owes bool, why string, err error)
}

// Options says what a desk works with. Store, Rights, Catalogue and Signer are needed.
type Options struct {
	Store     Store
	Rights    Rights
	Catalogue *maturity.Catalogue
	Signer    Signer
	Bodies    func(ctx context.Context, id maturity.OrganisationID) (maturity.Organisation, error)
	Figures   Figures
	Journal   Journal
	Lister    Lister
	Receipts  Receipts // nil: none are issued
	Checker   Checker  // nil: no declared rules
	Owner     Owner    // nil: every organisation of the collection's kinds
	Guard     Guard    // nil: nothing is held back
	Location  *time.Location
	Clock     func() time.Time // nil: time.Now
	// Published is told, when set, that observations were written.
	Published func()
	Log       *slog.Logger // nil: silent
}

// Desk is where returns are filled in and decided about. It is safe for concurrent use.
type Desk struct{ Options }

// NewDesk makes a desk.
func NewDesk(o Options) *Desk {
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Desk{o}
}

// Actor is who does something. Deadlines are judged by when the request arrived, not by when it was read to its end.
type Actor struct {
	Account   maturity.Account
	RequestID string
	Arrived   time.Time // zero: now
}

// now is the time to the microsecond, which is what the database keeps.
func (d *Desk) now() time.Time { return d.Clock().UTC().Truncate(time.Microsecond) }

// today is the day on which the actor's request arrived, where the readers are.
func (d *Desk) today(who Actor) period.Day {
	at := who.Arrived
	if at.IsZero() {
		at = d.Clock()
	}
	return period.DayOf(at.In(d.Location))
}

var errUnknown = maturity.Errorf(maturity.NotFound, "There is no such return, or you may not see it.")

// collection finds the collection of a key whose period it asks for.
func (d *Desk) collection(key maturity.ReturnKey) (maturity.Collection, error) {
	c, ok := d.Catalogue.Collection(key.Collection)
	if !ok || !collection.Has(c, key.Period) {
		return c, errUnknown
	}
	return c, nil
}

// Open reads a return with what the actor may do to it. NotFound while nobody has begun it, and for who may not see it.
func (d *Desk) Open(ctx context.Context, who Actor, key maturity.ReturnKey) (maturity.ReturnFile, maturity.Collection, error) {
	c, err := d.inSight(ctx, who, key)
	if err != nil {
		return maturity.ReturnFile{}, c, err
	}
	file, err := d.Store.ReturnFile(ctx, key)
	return file, c, err
}

// inSight fails with NotFound unless the actor may see what is not published of the organisation's return.
func (d *Desk) inSight(ctx context.Context, who Actor, key maturity.ReturnKey) (maturity.Collection, error) {
	c, err := d.collection(key)
	if err != nil {
		return c, err
	}
	if may, err := d.may(ctx, who, maturity.ReadDraft, c, key.Organisation); err != nil || !may {
		return c, orUnknown(err)
	}
	return c, nil
}

func orUnknown(err error) error {
	if err != nil {
		return err
	}
	return errUnknown
}

func (d *Desk) may(ctx context.Context, who Actor, what maturity.Permission, c maturity.Collection, id maturity.OrganisationID) (bool, error) {
	scope, err := d.Rights.Reach(ctx, who.Account, what, c)
	return err == nil && scope.May(id), err
}

// Permits lists what the actor may do to returns of an organisation, for the buttons of a page.
func (d *Desk) Permits(ctx context.Context, who Actor, c maturity.Collection, id maturity.OrganisationID) (map[maturity.Permission]bool, error) {
	out := map[maturity.Permission]bool{}
	for _, what := range maturity.Permissions() {
		may, err := d.may(ctx, who, what, c, id)
		if err != nil {
			return nil, err
		}
		out[what] = may
	}
	return out, nil
}

// Begin opens the return of an organisation that owes it, from the opening day on. One that was begun already is the
// answer.
func (d *Desk) Begin(ctx context.Context, who Actor, key maturity.ReturnKey) (maturity.ReturnFile, error) {
	c, err := d.inSight(ctx, who, key)
	if err != nil {
		return maturity.ReturnFile{}, err
	}
	if may, err := d.may(ctx, who, maturity.EditReturn, c, key.Organisation); err != nil || !may {
		return maturity.ReturnFile{}, orForbidden(err, "You may read this return, but not fill it in.")
	}
	if file, err := d.Store.ReturnFile(ctx, key); maturity.CodeOf(err) != maturity.NotFound {
		return file, err
	}
	if err := d.mayBegin(ctx, who, c, key); err != nil {
		return maturity.ReturnFile{}, err
	}
	at := d.now()
	step := maturity.ReturnStep{At: at, By: who.Account.Login, Action: maturity.StepBegan, To: maturity.ReturnDraft, Round: 1}
	return d.Store.BeginReturn(ctx, key, step, d.entry(who, "return.began", key, at, nil))
}

func (d *Desk) mayBegin(ctx context.Context, who Actor, c maturity.Collection, key maturity.ReturnKey) error {
	if opens, _, _, _ := collection.Days(c, key.Period); d.today(who) < opens {
		return maturity.Errorf(maturity.Invalid, "This return opens on %s.", opens.Long())
	}
	if d.Owner == nil {
		return nil
	}
	body, err := d.Bodies(ctx, key.Organisation)
	if err != nil {
		return err
	}
	owes, why, err := d.Owner.Owes(ctx, c, body, key.Period)
	if err == nil && !owes {
		return maturity.Errorf(maturity.NotFound, "No return is due from %s for %s. %s", body.Name, key.Period.Label(), why)
	}
	return err
}

func orForbidden(err error, sentence string) error {
	if err != nil {
		return err
	}
	return maturity.Errorf(maturity.Forbidden, "%s", sentence)
}

// entry is the audit row of an act.
func (d *Desk) entry(who Actor, action string, key maturity.ReturnKey, at time.Time, detail map[string]any) maturity.AuditEntry {
	if detail == nil {
		detail = map[string]any{}
	}
	detail["organisation"] = key.Organisation
	return maturity.AuditEntry{At: at, Account: who.Account.Login, Action: action, Subject: maturity.ReturnSubject(key), RequestID: who.RequestID, Detail: detail}
}
