package httpkit

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"mime"
	"net/http"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// FormField is the name of the hidden field that carries the form token.
const FormField = "form_token"

// memoryForm is how much of a form with a file stays in memory; the rest goes to a temporary file that ends with the request.
const memoryForm = 1 << 20

var crossOrigin = http.NewCrossOriginProtection()

// FormToken is the token that a form shown to this visitor must carry. Call it before the response is written: a
// visitor who is not signed in gets a cookie.
func (k *Kit) FormToken(c echo.Context) string {
	if token := k.sessions.GetString(c.Request().Context(), sessionForm); token != "" {
		return token
	}
	token := k.cookie(c, formCookie)
	if len(token) < 20 {
		token = rand.Text()
	}
	k.setCookie(c, formCookie, token, 0)
	return token
}

// protectForms refuses requests that change something unless they come from a page of ours (see the package comment).
func (k *Kit) protectForms(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		switch c.Request().Method {
		case http.MethodGet, http.MethodHead, http.MethodOptions:
			return next(c)
		}
		if _, _, registered := k.ruleOf(c); !registered {
			return next(c)
		}
		if err := crossOrigin.Check(c.Request()); err != nil {
			return maturity.Wrap(err, maturity.Forbidden, "This was sent from another site. Open the page here and try again.")
		}
		if c.Get(byBearer) == true {
			return next(c)
		}
		if isAPI(c) {
			return maturity.Errorf(maturity.Unauthorised, "Send a bearer token in the Authorization header: a browser session may only read here.")
		}
		err := ParseForm(c.Request())
		if form := c.Request().MultipartForm; form != nil {
			defer form.RemoveAll() // the server only knows the request as it came, before its context was changed
		}
		if err != nil {
			return err
		}
		c.Request().Form = c.Request().PostForm // what the address says is no field of the form
		given, want := c.Request().PostFormValue(FormField), k.sessions.GetString(c.Request().Context(), sessionForm)
		if want == "" {
			want = k.cookie(c, formCookie)
		}
		if len(want) < 20 || subtle.ConstantTimeCompare([]byte(given), []byte(want)) != 1 {
			return maturity.Errorf(maturity.Forbidden, "The form had run out or did not come from here. Go back, load the page again and repeat what you did.")
		}
		return next(c)
	}
}

// ParseForm reads a form, with files or without; files beyond the first megabyte go to temporary files.
func ParseForm(r *http.Request) error {
	media, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err == nil && media == "multipart/form-data" {
		err = r.ParseMultipartForm(memoryForm)
	} else {
		err = r.ParseForm()
	}
	var large *http.MaxBytesError
	if errors.As(err, &large) {
		return maturity.Wrap(err, maturity.TooLarge, tooLarge(large.Limit))
	}
	if err != nil {
		return maturity.Wrap(err, maturity.Invalid, "The form could not be read. Load the page again and repeat what you did.")
	}
	return nil
}
