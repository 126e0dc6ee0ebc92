package exchange

import (
	"context"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/sheet"
)

// The columns of a task list, and other names by which project offices call them.
var taskColumns = []struct {
	name    string
	aliases []string
}{
	{"id", []string{"unique id", "task id", "wbs", "#"}},
	{"name", []string{"task name", "title", "task", "summary", "activity"}},
	{"kind", []string{"type"}},
	{"outline level", []string{"level", "indent"}},
	{"start", []string{"start date", "begin", "planned start"}},
	{"finish", []string{"finish date", "end", "end date", "due", "due date", "planned finish"}},
	{"duration", []string{"days", "duration in days"}},
	{"percent complete", []string{"% complete", "percent", "progress", "complete", "% done"}},
	{"predecessors", []string{"depends on", "dependencies", "predecessor"}},
	{"owner", []string{"owners", "resource names", "resources", "organisation", "organisations", "assigned to"}},
	{"owner role", []string{"role"}},
	{"status", []string{"state"}},
	{"milestone", []string{"is milestone"}},
	{"initiative", []string{"parent", "parent id"}},
	{"start as given", nil}, {"start precision", nil}, {"start earliest", nil}, {"start latest", nil},
	{"finish as given", nil}, {"finish precision", nil}, {"finish earliest", nil}, {"finish latest", nil},
	{"notes", []string{"note", "comments", "description"}},
}

// WriteTaskCSV writes initiatives and their parts as a list of tasks, as project offices exchange them.
func WriteTaskCSV(w io.Writer, r maturity.Roadmap) error {
	return sheet.WriteCSV(w, func(yield func([]string) bool) {
		var names []string
		for _, c := range taskColumns {
			names = append(names, c.name)
		}
		if !yield(names) {
			return
		}
		for _, t := range Tasks(&r) {
			row := []string{t.ID, t.Title, string(t.Kind), strconv.Itoa(t.Level), dayText(t.first()), dayText(t.last()), "", "", joinNeeds(t.Needs),
				joinOwners(t.Owners), t.OwnerRole, t.Status, "no", t.Of}
			if t.Days > 0 {
				row[6] = strconv.Itoa(t.Days)
			}
			if t.Progress != nil {
				row[7] = strconv.Itoa(*t.Progress)
			}
			if t.Milestone {
				row[12] = "yes"
			}
			row = append(append(row, dateCells(t.Start)...), dateCells(t.Finish)...)
			row = append(row, t.Note)
			for i := range row {
				row[i] = sheet.Guard(row[i])
			}
			if !yield(row) {
				return
			}
		}
	})
}

func dayText(d period.Day) string {
	if d == 0 {
		return ""
	}
	return d.String()
}

func dateCells(d *maturity.LooseDate) []string {
	if d == nil {
		return []string{"", "", "", ""}
	}
	return []string{d.AsGiven, string(d.Precision), dayText(d.Earliest), dayText(d.Latest)}
}

func joinNeeds(needs []Need) string {
	out := make([]string, len(needs))
	for i, n := range needs {
		out[i] = n.ID
		if n.Lag > 0 {
			out[i] += "FS+" + strconv.Itoa(n.Lag) + "d"
		}
	}
	return strings.Join(out, "; ")
}

// needForm is a predecessor: an id, the tie (finish to start where none is given), and a lag.
var needForm = regexp.MustCompile(`^(.+?)(?:\s*(FS|SS|FF|SF))?(?:\s*([+-])\s*(\d+(?:\.\d+)?)\s*e?(d|day|days|w|wk|wks|week|weeks)?)?$`)

// readNeed reads one predecessor. Ids of this program have no plus sign and no capitals.
func readNeed(text string) (Need, bool) {
	m := needForm.FindStringSubmatch(text)
	if m == nil {
		return Need{}, false
	}
	if m[2] == "" && m[3] == "-" { // "a-12" is an id
		return Need{ID: text}, true
	}
	n := Need{ID: strings.TrimSpace(m[1]), Loose: m[2] != "" && m[2] != "FS"}
	if m[4] != "" {
		lag, err := strconv.ParseFloat(m[4], 64)
		if err != nil || lag > 40_000 {
			return Need{}, false
		}
		if strings.HasPrefix(m[5], "w") {
			lag *= 7
		}
		if n.Lag = int(lag + 0.5); m[3] == "-" {
			n.Lag = -n.Lag
		}
	}
	return n, true
}

// ReadTaskCSV reads a list of tasks, as CSV or as a sheet of a workbook: this program's own, or that of another tool
// with columns of the usual names. Only an id or a name is needed.
func ReadTaskCSV(ctx context.Context, src sheet.Source, name string) (TaskFile, error) {
	book, err := sheet.Open(ctx, src, name, Limits())
	if err != nil {
		return TaskFile{}, err
	}
	defer book.Close()
	sheets := book.Sheets()
	if len(sheets) == 0 {
		return TaskFile{Faults: Faults{{"", "", "", "the file holds no rows"}}}, nil
	}
	g, err := gridOf(book, sheets[0].Name)
	if err != nil {
		return TaskFile{}, err
	}
	return tasksOf(g), nil
}

// RecogniseTasks reports whether a file's headings are those of a list of tasks.
func RecogniseTasks(book *sheet.Book) bool {
	sheets := book.Sheets()
	if len(sheets) == 0 {
		return false
	}
	var head []string
	if err := book.Rows(sheets[0].Name, func(row sheet.Row) error {
		for _, c := range row.Cells {
			head = append(head, heading(c.Text))
		}
		return sheet.ErrStop
	}); err != nil {
		return false
	}
	for _, want := range []string{"name", "kind", "outline level", "predecessors", "finish precision"} {
		if !slices.Contains(head, want) {
			return false
		}
	}
	return true
}

type taskReader struct {
	out  TaskFile
	g    grid
	at   map[string]int // column name -> place in the file
	line []cell
}

func tasksOf(g grid) TaskFile {
	r := &taskReader{g: g, at: map[string]int{}}
	var names []string
	for _, c := range taskColumns {
		names = append(names, c.name)
	}
	for i, h := range g.head {
		name := heading(h.text)
		if name == "" {
			continue
		}
		known := slices.IndexFunc(taskColumns, func(c struct {
			name    string
			aliases []string
		}) bool {
			return c.name == name || slices.Contains(c.aliases, name)
		})
		switch {
		case known < 0:
			r.out.Warnings = append(r.out.Warnings, "The column “"+shown(h.text)+"” was not read"+suggestion(name, names)+".")
		default:
			if _, twice := r.at[taskColumns[known].name]; !twice {
				r.at[taskColumns[known].name] = i
			}
		}
	}
	has := func(name string) bool { _, ok := r.at[name]; return ok }
	if !has("name") && !has("id") {
		r.out.Faults = Faults{{g.sheet, "A1", "", "a list of tasks has a column id or name; the usual ones are " + strings.Join(names[:14], ", ")}}
		return r.out
	}
	r.out.Holds = Holds{Title: has("name"), Dates: has("start") || has("finish") || has("finish precision"), Days: has("duration"), Progress: has("percent complete"),
		Status: has("status"), Owners: has("owner"), OwnerRole: has("owner role"), Needs: has("predecessors"), Note: has("notes")}
	for i, row := range g.rows {
		if len(r.out.Faults) >= maxFaults {
			break
		}
		r.line = row
		r.task(g.lines[i])
	}
	return r.out
}

func (r *taskReader) cell(name string) cell {
	i, ok := r.at[name]
	if !ok || i >= len(r.line) {
		return cell{}
	}
	return cell{strings.TrimSpace(r.line[i].text), r.line[i].at}
}

func (r *taskReader) fault(c cell, expected string) {
	r.out.Faults = append(r.out.Faults, Fault{r.g.sheet, c.at, c.text, expected})
}

func (r *taskReader) number(name string) (int, bool) {
	c := r.cell(name)
	text := strings.TrimRight(strings.ToLower(c.text), "%? dayseh")
	if c.text == "" {
		return 0, false
	}
	n, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
	if err != nil || n < 0 || n > 40_000 {
		r.fault(c, "a number")
		return 0, false
	}
	return int(n + 0.5), true
}

func (r *taskReader) day(name string) period.Day {
	c := r.cell(name)
	if c.text == "" {
		return 0
	}
	if day, ok := readDay(c.text); ok {
		return day
	}
	p, err := period.Parse(c.text, period.KindDay, period.DMY)
	if err != nil {
		r.fault(c, "a day such as 2017-03-31 or 31/03/2017")
		return 0
	}
	return p.Start
}

func (r *taskReader) date(name string) *maturity.LooseDate {
	d, message := taskDate(r.day(name), r.cell(name+" as given").text, r.cell(name+" precision").text, r.day(name+" earliest"), r.day(name+" latest"), name == "finish")
	if message != "" {
		c := r.cell(name + " precision")
		r.fault(c, message)
		return nil
	}
	return d
}

func (r *taskReader) task(line string) {
	t := Task{ID: r.cell("id").text, Key: r.cell("id").text, Title: r.cell("name").text, Kind: maturity.ItemKind(r.cell("kind").text), Of: r.cell("initiative").text,
		OwnerRole: r.cell("owner role").text, Owners: splitOwners(r.cell("owner").text), Note: r.cell("notes").text, Place: line}
	if t.ID == "" && t.Title == "" {
		return
	}
	t.Level, _ = r.number("outline level")
	t.Level = max(t.Level, 1)
	t.Days, _ = r.number("duration")
	if n, ok := r.number("percent complete"); ok {
		if n > 100 {
			r.fault(r.cell("percent complete"), "a number from 0 to 100")
		}
		t.Progress = &n
	}
	switch c := r.cell("milestone"); strings.ToLower(c.text) {
	case "yes", "true", "y", "1":
		t.Milestone = true
	case "", "no", "false", "n", "0":
	default:
		r.fault(c, "yes or no")
	}
	if k := r.cell("kind"); !kindOfTask(t.Kind) {
		r.fault(k, "initiative, phase, gate, wave, milestone or deployment")
	}
	t.Status = r.status(t)
	t.Start, t.Finish = r.date("start"), r.date("finish")
	if t.Milestone || pointKind(t.Kind) {
		if t.Finish == nil {
			t.Finish = t.Start // a list of somebody else may give a milestone a start only
		}
		t.Start = nil
	}
	if text := r.cell("predecessors"); text.text != "" {
		for part := range strings.FieldsFuncSeq(text.text, func(c rune) bool { return c == ';' || c == ',' || c == '\n' }) {
			n, ok := readNeed(strings.TrimSpace(part))
			if !ok {
				r.fault(text, "ids with a semicolon between them, such as a; bFS+10d")
				continue
			}
			t.Needs = append(t.Needs, n)
		}
	}
	r.out.Tasks = append(r.out.Tasks, t)
}

// status takes the words of this program and what other tools say for them.
func (r *taskReader) status(t Task) string {
	c := r.cell("status")
	word, ok := statusWord(c.text, t.Milestone || pointKind(t.Kind) && t.Kind != maturity.ItemDeployment)
	if !ok {
		r.fault(c, "active, committed, aspirational or complete; for milestones planned, started, done or dropped")
	}
	return word
}

func kindOfTask(k maturity.ItemKind) bool {
	return slices.Contains([]maturity.ItemKind{"", maturity.ItemInitiative, TaskPhase, TaskGate, TaskWave, TaskMilestone, maturity.ItemDeployment}, k)
}

func pointKind(k maturity.ItemKind) bool {
	return k == TaskGate || k == TaskMilestone || k == maturity.ItemDeployment
}

// statusWord is a status as this program says it. A deployment is a milestone in an outline, and has a status.
func statusWord(text string, state bool) (string, bool) {
	word := strings.ToLower(strings.Join(strings.Fields(text), " "))
	if i := slices.Index([]string{"", "active", "committed", "aspirational", "complete", "planned", "started", "done", "dropped"}, word); i >= 0 {
		return word, true
	}
	for _, same := range []struct{ words, status, state string }{
		{"in progress|ongoing|under way|started|on schedule|late", "active", "started"}, {"completed|finished|closed", "complete", "done"},
		{"not started|future task|to do|open", "committed", "planned"}, {"cancelled|canceled|dropped|stopped", "", "dropped"},
	} {
		if slices.Contains(strings.Split(same.words, "|"), word) {
			if state {
				return same.state, true
			}
			return same.status, true
		}
	}
	return "", false
}
