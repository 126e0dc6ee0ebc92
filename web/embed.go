// Package web carries the templates and the static files inside the program, so that nothing else is installed and no
// page loads anything from another host. It holds no behaviour.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:templates
var templates embed.FS

//go:embed static
var static embed.FS

// Templates is the folder of page templates: layout, partial and page at its top.
func Templates() fs.FS { return sub(templates, "templates") }

// Static is the folder of files served to browsers: css, js and assets at its top. It can be served under any path,
// because the files point at each other by relative addresses.
func Static() fs.FS { return sub(static, "static") }

// ECharts is the chart library that the server draws with, unchanged from its publisher.
func ECharts() []byte {
	script, err := static.ReadFile("static/js/echarts.min.js")
	if err != nil {
		panic(err)
	}
	return script
}

// sub cannot fail for a folder named in a go:embed line above; panicking says that the two have drifted apart.
func sub(files embed.FS, folder string) fs.FS {
	inner, err := fs.Sub(files, folder)
	if err != nil {
		panic(err)
	}
	return inner
}
