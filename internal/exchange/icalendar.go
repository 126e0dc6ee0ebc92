package exchange

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The names of what iCalendar has no property for.
const (
	xKind      = "X-WAYMARK-KIND"
	xOf        = "X-WAYMARK-INITIATIVE"
	xState     = "X-WAYMARK-STATE"
	xAsGiven   = "X-WAYMARK-AS-GIVEN"
	xPrecision = "X-WAYMARK-PRECISION"
	xEarliest  = "X-WAYMARK-EARLIEST"
	xLatest    = "X-WAYMARK-LATEST"
)

// WriteICalendar writes the milestones, stage gates and go-lives of a roadmap as RFC 5545 asks for. A date that is known
// to a span of days goes over that span; what has no last day is a task to be done, without a due date where it has no
// date at all. at is the time of what is written: the same roadmap at the same time gives the same bytes.
//
// No library is used: the one that was looked at reads without a bound of depth, drops errors of writing and tells no
// line of a fault.
func WriteICalendar(w io.Writer, r maturity.Roadmap, at time.Time) error {
	out := &lineWriter{w: bufio.NewWriter(w)}
	out.line("BEGIN", "VCALENDAR")
	out.line("VERSION", "2.0")
	out.line("PRODID", "-//Waymark//Roadmap//EN")
	out.line("CALSCALE", "GREGORIAN")
	out.text("X-WR-CALNAME", r.Title)
	titles := map[string]string{}
	for i := range r.Initiatives {
		titles[r.Initiatives[i].ID] = r.Initiatives[i].Title
	}
	for _, t := range Tasks(&r) {
		if pointKind(t.Kind) {
			out.task(t, r.ID, titles[t.Of], at)
		}
	}
	out.line("END", "VCALENDAR")
	if out.err != nil {
		return out.err
	}
	return out.w.Flush()
}

type lineWriter struct {
	w   *bufio.Writer
	err error
}

// line writes one property, folded so that no line has more than 75 bytes and no character is cut in two.
func (o *lineWriter) line(name, value string) {
	line, room := name+":"+value, 75
	for o.err == nil {
		cut := len(line)
		if cut > room {
			for cut = room; !utf8.RuneStart(line[cut]); cut-- {
			}
		}
		if _, o.err = o.w.WriteString(line[:cut] + "\r\n"); cut == len(line) {
			return
		}
		line, room = " "+line[cut:], 75
	}
}

var textEscape = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)

func (o *lineWriter) text(name, value string) {
	if value != "" {
		o.line(name, textEscape.Replace(value))
	}
}

func (o *lineWriter) task(t Task, roadmap, initiative string, at time.Time) {
	first, last := period.Day(0), period.Day(0)
	if t.Finish != nil {
		first, last = t.Finish.Earliest, t.Finish.Latest
	}
	kind := "VEVENT"
	if first == 0 || last == 0 {
		kind = "VTODO"
	}
	o.line("BEGIN", kind)
	o.text("UID", t.ID+"@"+roadmap+".waymark")
	o.line("DTSTAMP", at.UTC().Format("20060102T150405Z"))
	if first != 0 {
		o.line("DTSTART;VALUE=DATE", basic(first))
	}
	switch {
	case kind == "VEVENT":
		o.line("DTEND;VALUE=DATE", basic(last+1)) // the day after the last, as the standard has it
		o.line("TRANSP", "TRANSPARENT")
		if t.Status == string(maturity.MilestoneDropped) {
			o.line("STATUS", "CANCELLED")
		}
	case last != 0:
		o.line("DUE;VALUE=DATE", basic(last))
	}
	if kind == "VTODO" {
		status := map[string]string{"done": "COMPLETED", "complete": "COMPLETED", "dropped": "CANCELLED", "started": "IN-PROCESS", "active": "IN-PROCESS"}[t.Status]
		if status == "" {
			status = "NEEDS-ACTION"
		}
		o.line("STATUS", status)
	}
	o.text("SUMMARY", t.Title)
	o.text("CATEGORIES", initiative)
	o.text("DESCRIPTION", t.Note)
	o.text(xKind, string(t.Kind))
	o.text(xOf, t.Of)
	o.text(xState, t.Status)
	if d := t.Finish; d != nil {
		o.text(xAsGiven, d.AsGiven)
		o.text(xPrecision, string(d.Precision))
		o.text(xEarliest, dayText(d.Earliest))
		o.text(xLatest, dayText(d.Latest))
	}
	o.line("END", kind)
}

func basic(d period.Day) string { return d.Time().Format("20060102") }

// Bounds of a calendar that somebody sends.
const (
	maxCalendar  = 8 << 20
	maxComponent = 8 // nested
)

// ReadICalendar reads the events and tasks of a calendar. Those of this program find their items again; others become
// milestones, once somebody says of which initiative (Task.Of), which a calendar does not tell.
func ReadICalendar(in io.Reader) TaskFile {
	r := &calendarReader{}
	r.out.Holds = Holds{Title: true, Dates: true, Status: true, Note: true}
	text, err := io.ReadAll(io.LimitReader(in, maxCalendar+1))
	switch {
	case err != nil:
		r.fault("not readable: " + err.Error())
	case len(text) > maxCalendar:
		r.fault(fmt.Sprintf("the file has more than %d megabytes", maxCalendar>>20))
	case !utf8.Valid(text):
		r.fault("the text is not UTF-8")
	default:
		r.read(string(text))
	}
	return r.out
}

type calendarReader struct {
	out   TaskFile
	line  int
	open  []string
	props map[string]string // of the event or task that is open
	begun int
}

func (r *calendarReader) fault(expected string) {
	place := ""
	if r.line > 0 {
		place = "line " + strconv.Itoa(r.line)
	}
	r.out.Faults = append(r.out.Faults, Fault{"", place, "", expected})
}

// read joins folded lines and goes through the properties.
func (r *calendarReader) read(text string) {
	text = strings.TrimPrefix(text, "\ufeff")
	var whole strings.Builder
	number := 0
	flush := func() {
		if whole.Len() > 0 && len(r.out.Faults) < maxFaults {
			r.property(whole.String())
		}
		whole.Reset()
	}
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line = strings.TrimSuffix(line, "\r")
		if line != "" && (line[0] == ' ' || line[0] == '\t') {
			whole.WriteString(line[1:])
			continue
		}
		flush()
		r.line = number
		whole.WriteString(line)
	}
	flush()
	if len(r.open) > 0 {
		r.fault("END:" + r.open[len(r.open)-1] + " is missing")
	}
}

func (r *calendarReader) property(line string) {
	name, value, ok := splitProperty(line)
	switch {
	case !ok:
		r.fault("a line of a calendar is NAME:value")
		return
	case len(r.open) == 0 && (name != "BEGIN" || !strings.EqualFold(value, "VCALENDAR")):
		r.fault("a calendar begins with BEGIN:VCALENDAR")
		r.out.Faults = r.out.Faults[:1]
		return
	case name == "BEGIN":
		if len(r.open) >= maxComponent {
			r.fault("parts are nested too deep")
			return
		}
		r.open = append(r.open, strings.ToUpper(value))
		if len(r.open) == 2 {
			r.props, r.begun = map[string]string{}, r.line
		}
		return
	case name == "END":
		if last := len(r.open) - 1; r.open[last] == strings.ToUpper(value) {
			if last == 1 && (r.open[1] == "VEVENT" || r.open[1] == "VTODO") {
				r.task()
			}
			r.open = r.open[:last]
			return
		}
		r.fault("END:" + r.open[len(r.open)-1] + " is expected here")
		return
	case len(r.open) == 1 && name == "X-WR-CALNAME":
		r.out.Title = plainText(value)
	case len(r.open) == 2:
		if _, twice := r.props[name]; !twice {
			r.props[name] = value
		}
	}
}

// splitProperty parts a line at the first colon that is in no quoted parameter; parameters are passed over.
func splitProperty(line string) (name, value string, ok bool) {
	quoted := false
	for i, c := range []byte(line) {
		switch {
		case c == '"':
			quoted = !quoted
		case c == ':' && !quoted:
			name, _, _ = strings.Cut(line[:i], ";")
			return strings.ToUpper(strings.TrimSpace(name)), line[i+1:], name != ""
		}
	}
	return "", "", strings.TrimSpace(line) == ""
}

// plainText takes the escapes of a text away.
func plainText(text string) string {
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '\\' && i+1 < len(text) {
			if i++; text[i] == 'n' || text[i] == 'N' {
				b.WriteByte('\n')
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return strings.TrimSpace(b.String())
}

// day reads 20170228 and the day of 20170228T090000Z.
func (r *calendarReader) day(name string) period.Day {
	text := strings.TrimSpace(r.props[name])
	if text == "" {
		return 0
	}
	at, err := time.Parse("20060102", text[:min(len(text), 8)])
	if err != nil {
		r.fault(name + " is a day such as 20170331")
		return 0
	}
	return period.DayOf(at)
}

func (r *calendarReader) task() {
	get := func(name string) string { return plainText(r.props[name]) }
	t := Task{Key: get("UID"), Title: get("SUMMARY"), Kind: maturity.ItemKind(get(xKind)), Of: get(xOf), Level: 2, Milestone: true, Note: get("DESCRIPTION"),
		Status: get(xState), Place: "line " + strconv.Itoa(r.begun)}
	if id, _, ours := strings.Cut(t.Key, "@"); ours && strings.HasSuffix(t.Key, ".waymark") {
		t.ID = id
	}
	if !pointKind(t.Kind) {
		t.Kind = TaskMilestone
	}
	earliest, latest := r.day("DTSTART"), r.day("DTEND")
	if latest != 0 {
		if strings.Contains(r.props["DTEND"], "T") { // an event with hours ends on its own day
			latest = max(latest, earliest)
		} else {
			latest = max(latest-1, earliest)
		}
	} else if latest = r.day("DUE"); latest == 0 && r.open[1] == "VEVENT" {
		latest = earliest
	}
	saidFirst, _ := readDay(get(xEarliest))
	saidLast, _ := readDay(get(xLatest))
	switch {
	case get(xPrecision) != "" && earliest == saidFirst && latest == saidLast:
		t.Finish = &maturity.LooseDate{AsGiven: get(xAsGiven), Precision: maturity.Precision(get(xPrecision)), Earliest: earliest, Latest: latest}
	case earliest != 0 && latest > earliest:
		t.Finish = &maturity.LooseDate{AsGiven: earliest.String() + " to " + latest.String(), Precision: maturity.PrecisionRange, Earliest: earliest, Latest: latest}
	case latest != 0:
		t.Finish = dayDate(latest)
	}
	if t.Finish != nil {
		if message := t.Finish.Fault(); message != "" {
			r.fault(message)
			return
		}
	}
	switch r.props["STATUS"] {
	case "COMPLETED":
		if !finished(t.Status) {
			t.Status = string(maturity.MilestoneDone)
		}
	case "CANCELLED":
		t.Status = string(maturity.MilestoneDropped)
	}
	if t.ID == "" && t.Title == "" {
		return
	}
	r.out.Tasks = append(r.out.Tasks, t)
}
