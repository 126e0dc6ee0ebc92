package page

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/roadmap"
)

type roadmapFilePage struct {
	Checked   roadmap.Checked
	Headline  string
	Lead      string
	Earlier   bool
	Waiting   bool // for a decision
	Counts    []Fact
	Problems  Table
	Changes   []Table
	Facts     []Fact
	Action    string // before /save and /cancel
	Reason    string
	Faults    []FieldFault
	Roadmap   string // address, once it is there
	SaveWords string
}

// mostShown is how many rows of a kind a page shows.
const mostShown = 300

// openRoadmapFile reads the file of the address.
func (p *Pages) openRoadmapFile(c echo.Context) (maturity.RoadmapUpload, []byte, error) {
	n, err := strconv.ParseInt(c.Param("upload"), 10, 64)
	if err != nil || n < 1 {
		return maturity.RoadmapUpload{}, nil, maturity.Errorf(maturity.NotFound, "There is no such file.")
	}
	return p.Roadmaps.Files.Open(c.Request().Context(), plannerOf(c), c.Param("roadmap"), n)
}

// roadmapFile shows what a file would add, change and remove, or what is wrong with it and where.
func (p *Pages) roadmapFile(c echo.Context) error {
	return p.showRoadmapFile(c, http.StatusOK, "", nil)
}

func (p *Pages) showRoadmapFile(c echo.Context, status int, reason string, faults []FieldFault) error {
	u, text, err := p.openRoadmapFile(c)
	if err != nil {
		return err
	}
	page := roadmapFilePage{Checked: roadmap.Checked{Upload: u}, Earlier: c.QueryParam("earlier") != "", Waiting: u.State == maturity.RoadmapUploadReceived, Action: sentFileAddress(u),
		Reason: reason, Faults: faults}
	switch {
	case page.Waiting:
		if page.Checked, err = p.Roadmaps.Files.Check(c.Request().Context(), u, text); err != nil {
			return err
		}
		p.tellRoadmapFile(&page)
	case u.State == maturity.RoadmapUploadSaved:
		page.Headline, page.Lead, page.Roadmap = "This file was saved into the roadmap", "What it changed stands under Versions, and can be taken back there.", roadmapAddress(u.Roadmap)+"/versions"
	default:
		page.Headline, page.Lead = "This file was cancelled", "It changed nothing. It is kept, and can be sent again."
	}
	page.Facts = []Fact{{Words: "File", Values: []string{u.FileName}}, {Words: "Sent", Values: []string{p.momentWords(u.At) + ", by " + u.By}}, {Words: "Size", Values: []string{wholeNumber(u.Size) + " bytes"}},
		{Words: "SHA-256", Values: []string{u.SHA256}, Code: true}, {Words: "State", Values: []string{u.State.Words()}}}
	shell := p.shell(c, page.Headline).under("/roadmap", Link{Words: "Make a roadmap from a file", Address: "/roadmap/upload"})
	if u.Roadmap != "" && c.Param("roadmap") != "" {
		plan, err := p.roadmapNow(c)
		if err != nil {
			return err
		}
		shell = p.roadmapShell(c, plan, page.Headline, Link{Words: "Files", Address: roadmapAddress(u.Roadmap) + "/files"})
	}
	shell.Fault = len(faults) > 0
	return p.show(c, status, "roadmap_file", shell, page)
}

// tellRoadmapFile says what the file would do.
func (p *Pages) tellRoadmapFile(page *roadmapFilePage) {
	c := &page.Checked
	page.SaveWords = "Save into the roadmap"
	switch n := len(c.Problems); {
	case n > 0:
		page.Headline = "The file cannot be taken: " + countWords(n, "problem", "problems")
		page.Lead = "Nothing was changed. Mend the file and send it again."
		page.Problems = problemTable(c.Problems)
		return
	case c.New:
		page.Headline, page.SaveWords = "The file makes a new roadmap: "+c.Plan.Title, "Make this roadmap"
		page.Lead = "Nothing is saved yet. It holds " + countWords(len(c.Plan.Initiatives), "initiative", "initiatives") + " and " + countWords(c.Added, "item in all", "items in all") + "."
	case !c.Ready():
		page.Headline, page.Lead = "The file changes nothing", "The roadmap says all of this already."
		return
	default:
		page.Headline = "The file would change " + countWords(c.Added+c.Changed+c.Removed, "item", "items") + " of the roadmap"
		page.Lead = "Nothing is saved yet. Look at what would change, then save or cancel."
		if c.Part {
			page.Lead += " The file holds tasks and dates only: everything else of the roadmap stays as it is."
		}
		for _, f := range []struct {
			n     int
			words string
		}{{c.Added, "added"}, {c.Changed, "changed"}, {c.Removed, "removed"}} {
			page.Counts = append(page.Counts, Fact{Words: f.words, Values: []string{wholeNumber(f.n)}})
		}
	}
	page.Changes = comparisonTables(c.Comparison)
}

func problemTable(problems []roadmap.Problem) Table {
	table := Table{Caption: "Problems", Columns: []Column{{Words: "Place"}, {Words: "What is wrong, or what would be accepted"}}}
	quoted := slices.ContainsFunc(problems, func(one roadmap.Problem) bool { return one.Seen != "" })
	if quoted {
		table.Columns = slices.Insert(table.Columns, 1, Column{Words: "What stands there"})
	}
	for _, one := range problems[:min(len(problems), mostShown)] {
		seen := missing("nothing")
		if one.Seen != "" {
			seen = Cell{Words: cutWords(one.Seen, 120)}
		}
		place := Cell{Words: one.Place}
		if one.Place == "" {
			place.Words = "The file"
		}
		row := []Cell{place, seen, {Words: one.Expected}}
		if !quoted {
			row = slices.Delete(row, 1, 2)
		}
		table.Rows = append(table.Rows, row)
	}
	if len(problems) > mostShown {
		table.Caption += ", the first " + wholeNumber(mostShown) + " of " + wholeNumber(len(problems))
	}
	return table
}

func cutWords(text string, letters int) string {
	if runes := []rune(text); len(runes) > letters {
		return string(runes[:letters]) + "…"
	}
	return text
}

// comparisonTables lists differences, a table for each kind.
func comparisonTables(c roadmap.Comparison) (out []Table) {
	for _, kind := range roadmap.DifferenceKinds() {
		list := c.Of(kind)
		if len(list) == 0 {
			continue
		}
		table := Table{Caption: kind.Words(), Columns: []Column{{Words: "Item"}, {Words: "What"}, {Words: "Now"}, {Words: "With the file"}}}
		if kind == roadmap.DifferenceAdded || kind == roadmap.DifferenceRemoved {
			table.Columns = []Column{{Words: "Item"}, {Words: "What"}, {Words: "Date"}}
		}
		for _, d := range list[:min(len(list), mostShown)] {
			title := Cell{Words: cutWords(d.Title, 200), Note: d.ID}
			row := []Cell{title, {Words: upperFirst(d.What)}}
			if len(table.Columns) == 3 {
				row = append(row, wordsOr(d.Then+d.Now, "no date"))
			} else {
				row[1].Words += ", " + d.Field
				now := wordsOr(d.Now, "nothing")
				now.Note = movedWords(d)
				row = append(row, wordsOr(d.Then, "nothing"), now)
			}
			table.Rows = append(table.Rows, row)
		}
		if len(list) > mostShown {
			table.Caption += ", the first " + wholeNumber(mostShown) + " of " + wholeNumber(len(list))
		}
		out = append(out, table)
	}
	return out
}

// movedWords says by how much a date moved, and whether it is more or less exact than it was.
func movedWords(d roadmap.Difference) string {
	words := ""
	switch {
	case d.DaysKnown && d.Days > 0:
		words = countWords(d.Days, "day later", "days later")
	case d.DaysKnown && d.Days < 0:
		words = countWords(-d.Days, "day earlier", "days earlier")
	}
	if finer := d.Finer(); finer != "" && words != "" {
		return words + "; " + finer
	}
	return words
}

func wordsOr(words, none string) Cell {
	if words == "" {
		return missing(none)
	}
	return Cell{Words: cutWords(words, 400)}
}

// saveRoadmapFile makes the file the newest version of its roadmap.
func (p *Pages) saveRoadmapFile(c echo.Context) error {
	u, _, err := p.openRoadmapFile(c)
	if err != nil {
		return err
	}
	if u.State == maturity.RoadmapUploadSaved { // the button was pressed twice
		return c.Redirect(http.StatusSeeOther, sentFileAddress(u))
	}
	reason := posted(c, "reason")
	change, err := p.Roadmaps.Files.Save(c.Request().Context(), plannerOf(c), c.Param("roadmap"), u.ID, postedNumber(c, "version"), reason)
	if code := maturity.CodeOf(err); code == maturity.Invalid || code == maturity.Conflict {
		return p.showRoadmapFile(c, httpkit.StatusOf(code), reason, []FieldFault{{"reason", maturity.SentenceOf(err)}})
	}
	if err != nil {
		return err
	}
	if c.Param("roadmap") == "" {
		return c.Redirect(http.StatusSeeOther, roadmapAddress(change.Roadmap)+"?as_at=now")
	}
	return c.Redirect(http.StatusSeeOther, sentFileAddress(u))
}

// cancelRoadmapFile leaves the file aside.
func (p *Pages) cancelRoadmapFile(c echo.Context) error {
	u, _, err := p.openRoadmapFile(c)
	if err == nil {
		err = p.Roadmaps.Files.Cancel(c.Request().Context(), plannerOf(c), c.Param("roadmap"), u.ID)
	}
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, sentFileAddress(u))
}

// roadmapFileBytes gives a file back as it came. It is never shown by us, whatever it holds.
func (p *Pages) roadmapFileBytes(c echo.Context) error {
	u, text, err := p.openRoadmapFile(c)
	if err != nil {
		return err
	}
	attach(c, u.FileName)
	c.Response().Header().Set("Content-Security-Policy", httpkit.DownloadPolicy)
	return c.Blob(http.StatusOK, "application/octet-stream", text)
}
