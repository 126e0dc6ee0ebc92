package page

import (
	"bytes"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

// roadmapFileRoutes are the files of a roadmap: given out, sent, looked at, saved.
func (p *Pages) roadmapFileRoutes() []httpkit.Route {
	if p.Roadmaps == nil || p.Roadmaps.Files == nil {
		return nil
	}
	get := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: right}, Handle: handle}
	}
	post := func(path string, body int64, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodPost, Path: path, Right: httpkit.Decide, Body: body, Slow: body > 0}, Handle: handle}
	}
	const one, fresh, whole = roadmapPath + "/files/:upload", "/roadmap/upload/:upload", int64(roadmap.MaxFile + smallForm)
	return []httpkit.Route{
		get(roadmapPath+"/export/:file", httpkit.SignedIn, p.exportRoadmap),
		get(roadmapPath+"/files", httpkit.SignedIn, p.roadmapFiles),
		post(roadmapPath+"/files", whole, p.sendRoadmapFile),
		get(one, httpkit.Decide, p.roadmapFile),
		get(one+"/file", httpkit.Decide, p.roadmapFileBytes),
		post(one+"/save", 0, p.saveRoadmapFile),
		post(one+"/cancel", 0, p.cancelRoadmapFile),
		get("/roadmap/upload", httpkit.Decide, p.newRoadmapForm),
		post("/roadmap/upload", whole, p.sendRoadmapFile),
		get(fresh, httpkit.Decide, p.roadmapFile),
		get(fresh+"/file", httpkit.Decide, p.roadmapFileBytes),
		post(fresh+"/save", 0, p.saveRoadmapFile),
		post(fresh+"/cancel", 0, p.cancelRoadmapFile),
	}
}

// roadmapForms are the files in which a roadmap is given out.
var roadmapForms = []struct {
	File, Title, Words, Type string
	Whole                    bool
	write                    func(io.Writer, *roadmap.Plan) error
}{
	{"roadmap.yaml", "YAML", "Everything, as this program keeps it", "application/yaml", true, func(w io.Writer, plan *roadmap.Plan) error {
		_, err := w.Write(definition.WriteRoadmap(plan.Roadmap))
		return err
	}},
	{"roadmap.xlsx", "Excel workbook (XLSX)", "Everything, a sheet for each kind of item; edit it and send it back", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true,
		func(w io.Writer, plan *roadmap.Plan) error { return exchange.WriteWorkbook(w, plan.Roadmap) }},
	{"roadmap.csv", "CSV", "Everything in one table; its first column says of which kind a row is", "text/csv; charset=utf-8", true,
		func(w io.Writer, plan *roadmap.Plan) error { return exchange.WriteCSV(w, plan.Roadmap) }},
	{"roadmap.json", "JSON", "Everything, for programs; the keys of the YAML file", "application/json", true, func(w io.Writer, plan *roadmap.Plan) error {
		text, err := definition.WriteRoadmapJSON(plan.Roadmap)
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	}},
	{"tasks.csv", "Task list (CSV)", "Initiatives, their parts and go-lives, with dates, progress and predecessors", "text/csv; charset=utf-8", false,
		func(w io.Writer, plan *roadmap.Plan) error { return exchange.WriteTaskCSV(w, plan.Roadmap) }},
	{"project.xml", "Microsoft Project (XML)", "The same tasks for Microsoft Project and programs that read its files", "application/xml", false,
		func(w io.Writer, plan *roadmap.Plan) error { return exchange.WriteMSPDI(w, plan.Roadmap) }},
	{"milestones.ics", "Calendar (ICS)", "Milestones, stage gates and go-lives; undated ones as tasks without a day", "text/calendar; charset=utf-8", false,
		func(w io.Writer, plan *roadmap.Plan) error {
			return exchange.WriteICalendar(w, plan.Roadmap, plan.At)
		}},
}

// exportRoadmap gives the roadmap out as it is shown: as known at the visitor's time.
func (p *Pages) exportRoadmap(c echo.Context) error {
	plan, _, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	for _, f := range roadmapForms {
		if f.File != c.Param("file") {
			continue
		}
		var out bytes.Buffer
		if err := f.write(&out, plan); err != nil {
			return err
		}
		attach(c, plan.ID+"-"+f.File)
		c.Response().Header().Set("Content-Security-Policy", httpkit.DownloadPolicy)
		return c.Blob(http.StatusOK, f.Type, out.Bytes())
	}
	return maturity.Errorf(maturity.NotFound, "A roadmap is not given out as that file.")
}

type roadmapFilesPage struct {
	Plan         *roadmap.Plan // nil: for a new roadmap
	Headline     string
	Whole, Parts []roadmapDownload
	MaySend      bool
	Action       string
	Accept       string
	MaxMegabytes int
	Sent         Table
	Faults       []FieldFault
}

type roadmapDownload struct{ Title, Words, Address string }

func (p *Pages) roadmapFiles(c echo.Context) error {
	return p.showRoadmapFiles(c, http.StatusOK, nil)
}

func (p *Pages) showRoadmapFiles(c echo.Context, status int, faults []FieldFault) error {
	plan, _, err := p.roadmapPlan(c)
	if err != nil {
		return err
	}
	page := roadmapFilesPage{Plan: plan, Headline: "Files of this roadmap: take it with you, or send it changed", Action: roadmapAddress(plan.ID) + "/files", Faults: faults,
		Accept: ".yaml,.yml,.json,.xlsx,.csv,.xml,.ics", MaxMegabytes: roadmap.MaxFile >> 20, MaySend: p.mayEditRoadmap(c, plan)}
	shell := p.roadmapShell(c, plan, "Files")
	shell.Fault = len(faults) > 0
	for _, f := range roadmapForms {
		one := roadmapDownload{f.Title, f.Words, shell.Link(roadmapAddress(plan.ID) + "/export/" + f.File)}
		if f.Whole {
			page.Whole = append(page.Whole, one)
		} else {
			page.Parts = append(page.Parts, one)
		}
	}
	if page.MaySend {
		list, err := p.Roadmaps.Files.List(c.Request().Context(), plannerOf(c), plan.ID)
		if err != nil {
			return err
		}
		page.Sent = p.sentFiles(list)
	}
	return p.show(c, status, "roadmap_files", shell, page)
}

// newRoadmapForm asks for the file of a roadmap that does not exist yet.
func (p *Pages) newRoadmapForm(c echo.Context) error { return p.showNewRoadmap(c, http.StatusOK, nil) }

func (p *Pages) showNewRoadmap(c echo.Context, status int, faults []FieldFault) error {
	list, err := p.Roadmaps.Files.List(c.Request().Context(), plannerOf(c), "")
	if err != nil {
		return err
	}
	page := roadmapFilesPage{Headline: "Make a roadmap from a file", Action: "/roadmap/upload", Accept: ".yaml,.yml,.json,.xlsx,.csv", MaxMegabytes: roadmap.MaxFile >> 20,
		MaySend: true, Sent: p.sentFiles(list), Faults: faults}
	shell := p.shell(c, page.Headline).under("/roadmap")
	shell.Fault = len(faults) > 0
	return p.show(c, status, "roadmap_files", shell, page)
}

// sentFiles lists what was sent, the newest first.
func (p *Pages) sentFiles(list []maturity.RoadmapUpload) Table {
	table := Table{Caption: "Files that were sent", Columns: []Column{{Words: "File"}, {Words: "Sent"}, {Words: "By"}, {Words: "What became of it"}, {Words: "SHA-256"}}, Empty: "No file was sent yet."}
	for _, u := range list {
		table.Rows = append(table.Rows, []Cell{{Words: u.FileName, Address: sentFileAddress(u)}, {Words: p.momentWords(u.At)}, {Words: u.By}, {Words: u.State.Words()}, {Words: u.SHA256[:min(12, len(u.SHA256))]}})
	}
	return table
}

func sentFileAddress(u maturity.RoadmapUpload) string {
	if u.Roadmap == "" {
		return "/roadmap/upload/" + strconv.FormatInt(u.ID, 10)
	}
	return roadmapAddress(u.Roadmap) + "/files/" + strconv.FormatInt(u.ID, 10)
}

// sendRoadmapFile keeps a file and leads to what it would change.
func (p *Pages) sendRoadmapFile(c echo.Context) error {
	id := c.Param("roadmap")
	refuse := func(status int, sentence string) error {
		faults := []FieldFault{{"file", sentence}}
		if id == "" {
			return p.showNewRoadmap(c, status, faults)
		}
		return p.showRoadmapFiles(c, status, faults)
	}
	header, err := c.FormFile("file")
	if err != nil || header.Filename == "" {
		return refuse(http.StatusUnprocessableEntity, "Choose a file")
	}
	file, err := header.Open()
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "The file could not be taken in. Try again.")
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, roadmap.MaxFile+1))
	if err != nil {
		return maturity.Wrap(err, maturity.Unavailable, "The file could not be taken in. Try again.")
	}
	u, earlier, err := p.Roadmaps.Files.Receive(c.Request().Context(), plannerOf(c), id, header.Filename, text)
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.TooLarge {
		return refuse(httpkit.StatusOf(code), maturity.SentenceOf(err))
	}
	if err != nil {
		return err
	}
	address := sentFileAddress(u)
	if earlier {
		address += "?earlier=yes"
	}
	return c.Redirect(http.StatusSeeOther, address)
}
