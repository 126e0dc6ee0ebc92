package exchange_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

const foreignProject = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Project xmlns="http://schemas.microsoft.com/project"><SaveVersion>14</SaveVersion><Title>Office 365</Title><MinutesPerDay>480</MinutesPerDay>
<Calendars><Calendar><UID>1</UID><Name>Standard</Name></Calendar></Calendars>
<Tasks>
<Task><UID>0</UID><ID>0</ID><Name>Office 365</Name><OutlineLevel>0</OutlineLevel></Task>
<Task><UID>1</UID><ID>1</ID><Name>Mail</Name><OutlineLevel>1</OutlineLevel><Start>2019-01-07T08:00:00</Start><Finish>2019-03-29T17:00:00</Finish><Summary>1</Summary><PercentComplete>20</PercentComplete></Task>
<Task><UID>2</UID><ID>2</ID><Name>Move mailboxes</Name><OutlineLevel>2</OutlineLevel><Start>2019-01-07T08:00:00</Start><Finish>2019-02-01T17:00:00</Finish><Milestone>0</Milestone><Notes>two weekends</Notes></Task>
<Task><UID>3</UID><ID>3</ID><Name>Mail live</Name><OutlineLevel>2</OutlineLevel><Start>2019-03-29T17:00:00</Start><Finish>2019-03-29T17:00:00</Finish><Milestone>1</Milestone><PercentComplete>100</PercentComplete>
 <PredecessorLink><PredecessorUID>2</PredecessorUID><Type>1</Type><LinkLag>48000</LinkLag><LagFormat>7</LagFormat></PredecessorLink></Task>
<Task><UID>4</UID><ID>4</ID><Name>Telephony</Name><OutlineLevel>1</OutlineLevel>
 <PredecessorLink><PredecessorUID>3</PredecessorUID><Type>1</Type><LinkLag>0</LinkLag></PredecessorLink>
 <PredecessorLink><PredecessorUID>1</PredecessorUID><Type>3</Type></PredecessorLink></Task>
<Task><UID>5</UID><ID>5</ID><IsNull>1</IsNull></Task>
</Tasks><Assignments><Assignment><UID>1</UID></Assignment></Assignments></Project>`

// A plan made in Microsoft Project becomes initiatives with phases, milestones and prerequisites.
func TestForeignProjectIsUnderstood(t *testing.T) {
	f := exchange.ReadMSPDI(strings.NewReader(foreignProject))
	if len(f.Faults) > 0 || len(f.Warnings) != 1 || !strings.Contains(f.Warnings[0], "resources") {
		t.Fatalf("%v %v", f.Faults, f.Warnings)
	}
	got, warnings := exchange.Apply(maturity.Roadmap{ID: "o365", Organisation: "o", Title: f.Title}, f)
	if faults := maturity.CheckRoadmap(&got); len(faults) > 0 {
		t.Fatal(faults)
	}
	if len(got.Initiatives) != 2 || len(warnings) != 1 || !strings.Contains(warnings[0], "to be considered with") {
		t.Fatalf("%+v %v", got.Initiatives, warnings)
	}
	mail, phones := got.Initiatives[0], got.Initiatives[1]
	if mail.ID != "mail" || *mail.Progress != 20 || mail.Start.Earliest.String() != "2019-01-07" || mail.End.Latest.String() != "2019-03-29" {
		t.Errorf("%+v", mail)
	}
	if len(mail.Phases) != 1 || mail.Phases[0].Note != "two weekends" || len(mail.Milestones) != 1 || mail.Milestones[0].State != maturity.MilestoneDone {
		t.Errorf("%+v %+v", mail.Phases, mail.Milestones)
	}
	if len(mail.Links) != 1 || mail.Links[0] != (maturity.RoadmapLink{To: "move-mailboxes", From: "mail-live", Kind: maturity.LinkPrerequisite, Lag: 14}) {
		t.Errorf("ten working days are two weeks: %+v", mail.Links)
	}
	if phones.Start != nil || phones.End != nil || len(phones.Links) != 2 || phones.Links[0].To != "mail-live" || phones.Links[1].Kind != maturity.LinkConsider {
		t.Errorf("%+v", phones)
	}
	again, _ := exchange.Apply(got, f)
	if len(again.Initiatives) != 2 || len(again.Initiatives[0].Phases) != 1 {
		t.Errorf("the same file a second time adds items: %+v", again.Initiatives)
	}
}

// A date that was moved in the other program is believed, and is no finer than a day there; the rest stays.
func TestMovedInProject(t *testing.T) {
	for _, r := range shipped(t) {
		if r.ID != "gloucestershire-ldr" {
			continue
		}
		var out bytes.Buffer
		if err := exchange.WriteMSPDI(&out, r); err != nil {
			t.Fatal(err)
		}
		moved := strings.Replace(out.String(), "<Start>2017-02-28T08:00:00</Start>\n   <Finish>2017-02-28T17:00:00</Finish>", "<Start>2017-05-31T08:00:00</Start>\n   <Finish>2017-05-31T17:00:00</Finish>", 1)
		if moved == out.String() {
			t.Fatal("the go-live is not where it is looked for")
		}
		got, _ := exchange.Apply(r, exchange.ReadMSPDI(strings.NewReader(moved)))
		d := got.Initiatives[1].Milestones[0].Date
		if d.Precision != maturity.PrecisionDay || d.Latest.String() != "2017-05-31" || got.Initiatives[1].Milestones[0].Conditions[0] != "contract signature" {
			t.Errorf("%+v", got.Initiatives[1].Milestones[0])
		}
	}
}

func TestForeignTaskList(t *testing.T) {
	text := "#,Task Name,Start date,End date,% Complete,Predecessors,Resource Names,Colour\n" +
		"1,Wi-Fi at all sites,01/02/2019,30/06/2019,25%,,Estates; IT,blue\n2,Telephony,,,0%,1FS+2w,,\n"
	f, err := exchange.ReadTaskCSV(context.Background(), strings.NewReader(text), "plan.csv")
	if err != nil || len(f.Faults) > 0 || len(f.Warnings) != 1 || !strings.Contains(f.Warnings[0], "“Colour” was not read") {
		t.Fatalf("%v %v %v", err, f.Faults, f.Warnings)
	}
	got, _ := exchange.Apply(maturity.Roadmap{ID: "r", Organisation: "o", Title: "t"}, f)
	if len(got.Initiatives) != 2 || got.Initiatives[0].ID != "wi-fi-at-all-sites" || len(got.Initiatives[0].Organisations) != 2 || *got.Initiatives[0].Progress != 25 {
		t.Fatalf("%+v", got.Initiatives)
	}
	if links := got.Initiatives[1].Links; len(links) != 1 || links[0].To != "wi-fi-at-all-sites" || links[0].Lag != 14 {
		t.Errorf("%+v", links)
	}
	if got.Initiatives[1].Start != nil || got.Initiatives[1].Progress != nil {
		t.Errorf("a date or a report was invented: %+v", got.Initiatives[1])
	}
}

// Files that are damaged or meant to do harm are refused in a sentence, soon.
func TestReadersRefuse(t *testing.T) {
	for _, tt := range []struct{ name, form, text, want string }{
		{"entities", "xml", `<!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><Project>&lol2;</Project>`, "document type"},
		{"unknown entity", "xml", `<Project><Title>&lol;</Title></Project>`, "invalid character entity"},
		{"deep", "xml", "<Project>" + strings.Repeat("<a>", 100_000), "nested more than 24 deep"},
		{"no project", "xml", "<html></html>", "the root is html"},
		{"nothing", "xml", "", "there is no element Project"},
		{"cut", "xml", foreignProject[:900], "line "},
		{"other encoding", "xml", `<?xml version="1.0" encoding="UTF-16"?><Project></Project>`, "encoding"},
		{"date", "xml", `<Project><Tasks><Task><UID>1</UID><Name>a</Name><OutlineLevel>1</OutlineLevel><Start>soon</Start></Task></Tasks></Project>`, "line 1: “soon”: a moment such as"},
		{"no calendar", "ics", "hello\n", "line 1: a line of a calendar is NAME:value"},
		{"other", "ics", "BEGIN:VCARD\r\nEND:VCARD\r\n", "line 1: a calendar begins with BEGIN:VCALENDAR"},
		{"calendar deep", "ics", strings.Repeat("BEGIN:VCALENDAR\n", 100_000), "nested too deep"},
		{"calendar cut", "ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "END:VEVENT is missing"},
		{"calendar date", "ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nSUMMARY:a\nDTSTART:tomorrow\nEND:VEVENT\nEND:VCALENDAR\n", "DTSTART is a day such as 20170331"},
		{"list", "csv", "a,b\n1,2\n", "a list of tasks has a column id or name"},
		{"list percent", "csv", "name,percent complete\nx,150\n", "B2: “150”: a number from 0 to 100"},
		{"list day", "csv", "name,start\nx,soon\n", "B2: “soon”: a day such as"},
		{"list status", "csv", "name,status\nx,purple\n", "B2: “purple”: active, committed"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			begun := time.Now()
			var f exchange.TaskFile
			switch tt.form {
			case "xml":
				f = exchange.ReadMSPDI(strings.NewReader(tt.text))
			case "ics":
				f = exchange.ReadICalendar(strings.NewReader(tt.text))
			default:
				f, _ = exchange.ReadTaskCSV(context.Background(), strings.NewReader(tt.text), "a.csv")
			}
			if !strings.Contains(f.Faults.Error(), tt.want) {
				t.Errorf("%v, want %s", f.Faults, tt.want)
			}
			if took := time.Since(begun); took > 3*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

// A foreign calendar's events are milestones, of no initiative as yet.
func TestForeignCalendar(t *testing.T) {
	f := exchange.ReadICalendar(strings.NewReader("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:x@other\r\nSUMMARY:Board\\, Go\r\n -live\r\nDTSTART;TZID=\"Europe:London\":20190301T090000\r\nDTEND:20190301T100000\r\nBEGIN:VALARM\r\nSUMMARY:alarm\r\nEND:VALARM\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"))
	if len(f.Faults) > 0 || len(f.Tasks) != 1 || f.Tasks[0].Title != "Board, Go-live" || f.Tasks[0].Finish.Latest.String() != "2019-03-01" {
		t.Fatalf("%v %+v", f.Faults, f.Tasks)
	}
	if _, warnings := exchange.Apply(maturity.Roadmap{ID: "r"}, f); len(warnings) != 1 || !strings.Contains(warnings[0], "belongs to no initiative") {
		t.Errorf("%v", warnings)
	}
}
