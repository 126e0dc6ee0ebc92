package ingest

import "waymark/internal/maturity"

// Rule is a rule of reading and checking: what docs/import-rules.md lists.
type Rule struct {
	Code    string
	Level   maturity.Level
	Reach   maturity.Reach
	Meaning string // what was found, for people
	Remedy  string // what to do, or what would be accepted
}

// Rules lists the rules of this room in the order of the documentation.
func Rules() []Rule { return append([]Rule(nil), rules...) }

// The codes of the rules. They are stable: reports are kept and compared by them.
const (
	LayoutNone          = "layout-none"
	LayoutSeveral       = "layout-several"
	LayoutHintUnknown   = "layout-unknown"
	LayoutHintMismatch  = "layout-does-not-match"
	HeadingTwice        = "heading-twice"
	PeriodMissing       = "period-missing"
	PeriodUnreadable    = "period-unreadable"
	PeriodCell          = "period-cell-unreadable"
	PeriodFuture        = "period-in-future"
	PeriodFutureFile    = "period-of-file-in-future"
	PeriodUnexpected    = "period-kind-unexpected"
	PeriodNotChosen     = "period-not-the-chosen-one"
	PeriodUnfinished    = "period-unfinished"
	NothingRead         = "nothing-to-read"
	RowsScattered       = "rows-too-scattered"
	OrgUnknown          = "unknown-organisation"
	OrgMissing          = "organisation-missing"
	OrgAmbiguous        = "ambiguous-organisation"
	OrgClosed           = "organisation-closed-in-period"
	OrgNotYours         = "not-your-organisation"
	OrgByName           = "organisation-found-by-name"
	MeasureUnknown      = "unknown-measure"
	MeasureMissing      = "measure-missing"
	NotANumber          = "not-a-number"
	NotWhole            = "not-a-whole-number"
	SpreadsheetError    = "spreadsheet-error"
	NumeratorAbove      = "numerator-above-denominator"
	RatioHalf           = "half-a-ratio"
	BelowRange          = "below-range"
	AboveRange          = "above-range"
	AboveRangeKept      = "above-range-kept"
	StateUnknown        = "unknown-state"
	StateAndValue       = "state-and-value"
	FlagUnknown         = "unknown-flag"
	PrintedDiffers      = "printed-value-differs"
	LooksLikeFraction   = "looks-like-fraction"
	FractionUnclear     = "percent-or-fraction-unclear"
	MissingUnclear      = "missing-mark-unclear"
	FormulaWithoutValue = "formula-without-value"
	PairIncomplete      = "pair-incomplete"
	ConflictingRows     = "conflicting-rows"
	DuplicateRows       = "duplicate-rows"
	ColumnNotUsed       = "column-not-used"
	SheetNotUsed        = "sheet-not-used"
	SheetHidden         = "hidden-sheet-not-used"
	HeaderRepeated      = "header-repeated"
	BlankValues         = "blank-values"
	RowsCombined        = "rows-combined"
	MoreFindings        = "more-findings"
	FormUnknown         = "form-of-unknown-collection"
	FormOutdated        = "form-outdated"
	FormElsewhere       = "form-of-another-collection"
	FormPeriod          = "form-of-another-period"
	OrgNotChosen        = "not-the-chosen-organisation"
	MeasureNotAsked     = "measure-not-asked"
	StateNotTaken       = "state-not-taken"
	CommentAlone        = "comment-without-figure"
	CommentTooLong      = "comment-too-long"
)

const (
	fault   = maturity.LevelError
	warning = maturity.LevelWarning
	info    = maturity.LevelInfo
	ofFile  = maturity.ReachFile
	ofOrg   = maturity.ReachOrganisation
	ofValue = maturity.ReachValue
)

var rules = []Rule{
	{LayoutNone, fault, ofFile, "The file has the headings of no declared layout.", "Use one of the templates, or add the headings the report names as missing from the closest layouts."},
	{LayoutSeveral, fault, ofFile, "The file fits more than one layout. Waymark does not guess.", "Name the layout when you send the file."},
	{LayoutHintUnknown, fault, ofFile, "The layout that was named does not exist.", "Name one of the declared layouts."},
	{LayoutHintMismatch, fault, ofFile, "The file does not have the headings of the layout that was named.", "Choose another layout, or add the missing headings."},
	{HeadingTwice, fault, ofFile, "A heading that is needed stands over two columns.", "Leave one column under each heading."},
	{PeriodMissing, fault, ofFile, "The file does not say which period its figures are for.", "Choose the period when you send the file, or put it where the layout expects it."},
	{PeriodUnreadable, fault, ofFile, "The period of the file or sheet cannot be read.", "Write a month (July 2018), a quarter (Q2 2018/19), a financial year (2018/19) or a date."},
	{PeriodFutureFile, fault, ofFile, "The period of the file or sheet has not begun.", "Correct the period."},
	{NothingRead, fault, ofFile, "The layout was recognised, but there is no figure in the file.", "Fill in at least one figure."},
	{RowsScattered, fault, ofFile, "Rows that belong together lie too far apart to be joined.", "Sort the file by organisation and period."},
	{FormUnknown, fault, ofFile, "The form is of a collection that does not exist.", "Download the form again."},
	{FormOutdated, fault, ofFile, "The form is of a version that is not taken any more.", "Download the form again from the page of the return, and fill it in anew."},
	{FormElsewhere, fault, ofFile, "The form is of another collection than the one chosen.", "Choose the form's own collection, or send the other form."},
	{FormPeriod, fault, ofFile, "The form is of another period than the one chosen.", "Choose the form's own period, or send the other form."},

	{OrgUnknown, fault, ofOrg, "A code or name is not that of a known organisation.", "Correct it; up to three organisations with a similar code or name are offered."},
	{OrgMissing, fault, ofOrg, "A row has figures but no organisation.", "Fill in the organisation on every row; undo merged cells."},
	{OrgAmbiguous, fault, ofOrg, "A name belongs to several organisations.", "Use the organisation's code."},
	{OrgClosed, fault, ofOrg, "The organisation was not open on any day of the period.", "Use the code of its successor, or correct the period."},
	{OrgNotYours, fault, ofOrg, "You may not submit figures for this organisation.", "Leave its rows out, or ask an administrator for the right."},
	{OrgNotChosen, fault, ofOrg, "The row is of another organisation than the one chosen.", "Send the form of the chosen organisation, or choose none."},
	{PeriodCell, fault, ofOrg, "The period of a row cannot be read or is missing.", "Write a month (July 2018), a quarter (Q2 2018/19), a financial year (2018/19) or a date."},
	{PeriodFuture, fault, ofOrg, "The period of a row has not begun.", "Correct the period, or send planned values in the plan template."},
	{MeasureUnknown, fault, ofOrg, "A row or heading names no known measure.", "Use the measure's id or title; the closest ones are offered."},
	{MeasureMissing, fault, ofOrg, "A row has a figure but names no measure.", "Fill in the measure on every row."},
	{NotANumber, fault, ofOrg, "A cell holds text where a number is wanted.", "Write a number such as 1234, 1,234 or 12.5, or a word that says why there is none: not available, not applicable, suppressed, nil return."},
	{NotWhole, fault, ofOrg, "A count is not a whole number of at least 0.", "Write a whole number."},
	{SpreadsheetError, fault, ofOrg, "A cell holds a spreadsheet error such as #DIV/0!.", "Correct the formula, or write not available."},
	{NumeratorAbove, fault, ofOrg, "The numerator is larger than the denominator.", "Correct one of them; they may have been swapped."},
	{RatioHalf, fault, ofOrg, "A numerator stands without its denominator, or the other way round.", "Give both, or neither and the value."},
	{BelowRange, fault, ofOrg, "A value is below what the measure can be.", "Correct the value."},
	{AboveRange, fault, ofOrg, "A value is above what the measure can be.", "Correct the value."},
	{StateUnknown, fault, ofOrg, "The state is none of the known words.", "Write reported, nil return, not applicable, not available, suppressed or lost in source."},
	{StateAndValue, fault, ofOrg, "The state and the value contradict each other.", "Leave the value empty, or the state."},
	{ConflictingRows, fault, ofOrg, "Two rows give different values for the same organisation, measure and period.", "Keep one of them."},
	{StateNotTaken, fault, ofOrg, "A return takes no such reason for a missing figure.", "Write reported, nil return, not applicable or not available."},
	{CommentTooLong, fault, ofOrg, "A comment is longer than 2,000 characters.", "Shorten it."},
	{FractionUnclear, fault, ofOrg, "It cannot be told whether a column is in percent or a fraction of 1.", "Write the percentages with a % sign."},

	{AboveRangeKept, warning, ofValue, "A value is above 100 %, which this measure can be for good reasons. It is kept.", "Check it."},
	{PrintedDiffers, warning, ofValue, "The value in the file is not what its numerator and denominator give. The computed one is kept.", "Check the three figures."},
	{LooksLikeFraction, warning, ofValue, "All percentages of a column are 1 or less: they may be fractions.", "If they are fractions of 1, write them as percentages or with a % sign."},
	{PeriodUnexpected, warning, ofValue, "The measure is reported for another kind of period, such as quarters.", "Check the period."},
	{PeriodNotChosen, warning, ofValue, "The file gives another period than the one chosen when it was sent. The file's is used.", "Check the period."},
	{OrgByName, warning, ofValue, "The code is unknown; the organisation was found by its name.", "Correct the code."},
	{FlagUnknown, warning, ofValue, "The mark beside a value is none of the known words. It is ignored.", "Write estimated, inferred or provisional."},
	{MissingUnclear, warning, ofValue, "n/a can mean not applicable or not available. It is read as not available.", "Write not applicable or not available."},
	{FormulaWithoutValue, warning, ofValue, "A formula has no stored result, so there is nothing to read.", "Open the workbook, let it calculate, save it, and send it again."},
	{PairIncomplete, warning, ofValue, "A numerator has no row with its denominator. No value can be computed.", "Check that the file is complete."},
	{MeasureNotAsked, warning, ofValue, "The collection does not ask for this measure. It is left out.", "Leave it out, or send it without choosing a collection."},
	{CommentAlone, warning, ofValue, "A comment stands beside no figure and no reason for its absence. It is not kept.", "Give the figure, or a reason such as not available."},
	{DuplicateRows, warning, ofValue, "The same value is given twice for an organisation, measure and period. It is counted once.", "Remove one of the rows."},
	{ColumnNotUsed, warning, ofValue, "A column of a template was not read: its heading names no measure.", "Correct the heading if it should have been read."},
	{HeaderRepeated, warning, ofValue, "The header appears again among the rows. It is left out.", "Nothing; check that no rows were pasted twice."},

	{PeriodUnfinished, info, ofValue, "The period is not over yet: its figures may still change.", "Nothing; send the final figures when it is over."},
	{BlankValues, info, ofValue, "Cells are blank: nothing is recorded for them.", "Nothing; write a word such as not applicable if that is what is meant."},
	{RowsCombined, info, ofValue, "Several rows of an organisation were made one value, as the layout says.", "Nothing."},
	{SheetNotUsed, info, ofValue, "Sheets that are not part of the layout were not read.", "Nothing."},
	{SheetHidden, info, ofValue, "Hidden sheets were not read.", "Unhide a sheet if it should have been read."},
	{MoreFindings, info, ofValue, "There are more kinds of findings than a report lists.", "Correct those listed and send the file again."},
}

var ruleByCode = func() map[string]*Rule {
	m := make(map[string]*Rule, len(rules))
	for i := range rules {
		m[rules[i].Code] = &rules[i]
	}
	return m
}()
