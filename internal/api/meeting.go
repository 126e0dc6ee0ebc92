package api

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Meetings reads meetings, decisions and packs.
type Meetings interface {
	Meeting(ctx context.Context, id int64) (maturity.Meeting, error)
	Meetings(ctx context.Context, organisations []maturity.OrganisationID, from period.Day, limit int) ([]maturity.Meeting, error)
	DecisionsOf(ctx context.Context, meeting int64) ([]maturity.Decision, error)
	PacksOf(ctx context.Context, meetings ...int64) ([]maturity.Pack, error)
	Pack(ctx context.Context, id int64) (maturity.Pack, error)
	PackFiles(ctx context.Context, id int64) ([]maturity.PackFile, error)
}

// Holding knows who may prepare the meetings about an organisation, and so sees their drafts (meeting.Desk).
type Holding interface {
	May(ctx context.Context, a maturity.Account, organisation maturity.OrganisationID) (bool, error)
}

// MeetingQuery chooses meetings.
type MeetingQuery struct {
	Organisation []string `query:"organisation,explode" nullable:"false" doc:"Codes, repeated or with commas; none: all" example:"RTE"`
	From         string   `query:"from" format:"date" doc:"None before this day"`
	Limit        int      `query:"limit" minimum:"1" maximum:"1000" default:"500"`
}

// MeetingPath names one meeting.
type MeetingPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the meeting"`
}

// PackPath names one pack.
type PackPath struct {
	ID int64 `path:"id" minimum:"1" doc:"Number of the pack"`
}

// Meeting is a dated sitting of a body.
type Meeting struct {
	ID           int64      `json:"id"`
	Organisation string     `json:"organisation" doc:"Code of the organisation, footprint or nation it looks at"`
	Body         string     `json:"body" doc:"Who meets"`
	Day          string     `json:"day" format:"date"`
	Agenda       []string   `json:"agenda" nullable:"false"`
	Cancelled    bool       `json:"cancelled"`
	Seen         *time.Time `json:"seen" doc:"As-at time of the published pack: what the body saw"`
	Page         string     `json:"page" doc:"Address of its page"`
}

// Decision is a decision wanted or taken, or an action.
type Decision struct {
	ID          int64     `json:"id"`
	Meeting     int64     `json:"meeting"`
	Kind        string    `json:"kind" enum:"wanted,decision,action"`
	Words       string    `json:"words"`
	Owner       string    `json:"owner" doc:"A role"`
	Due         string    `json:"due" doc:"Day; empty for none"`
	State       string    `json:"state" enum:"open,done,dropped"`
	Outcome     string    `json:"outcome"`
	CarriedFrom int64     `json:"carried_from" doc:"Number of the one it carries on; 0: none"`
	KeptAt      time.Time `json:"kept_at"`
}

// Pack is the paper of a meeting.
type Pack struct {
	ID           int64      `json:"id"`
	Meeting      int64      `json:"meeting"`
	Edition      int        `json:"edition"`
	Reason       string     `json:"reason" doc:"Why there is a later edition"`
	State        string     `json:"state" enum:"draft,freezing,frozen,published"`
	Board        string     `json:"board"`
	Period       string     `json:"period" doc:"Code of the newest period"`
	AsAt         time.Time  `json:"as_at"`
	Definitions  string     `json:"definitions" doc:"Hash of the definitions"`
	Boundaries   string     `json:"boundaries" format:"date"`
	Verdict      string     `json:"verdict"`
	FrozenAt     *time.Time `json:"frozen_at"`
	PublishedAt  *time.Time `json:"published_at"`
	SupersededAt *time.Time `json:"superseded_at"`
	Page         string     `json:"page" doc:"Address of its page"`
	Files        []PackFile `json:"files" nullable:"false"`
}

// PackFile is one form of a frozen pack.
type PackFile struct {
	Form    string `json:"form" enum:"html,pdf,pptx,xlsx,zip"`
	Size    int64  `json:"size"`
	SHA256  string `json:"sha256"`
	Address string `json:"address" doc:"Of the file, which is these bytes"`
}

func (a *API) registerMeetings() {
	if a.Meetings == nil {
		return
	}
	register(a, operation{method: http.MethodGet, path: "/meetings", id: "list-meetings", tag: "Meetings", right: httpkit.SignedIn, table: true,
		summary: "List meetings", words: "The latest day first."}, a.meetings)
	register(a, operation{method: http.MethodGet, path: "/meetings/{id}", id: "get-meeting", tag: "Meetings", right: httpkit.SignedIn, summary: "One meeting"}, a.meeting)
	register(a, operation{method: http.MethodGet, path: "/meetings/{id}/decisions", id: "list-meeting-decisions", tag: "Meetings", right: httpkit.SignedIn, table: true,
		summary: "What a meeting is asked and has decided, and its actions", words: "In the order in which they were written down."}, a.decisions)
	register(a, operation{method: http.MethodGet, path: "/meetings/{id}/packs", id: "list-meeting-packs", tag: "Meetings", right: httpkit.SignedIn, table: true,
		summary: "The packs of a meeting", words: "The newest edition first. Packs that are not published are there for who prepares them only."}, a.packs)
	register(a, operation{method: http.MethodGet, path: "/packs/{id}", id: "get-pack", tag: "Meetings", right: httpkit.SignedIn,
		summary: "One pack with the hashes of its forms", words: "A pack that is not published exists for who prepares it only."}, a.pack)
}

func (a *API) meetings(ctx context.Context, q *MeetingQuery) (*Paged[Meeting], error) {
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	var wanted []maturity.OrganisationID
	for _, code := range strings.Split(strings.Join(q.Organisation, ","), ",") {
		if code = strings.TrimSpace(code); code == "" {
			continue
		}
		o, known := d.ByCode(code)
		if !known {
			return nil, maturity.Errorf(maturity.Invalid, "There is no organisation with the code %s.", code)
		}
		wanted = append(wanted, o.ID)
	}
	from := period.Day(0)
	if q.From != "" {
		t, err := time.Parse(time.DateOnly, q.From)
		if err != nil {
			return nil, maturity.Errorf(maturity.Invalid, "The day cannot be read. Write it as year-month-day.")
		}
		from = period.DayOf(t)
	}
	list, err := a.Meetings.Meetings(ctx, wanted, from, q.Limit)
	rows := make([]Meeting, len(list))
	for i, m := range list {
		rows[i] = meetingRow(m, d)
	}
	return paged(ctx, rows, ""), err
}

func meetingRow(m maturity.Meeting, d Directory) Meeting {
	o, _ := d.ByID(m.Organisation)
	return Meeting{ID: m.ID, Organisation: o.Code, Body: m.Body, Day: m.Day.String(), Agenda: append([]string{}, m.Agenda...), Cancelled: m.Cancelled, Seen: timeOrNil(m.Seen),
		Page: "/meetings/" + strconv.FormatInt(m.ID, 10)}
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func (a *API) meeting(ctx context.Context, q *MeetingPath) (*One[Meeting], error) {
	m, err := a.Meetings.Meeting(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	d, err := a.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return &One[Meeting]{Body: meetingRow(m, d)}, nil
}

func (a *API) decisions(ctx context.Context, q *MeetingPath) (*Paged[Decision], error) {
	if _, err := a.Meetings.Meeting(ctx, q.ID); err != nil {
		return nil, err
	}
	list, err := a.Meetings.DecisionsOf(ctx, q.ID)
	rows := make([]Decision, len(list))
	for i, each := range list {
		rows[i] = Decision{ID: each.ID, Meeting: each.Meeting, Kind: string(each.Kind), Words: each.Words, Owner: each.Owner, State: string(each.State), Outcome: each.Outcome,
			CarriedFrom: each.From, KeptAt: each.At.UTC()}
		if each.Due != nil {
			rows[i].Due = each.Due.String()
		}
	}
	return paged(ctx, rows, ""), err
}

// sees reports whether the visitor sees the drafts of packs about an organisation.
func (a *API) sees(ctx context.Context, m maturity.Meeting) (bool, error) {
	who, _ := httpkit.AccountOf(ctx)
	return a.Holding.May(ctx, who, m.Organisation)
}

func (a *API) packs(ctx context.Context, q *MeetingPath) (*Paged[Pack], error) {
	m, err := a.Meetings.Meeting(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	may, err := a.sees(ctx, m)
	if err != nil {
		return nil, err
	}
	list, err := a.Meetings.PacksOf(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(p maturity.Pack) bool { return p.State != maturity.PackPublished && !may })
	rows := make([]Pack, len(list))
	for i, p := range list {
		if rows[i], err = a.packRow(ctx, p); err != nil {
			return nil, err
		}
	}
	return paged(ctx, rows, ""), nil
}

func (a *API) packRow(ctx context.Context, p maturity.Pack) (Pack, error) {
	out := Pack{ID: p.ID, Meeting: p.Meeting, Edition: p.Edition, Reason: p.Reason, State: string(p.State), Board: p.Board, Period: p.Period, AsAt: p.AsAt.UTC(), Definitions: p.Definitions,
		Boundaries: p.Boundaries.String(), Verdict: p.Verdict, FrozenAt: timeOrNil(p.FrozenAt), PublishedAt: timeOrNil(p.PublishedAt), SupersededAt: timeOrNil(p.SupersededAt),
		Page: "/packs/" + strconv.FormatInt(p.ID, 10), Files: []PackFile{}}
	files, err := a.Meetings.PackFiles(ctx, p.ID)
	for _, f := range files {
		out.Files = append(out.Files, PackFile{Form: f.Form, Size: f.Size, SHA256: f.SHA256, Address: out.Page + "/files/" + f.Form})
	}
	return out, err
}

func (a *API) pack(ctx context.Context, q *PackPath) (*One[Pack], error) {
	p, err := a.Meetings.Pack(ctx, q.ID)
	if err != nil {
		return nil, err
	}
	m, err := a.Meetings.Meeting(ctx, p.Meeting)
	if err != nil {
		return nil, err
	}
	may, err := a.sees(ctx, m)
	if err != nil {
		return nil, err
	}
	if p.State == maturity.PackDropped || p.State != maturity.PackPublished && !may {
		return nil, maturity.Errorf(maturity.NotFound, "There is no such pack, or it is not published yet.")
	}
	row, err := a.packRow(ctx, p)
	return &One[Pack]{Body: row}, err
}
