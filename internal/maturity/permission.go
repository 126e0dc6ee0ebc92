package maturity

import "slices"

// Permission is something an account may do to the returns, meetings, boards or roadmaps of an organisation.
type Permission string

// The permissions.
const (
	ReadDraft     Permission = "read_draft"     // see a return before it is published, its steps, files and findings
	EditReturn    Permission = "edit_return"    // save values, submit, begin a correction, ask for an extension
	ReviewReturn  Permission = "review_return"  // ask for changes, raise and answer flags, accept findings
	ApproveReturn Permission = "approve_return" // approve a return or an extension
	PublishReturn Permission = "publish_return" // publish what is approved, set an embargo, release what is held
	ChaseReturn   Permission = "chase_return"   // see who owes what and write to them
	HoldMeeting   Permission = "hold_meeting"   // plan meetings, write, freeze and publish their packs, keep decisions and actions
	EditBoard     Permission = "edit_board"     // copy a board and change the copy, make groups
	EditRoadmap   Permission = "edit_roadmap"   // load and change a roadmap of a footprint, make scenarios
	ReportPlan    Permission = "report_plan"    // report every month how an initiative of one's own organisation stands
)

// permitted is the one table of which role may do what, each within the organisations of its grant. An administrator may
// do everything; a viewer nothing of this.
var permitted = map[Permission][]Role{
	ReadDraft:     {RoleAdmin, RoleAnalyst, RoleApprover, RoleSubmitter},
	EditReturn:    {RoleAdmin, RoleAnalyst, RoleSubmitter},
	ReviewReturn:  {RoleAdmin, RoleAnalyst, RoleApprover},
	ApproveReturn: {RoleAdmin, RoleApprover},
	PublishReturn: {RoleAdmin, RoleAnalyst},
	ChaseReturn:   {RoleAdmin, RoleAnalyst, RoleApprover},
	HoldMeeting:   {RoleAdmin, RoleAnalyst},
	EditBoard:     {RoleAdmin, RoleAnalyst},
	EditRoadmap:   {RoleAdmin, RoleAnalyst},
	ReportPlan:    {RoleAdmin, RoleAnalyst, RoleSubmitter},
}

// Permissions lists all permissions, for the table of rights and its test.
func Permissions() []Permission {
	return []Permission{ReadDraft, EditReturn, ReviewReturn, ApproveReturn, PublishReturn, ChaseReturn, HoldMeeting, EditBoard, EditRoadmap, ReportPlan}
}

// Permits reports whether the role may do it at all. A collection may let more roles review and approve: then it says so
// in its definition, and extra names them.
func (p Permission) Permits(r Role, extra ...Role) bool {
	return slices.Contains(permitted[p], r) || slices.Contains(extra, r)
}
