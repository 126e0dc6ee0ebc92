package page

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"reflect"

	"waymark/internal/board"
	"waymark/internal/chart"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
)

// stories names the data of every page template.
var stories = map[string]any{
	"accessibility": informationPage{}, "account": accountPage{}, "assurance": assurancePage{}, "audit": auditPage{}, "board": boardPage{},
	"board_copy": boardCopyPage{}, "board_edit": boardEditPage{}, "board_versions": boardVersionsPage{},
	"changes": changesPage{}, "chase": chasePage{}, "collections": collectionsPage{}, "cookies": informationPage{}, "data": dataPage{},
	"decision": decisionPage{}, "definition": definitionPage{}, "definitions": definitionsPage{}, "domains": domainsPage{}, "error": httpkit.Fault{}, "explore": explorePage{},
	"extension": extensionPage{}, "finding": findingPage{}, "framework": frameworkPage{}, "group": groupPage{}, "groups": groupsPage{}, "help": informationPage{}, "home": homePage{},
	"invitation": invitationPage{}, "invite": invitePage{}, "measure": measurePage{}, "measures": measuresPage{}, "meeting": meetingPage{}, "meeting_form": meetingFormPage{},
	"meeting_readers": readersPage{}, "meetings": meetingsPage{}, "organisation": organisationPage{}, "organisations": organisationsPage{}, "outbox": outboxPage{}, "pack": packPage{},
	"pack_check": packCheckPage{}, "pack_words": packWordsPage{}, "password": passwordPage{}, "people": peoplePage{}, "person": personPage{},
	"privacy": informationPage{}, "quality": qualityPage{}, "question": flagPage{}, "return": returnPage{}, "roadmap_carrying": carryingPage{}, "roadmap_initiative": initiativePage{}, "roadmap_initiative_form": initiativeFormPage{}, "roadmap_priorities": prioritiesPage{}, "roadmap_outcome_range": outcomeRangePage{}, "roadmap_outcomes": outcomesPage{}, "roadmap_register_form": registerFormPage{}, "roadmap_registers": registersPage{}, "roadmap_scenario": scenarioPage{}, "roadmap_scenario_apply": applyScenarioPage{}, "roadmap_scenario_compare": compareScenariosPage{}, "roadmap_scenario_new": newScenarioPage{}, "roadmap_scenarios": scenariosPage{}, "roadmap_updates": updatesPage{}, "roadmaps": roadmapsPage{}, "reviews": reviewsPage{}, "round": roundPage{}, "sign_in": signInPage{},
	"roadmap": timelinePage{}, "roadmap_deployments": deploymentsPage{}, "roadmap_waves": wavesPage{}, "roadmap_dependencies": dependenciesPage{}, "roadmap_move": movePage{}, "roadmap_undo": undoRoadmapPage{}, "roadmap_versions": versionsPage{},
	"sign_in_code": signInCodePage{}, "submission": submissionPage{}, "two_step": twoStepPage{}, "roadmap_file": roadmapFilePage{}, "roadmap_files": roadmapFilesPage{}, "upload": uploadPage{}, "where_computed": computedPage{}, "where_from": whereFromPage{},
}

// Stories draws page templates from data made for showing, without a database and without routes.
type Stories struct {
	pages *Pages
}

// NewStories parses the templates.
func NewStories(templates, static fs.FS, catalogue *maturity.Catalogue, pictures Pictures) (*Stories, error) {
	p, err := New(nil, Options{Templates: templates, Static: static, Catalogue: catalogue, Pictures: pictures, Keep: -1})
	return &Stories{p}, err
}

// Types gives the type of the data of each template.
func (s *Stories) Types() map[string]reflect.Type {
	out := map[string]reflect.Type{}
	for name := range s.pages.renderer.pages {
		if data, ok := stories[name]; ok {
			out[name] = reflect.TypeOf(data)
		}
	}
	return out
}

// Draw fills a template.
func (s *Stories) Draw(name string, shell Shell, data any) (html []byte, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("page %s: %v", name, r)
		}
	}()
	err = s.pages.renderer.render(name, view{shell, data}, func(page []byte) error { html = bytes.Clone(page); return nil })
	return html, err
}

// Static are the files that pages ask for, by their path below /static/.
func (s *Stories) Static() map[string][]byte {
	out := map[string][]byte{}
	for name, file := range s.pages.assets.files {
		out[name] = file.bytes
	}
	return out
}

// Figure draws a picture as pages show it: drawing, reading and numbers.
func (s *Stories) Figure(ctx context.Context, f chart.Figure) ([]byte, error) {
	html, err := s.pages.picture(ctx, board.Described(f))
	return []byte(html), err
}
