package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Bounds of XML that somebody sends.
const (
	maxXML   = 32 << 20 // bytes
	maxDepth = 24
	maxTasks = 50_000
)

// boundedXML passes on the tokens of a decoder and refuses what could keep it busy: declarations of types and entities,
// and elements nested too deep. encoding/xml resolves no entity but the five of XML itself.
type boundedXML struct {
	in    *xml.Decoder
	depth int
}

var (
	errDeclared = errors.New("a document type (<!DOCTYPE) is not read here: save the file without it")
	errDeep     = fmt.Errorf("elements are nested more than %d deep", maxDepth)
)

func (b *boundedXML) Token() (xml.Token, error) {
	t, err := b.in.Token()
	if err != nil {
		return nil, err
	}
	switch t.(type) {
	case xml.Directive:
		return nil, errDeclared
	case xml.StartElement:
		if b.depth++; b.depth > maxDepth {
			return nil, errDeep
		}
	case xml.EndElement:
		b.depth--
	}
	return t, nil
}

// ReadMSPDI reads a Microsoft Project file: this program's own, or any other.
func ReadMSPDI(in io.Reader) TaskFile {
	limited := &io.LimitedReader{R: in, N: maxXML + 1}
	inner := xml.NewDecoder(limited)
	r := &projectReader{inner: inner, minutes: 480, alias: map[string]string{}}
	r.out.Holds = everything
	err := r.project(xml.NewTokenDecoder(&boundedXML{in: inner}))
	if limited.N <= 0 {
		err = fmt.Errorf("the file has more than %d megabytes", maxXML>>20)
	}
	if err != nil {
		line, _ := inner.InputPos()
		message := strings.TrimPrefix(err.Error(), "XML syntax error on ")
		r.out.Faults = append(r.out.Faults, Fault{"", "line " + strconv.Itoa(line), "", "not readable as Microsoft Project XML: " + message})
	}
	if r.resources {
		r.out.Warnings = append(r.out.Warnings, "The resources of the project were not read: a roadmap names organisations and roles, not people.")
	}
	return r.out
}

type projectReader struct {
	inner     *xml.Decoder
	out       TaskFile
	minutes   int               // a working day
	alias     map[string]string // FieldID -> alias
	resources bool
}

// project goes through the children of the root.
func (r *projectReader) project(d *xml.Decoder) error {
	inside := false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !inside {
				return errors.New("there is no element Project")
			}
			return nil
		}
		if err != nil {
			return err
		}
		start, ok := t.(xml.StartElement)
		if !ok {
			continue
		}
		switch name := start.Name.Local; {
		case !inside && name != "Project":
			return fmt.Errorf("the root is %s, not Project", shown(name))
		case !inside:
			inside = true
		case name == "Title":
			err = d.DecodeElement(&r.out.Title, &start)
		case name == "MinutesPerDay":
			var n int
			if err = d.DecodeElement(&n, &start); err == nil && n >= 60 && n <= 1440 {
				r.minutes = n
			}
		case name == "ExtendedAttributes":
			var list struct {
				Attributes []attributeXML `xml:"ExtendedAttribute"`
			}
			err = d.DecodeElement(&list, &start)
			for _, a := range list.Attributes {
				r.alias[a.FieldID] = a.Alias
			}
		case name == "Tasks": // its children come one by one
		case name == "Task":
			line, _ := r.inner.InputPos()
			var x taskXML
			if err = d.DecodeElement(&x, &start); err == nil {
				err = r.task(x, "line "+strconv.Itoa(line))
			}
		default:
			r.resources = r.resources || name == "Assignments"
			err = d.Skip()
		}
		if err != nil {
			return err
		}
	}
}

// task turns an element into a task.
func (r *projectReader) task(x taskXML, place string) error {
	if len(r.out.Tasks) >= maxTasks {
		return fmt.Errorf("there are more than %d tasks", maxTasks)
	}
	if x.IsNull == "1" || x.OutlineLevel < 1 || x.UID == 0 && x.OutlineLevel == 0 {
		return nil // an empty row, or the line of the project itself
	}
	own := map[string]string{}
	for _, a := range x.Attributes {
		own[strings.TrimPrefix(r.alias[a.FieldID], "Waymark ")] = strings.TrimSpace(a.Value)
	}
	t := Task{ID: own["id"], Key: strconv.Itoa(x.UID), Kind: maturity.ItemKind(own["kind"]), Of: own["initiative"], Title: strings.TrimSpace(x.Name), Level: x.OutlineLevel,
		Status: own["status"], Owners: splitOwners(own["owners"]), OwnerRole: own["owner role"], Milestone: x.Milestone == "1", Note: strings.TrimSpace(x.Notes), Place: place}
	if !kindOfTask(t.Kind) || t.ID == "" {
		t.Kind = ""
	}
	if t.Title == "" && t.ID == "" {
		return nil
	}
	start, finish := r.day(x.Start, place), r.day(x.Finish, place)
	t.Finish = r.date(own, "finish", finish, place)
	if t.Milestone || pointKind(t.Kind) {
		if t.Finish == nil && start != 0 {
			t.Finish = dayDate(start)
		}
	} else {
		t.Start = r.date(own, "start", start, place)
	}
	if x.Active == "0" {
		t.Status = string(maturity.MilestoneDropped)
	}
	r.percent(&t, x, place)
	if t.Start == nil || t.Finish == nil {
		t.Days = r.days(x)
	}
	for _, l := range x.Links {
		days := float64(l.Lag) / 10 / 60 / 24
		if !slices.Contains([]int{4, 6, 8, 10, 12}, l.Format) {
			days = float64(l.Lag) / 10 / float64(r.minutes) * 7 / 5 // working days, as they lie in a week
		}
		if days = math.Round(days); math.Abs(days) > 40_000 {
			return fmt.Errorf("a lag of %g days", days)
		}
		t.Needs = append(t.Needs, Need{ID: strconv.Itoa(l.UID), Lag: int(days), Loose: l.Type != finishToStart && l.Type != ""})
	}
	r.out.Tasks = append(r.out.Tasks, t)
	return nil
}

// date puts together what the text fields and the day of the file say.
func (r *projectReader) date(own map[string]string, which string, day period.Day, place string) *maturity.LooseDate {
	earliest, _ := readDay(own[which+" earliest"])
	latest, _ := readDay(own[which+" latest"])
	shownDay := day
	if which == "finish" && latest == 0 && day == earliest { // an open date has no last day
		shownDay = 0
	}
	d, message := taskDate(shownDay, own[which+" as given"], own[which+" precision"], earliest, latest, which == "finish")
	if message != "" {
		r.out.Faults = append(r.out.Faults, Fault{"", place, own[which+" as given"], message})
		return nil
	}
	return d
}

// percent reads how far a task is, which for what has no such figure is whether it is done.
func (r *projectReader) percent(t *Task, x taskXML, place string) {
	n, err := strconv.Atoi(strings.TrimSpace(x.Percent))
	switch {
	case x.Percent == "":
		return
	case err != nil || n < 0 || n > 100:
		r.out.Faults = append(r.out.Faults, Fault{"", place, x.Percent, "PercentComplete is a whole number from 0 to 100"})
	case t.Kind == "" || t.Kind == maturity.ItemInitiative:
		t.Progress = &n
		if t.Kind == "" && n == 100 {
			t.Status = string(maturity.InitiativeComplete)
		}
	case n == 100 && !finished(t.Status):
		t.Status = string(maturity.InitiativeComplete)
		if t.Kind != maturity.ItemDeployment && t.Kind != TaskPhase {
			t.Status = string(maturity.MilestoneDone)
		}
	case n < 100 && finished(t.Status):
		t.Status = ""
	}
}

// day is the day of a moment such as 2017-02-01T08:00:00; 0 for none.
func (r *projectReader) day(text, place string) period.Day {
	text = strings.TrimSpace(text)
	if text == "" || strings.HasPrefix(text, "1984-01-01") || text == "NA" { // as Project writes no date
		return 0
	}
	day, ok := readDay(text)
	if !ok {
		r.out.Faults = append(r.out.Faults, Fault{"", place, text, "a moment such as 2017-03-31T17:00:00"})
	}
	return day
}

// days is a duration such as PT80H0M0S in days of the calendar; 0 where there is none.
func (r *projectReader) days(x taskXML) int {
	text, ok := strings.CutPrefix(x.Duration, "PT")
	hours, _, found := strings.Cut(text, "H")
	n, err := strconv.ParseFloat(hours, 64)
	if !ok || !found || err != nil || n <= 0 || n > 1e6 {
		return 0
	}
	if f, _ := strconv.Atoi(x.DurationFormat); slices.Contains([]int{4, 6, 8, 10, 12}, f) {
		return min(int(math.Round(n/24)), 40_000)
	}
	return min(int(math.Ceil(n*60/float64(r.minutes)*7/5)), 40_000)
}
