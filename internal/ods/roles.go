package ods

import (
	_ "embed"
	"encoding/csv"
	"strings"
	"sync"
)

// rolesCSV says which kind of organisation a role in a published file stands for: the first line that fits counts.
// An empty role or name fits any. vague marks a wide class that a finer statement elsewhere replaces.
//
//go:embed roles.csv
var rolesCSV string

type role struct {
	family, role, name, kind string
	vague                    bool
}

var roles = sync.OnceValue(func() []role {
	lines, err := csv.NewReader(strings.NewReader(rolesCSV)).ReadAll()
	if err != nil {
		panic(err) // embedded and tested
	}
	var all []role
	for _, l := range lines[1:] {
		all = append(all, role{family: l[0], role: l[1], name: l[2], kind: l[3], vague: l[4] == "vague"})
	}
	return all
})

// kindOf is the kind of a body by its role and name in a file of the family.
func kindOf(family, roleText, name string) (kind string, vague bool) {
	name = strings.ToUpper(name)
	for _, r := range roles() {
		if r.family == family && (r.role == "" || r.role == roleText) && strings.Contains(name, r.name) {
			return r.kind, r.vague
		}
	}
	return "", true
}
