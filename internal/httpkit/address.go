package httpkit

import (
	"net"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// behindProxy takes the visitor's address from the last entry of X-Forwarded-For, which our own proxy wrote. Entries
// before it are what the visitor claims. Echo's own reading skips private addresses from the right, and so would believe
// the claim of every visitor inside a hospital's network.
func behindProxy(r *http.Request) string {
	direct := echo.ExtractIPDirect()(r)
	proxy := net.ParseIP(direct)
	if proxy == nil || !proxy.IsLoopback() && !proxy.IsPrivate() && !proxy.IsLinkLocalUnicast() {
		return direct
	}
	headers := r.Header.Values("X-Forwarded-For")
	if len(headers) == 0 {
		return direct
	}
	claims := strings.Split(headers[len(headers)-1], ",")
	if seen := net.ParseIP(strings.Trim(strings.TrimSpace(claims[len(claims)-1]), "[]")); seen != nil {
		return seen.String()
	}
	return direct
}
