package exchange

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// The parts of a Microsoft Project file (MSPDI) that are written and read. Everything else of such a file is passed over.
type projectXML struct {
	XMLName       xml.Name       `xml:"http://schemas.microsoft.com/project Project"`
	SaveVersion   int            `xml:"SaveVersion"`
	Name          string         `xml:"Name"`
	Title         string         `xml:"Title"`
	FromStart     int            `xml:"ScheduleFromStart"`
	MinutesPerDay int            `xml:"MinutesPerDay"`
	MinutesAWeek  int            `xml:"MinutesPerWeek"`
	DaysAMonth    int            `xml:"DaysPerMonth"`
	Attributes    []attributeXML `xml:"ExtendedAttributes>ExtendedAttribute"`
	Tasks         []taskXML      `xml:"Tasks>Task"`
}

type attributeXML struct {
	FieldID string `xml:"FieldID"`
	Name    string `xml:"FieldName,omitempty"`
	Alias   string `xml:"Alias,omitempty"`
	Value   string `xml:"Value,omitempty"`
}

// taskXML has its parts in the order that the schema asks for.
type taskXML struct {
	UID            int            `xml:"UID"`
	ID             int            `xml:"ID"`
	Name           string         `xml:"Name"`
	Active         string         `xml:"Active,omitempty"`
	Manual         int            `xml:"Manual"`
	IsNull         string         `xml:"IsNull"`
	OutlineLevel   int            `xml:"OutlineLevel"`
	Start          string         `xml:"Start,omitempty"`
	Finish         string         `xml:"Finish,omitempty"`
	Duration       string         `xml:"Duration,omitempty"`
	ManualStart    string         `xml:"ManualStart,omitempty"`
	ManualFinish   string         `xml:"ManualFinish,omitempty"`
	DurationFormat string         `xml:"DurationFormat,omitempty"`
	Milestone      string         `xml:"Milestone"`
	Summary        int            `xml:"Summary"`
	Percent        string         `xml:"PercentComplete,omitempty"`
	Notes          string         `xml:"Notes,omitempty"`
	Links          []linkXML      `xml:"PredecessorLink"`
	Attributes     []attributeXML `xml:"ExtendedAttribute"`
}

type linkXML struct {
	UID    int    `xml:"PredecessorUID"`
	Type   string `xml:"Type"`
	Lag    int    `xml:"LinkLag"`
	Format int    `xml:"LagFormat"`
}

// Numbers of the format: kinds of links, and units of time. Elapsed ones count nights and weekends, as a roadmap does.
const (
	finishToStart = "1"
	elapsedDays   = 8
	tenthsADay    = 24 * 60 * 10
)

// attributeFields are the text fields of Project in which what it has no field for is carried, by their aliases.
var attributeFields = []attributeXML{
	{FieldID: "188743731", Name: "Text1", Alias: "Waymark id"}, {FieldID: "188743734", Name: "Text2", Alias: "Waymark kind"},
	{FieldID: "188743737", Name: "Text3", Alias: "Waymark initiative"}, {FieldID: "188743740", Name: "Text4", Alias: "Waymark status"},
	{FieldID: "188743743", Name: "Text5", Alias: "Waymark owners"}, {FieldID: "188743746", Name: "Text6", Alias: "Waymark owner role"},
	{FieldID: "188743747", Name: "Text7", Alias: "Waymark start as given"}, {FieldID: "188743748", Name: "Text8", Alias: "Waymark start precision"},
	{FieldID: "188743749", Name: "Text9", Alias: "Waymark start earliest"}, {FieldID: "188743750", Name: "Text10", Alias: "Waymark start latest"},
	{FieldID: "188743997", Name: "Text11", Alias: "Waymark finish as given"}, {FieldID: "188743998", Name: "Text12", Alias: "Waymark finish precision"},
	{FieldID: "188743999", Name: "Text13", Alias: "Waymark finish earliest"}, {FieldID: "188744000", Name: "Text14", Alias: "Waymark finish latest"},
}

// WriteMSPDI writes initiatives and their parts as a project that Microsoft Project opens: manually scheduled, so that it
// moves nothing by itself, and without a date where the roadmap has none.
func WriteMSPDI(w io.Writer, r maturity.Roadmap) error {
	p := projectXML{SaveVersion: 14, Name: r.ID, Title: r.Title, FromStart: 1, MinutesPerDay: 480, MinutesAWeek: 2400, DaysAMonth: 20, Attributes: attributeFields}
	tasks := Tasks(&r)
	uid := map[string]int{}
	for i, t := range tasks {
		uid[t.ID] = i + 1
	}
	for i, t := range tasks {
		x := taskXML{UID: i + 1, ID: i + 1, Name: t.Title, Manual: 1, IsNull: "0", OutlineLevel: t.Level, Milestone: "0", Notes: t.Note}
		first, last := t.first(), t.last()
		if t.Milestone {
			x.Milestone = "1"
			if last != 0 { // a point: what is known of its span stands in the text fields
				first = last
			}
		}
		x.Start, x.Finish = clock(first, "T08:00:00"), clock(last, "T17:00:00")
		x.ManualStart, x.ManualFinish = x.Start, x.Finish
		switch {
		case t.Milestone:
			x.Duration = "PT0H0M0S"
		case first != 0 && last != 0:
			x.Duration, x.DurationFormat = fmt.Sprintf("PT%dH0M0S", 24*(int(last-first)+1)), strconv.Itoa(elapsedDays)
		case t.Days > 0:
			x.Duration, x.DurationFormat = fmt.Sprintf("PT%dH0M0S", 24*t.Days), strconv.Itoa(elapsedDays)
		}
		if i+1 < len(tasks) && tasks[i+1].Level > t.Level {
			x.Summary = 1
		}
		switch {
		case t.Progress != nil:
			x.Percent = strconv.Itoa(*t.Progress)
		case t.Kind != maturity.ItemInitiative && finished(t.Status):
			x.Percent = "100"
		}
		for _, n := range t.Needs {
			x.Links = append(x.Links, linkXML{UID: uid[n.ID], Type: finishToStart, Lag: n.Lag * tenthsADay, Format: elapsedDays})
		}
		values := append([]string{t.ID, string(t.Kind), t.Of, t.Status, joinOwners(t.Owners), t.OwnerRole}, append(dateCells(t.Start), dateCells(t.Finish)...)...)
		for j, v := range values {
			if v != "" {
				x.Attributes = append(x.Attributes, attributeXML{FieldID: attributeFields[j].FieldID, Value: v})
			}
		}
		p.Tasks = append(p.Tasks, x)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	out := xml.NewEncoder(w)
	out.Indent("", " ")
	if err := out.Encode(p); err != nil {
		return err
	}
	return out.Close()
}

func finished(status string) bool {
	return status == string(maturity.InitiativeComplete) || status == string(maturity.MilestoneDone)
}

func clock(day period.Day, hour string) string {
	if day == 0 {
		return ""
	}
	return day.String() + hour
}
