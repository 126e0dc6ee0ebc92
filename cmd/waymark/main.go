// Command waymark is the whole service: it serves the pages and the API, takes returns in, computes trajectories and
// administers the database. This folder is the only place where everything meets.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"
)

// The exit codes, the same for every command.
const (
	exitDone        = 0
	exitRefused     = 1 // the input was refused; the issues are listed
	exitUsage       = 2
	exitEnvironment = 3 // no database, no folder, a port in use
)

// globals are the flags every command takes.
type globals struct {
	DataDir     string `name:"data-dir" placeholder:"DIR" help:"Folder of the private PostgreSQL (WAYMARK_DATA_DIR; default data). Not used with DATABASE_URL."`
	Definitions string `placeholder:"DIR" help:"Folder with capabilities/ and dashboards/ instead of those built in (WAYMARK_DEFINITIONS)."`
	JSON        bool   `name:"json" help:"Result as JSON on standard output; words and progress go to standard error."`
}

type commands struct {
	globals
	Serve     serveCommand     `cmd:"" help:"Serve the pages and the API."`
	Migrate   migrateCommand   `cmd:"" help:"Bring the database schema up to this program's version."`
	Seed      seedCommand      `cmd:"" help:"Load data that comes with the program."`
	Import    importCommand    `cmd:"" help:"Take in returns, or reference files with 'import ods'."`
	Recompute recomputeCommand `cmd:"" help:"Compute trajectories and benchmarks that are stale."`
	Check     checkCommand     `cmd:"" help:"Check the definitions and list every fault."`
	Export    exportCommand    `cmd:"" help:"Write stored data as CSV or JSON."`
	User      userCommand      `cmd:"" help:"Administer accounts."`
	Token     tokenCommand     `cmd:"" help:"Administer API tokens."`
	Break     breakCommand     `cmd:"" help:"Mark where a series starts anew."`
	Audit     auditCommand     `cmd:"" help:"Check the audit, or write it out."`
	Verify    verifyCommand    `cmd:"" help:"Check a receipt, without server and database."`
	Pack      packCommand      `cmd:"" help:"Check a frozen pack."`
	Roadmap   roadmapCommand   `cmd:"" help:"List, check, load and write roadmaps."`
	Stat      statCommand      `cmd:"" help:"Compute with the statistics alone, from files, without a database."`
	Bench     benchCommand     `cmd:"" help:"Measure against bare baselines and print ratios."`
}

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

// run is main with its surroundings as arguments.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	var c commands
	exited := -1
	parser, err := kong.New(&c, kong.Name("waymark"), kong.Description("Digital maturity and roadmap tracking."), kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }), kong.UsageOnError(), kong.ConfigureHelp(kong.HelpOptions{Compact: true}))
	if err != nil {
		fmt.Fprintln(stderr, "waymark:", err)
		return exitUsage
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help was asked for and printed
		return exitDone
	}
	if err != nil {
		fmt.Fprintf(stderr, "waymark: %v\nRun waymark --help for the commands.\n", err)
		return exitUsage
	}
	err = parsed.Run(&app{ctx: ctx, globals: c.globals, in: stdin, out: stdout, words: stderr})
	if err == nil {
		return exitDone
	}
	if ctx.Err() != nil { // the cause is only what happened to be under way
		fmt.Fprintf(stderr, "waymark: stopped before it was done. Nothing is half-written: the same command again carries on. (%v)\n", err)
		return exitEnvironment
	}
	var coded *exitError
	if errors.As(err, &coded) {
		if coded.err != nil {
			fmt.Fprintln(stderr, "waymark:", coded.err)
		}
		return coded.code
	}
	fmt.Fprintln(stderr, "waymark:", shown(err))
	return exitCodeOf(err)
}
