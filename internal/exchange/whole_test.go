package exchange_test

import (
	"bytes"
	"io"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

// whole are the files that hold everything.
var whole = []struct {
	name  string
	write func(io.Writer, maturity.Roadmap) error
}{{"roadmap.xlsx", exchange.WriteWorkbook}, {"roadmap.csv", exchange.WriteCSV}}

func TestShippedRoadmapsComeBack(t *testing.T) {
	for _, r := range shipped(t) {
		for _, form := range whole {
			var out bytes.Buffer
			if err := form.write(&out, r); err != nil {
				t.Fatal(err)
			}
			got := read(t, form.name, out.Bytes())
			if len(got.Faults)+len(got.Warnings) > 0 {
				t.Errorf("%s as %s: %v %v", r.ID, form.name, got.Faults, got.Warnings)
			}
			if diff := cmp.Diff(r, got.Roadmap); diff != "" {
				t.Errorf("%s comes back from %s as another (-wrote +read):\n%s", r.ID, form.name, diff)
			}
		}
	}
}

func TestAnyRoadmapComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRoadmap(t)
		if faults := maturity.CheckRoadmap(&r); len(faults) > 0 {
			t.Fatalf("the roadmap to test with has faults: %v", faults)
		}
		again, err := definition.ReadRoadmap("r.yaml", definition.WriteRoadmap(r))
		if err != nil || !reflect.DeepEqual(r, again) {
			t.Fatalf("YAML: %v\n%s", err, cmp.Diff(r, again))
		}
		if got := exchange.ReadTables(exchange.Tables(r)); len(got.Faults) > 0 || !reflect.DeepEqual(r, got.Roadmap) {
			t.Fatalf("tables: %v\n%s", got.Faults, cmp.Diff(r, got.Roadmap))
		}
		for _, form := range whole {
			var out bytes.Buffer
			if err := form.write(&out, r); err != nil {
				t.Fatal(err)
			}
			got := read(t, form.name, out.Bytes())
			if len(got.Faults) > 0 || !reflect.DeepEqual(r, got.Roadmap) {
				t.Fatalf("%s: %v\n%s", form.name, got.Faults, cmp.Diff(r, got.Roadmap))
			}
		}
	})
}

// What is wrong says where it stands, what was seen and what would do.
func TestFaultsSayTheirCell(t *testing.T) {
	head := "table,id,organisation,title,place,note\nRoadmap,r,glos,A roadmap,,\n"
	for _, tt := range []struct{ name, text, want string }{
		{"column", "table,id,organisation,title,plaice\nRoadmap,r,g,t,\n", `E1: “plaice”: there is no such column in a roadmap; did you mean “place”?`},
		{"table", head + "Mielstones,m,,,,\n", `A3: “Mielstones”: there is no such table in a roadmap; did you mean “Milestones”?`},
		{"column of another table", "table,id,organisation,title,progress\nRoadmap,r,g,t,3\n", `E2: “3”: rows of Roadmap have no such column`},
		{"number", "table,id,organisation,title,progress\nRoadmap,r,g,t,\nInitiatives,i,,t,most\n", `E3: “most”: a whole number`},
		{"range", "table,id,organisation,title,progress\nRoadmap,r,g,t,\nInitiatives,i,,t,500\n", `E3: “500”: progress must be from 0 to 100, not 500`},
		{"day", "table,id,organisation,title,start as given,start precision,start earliest,start latest\nRoadmap,r,g,t,,,,\nInitiatives,i,,t,soon,day,tomorrow,2017-01-01\n", `G3: “tomorrow”: a day such as 2017-03-31`},
		{"date", "table,id,organisation,title,start as given,start precision,start earliest,start latest\nRoadmap,r,g,t,,,,\nInitiatives,i,,t,soon,day,2017-01-01,2017-01-05\n", `E3: “soon”: 2017-01-01 to 2017-01-05 lie in no one day`},
		{"id", head + "Initiatives,Not A Slug,,t,,\n", `B3: “Not A Slug”: id "Not A Slug" may have only small letters`},
		{"no parent", "table,id,organisation,title,initiative\nRoadmap,r,g,t,\nMilestones,m,,t,nobody\n", `A3: “nobody”: there is no such row in Initiatives`},
		{"title", head + "Initiatives,i,,,,\n", `A3: title is missing`},
		{"no head", "table,id,organisation,title,place,note\nInitiatives,i,,t,,\n", `A2: one row of the table “Roadmap” is expected`},
		{"twice", "table,id,organisation,title,title\nRoadmap,r,g,t,u\n", "this column is there twice"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := read(t, "a.csv", []byte(tt.text))
			if !strings.Contains(got.Faults.Error(), tt.want) {
				t.Errorf("%v, want %s", got.Faults, tt.want)
			}
		})
	}
}

// A table without a name of its own would stand under its Go path.
func TestEveryTableIsNamed(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range exchange.Tables(maturity.Roadmap{}) {
		if seen[table.Name] || len(table.Name) > 31 {
			t.Errorf("table %q is there twice or too long for a sheet", table.Name)
		}
		seen[table.Name] = true
		columns := map[string]bool{}
		for _, c := range table.Columns {
			if columns[c] || c == "" {
				t.Errorf("%s has the column %q twice, or it has no name", table.Name, c)
			}
			columns[c] = true
		}
	}
	for _, want := range []string{"Roadmap", "Frame cells", "Wave reports", "Funding path", "Questions", "Evidence", "Register fields"} {
		if !seen[want] {
			t.Errorf("there is no table %s", want)
		}
	}
}
