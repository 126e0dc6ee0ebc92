package page

import (
	"strconv"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/returns"
)

// returnFigures is the values as they stand, each beside the last one before it; files says whether the visitor may open
// those they came in.
func (p *Pages) returnFigures(page returnPage, files bool) Table {
	t := Table{Caption: "The figures", Size: "m", Empty: "No figure was given yet.",
		Columns: []Column{{Words: "Measure"}, {Words: "Value", Number: true}, {Words: "Before", Number: true}, {Words: "Comment"}, {Words: "Saved"}, {Words: "Came from"}}}
	if page.Public {
		t.Columns = t.Columns[:4]
	}
	for _, f := range page.Fields {
		v, there := page.File.Value(f.Measure.ID)
		if !there {
			continue
		}
		value := returnValueCell(f.Measure, v)
		value.Note = madeOf(v)
		if page.Public {
			value.Address = WhereFromAddress(page.Body.Code, f.Measure.ID, page.Key.Period)
		}
		row := []Cell{{Words: f.Measure.Title}, value, f.before(), {Words: v.Comment}}
		if !page.Public {
			row = append(row, Cell{Words: v.By, Note: p.momentWords(v.At)}, cameFrom(v, files))
			if f.Confirmed != "" {
				row[0].Note = "confirmed from " + f.Confirmed
			}
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}

// cameFrom leads to the file that a value came in, and says where it stood there.
func cameFrom(v maturity.ReturnValue, files bool) Cell {
	switch {
	case v.Submission > 0:
		cell := Cell{Words: placeWords(v.Cell) + " of file " + strconv.FormatInt(v.Submission, 10)}
		if files {
			cell.Address = submissionAddress(v.Submission)
		}
		if v.Seen != "" {
			cell.Note = "read there: " + v.Seen
		}
		return cell
	case v.Confirmed != "":
		return Cell{Words: "Confirmed, not typed"}
	}
	return Cell{Words: "Typed in"}
}

// before is the last value before the period.
func (f returnField) before() Cell {
	if len(f.Past) == 0 {
		return missing("none")
	}
	last := f.Past[len(f.Past)-1]
	return Cell{Words: last.Values[0], Note: last.Words}
}

func madeOf(v maturity.ReturnValue) string {
	if partWords(v.Numerator) == "not given" && partWords(v.Denominator) == "not given" {
		return ""
	}
	return partWords(v.Numerator) + " of " + partWords(v.Denominator)
}

func returnValueCell(m maturity.Measure, v maturity.ReturnValue) Cell {
	return valueCell(m, maturity.Observation{State: v.State, Value: v.Value})
}

// figureWords is a value in a sentence.
func figureWords(m maturity.Measure, v maturity.ReturnValue) string {
	if v.State == 0 {
		return "nothing"
	}
	value, state := valueWords(m, maturity.Observation{State: v.State, Value: v.Value})
	words := value + state
	if made := madeOf(v); made != "" {
		words += " (" + made + ")"
	}
	if v.Comment != "" {
		words += ", with the comment “" + v.Comment + "”"
	}
	return words
}

func (p *Pages) approvalLines(f maturity.ReturnFile) (out []approvalLine) {
	for _, a := range f.Approvals {
		line := approvalLine{Words: a.By + " on " + p.momentWords(a.At) + ", round " + strconv.Itoa(a.Round) + ", key " + short(a.Key)}
		if !a.VoidedAt.IsZero() {
			line.Voided = a.VoidedWhy + " (" + p.momentWords(a.VoidedAt) + ")"
		}
		out = append(out, line)
	}
	return out
}

// short is the beginning of a fingerprint, enough to tell two apart.
func short(key string) string {
	if len(key) > 16 {
		return key[:16] + "…"
	}
	return key
}

var stepWords = map[string]string{
	maturity.StepBegan: "Began the return", maturity.StepSubmitted: "Submitted it", maturity.StepWithdrawn: "Took it back to be changed", maturity.StepChangesRequested: "Asked for changes",
	maturity.StepApproved: "Approved it", maturity.StepApprovalVoided: "Approvals became void", maturity.StepScheduled: "Set the time of publication", maturity.StepHeld: "Held publication back",
	maturity.StepReleased: "Released it for publication", maturity.StepPublished: "Published it", maturity.StepCorrectionBegun: "Began a correction",
}

// trailTable is steps and saved values, old and new. What was saved at once is one row.
func (p *Pages) trailTable(caption string, trail []returns.Line) Table {
	t := Table{Caption: caption, Size: "m", Columns: []Column{{Words: "When"}, {Words: "Who"}, {Words: "What"}, {Words: "Why, or old and new"}}}
	var saved []returns.Line
	for i, line := range trail {
		if s := line.Step; s != nil {
			t.Rows = append(t.Rows, []Cell{{Words: p.momentWords(s.At)}, {Words: s.By}, {Words: stepWords[s.Action], Note: "round " + strconv.Itoa(s.Round)}, {Words: s.Why}})
			continue
		}
		saved = append(saved, line)
		if i+1 == len(trail) || trail[i+1].Change == nil || trail[i+1].Version != line.Version {
			t.Rows = append(t.Rows, p.savedRow(saved))
			saved = nil
		}
	}
	return t
}

// savedRow is what one save did.
func (p *Pages) savedRow(saved []returns.Line) []Cell {
	var changes []string
	for _, line := range saved {
		m, _ := p.Catalogue.Measure(line.Change.Measure)
		old := "nothing"
		if line.Old != nil {
			old = figureWords(m, line.Old.ReturnValue)
		}
		changes = append(changes, m.Short+": "+old+" → "+figureWords(m, line.Change.ReturnValue))
	}
	first := saved[0].Change
	return []Cell{{Words: p.momentWords(first.At)}, {Words: first.By}, {Words: "Saved " + countWords(len(saved), "figure", "figures"), Note: "round " + strconv.Itoa(first.Round)},
		{Words: strings.Join(changes, "; ")}}
}

var levelWords = map[maturity.Level]string{maturity.LevelError: "Error", maturity.LevelWarning: "Warning", maturity.LevelInfo: "For information"}

func findingTable(v returns.View) Table {
	t := Table{Caption: "What the rules found", Size: "m", Columns: []Column{{Words: "What"}, {Words: "How grave"}, {Words: "What is wanted"}}}
	for _, f := range v.Findings {
		wanted := "Nothing"
		switch value, _ := v.File.Value(f.Measure); {
		case f.Severity == maturity.LevelInfo:
		case f.Severity == maturity.LevelError && !f.Acceptable:
			wanted = "Mend it: the return cannot be submitted with it"
		case value.Comment != "":
			wanted = "It is explained: “" + value.Comment + "”"
		default:
			wanted = "Mend it, or say in a comment why it is right"
		}
		t.Rows = append(t.Rows, []Cell{{Words: f.Message}, {Words: levelWords[f.Severity]}, {Words: wanted}})
	}
	return t
}
