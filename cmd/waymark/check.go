package main

import (
	"errors"
	"fmt"
	"io"

	"waymark/internal/definition"
)

type checkCommand struct {
	Dir string `arg:"" optional:"" help:"Folder with capabilities/ and dashboards/; when left out that of --definitions or WAYMARK_DEFINITIONS, or else what is built in."`
}

// Run lists every fault of the definitions as file:line: message.
func (c checkCommand) Run(a *app) error {
	dir := c.Dir
	if dir == "" {
		dir = a.definitions()
	}
	capability, dashboard, err := definitionFiles(dir)
	if err != nil {
		return environmentError(err)
	}
	catalogue, err := definition.Load(capability, dashboard)
	var faults definition.Faults
	switch {
	case errors.As(err, &faults):
		if failed := a.result(map[string]any{"faults": faults}, func(w io.Writer) { fmt.Fprintln(w, faults.Error()) }); failed != nil {
			return failed
		}
		return &exitError{exitRefused, fmt.Errorf("%d faults", len(faults))}
	case err != nil:
		return environmentError(err)
	}
	counts := map[string]int{
		"kinds": len(catalogue.Kinds), "sources": len(catalogue.Sources), "frameworks": len(catalogue.Frameworks), "measures": len(catalogue.Measures),
		"targets": len(catalogue.Targets), "benchmarks": len(catalogue.Benchmarks), "layouts": len(catalogue.Layouts), "boards": len(catalogue.Boards),
	}
	return a.result(map[string]any{"faults": []string{}, "counts": counts, "hash": catalogue.Hash}, func(w io.Writer) {
		fmt.Fprintf(w, "No faults: %d measures, %d targets, %d frameworks, %d benchmarks, %d import layouts, %d boards, %d sources, %d kinds of organisation.\n",
			counts["measures"], counts["targets"], counts["frameworks"], counts["benchmarks"], counts["layouts"], counts["boards"], counts["sources"], counts["kinds"])
	})
}
