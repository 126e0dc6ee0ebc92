package api

import (
	"context"
	"io"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"waymark/internal/export"
	"waymark/internal/httpkit"
	"waymark/internal/intake"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// Base is where the API lives.
const Base = "/api/v1"

// Directory is one consistent state of all organisations.
type Directory = export.Directory

// Organisations lists who is who.
type Organisations interface {
	Organisations(ctx context.Context, q maturity.OrganisationQuery) (list []maturity.Organisation, next string, err error)
	OrganisationProfile(ctx context.Context, code string) (maturity.OrganisationProfile, error)
}

// Observations reads stored values, and what is stored where a selection is empty.
type Observations interface {
	Observations(ctx context.Context, f maturity.ObservationFilter) (page []maturity.Observation, next string, err error)
	Coverage(ctx context.Context, organisations []maturity.OrganisationID, measures []string) ([]maturity.Coverage, error)
	SomeOrganisations(ctx context.Context, measures []string, limit int) ([]maturity.OrganisationID, error)
}

// Submissions reads what was sent.
type Submissions interface {
	Submissions(ctx context.Context, f maturity.SubmissionFilter) ([]maturity.Submission, error)
	SubmissionOutcomes(ctx context.Context, id int64) ([]maturity.OrganisationOutcome, error)
	SubmissionBytes(ctx context.Context, id int64, w io.Writer) error
}

// Returns is the use case of sending returns (intake.Desk).
type Returns interface {
	Accept(ctx context.Context, r io.Reader, m intake.Meta) (s maturity.Submission, earlier bool, err error)
	Confirm(ctx context.Context, id int64, why maturity.Correction, account, requestID string) (maturity.Submission, error)
	Cancel(ctx context.Context, id int64, account, requestID string) (maturity.Submission, error)
}

// Scopes knows for which organisations an account may send values, and about which submissions it decides.
type Scopes interface {
	Scope(ctx context.Context, a maturity.Account) (maturity.Scope, error)
	Sight(ctx context.Context, a maturity.Account) (maturity.Scope, error)
	MayDecide(ctx context.Context, a maturity.Account, sent maturity.Submission, about []maturity.OrganisationOutcome) (bool, error)
}

// Options are what the API is made from. cmd/waymark fills them.
type Options struct {
	Product   string // title of the OpenAPI document; "" for Waymark
	Version   string // of the program, for the OpenAPI document
	Location  *time.Location
	Catalogue *maturity.Catalogue
	MaxUpload int64 // bytes

	Directory     func(ctx context.Context) (Directory, error)
	Organisations Organisations
	Observations  Observations
	Results       export.Results
	Submissions   Submissions
	Returns       Returns
	Desk          *returns.Desk // nil: no operations on returns
	Scopes        Scopes
	Findings      Findings // nil: no findings and questions
	Questions     Questions
	// Rounds says who owes which returns, and Rights which of them an account may see before they are published; nil: no
	// operations about them.
	Rounds    *returns.Rounds
	Rights    returns.Rights
	Audit     Audit     // nil: no operations about it
	Reach     Reacher   // needed with Audit
	Receipts  Receipts  // nil: no receipts
	Groups    Groups    // nil: no operations about them
	Wordings  Wordings  // of definitions; nil: no operations about them
	Meetings  Meetings  // nil: no operations about them
	Holding   Holding   // needed with Meetings
	Roadmaps  Roadmaps  // nil: no operations about them
	Outcomes  Outcomes  // of deployments; nil: no operations about them
	Scenarios Scenarios // of roadmaps; nil: no operations about them
}

// API is all operations. It is safe for concurrent use.
type API struct {
	Options
	kit  *httpkit.Kit
	huma huma.API
}

// New makes the API; Register adds its routes.
func New(kit *httpkit.Kit, o Options) *API {
	if o.Product == "" {
		o.Product = "Waymark"
	}
	if o.Location == nil {
		o.Location = time.UTC
	}
	return &API{Options: o, kit: kit}
}

// Register adds the operations' routes and rules to the kit, and the OpenAPI document generated from them.
func (a *API) Register() error {
	a.kit.Echo().Use(surface)
	a.huma = a.newHuma()
	a.registerIndex()
	a.registerOrganisations()
	a.registerFrameworks()
	a.registerMeasures()
	a.registerDefinitions()
	a.registerGroups()
	a.registerRoadmaps()
	a.registerOutcomes()
	a.registerScenarios()
	a.registerObservations()
	a.registerTrajectories()
	a.registerBenchmarks()
	a.registerReliability()
	a.registerRevisions()
	a.registerFindings()
	a.registerSubmissions()
	a.registerSend()
	a.registerReturns()
	a.registerCollections()
	a.registerMeetings()
	a.registerAudit()
	return a.registerDocument()
}

// namer names rows as known at a time.
func (a *API) namer(ctx context.Context, asAt time.Time) (export.Namer, Directory, error) {
	d, err := a.Directory(ctx)
	return export.Namer{Catalogue: a.Catalogue, Directory: d, AsAt: asAt}, d, err
}

// day is the day that a time has for the readers.
func (a *API) day(t time.Time) period.Day { return period.DayOf(t.In(a.Location)) }
