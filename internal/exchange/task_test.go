package exchange_test

import (
	"bytes"
	"context"
	"io"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

var at = time.Date(2018, 11, 15, 12, 0, 0, 0, time.UTC)

// partial are the files that hold tasks.
var partial = []struct {
	name  string
	write func(io.Writer, maturity.Roadmap) error
	read  func([]byte) (exchange.TaskFile, error)
}{
	{"tasks.csv", exchange.WriteTaskCSV, func(text []byte) (exchange.TaskFile, error) {
		return exchange.ReadTaskCSV(context.Background(), bytes.NewReader(text), "tasks.csv")
	}},
	{"project.xml", exchange.WriteMSPDI, func(text []byte) (exchange.TaskFile, error) { return exchange.ReadMSPDI(bytes.NewReader(text)), nil }},
	{"milestones.ics", func(w io.Writer, r maturity.Roadmap) error { return exchange.WriteICalendar(w, r, at) }, func(text []byte) (exchange.TaskFile, error) {
		return exchange.ReadICalendar(bytes.NewReader(text)), nil
	}},
}

type failer interface {
	Helper()
	Fatalf(string, ...any)
}

// exchanged is a roadmap written in a form and laid over itself again.
func exchanged(t failer, form int, r maturity.Roadmap, over maturity.Roadmap) (maturity.Roadmap, []string, []byte) {
	t.Helper()
	var out bytes.Buffer
	if err := partial[form].write(&out, r); err != nil {
		t.Fatalf("%v", err)
	}
	f, err := partial[form].read(out.Bytes())
	if err != nil || len(f.Faults)+len(f.Warnings) > 0 {
		t.Fatalf("%s: %v %v %v\n%s", partial[form].name, err, f.Faults, f.Warnings, out.Bytes())
	}
	got, warnings := exchange.Apply(over, f)
	return got, warnings, out.Bytes()
}

// What was exported and comes back unchanged changes nothing.
func TestTasksOfShippedRoadmapsComeBack(t *testing.T) {
	for _, r := range shipped(t) {
		for form := range partial {
			got, _, _ := exchanged(t, form, r, r)
			if diff := cmp.Diff(r, got); diff != "" {
				t.Errorf("%s through %s:\n%s", r.ID, partial[form].name, diff)
			}
		}
	}
}

func TestTasksOfAnyRoadmapComeBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := distinctLinks(anyRoadmap(t))
		for form := range partial {
			if got, _, text := exchanged(t, form, r, r); !reflect.DeepEqual(r, got) {
				t.Fatalf("%s:\n%s\n%s", partial[form].name, cmp.Diff(r, got), text)
			}
		}
	})
}

// Laid over an empty roadmap, lists of tasks make everything again that they hold.
func TestTasksMakeARoadmap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := distinctLinks(anyRoadmap(t))
		for form := range partial[:2] {
			got, _, text := exchanged(t, form, r, maturity.Roadmap{ID: r.ID, Organisation: r.Organisation, Title: r.Title})
			want, have := held(exchange.Tasks(&r)), held(exchange.Tasks(&got))
			if diff := cmp.Diff(want, have); diff != "" {
				t.Fatalf("%s:\n%s\n%s", partial[form].name, diff, text)
			}
			if faults := maturity.CheckRoadmap(&got); len(faults) > 0 {
				t.Fatalf("%s: %v", partial[form].name, faults)
			}
		}
	})
}

// distinctLinks has each link once, as no list of predecessors tells two of them apart.
func distinctLinks(r maturity.Roadmap) maturity.Roadmap {
	for i := range r.Initiatives {
		seen := map[string]bool{}
		r.Initiatives[i].Links = slices.DeleteFunc(r.Initiatives[i].Links, func(l maturity.RoadmapLink) bool {
			name := l.From + " " + l.To
			defer func() { seen[name] = true }()
			return seen[name]
		})
		if len(r.Initiatives[i].Links) == 0 {
			r.Initiatives[i].Links = nil
		}
	}
	return r
}

// held is what a list of tasks says: of dates not their notes.
func held(tasks []exchange.Task) []exchange.Task {
	for i := range tasks {
		for _, d := range []**maturity.LooseDate{&tasks[i].Start, &tasks[i].Finish} {
			if *d != nil {
				copied := **d
				copied.Note, copied.Inferred = "", false
				*d = &copied
			}
		}
		if p := tasks[i].Progress; p != nil && *p == 0 { // Project writes 0 where nobody said anything
			tasks[i].Progress = nil
		}
		if tasks[i].Start != nil && tasks[i].Finish != nil {
			tasks[i].Days = 0
		}
		slices.SortFunc(tasks[i].Needs, func(a, b exchange.Need) int { return strings.Compare(a.ID, b.ID) })
	}
	return tasks
}

// A calendar has lines of at most 75 bytes that end as the standard says, and shows no date that nobody gave.
func TestCalendarKeepsToTheStandard(t *testing.T) {
	for _, r := range shipped(t) {
		_, _, text := exchanged(t, 2, r, r)
		for line := range strings.SplitSeq(strings.TrimSuffix(string(text), "\r\n"), "\r\n") {
			if len(line) > 75 || strings.ContainsAny(line, "\r\n") {
				t.Errorf("line %q", line)
			}
		}
		for part := range strings.SplitSeq(string(text), "BEGIN:VTODO") {
			if strings.Contains(part, "PRECISION:none") && (strings.Contains(part[:strings.Index(part, "END:VTODO")], "DUE") || strings.Contains(part[:strings.Index(part, "END:VTODO")], "DTSTART")) {
				t.Errorf("an undated milestone has a date:\n%s", part)
			}
		}
	}
}

// A milestone of a month goes over the month, to the day after its last.
func TestCalendarShowsSpans(t *testing.T) {
	for _, r := range shipped(t) {
		if r.ID != "gloucestershire-ldr" {
			continue
		}
		_, _, text := exchanged(t, 2, r, r)
		flat := strings.ReplaceAll(string(text), "\r\n ", "")
		for _, want := range []string{"UID:juyi-p1-m1@gloucestershire-ldr.waymark", "DTSTART;VALUE=DATE:20170201\r\nDTEND;VALUE=DATE:20170301", "X-WAYMARK-AS-GIVEN:Feb 2017", "X-WAYMARK-PRECISION:month"} {
			if !strings.Contains(flat, want) {
				t.Errorf("the calendar lacks %s", want)
			}
		}
	}
}
