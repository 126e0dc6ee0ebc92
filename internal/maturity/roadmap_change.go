package maturity

import (
	"encoding/json"
	"time"
)

// RoadmapItem is one item as it is kept: its content as JSON, and the span in which it was believed.
type RoadmapItem struct {
	Kind      ItemKind
	Key       string // id, or the key of a score or update; "" for the head
	Position  int    // among its kind
	Content   json.RawMessage
	KnownFrom time.Time
	KnownTo   time.Time // zero: still believed
	Change    int64     // that brought it
}

// ItemChange is one item before and after a change; a nil side says that it was not there.
type ItemChange struct {
	Kind          ItemKind
	Key           string
	Before, After *RoadmapItem
}

// RoadmapHead is what lists say of a roadmap.
type RoadmapHead struct {
	ID        string
	Footprint OrganisationID
	Version   int64     // id of the newest change
	At        time.Time // of the newest change
	First     time.Time
}

// ChangeWay is how a change of a roadmap came about.
type ChangeWay string

// The ways.
const (
	ChangeByFile     ChangeWay = "file"     // a file was loaded
	ChangeByForm     ChangeWay = "form"     // somebody edited it
	ChangeByMove     ChangeWay = "move"     // a date was moved, with what follows
	ChangeByUpdate   ChangeWay = "update"   // an owner's monthly report
	ChangeByUndoing  ChangeWay = "undoing"  // an earlier change was taken back
	ChangeByScenario ChangeWay = "scenario" // a scenario was taken over into the plan
)

// RoadmapChange is one change of a roadmap: everything it brought is known from its time on.
type RoadmapChange struct {
	ID      int64
	Roadmap string
	At      time.Time
	By      string // login
	Way     ChangeWay
	Reason  string
	Upload  int64 // of the file; 0 for none
	Undoes  int64 // the change it takes back; 0 for none
	Added   int
	Changed int
	Removed int
}

// KeptRoadmap is a roadmap as known at a time.
type KeptRoadmap struct {
	Roadmap
	Footprint Organisation
	Version   int64 // id of the newest change it holds; what an edit must name
	At        time.Time
	First     time.Time // since when anything is known of it
}

// RoadmapSubject is a roadmap in the audit.
func RoadmapSubject(id string) string { return "roadmap " + id }
