// Package seeds carries the demonstration inside the program: reference files as published, the footprints and their
// organisations, and returns as an analyst could have sent them. It holds no behaviour.
package seeds

import "embed"

// Files holds organisations/, reference/, demo/ and roadmaps/.
//
//go:embed organisations/*.csv reference/*.csv demo/*.csv roadmaps/*.yaml
var Files embed.FS
