// Package migrations carries the database schema: numbered SQL files, forward only, never edited once landed.
package migrations

import "embed"

// Files holds every migration.
//
//go:embed *.sql
var Files embed.FS
