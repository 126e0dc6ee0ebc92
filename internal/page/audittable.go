package page

import (
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/receipt"
)

// Trail is what was done to one thing, for its own page: the partial "trail" shows it.
type Trail struct {
	Table   Table
	Address string // of all of it; "" where there is no page of the audit
}

// trailLines is how many lines of a trail a page shows.
const trailLines = 20

// trail reads what was done to something that the visitor may see. Without an audit there is none.
func (p *Pages) trail(c echo.Context, subject string) (Trail, error) {
	if p.Audit == nil || subject == "" {
		return Trail{}, nil
	}
	lines, err := p.Audit.AuditTrail(c.Request().Context(), []string{subject}, trailLines)
	if err != nil {
		return Trail{}, err
	}
	table, err := p.auditTable(c, "What was done, newest first", lines)
	return Trail{withoutSubject(table), trailAddress(subject)}, err
}

// withoutSubject leaves out what every line of a trail says alike.
func withoutSubject(table Table) Table {
	table.Columns = slices.Delete(table.Columns, subjectColumn, subjectColumn+1)
	for i, row := range table.Rows {
		table.Rows[i] = slices.Delete(row, subjectColumn, subjectColumn+1)
	}
	return table
}

const subjectColumn = 3

// breakTrail is who marked where series of an organisation start anew, as far as the visitor may see it.
func (p *Pages) breakTrail(c echo.Context, code string) (Trail, error) {
	return p.trailOfMany(c, "Where series start anew, newest first", "/data/audit?action=break", maturity.AuditFilter{Starts: code + " ", Action: "break"})
}

// roundTrail is what was done to the returns of a period, as far as the visitor may see it.
func (p *Pages) roundTrail(c echo.Context, collection string, when period.Period) (Trail, error) {
	return p.trailOfMany(c, "What was done to the returns, newest first", "/data/audit?action=return", maturity.AuditFilter{Starts: "return " + collection + " " + when.Code() + " "})
}

// trailOfMany is what was done to everything the filter lets through and the visitor may see.
func (p *Pages) trailOfMany(c echo.Context, caption, address string, only maturity.AuditFilter) (Trail, error) {
	if p.Audit == nil {
		return Trail{}, nil
	}
	f, err := p.auditSight(c)
	if err != nil {
		return Trail{}, err
	}
	f.Starts, f.Action, f.Limit = only.Starts, only.Action, trailLines
	lines, err := p.Audit.Audit(c.Request().Context(), f)
	if err != nil {
		return Trail{}, err
	}
	table, err := p.auditTable(c, caption, lines)
	return Trail{Table: table, Address: address}, err
}

// auditTable shows lines to people: when, who, what, to what, from what to what.
func (p *Pages) auditTable(c echo.Context, caption string, lines []maturity.AuditLine) (Table, error) {
	table := Table{Caption: caption, Size: "s", Empty: "Nothing was done yet.",
		Columns: []Column{{Words: "When"}, {Words: "Who"}, {Words: "What"}, {Words: "To what"}, {Words: "From, to and more"}}}
	var code func(maturity.OrganisationID) string
	for _, l := range lines {
		if strings.HasPrefix(l.Subject, "return ") && code == nil {
			var err error
			if code, err = p.codesOf(c.Request().Context()); err != nil {
				return table, err
			}
		}
		at := l.At.In(p.Location)
		table.Rows = append(table.Rows, []Cell{{Words: strings.ReplaceAll(at.Format("2 Jan 2006"), " ", "\u00a0"), Note: at.Format("15:04:05")},
			{Words: whoWords(l.Account, l.Login)}, {Words: actionWords(l.Action)}, subjectCell(l, code), {Words: detailWords(l.Detail)}})
	}
	return table, nil
}

func (p *Pages) codesOf(ctx context.Context) (func(maturity.OrganisationID) string, error) {
	if p.Organisations == nil {
		return func(maturity.OrganisationID) string { return "" }, nil
	}
	directory, err := p.Organisations.Directory(ctx)
	if err != nil {
		return nil, err
	}
	return func(id maturity.OrganisationID) string {
		o, _ := directory.ByID(id)
		return o.Code
	}, nil
}

// whoWords is the login of a pseudonym while there is one.
func whoWords(account, login string) string {
	switch {
	case login != "":
		return login
	case account == maturity.ByCommand:
		return "the command line"
	case account == maturity.ByNobody:
		return "not signed in"
	case account == maturity.BySystem:
		return "the system"
	}
	return account
}

func actionWords(action string) string {
	return upperFirst(strings.NewReplacer(".", " ", "_", " ").Replace(action))
}

// subjectCell is what a line is about, with a link to its page where it has one.
func subjectCell(l maturity.AuditLine, code func(maturity.OrganisationID) string) Cell {
	if l.Whose != "" {
		return Cell{Words: l.Whose, Note: "account"}
	}
	cell := Cell{Words: l.Subject}
	kind, rest, _ := strings.Cut(l.Subject, " ")
	switch kind {
	case "submission":
		cell.Address = "/data/submissions/" + url.PathEscape(rest)
	case "organisation":
		cell.Address = "/organisations/" + url.PathEscape(rest)
	case "return":
		parts := strings.Fields(rest)
		if len(parts) != 3 {
			break
		}
		id, err := strconv.ParseInt(parts[2], 10, 32)
		if owner := code(maturity.OrganisationID(id)); err == nil && owner != "" {
			cell = Cell{Words: "return of " + owner, Note: parts[0] + ", " + periodWords(parts[1]),
				Address: "/data/returns/" + url.PathEscape(parts[0]) + "/" + url.PathEscape(parts[1]) + "/" + url.PathEscape(owner)}
		}
	}
	return cell
}

// detailWords is a detail in words: "old → new" where it has a from and a to, then the rest by name.
func detailWords(detail string) string {
	var fields map[string]any
	if err := json.Unmarshal([]byte(detail), &fields); err != nil {
		return detail
	}
	return fieldWords(fields)
}

// pairs are the names under which details keep what was and what came.
var pairs = [][2]string{{"from", "to"}, {"old", "new"}}

func fieldWords(fields map[string]any) string {
	var words []string
	said := map[string]bool{}
	for _, pair := range pairs {
		if to, ok := fields[pair[1]]; ok {
			words = append(words, cmp.Or(plainWords(fields[pair[0]]), "nothing")+" → "+cmp.Or(plainWords(to), "nothing"))
			said[pair[0]], said[pair[1]] = true, true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if _, number := fields[name].(float64); said[name] || number && name == "organisation" { // a number that tells nobody anything
			continue
		}
		if value := plainWords(fields[name]); value != "" {
			words = append(words, strings.ReplaceAll(name, "_", " ")+": "+value)
		}
	}
	return strings.Join(words, "; ")
}

// loggedFigure is a value of a return: the figure, or its state where there is none.
func loggedFigure(fields map[string]any) string {
	words := cmp.Or(plainWords(fields["value"]), strings.ReplaceAll(plainWords(fields["state"]), "_", " "))
	if of := plainWords(fields["denominator"]); of != "" {
		words += " (" + cmp.Or(plainWords(fields["numerator"]), "?") + " of " + of + ")"
	}
	return words
}

// hash is what a hash looks like; its beginning is enough for people.
var hash = regexp.MustCompile(`^[0-9a-f]{40,}$`)

func plainWords(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		if hash.MatchString(v) {
			return v[:12] + "…"
		}
		return v
	case bool:
		if v {
			return "yes"
		}
		return "no"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		words := make([]string, len(v))
		for i, each := range v {
			words[i] = plainWords(each)
		}
		return strings.Join(words, ", ")
	case map[string]any:
		if _, figure := v["state"]; figure {
			return loggedFigure(v)
		}
		return fieldWords(v)
	}
	return fmt.Sprint(value)
}

// keyTable lists the public keys, the newest first.
func (p *Pages) keyTable(c echo.Context) (Table, error) {
	keys, err := p.Audit.SigningKeys(c.Request().Context())
	table := Table{Caption: "Keys that sign receipts and approvals", Size: "m", Empty: "No key has been used yet.", Columns: []Column{{Words: "Fingerprint (SHA-256)"}, {Words: "In use since"}}}
	for _, k := range keys {
		table.Rows = append(table.Rows, []Cell{{Words: k.Fingerprint}, {Words: p.momentWords(k.FirstUsed)}})
	}
	return table, err
}

// publicKeys gives all public keys as a file for waymark verify --key.
func (p *Pages) publicKeys(c echo.Context) error {
	keys, err := p.Audit.SigningKeys(c.Request().Context())
	if err != nil {
		return err
	}
	var out []byte
	for _, k := range keys {
		if hex.EncodeToString(k.Public) != "" {
			out = append(out, receipt.PublicPEM(k.Public)...)
		}
	}
	return c.Blob(http.StatusOK, "application/x-pem-file", out)
}
