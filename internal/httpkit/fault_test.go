package httpkit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

func TestWhatVisitorsAreToldOfErrors(t *testing.T) {
	secret := errors.New("pq: password of user waymark at 10.0.0.1 is wrong")
	for _, c := range []struct {
		err    error
		status int
		code   maturity.Code
		says   string
	}{
		{maturity.Errorf(maturity.Invalid, "Write a date."), 422, maturity.Invalid, "Write a date."},
		{fmt.Errorf("page: %w", maturity.Wrap(secret, maturity.NotFound, "There is no such thing.")), 404, maturity.NotFound, "There is no such thing."},
		{maturity.Wrap(secret, maturity.Conflict, "Changed."), 409, maturity.Conflict, "Changed."},
		{maturity.Wrap(secret, maturity.Unauthorised, "Sign in."), 401, maturity.Unauthorised, "Sign in."},
		{maturity.Wrap(secret, maturity.Forbidden, "No."), 403, maturity.Forbidden, "No."},
		{maturity.Wrap(secret, maturity.TooLarge, "Too big."), 413, maturity.TooLarge, "Too big."},
		{maturity.Wrap(secret, maturity.TooMany, "Wait."), 429, maturity.TooMany, "Wait."},
		{maturity.Wrap(secret, maturity.Unavailable, "Later."), 503, maturity.Unavailable, "Later."},
		{secret, 500, maturity.Internal, "Something went wrong on our side."},
		{maturity.Wrap(secret, "a code from the future", "Odd."), 500, "a code from the future", "Odd."},
		{fmt.Errorf("read: %w", &http.MaxBytesError{Limit: 64 << 10}), 413, maturity.TooLarge, "At most 64 KB"},
		{&http.MaxBytesError{Limit: 100 << 20}, 413, maturity.TooLarge, "At most 100 MB"},
		{fmt.Errorf("query: %w", context.DeadlineExceeded), 503, maturity.Unavailable, "took too long"},
		{context.Canceled, 503, maturity.Unavailable, "took too long"},
		{echo.ErrNotFound, 404, maturity.NotFound, "no page at this address"},
		{echo.ErrMethodNotAllowed, 405, maturity.Invalid, "does not take that kind"},
		{echo.NewHTTPError(400, secret.Error()), 400, maturity.Invalid, "could not be read"},
		{echo.NewHTTPError(502, secret.Error()), 500, maturity.Internal, "Something went wrong"},
	} {
		f := FaultOf(c.err)
		if f.Status != c.status || f.Code != c.code || !strings.Contains(f.Sentence, c.says) {
			t.Errorf("%v: %+v", c.err, f)
		}
		if strings.Contains(fmt.Sprint(f, f.Problem()), "password of user") {
			t.Errorf("%v: the cause leaks: %+v", c.err, f)
		}
	}
}
