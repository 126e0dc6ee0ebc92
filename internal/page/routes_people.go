package page

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/httpkit"
)

// peopleRoutes are those of signing in, the own account and the accounts of others.
func (p *Pages) peopleRoutes() []httpkit.Route {
	get := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodGet, Path: path, Right: right}, Handle: handle}
	}
	post := func(path string, right httpkit.Right, handle echo.HandlerFunc) httpkit.Route {
		return httpkit.Route{Rule: httpkit.Rule{Method: http.MethodPost, Path: path, Right: right}, Handle: handle}
	}
	const person = peoplePath + "/:id"
	return []httpkit.Route{
		get(signInCodePath, httpkit.Anyone, p.signInCodeForm),
		post(signInCodePath, httpkit.Anyone, p.signInCode),
		get("/sign-in/openid", httpkit.Anyone, p.openIDBegin),
		get(openIDBackPath, httpkit.Anyone, p.openIDBack),
		get(invitationPath, httpkit.Anyone, p.invitation),
		post(invitationPath, httpkit.Anyone, p.acceptInvitation),
		get(invitationPath+"/openid", httpkit.Anyone, p.invitationOpenID),

		get("/account/two-step", httpkit.SignedIn, p.twoStep),
		get("/account/two-step/picture", httpkit.SignedIn, p.twoStepPicture),
		post("/account/two-step", httpkit.SignedIn, p.confirmTwoStep),
		post("/account/two-step/again", httpkit.SignedIn, p.proveAgain),
		post("/account/email", httpkit.SignedIn, p.changeEmail),
		post("/account/sessions/end", httpkit.SignedIn, p.endSession),
		post("/account/sessions/end-others", httpkit.SignedIn, p.endOtherSessions),

		get(peoplePath, httpkit.Administer, p.people),
		get(peoplePath+"/invite", httpkit.Administer, p.inviteForm),
		post(peoplePath+"/invite", httpkit.Administer, p.invite),
		get(peoplePath+"/export/:file", httpkit.Administer, p.contacts),
		get(person, httpkit.Administer, p.showPersonPage),
		post(person+"/grants", httpkit.Administer, p.addGrant),
		post(person+"/grants/remove", httpkit.Administer, p.removeGrant),
		post(person+"/email", httpkit.Administer, p.changePersonEmail),
		post(person+"/invite", httpkit.Administer, p.inviteAgain),
		post(person+"/disable", httpkit.Administer, p.disablePerson),
		post(person+"/enable", httpkit.Administer, p.enablePerson),
		post(person+"/sessions/end", httpkit.Administer, p.endPersonSessions),
		post(person+"/two-step/off", httpkit.Administer, p.resetTwoStep),
		post(person+"/identity", httpkit.Administer, p.bindIdentity),
		post(person+"/erase", httpkit.Administer, p.erasePerson),
	}
}
