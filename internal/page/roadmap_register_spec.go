package page

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

const (
	oneALine  = "One a line."
	wholePlan = "None chosen stands for the whole roadmap."
)

var gapForm = registerForm[maturity.RoadmapGap]{
	Area: "gaps", One: "gap", List: func(r *maturity.Roadmap) *[]maturity.RoadmapGap { return &r.Gaps },
	ID: func(g *maturity.RoadmapGap) *string { return &g.ID }, Title: func(g *maturity.RoadmapGap) string { return g.Title },
	Begin: func(g *maturity.RoadmapGap) { g.State = maturity.GapOpen },
	Fields: []fieldSpec[maturity.RoadmapGap]{
		textOf("title", "What is missing", func(g *maturity.RoadmapGap) *string { return &g.Title }),
		textOf("domain", "Area", func(g *maturity.RoadmapGap) *string { return &g.Domain }).hint("Such as infrastructure. Gaps of the same area stand together."),
		initiativesOf("Initiatives that close it", "None chosen: the gap is shown with no initiative.", func(g *maturity.RoadmapGap) *[]string { return &g.Initiatives }),
		linesOf("capabilities", "Capabilities", func(g *maturity.RoadmapGap) *[]string { return &g.Capabilities }).hint("One a line: framework/section, as the page of the framework gives them."),
		selectOf("state", "State", func(g *maturity.RoadmapGap) *maturity.GapState { return &g.State }, func(*draftContext) []choice {
			return choices("", string(maturity.GapOpen), "Open", string(maturity.GapClosed), "Closed")
		}),
		areaOf("note", "Note", func(g *maturity.RoadmapGap) *string { return &g.Note }),
		textOf("place", "Place in the source", func(g *maturity.RoadmapGap) *string { return &g.Place }),
	},
}

var riskForm = registerForm[maturity.RoadmapRisk]{
	Area: "risks", One: "risk", List: func(r *maturity.Roadmap) *[]maturity.RoadmapRisk { return &r.Risks },
	ID: func(x *maturity.RoadmapRisk) *string { return &x.ID }, Title: func(x *maturity.RoadmapRisk) string { return x.Title },
	Begin: func(x *maturity.RoadmapRisk) { x.Kind = maturity.RiskRisk },
	Fields: []fieldSpec[maturity.RoadmapRisk]{
		textOf("title", "What may happen, or what limits the pace", func(x *maturity.RoadmapRisk) *string { return &x.Title }),
		selectOf("kind", "Kind", func(x *maturity.RoadmapRisk) *maturity.RiskKind { return &x.Kind }, func(*draftContext) []choice {
			return choices("", string(maturity.RiskRisk), "Risk", string(maturity.RiskRateLimiting), "Factor that limits the pace")
		}),
		initiativesOf("Initiatives it holds up", wholePlan, func(x *maturity.RoadmapRisk) *[]string { return &x.Initiatives }),
		countOf("likelihood", "Likelihood, from 1 (little) to 5 (very much)", 5, func(x *maturity.RoadmapRisk) *int { return &x.Likelihood }).hint("Leave it empty where nobody has judged it."),
		countOf("impact", "Impact, from 1 (little) to 5 (very much)", 5, func(x *maturity.RoadmapRisk) *int { return &x.Impact }).hint("Leave it empty where nobody has judged it."),
		textOf("owner", "Role of the owner", func(x *maturity.RoadmapRisk) *string { return &x.OwnerRole }).hint("A role, never a name."),
		areaOf("response", "What is done about it", func(x *maturity.RoadmapRisk) *string { return &x.Response }),
		checkOf("closed", "It is closed", func(x *maturity.RoadmapRisk) *bool { return &x.Closed }),
		areaOf("note", "Note", func(x *maturity.RoadmapRisk) *string { return &x.Note }),
		textOf("place", "Place in the source", func(x *maturity.RoadmapRisk) *string { return &x.Place }),
	},
}

// baselineOf gives a benefit a baseline of its own to read and write; withoutEmptyBaseline takes it away again.
func baselineOf(b *maturity.RoadmapBenefit) *maturity.BenefitBaseline {
	if b.Baseline == nil {
		b.Baseline = &maturity.BenefitBaseline{}
	}
	return b.Baseline
}

func withoutEmptyBaseline(b *maturity.RoadmapBenefit) {
	if b.Baseline != nil && *b.Baseline == (maturity.BenefitBaseline{}) {
		b.Baseline = nil
	}
}

var benefitForm = registerForm[maturity.RoadmapBenefit]{
	Area: "benefits", One: "benefit", List: func(r *maturity.Roadmap) *[]maturity.RoadmapBenefit { return &r.Benefits },
	ID: func(b *maturity.RoadmapBenefit) *string { return &b.ID }, Title: func(b *maturity.RoadmapBenefit) string { return b.Title },
	Clone: func(b maturity.RoadmapBenefit) maturity.RoadmapBenefit {
		if b.Baseline != nil {
			copied := *b.Baseline
			b.Baseline = &copied
		}
		return b
	},
	Finish: withoutEmptyBaseline,
	Check: func(b *maturity.RoadmapBenefit) *FieldFault {
		if b.Low != nil && b.High != nil && *b.Low > *b.High {
			return &FieldFault{"high", "The range is upside down: its upper end is below its lower end"}
		}
		return nil
	},
	Fields: []fieldSpec[maturity.RoadmapBenefit]{
		textOf("title", "What is to become better", func(b *maturity.RoadmapBenefit) *string { return &b.Title }),
		textOf("kind", "Kind", func(b *maturity.RoadmapBenefit) *string { return &b.Kind }).hint("In the words of the source, such as use or outcome.").wide(20),
		initiativesOf("Initiatives it comes from", wholePlan, func(b *maturity.RoadmapBenefit) *[]string { return &b.Initiatives }),
		textOf("owner", "Role of the owner", func(b *maturity.RoadmapBenefit) *string { return &b.OwnerRole }).hint("A role, never a name."),
		selectOf("direction", "Direction", func(b *maturity.RoadmapBenefit) *maturity.Direction { return &b.Direction }, func(*draftContext) []choice {
			return choices("", "", "Not stated", string(maturity.DirectionUp), "Is to go up", string(maturity.DirectionDown), "Is to go down")
		}),
		textOf("measure", "Measure", func(b *maturity.RoadmapBenefit) *string { return &b.Measure }).hint("The id of the measure that shows it, where there is one.").list("measures"),
		textOf("unit", "Unit", func(b *maturity.RoadmapBenefit) *string { return &b.Unit }).hint("Such as %, hours a week or £.").wide(20),
		figureOf("quantity", "Expected quantity", -1e12, func(b *maturity.RoadmapBenefit) **float64 { return &b.Quantity }).hint("Leave it empty where it is not yet quantified."),
		figureOf("low", "Lower end of the expected range", -1e12, func(b *maturity.RoadmapBenefit) **float64 { return &b.Low }),
		figureOf("high", "Upper end of the expected range", -1e12, func(b *maturity.RoadmapBenefit) **float64 { return &b.High }),
		figureOf("measured", "Measured", -1e12, func(b *maturity.RoadmapBenefit) **float64 { return &b.Measured }).hint("What came. Leave it empty until it is measured."),
		figureOf("baseline", "Baseline", -1e12, func(b *maturity.RoadmapBenefit) **float64 { return &baselineOf(b).Value }).hint("What it is counted from. Leave it empty until it is measured."),
		dateOf("baseline-date", "When the baseline is measured", func(b *maturity.RoadmapBenefit) **maturity.LooseDate { return &baselineOf(b).Date }),
		textOf("baseline-to", "Whom it is reported to", func(b *maturity.RoadmapBenefit) *string { return &baselineOf(b).ReportedTo }),
		linesOf("objectives", "Objectives it serves", func(b *maturity.RoadmapBenefit) *[]string { return &b.Objectives }).hint(oneALine),
		areaOf("note", "Note", func(b *maturity.RoadmapBenefit) *string { return &b.Note }),
		textOf("place", "Place in the source", func(b *maturity.RoadmapBenefit) *string { return &b.Place }),
	},
}

var fundingForm = registerForm[maturity.RoadmapFunding]{
	Area: "money", One: "line of money", Prefix: "money", List: func(r *maturity.Roadmap) *[]maturity.RoadmapFunding { return &r.Funding },
	ID: func(f *maturity.RoadmapFunding) *string { return &f.ID }, Title: func(f *maturity.RoadmapFunding) string { return f.Title },
	Begin: func(f *maturity.RoadmapFunding) { f.Basis = maturity.AmountNotStated },
	Check: checkFunding,
	Fields: []fieldSpec[maturity.RoadmapFunding]{
		textOf("title", "What the money is for", func(f *maturity.RoadmapFunding) *string { return &f.Title }),
		initiativesOf("Initiatives", wholePlan, func(f *maturity.RoadmapFunding) *[]string { return &f.Initiatives }),
		textOf("organisation", "Organisation that gets it", func(f *maturity.RoadmapFunding) *string { return &f.Organisation }).hint("The code, or the name as the source writes it.").list("bodies"),
		textOf("source", "Who pays", func(f *maturity.RoadmapFunding) *string { return &f.Source }),
		textOf("category", "Category", func(f *maturity.RoadmapFunding) *string { return &f.Category }),
		selectOf("type", "Type", func(f *maturity.RoadmapFunding) *maturity.MoneyType { return &f.Type }, func(*draftContext) []choice {
			return choices("", "", "Not stated", string(maturity.MoneyCapital), "Capital", string(maturity.MoneyRevenue), "Revenue")
		}),
		selectOf("basis", "How firm the amount is", func(f *maturity.RoadmapFunding) *maturity.AmountBasis { return &f.Basis }, func(*draftContext) []choice {
			return choices("", string(maturity.AmountStated), "Stated", string(maturity.AmountIndicative), "Indicative", string(maturity.AmountNotStated), "The money is there, its amount is not stated")
		}),
		figureOf("amount", "Amount in pounds", 0, func(f *maturity.RoadmapFunding) **float64 { return &f.Amount }).hint("Leave it empty where it is not stated: that is not nought."),
		figureOf("low", "Or the lower end of a range", 0, func(f *maturity.RoadmapFunding) **float64 { return &f.Low }),
		figureOf("high", "and its upper end", 0, func(f *maturity.RoadmapFunding) **float64 { return &f.High }),
		periodOf("period", "Period", func(f *maturity.RoadmapFunding) *period.Period { return &f.Period }).hint("Such as 2017/18 or Q2 2017/18. Leave it empty where it is not stated."),
		areaOf("note", "Note", func(f *maturity.RoadmapFunding) *string { return &f.Note }),
		textOf("place", "Place in the source", func(f *maturity.RoadmapFunding) *string { return &f.Place }),
	},
	Rows: []rowsOf[maturity.RoadmapFunding]{spendRows, fundingStepRows},
}

// checkFunding finds amounts that contradict how firm they are said to be.
func checkFunding(f *maturity.RoadmapFunding) *FieldFault {
	switch {
	case f.Basis == maturity.AmountNotStated && (f.Amount != nil || f.Low != nil || f.High != nil):
		return &FieldFault{"amount", "An amount that is not stated has no figure: take the figure away, or say that it is stated or indicative"}
	case f.Basis != maturity.AmountNotStated && f.Amount == nil && f.Low == nil && f.High == nil:
		return &FieldFault{"amount", "Give the amount or a range, or say that it is not stated"}
	case f.Low != nil && f.High != nil && *f.Low > *f.High:
		return &FieldFault{"high", "The range is upside down: its upper end is below its lower end"}
	}
	return nil
}

var spendRows = rowSpec[maturity.RoadmapFunding, maturity.Spend]{
	Name: "spend", One: "spend", Title: "Spend", Hint: "What was spent in a month, quarter or year.", Of: func(f *maturity.RoadmapFunding) *[]maturity.Spend { return &f.Spend },
	Key: func(s *maturity.Spend) string { return s.Period.Code() }, Head: func(_ *draftContext, s *maturity.Spend) string { return s.Period.Short() },
	Need: func(_ *draftContext, s *maturity.Spend) (string, string) {
		if s.Period.IsZero() {
			return "period", "Say in which month, quarter or year it was spent"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.Spend]{
		periodOf("period", "Spent in", func(s *maturity.Spend) *period.Period { return &s.Period }).hint("Such as 2017/18 or Q2 2017/18."),
		poundsOf("amount", "Amount in pounds", func(s *maturity.Spend) *float64 { return &s.Amount }),
		textOf("note", "Note", func(s *maturity.Spend) *string { return &s.Note }),
	},
}

var fundingStepRows = rowSpec[maturity.RoadmapFunding, maturity.FundingStep]{
	Name: "path", One: "step", Title: "Who advises, recommends and decides", Of: func(f *maturity.RoadmapFunding) *[]maturity.FundingStep { return &f.Path },
	Key: func(s *maturity.FundingStep) string { return s.Body + " " + s.Does }, Head: func(_ *draftContext, s *maturity.FundingStep) string { return s.Body },
	Begin: func(s *maturity.FundingStep) { s.State = maturity.MilestonePlanned },
	Need: func(_ *draftContext, s *maturity.FundingStep) (string, string) {
		if s.Body == "" {
			return "body", "Say which body it is"
		}
		return "", ""
	},
	Fields: []fieldSpec[maturity.FundingStep]{
		textOf("body", "Body", func(s *maturity.FundingStep) *string { return &s.Body }),
		textOf("does", "Does", func(s *maturity.FundingStep) *string { return &s.Does }).hint("Such as advises, recommends or decides.").wide(20),
		selectOf("state", "State", func(s *maturity.FundingStep) *maturity.MilestoneState { return &s.State }, milestoneStateChoices),
		dateOf("date", "Date", func(s *maturity.FundingStep) **maturity.LooseDate { return &s.Date }),
		textOf("note", "Note", func(s *maturity.FundingStep) *string { return &s.Note }),
	},
}
