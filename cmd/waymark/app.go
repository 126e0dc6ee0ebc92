package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"time"

	"waymark/capabilities"
	"waymark/dashboards"
	"waymark/internal/chart/render"
	"waymark/internal/config"
	"waymark/internal/definition"
	"waymark/internal/job"
	"waymark/internal/maturity"
	"waymark/internal/meeting"
	"waymark/internal/proof"
	"waymark/internal/receipt"
	"waymark/internal/roadmap"
	"waymark/internal/store"
	"waymark/internal/store/embedded"
)

// app is what every command works with: where to write, and how to reach settings, definitions and database.
type app struct {
	ctx context.Context
	globals
	in    io.Reader // what a command reads that takes a file from standard input
	out   io.Writer // the result
	words io.Writer // everything said to a person, and progress
	alone bool      // no other waymark may run on the data folder
}

// exitError carries an exit code with the error that caused it; the error is nil when all has been said.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return fmt.Sprintf("exit %d: %v", e.code, e.err) }
func (e *exitError) Unwrap() error { return e.err }

func environmentError(err error) error { return &exitError{exitEnvironment, err} }

// exitCodeOf maps an error's code to the command's exit code.
func exitCodeOf(err error) int {
	switch maturity.CodeOf(err) {
	case maturity.Invalid, maturity.NotFound, maturity.Conflict, maturity.TooLarge, maturity.Forbidden:
		return exitRefused
	}
	return exitEnvironment
}

// shown is the sentence of a refusal, and otherwise the whole error: on the command line the reader is the administrator,
// who may see causes.
func shown(err error) string {
	if exitCodeOf(err) == exitRefused {
		return maturity.SentenceOf(err)
	}
	return err.Error()
}

// config reads the settings; overrides are flags of single commands.
func (a *app) config(overrides map[string]string) (config.Config, error) {
	all := map[string]string{"WAYMARK_DATA_DIR": a.DataDir, "WAYMARK_DEFINITIONS": a.Definitions}
	for name, value := range overrides {
		all[name] = value
	}
	c, err := config.Load(os.LookupEnv, all)
	err = errors.Join(err, config.Misspelt(os.Environ()))
	if c.RecomputeAt != "" {
		if fault := job.CheckSchedule(c.RecomputeAt); fault != nil {
			err = errors.Join(err, fmt.Errorf("WAYMARK_RECOMPUTE_AT: %q: %w", c.RecomputeAt, fault))
		}
	}
	if err != nil {
		return c, &exitError{exitUsage, fmt.Errorf("settings:\n%w", err)}
	}
	return c, nil
}

// definitions is the folder that the flag or else the environment names, for commands that need no other setting; "" is
// what is built in.
func (a *app) definitions() string {
	if a.Definitions != "" {
		return a.Definitions
	}
	return os.Getenv("WAYMARK_DEFINITIONS")
}

// definitionFiles are the folders the catalogue is loaded from.
func definitionFiles(dir string) (capability, dashboard fs.FS, err error) {
	if dir == "" {
		return capabilities.Files, dashboards.Files, nil
	}
	root := os.DirFS(dir)
	if capability, err = fs.Sub(root, "capabilities"); err != nil {
		return nil, nil, err
	}
	dashboard, err = fs.Sub(root, "dashboards")
	return capability, dashboard, err
}

// catalogue loads and checks the definitions; a fault in them stops every command.
func (a *app) catalogue(dir string) (*maturity.Catalogue, error) {
	capability, dashboard, err := definitionFiles(dir)
	if err != nil {
		return nil, environmentError(err)
	}
	catalogue, err := definition.Load(capability, dashboard)
	if err != nil {
		return nil, &exitError{exitRefused, fmt.Errorf("the definitions have faults:\n%w", err)}
	}
	return catalogue, nil
}

// logger writes to standard error, so that results on standard output stay clean.
func (a *app) logger(c config.Config) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.LogLevel)); err != nil {
		level = slog.LevelInfo
	}
	options := &slog.HandlerOptions{Level: level}
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(a.words, options))
	}
	return slog.New(slog.NewTextHandler(a.words, options))
}

// database is an open, migrated database and what has to be stopped after it.
type database struct {
	*store.DB
	server *embedded.Server // nil with DATABASE_URL
}

// close ends the connections and then the private server, if there is one.
func (d *database) close() error {
	err := d.DB.Close()
	if d.server != nil {
		ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
		defer cancel()
		err = errors.Join(err, d.server.Stop(ctx))
	}
	return err
}

// ended is closed when the private PostgreSQL ends without being asked to; for any other database it never is.
func (d *database) ended() <-chan struct{} {
	if d.server == nil {
		return nil
	}
	return d.server.Done()
}

// because adds to a lost connection what the private PostgreSQL said about it.
func (d *database) because(err error) error {
	if d.server == nil || maturity.CodeOf(err) != maturity.Unavailable {
		return err
	}
	if why := d.server.Complaint(); why != "" {
		return fmt.Errorf("%w\nPostgreSQL broke off: %s", err, why)
	}
	return err
}

// open reaches the database without touching its schema. A private one that another waymark runs on the same data
// folder is joined, except by serve, which would be there twice.
func (a *app) open(c config.Config, log *slog.Logger) (*database, error) {
	dsn, d := c.DatabaseURL, &database{}
	if dsn == "" {
		server, err := embedded.Start(a.ctx, embedded.Options{DataDir: c.DataDir, Log: log, Attach: !a.alone})
		if err != nil {
			return nil, environmentError(err)
		}
		d.server, dsn = server, server.DSN()
	}
	db, err := store.Open(a.ctx, dsn, store.Counted)
	switch {
	case err != nil && d.server != nil:
		return nil, environmentError(errors.Join(err, d.server.Stop(context.WithoutCancel(a.ctx))))
	case err != nil:
		if cause := errors.Unwrap(err); cause != nil {
			err = cause
		}
		return nil, environmentError(fmt.Errorf("the database that DATABASE_URL names cannot be used; see that it runs and that host, port, database, user and password are right: %w", err))
	}
	d.DB = db
	return d, nil
}

// ready opens the database with its schema at this program's version and the catalogue's numbers in it. A private
// database is migrated by itself; a shared one only by 'waymark migrate', because other replicas may still run the
// older program.
func (a *app) ready(c config.Config, catalogue *maturity.Catalogue) (*database, error) {
	d, err := a.open(c, a.logger(c))
	if err != nil {
		return nil, err
	}
	if err = a.schema(d); err == nil {
		err = d.SyncCatalogue(a.ctx, catalogue)
	}
	if err != nil {
		return nil, errors.Join(environmentError(err), d.close())
	}
	return d, nil
}

func (a *app) schema(d *database) error {
	if d.server != nil {
		return d.Migrate(a.ctx)
	}
	have, want, err := d.SchemaVersion(a.ctx)
	switch {
	case err != nil:
		return err
	case have < want:
		return fmt.Errorf("the database schema is at version %d and this program needs %d: run 'waymark migrate'", have, want)
	case have > want:
		return fmt.Errorf("the database schema is at version %d, newer than this program (%d): run the newer waymark", have, want)
	}
	return nil
}

// session is what most commands need together.
type session struct {
	config    config.Config
	catalogue *maturity.Catalogue
	db        *database
	log       *slog.Logger
	issuing   *proof.Receipts // nil until receipts is called
	key       receipt.Key
	renderer  *render.Renderer // nil until pictures is called
	holding   *meeting.Desk    // nil until meetings is called
	planning  *roadmap.Desk    // nil until roadmaps is called
}

// begin loads settings and definitions and opens the database; end it with session.db.close.
func (a *app) begin(overrides map[string]string) (*session, error) {
	c, err := a.config(overrides)
	if err != nil {
		return nil, err
	}
	catalogue, err := a.catalogue(c.Definitions)
	if err != nil {
		return nil, err
	}
	db, err := a.ready(c, catalogue)
	if err != nil {
		return nil, err
	}
	return &session{config: c, catalogue: catalogue, db: db, log: a.logger(c)}, nil
}

// with runs work in a session and closes it after, whatever happened.
func (a *app) with(work func(*session) error) error {
	s, err := a.begin(nil)
	if err != nil {
		return err
	}
	return errors.Join(s.db.because(work(s)), s.db.close())
}

// result prints a value as JSON with --json, and otherwise calls words with the writer for people.
func (a *app) result(value any, words func(w io.Writer)) error {
	if !a.JSON {
		words(a.out)
		return nil
	}
	encoder := json.NewEncoder(a.out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}
