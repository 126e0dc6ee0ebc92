package definition

import (
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"waymark/internal/maturity"
)

// planHeadings are the sections of docs/roadmap.md, one for each type a roadmap's file can hold.
var planHeadings = map[reflect.Type]string{
	reflect.TypeFor[maturity.Roadmap](): "Roadmap", reflect.TypeFor[maturity.PlanMeaning](): "Meaning", reflect.TypeFor[maturity.RoadmapAxis](): "Axis",
	reflect.TypeFor[maturity.Workstream](): "Workstream", reflect.TypeFor[maturity.RoadmapFrame](): "Frame", reflect.TypeFor[maturity.FrameItem](): "Frame item",
	reflect.TypeFor[maturity.FrameCell](): "Frame cell", reflect.TypeFor[maturity.Initiative](): "Initiative", reflect.TypeFor[maturity.LooseDate](): "Loose date",
	reflect.TypeFor[maturity.Driver](): "Driver", reflect.TypeFor[maturity.Phase](): "Phase", reflect.TypeFor[maturity.StageGate](): "Stage gate",
	reflect.TypeFor[maturity.Wave](): "Wave", reflect.TypeFor[maturity.WaveReport](): "Wave report", reflect.TypeFor[maturity.Milestone](): "Milestone",
	reflect.TypeFor[maturity.RoadmapLink](): "Link", reflect.TypeFor[maturity.Pilot](): "Pilot", reflect.TypeFor[maturity.Deployment](): "Deployment",
	reflect.TypeFor[maturity.Effect](): "Effect", reflect.TypeFor[maturity.RoadmapGap](): "Gap", reflect.TypeFor[maturity.RoadmapRisk](): "Risk",
	reflect.TypeFor[maturity.RoadmapBenefit](): "Benefit", reflect.TypeFor[maturity.BenefitBaseline](): "Benefit baseline", reflect.TypeFor[maturity.RoadmapFunding](): "Funding",
	reflect.TypeFor[maturity.FundingStep](): "Funding step", reflect.TypeFor[maturity.Spend](): "Spend", reflect.TypeFor[maturity.CriteriaSet](): "Criteria",
	reflect.TypeFor[maturity.Criterion](): "Question", reflect.TypeFor[maturity.PriorityScore](): "Score", reflect.TypeFor[maturity.Evidence](): "Evidence",
	reflect.TypeFor[maturity.PeriodPriorities](): "Priorities", reflect.TypeFor[maturity.RoadmapRegister](): "Register", reflect.TypeFor[maturity.RegisterEntry](): "Entry",
	reflect.TypeFor[maturity.RegisterField](): "Field", reflect.TypeFor[maturity.PlanUpdate](): "Update",
}

// Every key of a roadmap's file has a row in the section of its type, and no row speaks of a key that is gone.
func TestEveryFieldOfARoadmapIsDocumented(t *testing.T) {
	whole, err := os.ReadFile("../../docs/roadmap.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, found := strings.Cut(string(whole), "\n### The YAML file\n")
	if !found {
		t.Fatal("docs/roadmap.md does not describe the YAML file")
	}
	if end := strings.Index(text, "\n## "); end >= 0 {
		text = text[:end]
	}
	sections := map[string]string{}
	for part := range strings.SplitSeq(text, "\n### ") {
		title, body, _ := strings.Cut(part, "\n")
		sections[title] = body
	}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(typ reflect.Type) {
		for typ.Kind() == reflect.Pointer || typ.Kind() == reflect.Slice {
			typ = typ.Elem()
		}
		if typ.Kind() != reflect.Struct || isScalar(typ) || seen[typ] {
			return
		}
		seen[typ] = true
		var rows []string
		for _, row := range rowKeys.FindAllStringSubmatch(sections[planHeadings[typ]], -1) {
			for key := range strings.SplitSeq(row[1], ",") {
				rows = append(rows, strings.Trim(key, " `"))
			}
		}
		for _, key := range keysOf(typ) {
			if !slices.Contains(rows, key) {
				t.Errorf("section %q (%s) has no row for %q", planHeadings[typ], typ, key)
			}
		}
		for _, key := range rows {
			if !slices.Contains(keysOf(typ), key) {
				t.Errorf("section %q explains %q, which is no key", planHeadings[typ], key)
			}
		}
		for _, f := range fieldsOf(typ) {
			walk(typ.Field(f.index).Type)
		}
	}
	walk(reflect.TypeFor[maturity.Roadmap]())
	if len(seen) != len(planHeadings) {
		t.Errorf("%d types are described, and %d there are", len(planHeadings), len(seen))
	}
	match := example.FindStringSubmatch(text)
	if match == nil {
		t.Fatal("there is no example")
	}
	if _, err := ReadRoadmap("example.yaml", []byte(match[1])); err != nil {
		t.Error(err)
	}
}
