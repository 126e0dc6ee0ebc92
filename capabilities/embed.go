// Package capabilities carries the definitions that ship with Waymark: kinds of organisation, sources, frameworks,
// measures, targets, benchmarks, commitments and import layouts. It holds data only; package definition reads it.
package capabilities

import "embed"

// Files holds every definition file.
//
//go:embed *.yaml frameworks measures targets layouts
var Files embed.FS
