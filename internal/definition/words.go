package definition

import (
	"reflect"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

// words lists, for each type that is written as one of several words, what those words are.
var words = map[reflect.Type][]string{
	reflect.TypeFor[maturity.Polarity]():   list(maturity.HigherIsBetter, maturity.LowerIsBetter, maturity.NeitherBetter),
	reflect.TypeFor[maturity.SourceKind](): list(maturity.SourceReturn, maturity.SourcePublished, maturity.SourceEstimate, maturity.SourcePlan),
	reflect.TypeFor[maturity.RollUp]():     list(maturity.RollUpRatio, maturity.RollUpSum, maturity.RollUpMean, maturity.RollUpNone),
	reflect.TypeFor[maturity.Operator]():   list(maturity.AtLeast, maturity.AtMost, maturity.Equal),
	reflect.TypeFor[maturity.Unit](): list(maturity.UnitPercent, maturity.UnitScore, maturity.UnitStage, maturity.UnitCount,
		maturity.UnitRate, maturity.UnitYesNo),
	reflect.TypeFor[maturity.Precision](): list(maturity.PrecisionDay, maturity.PrecisionMonth, maturity.PrecisionMidMonth,
		maturity.PrecisionRange, maturity.PrecisionFinancialQuarter, maturity.PrecisionFinancialYear,
		maturity.PrecisionFinancialYearEnd, maturity.PrecisionCalendarYear, maturity.PrecisionFromMonth,
		maturity.PrecisionFromMonthEnd, maturity.PrecisionFromYear, maturity.PrecisionRelative, maturity.PrecisionRecurringYear, maturity.PrecisionNone),
	reflect.TypeFor[maturity.BenchmarkMethod](): list(maturity.BenchmarkPublished, maturity.BenchmarkMean,
		maturity.BenchmarkMedian, maturity.BenchmarkRatio),
	reflect.TypeFor[maturity.PanelKind](): list(maturity.PanelHeadline, maturity.PanelTrajectory, maturity.PanelTargets,
		maturity.PanelOrganisations, maturity.PanelMatrix, maturity.PanelRanked, maturity.PanelTable, maturity.PanelNarrative,
		maturity.PanelControl, maturity.PanelAssurance, maturity.PanelDots, maturity.PanelThenNow, maturity.PanelMultiples,
		maturity.PanelChanges, maturity.PanelFalling, maturity.PanelDecisions, maturity.PanelMilestones),
	reflect.TypeFor[maturity.SelectorOf](): list(maturity.SelectMeasure, maturity.SelectKind, maturity.SelectFramework, maturity.SelectGroup),
	reflect.TypeFor[maturity.Treatment]():  list(maturity.Owed, maturity.NotOwed, maturity.BySuccessor),
	reflect.TypeFor[maturity.Role]():       list(maturity.RoleAdmin, maturity.RoleAnalyst, maturity.RoleSubmitter, maturity.RoleApprover, maturity.RoleViewer),
	reflect.TypeFor[maturity.Level]():      list(maturity.LevelError, maturity.LevelWarning, maturity.LevelInfo),
	reflect.TypeFor[maturity.Comparator](): list(maturity.EqualTo, maturity.DiffersFrom, maturity.Below, maturity.NotAbove,
		maturity.Above, maturity.NotBelow, maturity.OnScale),
	reflect.TypeFor[maturity.PeriodChoice](): list(maturity.PreviousPeriod, maturity.YearBefore, maturity.HighestBefore,
		maturity.LowestBefore, maturity.NewestToThen),
	reflect.TypeFor[maturity.OrganisationChoice](): list(maturity.ItsFootprint, maturity.TheNation, maturity.PeersMedian),
	reflect.TypeFor[maturity.Part](): list(maturity.PartNumerator, maturity.PartDenominator, maturity.PartInferred,
		maturity.PartEstimated),
	reflect.TypeFor[maturity.ValueKind](): list(maturity.ValuePercent, maturity.ValueFraction, maturity.ValueEither,
		maturity.ValueNumber, maturity.ValueCount, maturity.ValueRatio, maturity.ValueYesNo),
	reflect.TypeFor[maturity.PlanState](): list(maturity.PlanStates()...), reflect.TypeFor[maturity.PlanColour](): list(maturity.PlanGreen, maturity.PlanAmber, maturity.PlanRed),
	reflect.TypeFor[maturity.InitiativeStatus](): list(maturity.InitiativeActive, maturity.InitiativeCommitted, maturity.InitiativeAspirational, maturity.InitiativeComplete),
	reflect.TypeFor[maturity.Basis]():            list(maturity.BySource, maturity.ByReading),
	reflect.TypeFor[maturity.MilestoneState]():   list(maturity.MilestonePlanned, maturity.MilestoneStarted, maturity.MilestoneDone, maturity.MilestoneDropped),
	reflect.TypeFor[maturity.LinkKind]():         list(maturity.LinkPrerequisite, maturity.LinkConsider, maturity.LinkPartOf),
	reflect.TypeFor[maturity.GapState]():         list(maturity.GapOpen, maturity.GapClosed),
	reflect.TypeFor[maturity.RiskKind]():         list(maturity.RiskRisk, maturity.RiskRateLimiting),
	reflect.TypeFor[maturity.Direction]():        list(maturity.DirectionUp, maturity.DirectionDown),
	reflect.TypeFor[maturity.AmountBasis]():      list(maturity.AmountStated, maturity.AmountIndicative, maturity.AmountNotStated),
	reflect.TypeFor[maturity.MoneyType]():        list(maturity.MoneyCapital, maturity.MoneyRevenue),
}

func list[T ~string](values ...T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// coded lists the types that are written as a word and kept as a number, each with its words and how to read them.
var coded = map[reflect.Type]codedWords{
	reflect.TypeFor[period.Kind](): {[]string{"day", "month", "quarter", "financial_year", "calendar_year"}, func(word string) (any, bool) {
		k, err := period.ParseKind(word)
		return k, err == nil
	}},
	reflect.TypeFor[maturity.State](): {stateWords(), func(word string) (any, bool) {
		s, ok := maturity.ParseState(word)
		return s, ok
	}},
	reflect.TypeFor[maturity.Flag](): {[]string{"estimated", "inferred", "provisional"}, func(word string) (any, bool) {
		f, ok := map[string]maturity.Flag{"estimated": maturity.Estimated, "inferred": maturity.Inferred, "provisional": maturity.Provisional}[word]
		return f, ok
	}},
}

type codedWords struct {
	words []string
	read  func(word string) (any, bool)
}

func stateWords() []string {
	var out []string
	for s := maturity.Reported; s <= maturity.AboveBound; s++ {
		out = append(out, s.String())
	}
	return out
}

// among writes a list of words for a sentence, sorted as declared: "a, b or c".
func among(allowed []string) string {
	if len(allowed) == 1 {
		return allowed[0]
	}
	return strings.Join(allowed[:len(allowed)-1], ", ") + " or " + allowed[len(allowed)-1]
}

// suggest is ", did you mean x?" or nothing.
func suggest(word string, allowed []string) string {
	if near := maturity.Nearest(word, allowed); near != "" && !slices.Contains(allowed, word) {
		return "; did you mean " + near + "?"
	}
	return ""
}
