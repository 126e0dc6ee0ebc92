package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
)

// smallForm is room for the fields beside a file.
const smallForm = 64 << 10

// routes is the table the router is built from: method, address, right, handler.
func (p *Pages) routes() []httpkit.Route {
	get := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: right}, Handle: handle}
	}
	post := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodPost, Path: path, Right: right}, Handle: handle}
	}
	upload := post("/data/upload", httpkit.Send, p.upload)
	upload.Body, upload.Slow = p.MaxUpload+smallForm, true
	download := get("/data/submissions/:id/file", httpkit.SignedIn, p.submissionFile)
	download.Slow = true
	routes := []httpkit.Route{
		get("/healthz", httpkit.Anyone, p.healthy),
		get("/readyz", httpkit.Anyone, p.ready),
		get("/static/*", httpkit.Anyone, p.assets.serve),
		get("/sign-in", httpkit.Anyone, p.signInForm),
		post("/sign-in", httpkit.Anyone, p.signIn),
		post("/sign-out", httpkit.Anyone, p.signOut),
		get("/help", httpkit.Anyone, p.information("help", "Help")),
		get("/accessibility", httpkit.Anyone, p.information("accessibility", "Accessibility statement")),
		get("/cookies", httpkit.Anyone, p.information("cookies", "Cookies")),
		get("/privacy", httpkit.Anyone, p.information("privacy", "Privacy")),

		get("/account", httpkit.SignedIn, p.account),
		get(httpkit.PasswordPath, httpkit.SignedIn, p.passwordForm),
		post(httpkit.PasswordPath, httpkit.SignedIn, p.changePassword),
		post("/account/tokens", httpkit.SignedIn, p.createToken),
		post("/account/tokens/revoke", httpkit.SignedIn, p.revokeToken),

		get("/", httpkit.SignedIn, p.home),
		get("/boards/:board/:code", httpkit.SignedIn, p.board),
		get("/boards/:board/:code/pictures/:panel/:number", httpkit.SignedIn, p.boardPicture),
		get("/organisations", httpkit.SignedIn, p.organisations),
		get("/organisations/:code", httpkit.SignedIn, p.organisation),
		get("/measures", httpkit.SignedIn, p.measures),
		get("/measures/:measure", httpkit.SignedIn, p.measure),
		get("/measures/:measure/pictures/:picture", httpkit.SignedIn, p.measurePicture),

		get("/data", httpkit.SignedIn, p.data),
		get("/data/upload", httpkit.Send, p.uploadForm),
		upload,
		get("/data/forms/:file", httpkit.SignedIn, p.form),
		get("/data/submissions/:id", httpkit.SignedIn, p.submission),
		post("/data/submissions/:id/write", httpkit.Send, p.writeSubmission),
		post("/data/submissions/:id/cancel", httpkit.Send, p.cancelSubmission),
		download,
		get("/data/submissions/:id/issues.csv", httpkit.SignedIn, p.submissionIssues),
		get("/data/where-from", httpkit.SignedIn, p.whereFrom),
	}
	routes = append(append(append(routes, p.auditRoutes()...), p.qualityRoutes()...), p.boardCopyRoutes()...)
	routes = append(append(routes, p.changesRoutes()...), p.organisationRoutes()...)
	routes = append(append(routes, p.exploreRoutes()...), append(p.groupRoutes(), p.definitionRoutes()...)...)
	routes = append(append(routes, p.meetingRoutes()...), append(p.roadmapRegisterRoutes(), p.roadmapInitiativeRoutes()...)...)
	routes = append(append(routes, p.roadmapScenarioRoutes()...), p.roadmapOutcomeRoutes()...)
	routes = append(append(routes, p.roadmapTimelineRoutes()...), p.roadmapScheduleRoutes()...)
	routes = append(routes, p.roadmapFileRoutes()...)
	return append(append(routes, p.followRoutes()...), append(p.returnRoutes(), p.peopleRoutes()...)...)
}
