package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"waymark/internal/maturity"
	"waymark/internal/period"
)

type breakCommand struct {
	Add  breakAddCommand  `cmd:"" help:"Mark a day from which a series is not comparable with what was before: its forecast starts there."`
	List breakListCommand `cmd:"" help:"List the breaks that are marked."`
	End  breakEndCommand  `cmd:"" help:"Take a mark away."`
}

// markedSeries names the place of a break.
type markedSeries struct {
	Organisation string `arg:"" help:"Code of the organisation."`
	Measure      string `arg:"" help:"Id of the measure."`
	Date         string `required:"" placeholder:"YYYY-MM-DD" help:"First day of what is comparable with today."`
}

// find checks that there is such a series and such a day.
func (m markedSeries) find(a *app, s *session) (maturity.SeriesBreak, error) {
	b := maturity.SeriesBreak{Measure: m.Measure}
	day, err := time.Parse(time.DateOnly, m.Date)
	if err != nil {
		return b, &exitError{exitUsage, fmt.Errorf("--date %q: write a day as 2018-04-01", m.Date)}
	}
	b.Day = period.DayOf(day)
	if _, known := s.catalogue.Measure(m.Measure); !known {
		return b, maturity.Errorf(maturity.NotFound, "There is no measure %q.", m.Measure)
	}
	o, err := s.db.OrganisationByCode(a.ctx, m.Organisation)
	b.Organisation = o.ID
	return b, err
}

func breakEntry(action string, m markedSeries, detail map[string]any) maturity.AuditEntry {
	return maturity.AuditEntry{At: time.Now(), Account: "command", Action: action, Subject: m.Organisation + " " + m.Measure + " " + m.Date, Detail: detail}
}

type breakAddCommand struct {
	markedSeries
	Reason string `required:"" help:"Why, in a few words: late data, a merger of systems."`
	By     string `required:"" help:"Who decided it, by role."`
}

// Run marks the break.
func (c breakAddCommand) Run(a *app) error {
	reason, by := strings.TrimSpace(c.Reason), strings.TrimSpace(c.By)
	if reason == "" || by == "" || len(reason) > 200 || len(by) > 100 {
		return &exitError{exitUsage, fmt.Errorf("--reason and --by must say something, in at most 200 and 100 letters")}
	}
	return a.with(func(s *session) error {
		b, err := c.find(a, s)
		if err != nil {
			return err
		}
		b.Reason, b.By = reason, by
		if err := s.db.MarkBreak(a.ctx, b, breakEntry("break.marked", c.markedSeries, map[string]any{"reason": reason, "by": by})); err != nil {
			return err
		}
		return a.result(map[string]any{"organisation": c.Organisation, "measure": c.Measure, "date": c.Date, "reason": reason, "by": by}, func(w io.Writer) {
			fmt.Fprintf(w, "Marked. The next run of waymark recompute, or of the jobs of a server, starts the forecast on %s.\n", b.Day.Long())
		})
	})
}

type breakEndCommand struct{ markedSeries }

// Run takes the mark away; that it was there is kept.
func (c breakEndCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		b, err := c.find(a, s)
		if err != nil {
			return err
		}
		if err := s.db.EndBreak(a.ctx, b, breakEntry("break.ended", c.markedSeries, nil)); err != nil {
			return err
		}
		return a.result(map[string]any{"organisation": c.Organisation, "measure": c.Measure, "date": c.Date}, func(w io.Writer) {
			fmt.Fprintf(w, "The mark on %s is taken away.\n", b.Day.Long())
		})
	})
}

type breakListCommand struct{}

// listedBreak is a mark as --json prints it.
type listedBreak struct {
	Organisation string    `json:"organisation"`
	Measure      string    `json:"measure"`
	Date         string    `json:"date"`
	Reason       string    `json:"reason"`
	By           string    `json:"by"`
	MarkedAt     time.Time `json:"marked_at"`
}

// Run lists the marks, by organisation.
func (breakListCommand) Run(a *app) error {
	return a.with(func(s *session) error {
		marked, err := s.db.SeriesBreaks(a.ctx, time.Now())
		if err != nil {
			return err
		}
		directory, err := s.db.Directory(a.ctx)
		if err != nil {
			return err
		}
		rows := make([]listedBreak, len(marked))
		for i, b := range marked {
			o, _ := directory.ByID(b.Organisation)
			rows[i] = listedBreak{o.Code, b.Measure, b.Day.String(), b.Reason, b.By, b.KnownFrom}
		}
		return a.result(rows, func(w io.Writer) {
			for _, r := range rows {
				fmt.Fprintf(w, "%-10s %-30s %s   %s (%s)\n", r.Organisation, r.Measure, r.Date, r.Reason, r.By)
			}
		})
	})
}
