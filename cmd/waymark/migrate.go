package main

import (
	"errors"
	"fmt"
	"io"
)

type migrateCommand struct{}

// Run brings the schema up to this program's version. Two that run at once wait for each other.
func (migrateCommand) Run(a *app) error {
	c, err := a.config(nil)
	if err != nil {
		return err
	}
	db, err := a.open(c, a.logger(c))
	if err != nil {
		return err
	}
	from, _, err := db.SchemaVersion(a.ctx)
	if err == nil {
		err = db.Migrate(a.ctx)
	}
	if err != nil {
		return errors.Join(environmentError(err), db.close())
	}
	to, _, err := db.SchemaVersion(a.ctx)
	if err = errors.Join(err, db.close()); err != nil {
		return environmentError(err)
	}
	return a.result(map[string]int64{"from": from, "to": to}, func(w io.Writer) {
		if from == to {
			fmt.Fprintf(w, "The schema is at version %d already.\n", to)
			return
		}
		fmt.Fprintf(w, "The schema went from version %d to %d.\n", from, to)
	})
}
