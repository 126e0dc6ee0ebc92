package page

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/period"
)

// Meetings is what the pages of meetings and packs ask.
type Meetings struct {
	Desk  *meeting.Desk
	Store MeetingStore
	// Policy is the content security policy of papers: they carry their own style.
	Policy string
}

// MeetingStore reads meetings, decisions, packs and what was sent of them.
type MeetingStore interface {
	Meeting(ctx context.Context, id int64) (maturity.Meeting, error)
	Meetings(ctx context.Context, organisations []maturity.OrganisationID, from period.Day, limit int) ([]maturity.Meeting, error)
	EarlierMeeting(ctx context.Context, of maturity.Meeting) (maturity.Meeting, bool, error)
	Decision(ctx context.Context, id int64) (maturity.Decision, error)
	DecisionsOf(ctx context.Context, meeting int64) ([]maturity.Decision, error)
	OpenActions(ctx context.Context, at time.Time) ([]maturity.Decision, error)
	PacksOf(ctx context.Context, meetings ...int64) ([]maturity.Pack, error)
	PackFiles(ctx context.Context, id int64) ([]maturity.PackFile, error)
	PackFile(ctx context.Context, id int64, form string) (maturity.PackFile, error)
	Narratives(ctx context.Context, pack int64) ([]maturity.PackNarrative, error)
	Readers(ctx context.Context, organisation maturity.OrganisationID, body string) ([]maturity.Reader, error)
	Delivery(ctx context.Context, organisation maturity.OrganisationID, body string) (maturity.Delivery, bool, error)
	PackMessages(ctx context.Context, meeting int64) ([]maturity.Message, error)
}

// meetingRoutes are those of meetings and packs. Who may read is signed in; who may prepare is asked for each meeting.
func (p *Pages) meetingRoutes() []httpkit.Route {
	if p.Meetings == nil {
		return nil
	}
	get := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: right}, Handle: handle}
	}
	post := func(path string, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodPost, Path: path, Right: httpkit.Decide}, Handle: handle}
	}
	file, check, preview := get("/packs/:pack/files/:form", httpkit.SignedIn, p.packFile), get("/packs/:pack/check", httpkit.Decide, p.packCheck), get("/packs/:pack/preview", httpkit.Decide, p.packPreview)
	file.Slow, check.Slow, preview.Slow = true, true, true
	return []httpkit.Route{
		get("/meetings", httpkit.SignedIn, p.meetings),
		get("/meetings/plan", httpkit.Decide, p.planMeetingForm),
		post("/meetings/plan", p.planMeeting),
		get("/meetings/:meeting", httpkit.SignedIn, p.meeting),
		get("/meetings/:meeting/edit", httpkit.Decide, p.editMeetingForm),
		post("/meetings/:meeting/edit", p.editMeeting),
		post("/meetings/:meeting/cancel", p.cancelMeeting),
		post("/meetings/:meeting/decisions", p.keepDecision),
		post("/meetings/:meeting/carry", p.carryDecisions),
		get("/decisions/:decision", httpkit.Decide, p.decisionForm),
		post("/decisions/:decision", p.changeDecision),
		get("/meetings/:meeting/readers", httpkit.Decide, p.readers),
		post("/meetings/:meeting/readers", p.addReader),
		post("/meetings/:meeting/readers/remove", p.removeReader),
		post("/meetings/:meeting/schedule", p.setDelivery),
		post("/meetings/:meeting/packs", p.makePack),

		get("/packs/:pack", httpkit.SignedIn, p.pack),
		post("/packs/:pack/pin", p.pinPack),
		post("/packs/:pack/exceptions", p.choosePack),
		get("/packs/:pack/words", httpkit.Decide, p.packWords),
		post("/packs/:pack/words", p.writePack),
		post("/packs/:pack/freeze", p.turnPack),
		post("/packs/:pack/thaw", p.turnPack),
		post("/packs/:pack/publish", p.turnPack),
		post("/packs/:pack/drop", p.turnPack),
		get("/packs/:pack/paper", httpkit.SignedIn, p.packPaper),
		file, check, preview,
	}
}

func (p *Pages) meetingActor(c echo.Context) meeting.Actor {
	account, _ := httpkit.AccountOf(c.Request().Context())
	return meeting.Actor{Account: account, RequestID: httpkit.RequestID(c)}
}

func numberParam(c echo.Context, name, missing string) (int64, error) {
	id, err := strconv.ParseInt(c.Param(name), 10, 64)
	if err != nil || id < 1 {
		return 0, maturity.Errorf(maturity.NotFound, "%s", missing)
	}
	return id, nil
}

const noMeeting, noPack = "There is no such meeting.", "There is no such pack, or it is not published yet."

func meetingAddress(id int64) string { return "/meetings/" + strconv.FormatInt(id, 10) }
func packAddress(id int64) string    { return "/packs/" + strconv.FormatInt(id, 10) }

// readMeeting reads the meeting of the address, whose it is, and whether the visitor may prepare it.
func (p *Pages) readMeeting(c echo.Context) (m maturity.Meeting, o maturity.Organisation, may bool, err error) {
	id, err := numberParam(c, "meeting", noMeeting)
	if err != nil {
		return m, o, false, err
	}
	ctx := c.Request().Context()
	if m, err = p.Meetings.Store.Meeting(ctx, id); err != nil {
		return m, o, false, err
	}
	if o, err = p.organisationOf(ctx, m.Organisation); err != nil {
		return m, o, false, err
	}
	account, _ := httpkit.AccountOf(ctx)
	may, err = p.Meetings.Desk.May(ctx, account, m.Organisation)
	return m, o, may && account.MayDecide(), err
}

// holdMeeting is readMeeting for pages that only who prepares the meeting sees.
func (p *Pages) holdMeeting(c echo.Context) (maturity.Meeting, maturity.Organisation, error) {
	m, o, may, err := p.readMeeting(c)
	if err == nil && !may {
		err = maturity.Errorf(maturity.Forbidden, "You may read about this meeting, but not prepare it. An analyst of the organisation or an administrator can.")
	}
	return m, o, err
}

func (p *Pages) organisationOf(ctx context.Context, id maturity.OrganisationID) (maturity.Organisation, error) {
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return maturity.Organisation{}, err
	}
	o, ok := directory.ByID(id)
	if !ok {
		return o, maturity.Errorf(maturity.NotFound, "The organisation is not known any more.")
	}
	return o, nil
}

// dayField reads a day of a form; 0 and a fault where it is none.
func dayField(c echo.Context, field, sentence string) (period.Day, *FieldFault) {
	t, err := time.Parse(time.DateOnly, strings.TrimSpace(c.FormValue(field)))
	if err != nil {
		return 0, &FieldFault{field, sentence}
	}
	return period.DayOf(t), nil
}

func versionField(c echo.Context) int64 {
	n, _ := strconv.ParseInt(c.FormValue("version"), 10, 64) // 0 is no version of anything
	return n
}

// changesSince is where the changes since a meeting are listed.
func changesSince(o maturity.Organisation, id int64) string {
	return "/changes/" + url.PathEscape(o.Code) + "?since=" + strconv.FormatInt(id, 10)
}
