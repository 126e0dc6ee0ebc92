package export

import (
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// Organisation is any body that returns figures or that figures are shown for.
type Organisation struct {
	Code      string  `json:"code" doc:"Code from the Organisation Data Service, or a local code in lower case where there is none" example:"RTE"`
	Name      string  `json:"name"`
	ShortName string  `json:"short_name"`
	Kind      string  `json:"kind" doc:"Id of the kind"`
	KindName  string  `json:"kind_name" doc:"The kind in words"`
	Opened    *string `json:"opened" format:"date" doc:"Null: not known, or since ever"`
	Closed    *string `json:"closed" format:"date" doc:"Last day; null: still open"`
	Group     bool    `json:"group" doc:"A group row such as 81 practices, not one legal body"`
	Note      string  `json:"note" doc:"Caveat as printed in the source"`
	ShownAsAt *string `json:"shown_as_at" format:"date" doc:"On a footprint whose roadmap is finished: the day its pages open as known at. The API answers as known now unless as_at says otherwise"`
}

// Organisation makes the row of an organisation.
func (n Namer) Organisation(o maturity.Organisation) Organisation {
	kind, _ := n.Catalogue.Kind(o.Kind)
	return Organisation{o.Code, o.Name, o.ShortName, o.Kind, kind.Singular, Day(o.Opened), Day(o.Closed), o.Group, o.Note, Day(o.ShownAsAt)}
}

// Day is an ISO day, or null.
func Day(d *period.Day) *string {
	if d == nil {
		return nil
	}
	text := d.String()
	return &text
}
