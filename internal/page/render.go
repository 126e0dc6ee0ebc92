package page

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// renderer holds every page's templates, parsed once.
type renderer struct {
	pages   map[string]*template.Template
	frame   *template.Template // layout and partials, for partials on their own
	buffers sync.Pool
}

// newRenderer parses layout, partials and pages. It fails on any template that does not parse, refers to one that is not
// there, or puts a value where it cannot be escaped.
func newRenderer(files fs.FS, functions template.FuncMap) (*renderer, error) {
	r := &renderer{pages: map[string]*template.Template{}, buffers: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	frame, err := template.New("").Funcs(functions).ParseFS(files, "layout/*.html", "partial/*.html")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(files, "page/*.html")
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("there are no page templates: %w", err)
	}
	var faults []error
	for _, name := range names {
		page, err := frame.Clone()
		if err == nil {
			page, err = page.ParseFS(files, name)
		}
		if err == nil {
			err = tryEscaping(page)
		}
		if err != nil {
			faults = append(faults, fmt.Errorf("%s: %w", name, err))
			continue
		}
		r.pages[strings.TrimSuffix(path.Base(name), ".html")] = page
	}
	r.frame = frame
	for _, t := range frame.Templates() { // these are written on their own
		if strings.HasPrefix(t.Name(), "panel_") {
			if err := escapes(frame, t.Name()); err != nil {
				faults = append(faults, err)
			}
		}
	}
	return r, errors.Join(faults...)
}

// tryEscaping makes html/template work out its escaping now instead of at the first visitor. Without data the page
// itself cannot be executed; only errors of escaping count.
func tryEscaping(page *template.Template) error { return escapes(page, "base") }

func escapes(in *template.Template, name string) error {
	err := in.ExecuteTemplate(io.Discard, name, nil)
	var escaping *template.Error
	if errors.As(err, &escaping) {
		return err
	}
	return nil
}

// view is what every template gets.
type view struct {
	Shell Shell
	Page  any
}

// partial fills a partial as it would stand in a page, between two elements.
func (r *renderer) partial(name string, data any) (template.HTML, error) {
	return r.write(r.frame, name, data)
}

// part fills a template that a page's file defines beside its main one.
func (r *renderer) part(page, name string, data any) (template.HTML, error) {
	return r.write(r.pages[page], name, data)
}

func (r *renderer) write(in *template.Template, name string, data any) (template.HTML, error) {
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := in.ExecuteTemplate(buffer, name, data); err != nil {
		return "", fmt.Errorf("template %s: %w", name, err)
	}
	return template.HTML(buffer.String()), nil
}

// render fills a template completely before a byte of it is sent.
func (r *renderer) render(name string, v view, use func(page []byte) error) error {
	page, ok := r.pages[name]
	if !ok {
		return fmt.Errorf("there is no page template %q", name)
	}
	buffer := r.buffers.Get().(*bytes.Buffer)
	defer r.buffers.Put(buffer)
	buffer.Reset()
	if err := page.ExecuteTemplate(buffer, "base", v); err != nil {
		return fmt.Errorf("page %s: %w", name, err)
	}
	return use(buffer.Bytes())
}
