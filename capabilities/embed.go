// Package capabilities carries the definitions that ship with Waymark: kinds of organisation, sources, frameworks,
// measures, targets, benchmarks, commitments, import layouts and collections. It holds data only; package definition reads it.
package capabilities

import "embed"

// Files holds every definition file.
//
//go:embed *.yaml frameworks measures targets layouts collections
var Files embed.FS
