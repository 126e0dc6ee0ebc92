// Package capabilities carries the definitions that ship with Waymark: kinds of organisation, sources, frameworks,
// measures, targets, benchmarks, commitments, import layouts, collections and rules. It holds data only; package definition reads it.
package capabilities

import "embed"

// Files holds every definition file.
//
//go:embed *.yaml frameworks measures targets layouts collections rules
var Files embed.FS
