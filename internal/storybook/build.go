// Package storybook draws every page template and every kind of chart in its states, from data made for showing: no
// database, no network, no program. Whoever changes a template or a style sheet sees at once what becomes of it. It
// holds nothing that the program uses.
package storybook

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/chart/render"
	"waymark/internal/definition"
	"waymark/internal/page"
	"waymark/web"
)

// Book is what was drawn: by file name, and in the order of the index.
type Book struct {
	Pages, Charts []Story
	files         map[string][]byte
}

// Story is one drawing: of a template or a kind of chart, in a state.
type Story struct{ Of, State, File string }

// Build draws everything. cases are the golden figures of package chart, as a pattern of file names. A template that
// cannot be drawn in a state is a fault.
func Build(ctx context.Context, cases ...string) (*Book, error) {
	catalogue, err := definition.Load(capabilities.Files, dashboards.Files)
	if err != nil {
		return nil, err
	}
	renderer, err := render.New(render.Options{ECharts: web.ECharts()})
	if err != nil {
		return nil, err
	}
	stories, err := page.NewStories(web.Templates(), web.Static(), catalogue, renderer)
	if err != nil {
		return nil, err
	}
	b := &Book{files: map[string][]byte{}}
	for name, content := range stories.Static() {
		if !strings.Contains(name, "echarts") {
			b.files["static/"+name] = content
		}
	}
	figure, err := b.charts(ctx, stories, cases)
	if err != nil {
		return nil, err
	}
	if err := b.pages(stories, figure); err != nil {
		return nil, err
	}
	b.files["index.html"] = b.index(stories)
	return b, nil
}

// pages draws each template in each state.
func (b *Book) pages(stories *page.Stories, figure string) error {
	types := stories.Types()
	var faults []error
	for _, name := range slices.Sorted(maps.Keys(types)) {
		for _, s := range states {
			html, err := drawn(stories, name, s, figure, types[name])
			if err != nil {
				faults = append(faults, fmt.Errorf("%s, %s: %w", name, s.words, err))
				continue
			}
			b.Pages = append(b.Pages, Story{name, s.name, b.add("page-"+name+"-"+s.name+".html", html)})
		}
	}
	return errors.Join(faults...)
}

// drawn draws a template. Where it cannot be without some of its data, an empty page has that data, itself empty.
func drawn(stories *page.Stories, name string, s state, figure string, of reflect.Type) (html []byte, err error) {
	for points := range 3 {
		f := filler{s, figure, points}
		if html, err = stories.Draw(name, shell(name, s), f.made(of).Interface()); err == nil || !s.bare {
			break
		}
	}
	return html, err
}

func shell(name string, s state) page.Shell {
	frame := page.Shell{Product: "Waymark", Title: strings.ReplaceAll(name, "_", " "), Path: "/" + name, Nav: []page.Link{{Words: "Overview", Address: "#", Current: true}, {Words: "Organisations", Address: "#"},
		{Words: "Measures", Address: "#"}, {Words: "Meetings", Address: "#"}, {Words: "Data", Address: "#"}}, InSignIn: name == "sign_in"}
	f := filler{state: state{rows: 1, text: s.text}}
	account := f.made(accountType)
	frame.Account = account.Addr().Interface().(accountOf)
	if !s.bare {
		frame.Crumbs = []page.Link{{Words: f.said(stringType, "Name"), Address: "#"}}
		frame.Illustrative = "Some of the figures on this page were invented for showing."
	}
	return frame
}

var (
	assetAddress  = regexp.MustCompile(`"/static/([^"?]+)\?v=[^"]*"`)
	narrowPicture = regexp.MustCompile(`(?s)<picture class="wm-figure__narrow">.*?</picture>`)
)

// add keeps a page so that it can be read from a disk: files are beside it, and a small screen has the wide drawing.
func (b *Book) add(name string, html []byte) string {
	html = assetAddress.ReplaceAll(html, []byte(`"static/$1"`))
	b.files[name] = narrowPicture.ReplaceAll(html, nil)
	return name
}

// Write puts the book into a folder.
func (b *Book) Write(folder string) error {
	for name, content := range b.files {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// Files gives the content of each file.
func (b *Book) Files() map[string][]byte { return b.files }

// index lists what is there, as a page of the product.
func (b *Book) index(stories *page.Stories) []byte {
	var list bytes.Buffer
	for _, part := range []struct {
		title string
		of    []Story
	}{{"Pages", b.Pages}, {"Charts", b.Charts}} {
		fmt.Fprintf(&list, "<h2 class=\"nhsuk-heading-m\">%s</h2>\n<ul class=\"nhsuk-list\">\n", part.title)
		for i, s := range part.of {
			if i == 0 || part.of[i-1].Of != s.Of {
				if i > 0 {
					list.WriteString("</li>\n")
				}
				fmt.Fprintf(&list, "<li><strong>%s</strong>:", s.Of)
			}
			fmt.Fprintf(&list, " <a href=\"%s\">%s</a>", s.File, s.State)
		}
		list.WriteString("</li>\n</ul>\n")
	}
	return []byte(frameOf("Storybook", list.String()))
}

// frameOf is a plain page with the style of the product.
func frameOf(title, main string) string {
	return `<!DOCTYPE html>
<html class="nhsuk-template" lang="en-GB">
<head><meta charset="utf-8"><title>` + title + ` – Waymark storybook</title><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="static/css/all.css"></head>
<body><div class="nhsuk-width-container"><main class="nhsuk-main-wrapper" id="maincontent">
<h1 class="nhsuk-heading-l">` + title + `</h1>
` + main + `</main></div></body>
</html>
`
}
