package definition_test

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"

	"waymark/internal/maturity"
	"waymark/internal/testfile"
)

// Wording, conditions and stated targets of the 25 aims are those of the document as data.
func TestAimsAgreeWithTheDocument(t *testing.T) {
	var document struct {
		Capabilities []struct {
			Aims []struct {
				ID        string `yaml:"id"`
				Short     string `yaml:"short"`
				Condition string `yaml:"condition"`
				Stated    *struct {
					Operator string  `yaml:"operator"`
					Value    float64 `yaml:"value"`
					Due      struct {
						AsGiven string `yaml:"as_given"`
						Latest  string `yaml:"latest"`
					} `yaml:"due"`
				} `yaml:"stated_target"`
				Implied *struct {
					Value float64 `yaml:"value"`
				} `yaml:"implied_target"`
			} `yaml:"aims"`
		} `yaml:"capabilities"`
	}
	text, err := os.ReadFile(testfile.Shared(t, "domain", "universal_capabilities.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal(text, &document); err != nil {
		t.Fatal(err)
	}
	c := shipped(t)
	f, _ := c.Framework("universal-capabilities")
	sections := map[string]maturity.Section{}
	for _, s := range f.Sections {
		sections[s.ID] = s
	}
	for _, capability := range document.Capabilities {
		for _, aim := range capability.Aims {
			s := sections[aim.ID]
			if s.Title != aim.Short {
				t.Errorf("%s reads %q, in the document %q", aim.ID, s.Title, aim.Short)
			}
			if (s.Condition == "") != (aim.Condition == "") {
				t.Errorf("%s has the condition %q, in the document %q", aim.ID, s.Condition, aim.Condition)
			}
			stated, implied := 0, 0
			for _, target := range c.TargetsOf(s.Measure) {
				if !target.Stated {
					implied++
					continue
				}
				stated++
				if aim.Stated == nil || string(target.Operator) != aim.Stated.Operator || target.Value != aim.Stated.Value ||
					target.Due.AsGiven != aim.Stated.Due.AsGiven || target.Due.Latest.String() != aim.Stated.Due.Latest {
					t.Errorf("%s: target %+v is not that of the document: %+v", aim.ID, target, aim.Stated)
				}
			}
			if (stated > 0) != (aim.Stated != nil) || (implied > 0) != (aim.Implied != nil) {
				t.Errorf("%s has %d stated and %d implied targets", aim.ID, stated, implied)
			}
		}
	}
}

// All commitments of the documents are there, with the days their dates can mean.
func TestCommitmentsAgreeWithTheDocuments(t *testing.T) {
	commitments := map[string]maturity.Commitment{}
	for _, v := range shipped(t).Commitments {
		commitments[v.ID] = v
	}
	for _, row := range rows(t, testfile.Shared(t, "domain", "national_commitments.csv")) {
		id, title, value, earliest, latest, precision := row[0], row[3], row[4], row[7], row[8], row[9]
		v, ok := commitments["nc"+id[2:]]
		if !ok || v.Title != title || v.Value != value {
			t.Errorf("%s: %q, %q; in the document %q, %q", id, v.Title, v.Value, title, value)
			continue
		}
		if precision == "none" {
			if v.Due != nil {
				t.Errorf("%s has no date in the document", id)
			}
			continue
		}
		for _, day := range []struct {
			given string
			got   string
		}{{earliest, v.Due.Earliest.String()}, {latest, v.Due.Latest.String()}} {
			if day.given != "" && day.got != day.given {
				t.Errorf("%s: due %s, in the document %s", id, day.got, day.given)
			}
		}
	}
}
