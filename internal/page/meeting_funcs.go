package page

import (
	"html/template"
	"slices"
	"strconv"
)

// meetingFunctions are what the templates of meetings and packs call.
func meetingFunctions() template.FuncMap {
	return template.FuncMap{
		"packState": packStateWords,
		"decisionList": func(title, empty string, rows []decisionRow) decisionList {
			return decisionList{title, empty, rows}
		},
		"decisionFields": func(fields decisionFields, faults []FieldFault) decisionFieldsView {
			return decisionFieldsView{fields, faults}
		},
		"orderOf": orderOf,
	}
}

type decisionList struct {
	Title, Empty string
	Rows         []decisionRow
}

type decisionFieldsView struct {
	Fields decisionFields
	Faults []FieldFault
}

// orderOf is the number of a place among those chosen; "" where it is none of them.
func orderOf(place string, chosen []string) string {
	if i := slices.Index(chosen, place); i >= 0 {
		return strconv.Itoa(i + 1)
	}
	return ""
}
