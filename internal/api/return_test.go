package api_test

import (
	"crypto/sha256"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"time"

	"waymark/internal/account"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/returns"
)

// seal signs for tests.
type seal struct{}

// Sign is a hash.
func (seal) Sign(statement []byte) ([]byte, string) {
	sum := sha256.Sum256(statement)
	return sum[:], "test key"
}

// returnDesk is the desk of returns as cmd/waymark joins it, without rules and rounds, in the weeks in which the quarter is due.
func (s *site) returnDesk(catalogue *maturity.Catalogue) *returns.Desk {
	at := time.Date(2026, 11, 10, 12, 0, 0, 0, time.UTC)
	s.returned = returns.NewDesk(returns.Options{Store: s.db, Rights: s.accounts, Catalogue: catalogue, Signer: seal{}, Bodies: s.db.OrganisationByID, Figures: s.db, Journal: s.db,
		Lister: s.db, Clock: func() time.Time { return at }})
	return s.returned
}

const begin = `{"collection":"gloucestershire-trusts","organisation":"RTE","period":"Q2026-07"}`

// put saves values of the return as somebody.
func (s *site) put(who, path, body string) answer {
	s.t.Helper()
	return s.do(who, http.MethodPut, path, strings.NewReader(body), "Content-Type", "application/json")
}

// step does a step on the version that the return has now.
func (s *site) step(who, path, name, more string) answer {
	s.t.Helper()
	var now struct{ Version int64 }
	s.do("admin", http.MethodGet, path, nil).read(&now)
	return s.post(who, path+"/steps/"+name, fmt.Sprintf(`{"version":%d%s}`, now.Version, more), "Content-Type", "application/json")
}

// TestAReturnThroughTheAPI: the whole way, what each role is answered, and that nothing is told before its time.
func TestAReturnThroughTheAPI(t *testing.T) {
	t.Parallel()
	s := newSite(t)
	who, _, err := s.accounts.Add(t.Context(), account.NewAccount{Login: "approver", Password: "seven quiet herons", Grants: []account.NewGrant{{Role: maturity.RoleApprover, Code: "glos"}}}, "command")
	if err != nil {
		t.Fatal(err)
	}
	if _, s.keys["approver"], err = s.accounts.CreateToken(t.Context(), who, "test", 1, "command", ""); err != nil {
		t.Fatal(err)
	}
	status := func(a answer, want int) answer {
		t.Helper()
		if a.Code != want {
			t.Fatalf("%d, want %d: %s", a.Code, want, a.text())
		}
		return a
	}
	begun := func(who string) answer {
		return s.post(who, "/api/v1/returns", begin, "Content-Type", "application/json")
	}
	status(begun(""), 401)
	status(begun("viewer"), 403)
	status(begun("stranger"), 404)
	var r struct {
		ID, Version int64
		Values      []struct {
			Revision int64
			Value    float64
		}
	}
	status(begun("submitter"), 200).read(&r)
	status(begun("submitter"), 200)
	path := fmt.Sprintf("/api/v1/returns/%d", r.ID)
	unseen := func(when string) {
		t.Helper()
		for _, who := range []string{"viewer", "stranger"} {
			status(s.do(who, http.MethodGet, path, nil), 404)
			for _, rule := range s.kit.Rules() {
				if rule.Method != http.MethodGet {
					continue
				}
				address := strings.NewReplacer(":id", fmt.Sprint(r.ID), ":measure", discharge, ":code", "RTE", ":period", "Q2026-07").Replace(rule.Path)
				if a := s.do(who, http.MethodGet, address, nil); strings.Contains(a.text(), "71.31") || strings.Contains(a.text(), "quokka") {
					t.Errorf("%s: %s reads the figure at %s", when, who, address)
				}
			}
		}
	}
	value := `{"values":[{"measure":"discharge.within-24-hours","numerator":7131,"denominator":10000,"comment":"quokka"}]}`
	status(s.put("viewer", path+"/values", value), 403)
	status(s.put("stranger", path+"/values", value), 404)
	status(s.put("submitter", path+"/values", `{"values":[{"measure":"no-such"}]}`), 422)
	status(s.put("submitter", path+"/values", `{"values":[{"measure":"discharge.within-24-hours","state":"lost"}]}`), 422)
	status(s.put("submitter", path+"/values", value), 200).read(&r)
	if len(r.Values) != 1 || r.Values[0].Value != 71.31 {
		t.Fatalf("%+v", r)
	}
	if a := s.put("analyst", path+"/values", `{"values":[{"measure":"discharge.within-24-hours","value":80}]}`); a.Code != 409 || !strings.Contains(a.text(), `"theirs":{"measure":"discharge.within-24-hours"`) {
		t.Errorf("a stale value: %d %s", a.Code, a.text())
	}
	unseen("as a draft")
	status(s.step("approver", path, "submit", ""), 403)
	status(s.post("submitter", path+"/steps/submit", `{"version":1}`, "Content-Type", "application/json"), 409)
	status(s.step("submitter", path, "submit", ""), 200)
	status(s.step("submitter", path, "approve", ""), 403)
	status(s.step("approver", path, "request-changes", ""), 422)
	status(s.step("approver", path, "approve", ""), 200)
	unseen("approved")
	status(s.step("analyst", path, "schedule", `,"publish_at":"2026-11-20T09:30:00Z"`), 200)
	status(s.step("analyst", path, "publish", ""), 409)
	unseen("under embargo")
	status(s.step("analyst", path, "schedule", ""), 200)
	status(s.step("analyst", path, "publish", ""), 200)
	public := status(s.do("viewer", http.MethodGet, path, nil), 200).text()
	if !strings.Contains(public, "71.31") || strings.Contains(public, "approver") || !strings.Contains(public, `"steps":[]`) {
		t.Errorf("a reader is told %s", public)
	}
	if row := s.get("/api/v1/observations?organisation=RTE").items()[0]; row["value"] != 71.31 {
		t.Errorf("%v", row)
	}
	if list := s.do("viewer", http.MethodGet, "/api/v1/returns?collection=gloucestershire-trusts", nil).items(); len(list) != 1 || list[0]["state"] != "published" || list[0]["submitted_by"] != "" {
		t.Errorf("%v", list)
	}
	status(s.step("submitter", path, "correct", `,"reason":"error"`), 422)
	status(s.step("submitter", path, "correct", `,"reason":"error","why":"a ward was missing"`), 200)
	if again := s.do("viewer", http.MethodGet, path, nil).text(); !strings.Contains(again, `"state":"published"`) || strings.Contains(again, "a ward was missing") {
		t.Errorf("a reader is told of a correction: %s", again)
	}
	status(s.do("viewer", http.MethodGet, "/api/v1/returns/999999", nil), 404)
}

// readyReturn is a return on which something can be done, and what to send to do it.
type readyReturn struct{ address, body string }

// readyReturns makes one return for each thing that can be done to one, each of an organisation of its own.
func (s *site) readyReturns() map[string]readyReturn {
	s.t.Helper()
	ctx, people := s.t.Context(), map[string]returns.Actor{}
	for _, login := range []string{"gives", "approves"} {
		who, _, err := s.accounts.Add(ctx, account.NewAccount{Login: login, Password: "seven quiet herons", Grants: []account.NewGrant{{Role: maturity.RoleAdmin}}}, "command")
		if err != nil {
			s.t.Fatal(err)
		}
		people[login] = returns.Actor{Account: who}
	}
	out := map[string]readyReturn{}
	for act, acts := range map[string]int{"read": 0, "values": 0, "steps/submit": 0, "steps/withdraw": 1, "steps/request-changes": 1, "steps/approve": 1, "steps/schedule": 2, "steps/release": 2, "steps/publish": 2, "steps/correct": 3} {
		body := maturity.Organisation{}
		if err := s.db.SQL().QueryRowContext(ctx, `INSERT INTO organisation (code, name, short_name, kind) VALUES ($1, $1, $1, 'acute') RETURNING id`, "ready-"+act).Scan(&body.ID); err != nil {
			s.t.Fatal(err)
		}
		key := maturity.ReturnKey{Collection: "gloucestershire-trusts", Organisation: body.ID, Period: period.Of(period.KindQuarter, period.Date(2026, 7, 1))}
		file, _, err := s.returned.Save(ctx, people["gives"], key, []returns.Saving{{ReturnValue: maturity.ReturnValue{Measure: discharge, State: maturity.Reported, Value: 41, Numerator: math.NaN(), Denominator: math.NaN()}}})
		for i, do := range []func() (maturity.ReturnFile, error){
			func() (maturity.ReturnFile, error) { return s.returned.Submit(ctx, people["gives"], key, file.Version) },
			func() (maturity.ReturnFile, error) {
				return s.returned.Approve(ctx, people["approves"], key, file.Version)
			},
			func() (maturity.ReturnFile, error) {
				return s.returned.Publish(ctx, people["gives"], key, file.Version)
			},
		} {
			if err == nil && i < acts {
				file, err = do()
			}
		}
		if err != nil {
			s.t.Fatal(act, err)
		}
		ready := readyReturn{fmt.Sprintf("returns/%d", file.ID), fmt.Sprintf(`{"version":%d,"why":"because","reason":"error"}`, file.Version)}
		if act == "values" {
			ready.body = `{"values":[]}`
		}
		out[act] = ready
	}
	s.exec(`UPDATE return SET held = 'too many jump' WHERE organisation_id = (SELECT id FROM organisation WHERE code = 'ready-steps/release')`)
	return out
}
