package page

import (
	"html/template"

	"waymark/internal/board"
	"waymark/internal/maturity"
)

// changesView is a table of changes, each with links to both times.
type changesView struct {
	Caption string
	Rows    []board.Change
	Since   board.Since
	Shell   Shell
	Subject maturity.Organisation
}

// changeFunctions are what the templates about changes may call.
func changeFunctions() template.FuncMap {
	return template.FuncMap{
		"changesTable": func(caption string, rows []board.Change, since board.Since, shell Shell, subject maturity.Organisation) changesView {
			return changesView{caption, rows, since, shell, subject}
		},
		"directionShape": func(c board.Change) string {
			return map[string]string{"better": "▲", "worse": "▼", "neither": "◆"}[c.Direction()]
		},
	}
}
