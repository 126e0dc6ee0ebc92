package page

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
)

// assets serves the static files. Addresses made for templates carry a hash of the content, so that browsers may keep
// them for ever; without it they ask again.
type assets struct {
	files map[string]asset
}

type asset struct {
	bytes []byte
	hash  string
}

// mediaTypes of what web/static holds; anything else is not served.
var mediaTypes = map[string]string{
	".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml; charset=utf-8", ".png": "image/png", ".ico": "image/x-icon",
}

func newAssets(files fs.FS) (*assets, error) {
	a := &assets{files: map[string]asset{}}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || mediaTypes[path.Ext(name)] == "" {
			return err
		}
		content, err := fs.ReadFile(files, name)
		a.files[name] = newAsset(content)
		return err
	})
	a.bundle()
	return a, err
}

func newAsset(content []byte) asset {
	sum := sha256.Sum256(content)
	return asset{content, base64.RawURLEncoding.EncodeToString(sum[:9])}
}

// address is where a template finds a file.
func (a *assets) address(name string) string {
	return "/static/" + name + "?v=" + a.files[name].hash
}

func (a *assets) serve(c echo.Context) error {
	name := strings.TrimPrefix(path.Clean(c.Request().URL.Path), "/static/")
	file, ok := a.files[name]
	if !ok {
		return maturity.Errorf(maturity.NotFound, "There is no such file.")
	}
	h := c.Response().Header()
	h.Set("Content-Type", mediaTypes[path.Ext(name)])
	h.Set("ETag", `"`+file.hash+`"`)
	h.Set("Cache-Control", "public, max-age=300")
	if c.QueryParam("v") == file.hash {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	http.ServeContent(c.Response(), c.Request(), name, time.Time{}, bytes.NewReader(file.bytes))
	return nil
}
