package page

import (
	"context"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// Health tells whether the program can do its work.
type Health interface {
	SchemaVersion(ctx context.Context) (have, want int64, err error)
	// LastJob is the newest finished run of any job; the zero value when there is none.
	LastJob(ctx context.Context) (LastJob, error)
}

// LastJob is when which job ended how.
type LastJob struct {
	Job        string    `json:"job"`
	Outcome    string    `json:"outcome"`
	FinishedAt time.Time `json:"finished_at"`
}

// healthy says that the process answers, nothing more.
func (p *Pages) healthy(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }

// ready says whether requests can be served. Details are for operators only.
func (p *Pages) ready(c echo.Context) error {
	ctx, cancel := context.WithTimeout(c.Request().Context(), 5*time.Second)
	defer cancel()
	have, want, err := p.Health.SchemaVersion(ctx)
	answer := struct {
		Ready   bool     `json:"ready"`
		Schema  int64    `json:"schema_version,omitempty"`
		Wanted  int64    `json:"schema_wanted,omitempty"`
		LastJob *LastJob `json:"last_job,omitempty"`
		Reason  string   `json:"reason,omitempty"`
	}{Ready: err == nil && have == want}
	status := http.StatusOK
	if !answer.Ready {
		status = http.StatusServiceUnavailable
	}
	if p.kit.Operator(c) {
		answer.Schema, answer.Wanted = have, want
		if job, jobErr := p.Health.LastJob(ctx); jobErr == nil && job.Job != "" {
			answer.LastJob = &job
		}
		switch {
		case err != nil:
			answer.Reason = "the database cannot be reached"
		case have != want:
			answer.Reason = "the database schema is at another version"
		}
	}
	return c.JSON(status, answer)
}
