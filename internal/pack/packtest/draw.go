package packtest

import (
	"waymark/internal/chart/render"
	"waymark/web"
)

// Renderer draws with the library that ships, one drawing at a time.
func Renderer() (Draw, error) {
	r, err := render.New(render.Options{ECharts: web.ECharts(), Workers: 1})
	if err != nil {
		return nil, err
	}
	return r.SVG, nil
}
