package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"waymark/internal/definition"
	"waymark/internal/exchange"
	"waymark/internal/export"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/roadmap"
)

type roadmapCommand struct {
	List   roadmapListCommand   `cmd:"" help:"List the roadmaps and how their milestones stand."`
	Check  roadmapCheckCommand  `cmd:"" help:"Say what a file would change, what is wrong with it and what is doubtful, and keep nothing."`
	Import roadmapImportCommand `cmd:"" help:"Make a roadmap of a file, or put the file in the place of what is there."`
	Export roadmapExportCommand `cmd:"" help:"Write a roadmap to standard output."`
}

// atTime reads --as-at.
func atTime(s *session, text string) (time.Time, error) {
	at, err := export.AsAt(text, s.config.Location)
	if err != nil {
		err = &exitError{exitUsage, fmt.Errorf("--as-at %q: %s", text, maturity.SentenceOf(err))}
	}
	return at, err
}

type roadmapListCommand struct {
	AsAt string `name:"as-at" placeholder:"TIME" help:"As known at this time: a day (its end) or an RFC 3339 time."`
}

// listedRoadmap is a roadmap as --json prints it.
type listedRoadmap struct {
	ID        string    `json:"id"`
	Footprint string    `json:"footprint"`
	Title     string    `json:"title"`
	Version   int64     `json:"version"`
	At        time.Time `json:"changed_at"`
	Sentence  string    `json:"sentence"`
	Warnings  int       `json:"warnings"`
}

// Run lists.
func (c roadmapListCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		at, err := atTime(s, c.AsAt)
		if err != nil {
			return err
		}
		plans, err := s.roadmaps(nil).List(a.ctx, at)
		if err != nil {
			return err
		}
		if at.IsZero() {
			at = time.Now()
		}
		list := make([]listedRoadmap, len(plans))
		for i, p := range plans {
			list[i] = listedRoadmap{p.ID, p.Footprint.Code, p.Title, p.Version, p.At.UTC(), p.Sentence(period.DayOf(at.In(s.config.Location))), len(p.Warnings)}
		}
		return a.result(list, func(w io.Writer) {
			if len(list) == 0 {
				fmt.Fprintln(w, "No roadmap is known.")
			}
			for _, r := range list {
				fmt.Fprintf(w, "%s\t%s\tversion %d of %s\t%s\n", r.ID, r.Title, r.Version, r.At.Format(time.DateOnly), r.Sentence)
			}
		})
	})
}

// readRoadmapFile reads a file within the bounds of one that is sent.
func readRoadmapFile(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, &exitError{exitUsage, err}
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, roadmap.MaxFile+1))
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("%s: %w", name, err)}
	}
	return text, nil
}

// checkedRoadmap is what a file would do, or did, as --json prints it.
type checkedRoadmap struct {
	Roadmap  string   `json:"roadmap"`
	Problems []string `json:"problems"`
	Doubts   []string `json:"doubts"`
	Added    int      `json:"added"`
	Changed  int      `json:"changed"`
	Removed  int      `json:"removed"`
	Written  bool     `json:"written"`
	Version  int64    `json:"version,omitempty"`
}

func looked(c roadmap.Checked) checkedRoadmap {
	out := checkedRoadmap{Roadmap: c.Upload.Roadmap, Problems: []string{}, Doubts: append([]string{}, c.Doubts...), Added: c.Added, Changed: c.Changed, Removed: c.Removed}
	if c.Plan != nil {
		out.Roadmap = c.Plan.ID
	}
	for _, p := range c.Problems {
		words := p.Expected
		if p.Seen != "" {
			words = fmt.Sprintf("%q: %s", p.Seen, words)
		}
		if p.Place != "" {
			words = p.Place + ": " + words
		}
		out.Problems = append(out.Problems, words)
	}
	return out
}

// tell prints what a file would do or did; a file with problems is refused.
func (a *app) tell(c checkedRoadmap) error {
	err := a.result(c, func(w io.Writer) {
		for _, p := range c.Problems {
			fmt.Fprintln(w, p)
		}
		for _, d := range c.Doubts {
			fmt.Fprintln(w, "Doubtful:", d)
		}
		switch would := map[bool]string{true: "", false: "would be "}[c.Written]; {
		case len(c.Problems) > 0:
			fmt.Fprintf(w, "The file is refused: %d faults.\n", len(c.Problems))
		case c.Added+c.Changed+c.Removed == 0:
			fmt.Fprintf(w, "The roadmap %s is there already as the file has it.\n", c.Roadmap)
		default:
			fmt.Fprintf(w, "Of the roadmap %s %d items %sadded, %d changed, %d removed.\n", c.Roadmap, c.Added, would, c.Changed, c.Removed)
		}
	})
	if err == nil && len(c.Problems) > 0 {
		err = &exitError{code: exitRefused}
	}
	return err
}

type roadmapCheckCommand struct {
	File    string `arg:"" help:"YAML, XLSX, CSV, Microsoft Project XML or ICS."`
	Roadmap string `placeholder:"ID" help:"The roadmap that a list of tasks or milestones is laid over; a whole file says itself which it is."`
}

// Run looks at the file.
func (c roadmapCheckCommand) Run(a *app) error {
	return roadmapImportCommand{File: c.File, Roadmap: c.Roadmap, DryRun: true}.Run(a)
}

type roadmapImportCommand struct {
	File    string `arg:"" help:"YAML, XLSX, CSV, Microsoft Project XML or ICS."`
	Roadmap string `placeholder:"ID" help:"The roadmap that a list of tasks or milestones is laid over; a whole file says itself which it is."`
	Reason  string `default:"Loaded from the command line" help:"Why the roadmap changes; it stands among its versions."`
	AsAt    string `name:"as-at" placeholder:"TIME" help:"Since when it is known, later than what is there; without it: now."`
	DryRun  bool   `name:"dry-run" help:"Say what would change, and change nothing."`
}

// Run makes the file the newest version of its roadmap.
func (c roadmapImportCommand) Run(a *app) error {
	text, err := readRoadmapFile(c.File)
	if err != nil {
		return err
	}
	return a.with(func(s *session) error {
		at, err := atTime(s, c.AsAt)
		if err != nil {
			return err
		}
		clock := time.Now
		if !at.IsZero() {
			if at.After(time.Now()) {
				return &exitError{exitUsage, fmt.Errorf("--as-at %q: nothing can be known from a time to come", c.AsAt)}
			}
			clock = func() time.Time { return at }
		}
		files := &roadmap.Files{Desk: s.planningAt(byCommand{nil}, clock), Store: s.db}
		name := filepath.Base(c.File)
		checked, err := files.Look(a.ctx, c.Roadmap, name, text)
		if err != nil {
			return err
		}
		out := looked(checked)
		if c.DryRun || len(checked.Problems) > 0 || !checked.Ready() {
			return a.tell(out)
		}
		id := checked.Upload.Roadmap
		upload, _, err := files.Receive(a.ctx, roadmap.Who{}, id, name, text)
		if err != nil {
			return err
		}
		change, err := files.Save(a.ctx, roadmap.Who{}, id, upload.ID, checked.Version, c.Reason)
		if err != nil {
			return err
		}
		out.Written, out.Version = true, change.ID
		return a.tell(out)
	})
}

// roadmapForms are the forms in which the command line writes roadmaps.
var roadmapForms = map[string]func(io.Writer, *roadmap.Plan) error{
	"yaml": func(w io.Writer, p *roadmap.Plan) error {
		_, err := w.Write(definition.WriteRoadmap(p.Roadmap))
		return err
	},
	"json": func(w io.Writer, p *roadmap.Plan) error {
		text, err := definition.WriteRoadmapJSON(p.Roadmap)
		if err == nil {
			_, err = w.Write(text)
		}
		return err
	},
	"xlsx":    func(w io.Writer, p *roadmap.Plan) error { return exchange.WriteWorkbook(w, p.Roadmap) },
	"csv":     func(w io.Writer, p *roadmap.Plan) error { return exchange.WriteCSV(w, p.Roadmap) },
	"tasks":   func(w io.Writer, p *roadmap.Plan) error { return exchange.WriteTaskCSV(w, p.Roadmap) },
	"project": func(w io.Writer, p *roadmap.Plan) error { return exchange.WriteMSPDI(w, p.Roadmap) },
	"ics":     func(w io.Writer, p *roadmap.Plan) error { return exchange.WriteICalendar(w, p.Roadmap, p.At) },
}

type roadmapExportCommand struct {
	ID     string `arg:"" help:"Id of the roadmap."`
	Format string `enum:"yaml,json,xlsx,csv,tasks,project,ics" default:"yaml" help:"yaml, json, xlsx or csv for everything; tasks (CSV), project (Microsoft Project XML) or ics for the tasks and milestones. --json is the same as --format json."`
	AsAt   string `name:"as-at" placeholder:"TIME" help:"As known at this time: a day (its end) or an RFC 3339 time."`
}

// Run writes the roadmap.
func (c roadmapExportCommand) Run(a *app) error {
	if a.JSON {
		c.Format = "json"
	}
	return a.with(func(s *session) error {
		at, err := atTime(s, c.AsAt)
		if err != nil {
			return err
		}
		plan, err := s.roadmaps(nil).Get(a.ctx, strings.TrimSpace(c.ID), at)
		if err != nil {
			return err
		}
		entry := maturity.AuditEntry{At: time.Now(), Account: maturity.ByCommand, Action: "export.made", Subject: maturity.RoadmapSubject(plan.ID), Detail: map[string]any{"via": "command", "format": c.Format, "as_at": c.AsAt}}
		if err := s.db.AppendAudit(a.ctx, entry); err != nil {
			return err
		}
		return roadmapForms[c.Format](a.out, plan)
	})
}
