// Package dashboards carries the boards that ship with Waymark. It holds data only; package definition reads it.
package dashboards

import "embed"

// Files holds every board file.
//
//go:embed *.yaml
var Files embed.FS
