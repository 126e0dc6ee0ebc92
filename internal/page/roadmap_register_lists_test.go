package page_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// TestRegistersAreChangedByForms is an analyst who makes a register with an entry, a set of questions and priorities: each is
// looked at before it is saved, asks why, and can be read by everybody.
func TestRegistersAreChangedByForms(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	const own = "/roadmap/plan"
	for _, address := range []string{"/registers/new", "/priorities/questions/new", "/priorities/periods/new"} {
		must(t, viewer.get(own+address), http.StatusForbidden)
	}
	must(t, viewer.get(own+"/registers"), http.StatusOK, "No initiative of this roadmap is marked as a pilot")
	save := func(address, back string, fields url.Values) {
		t.Helper()
		form := fieldsOfForm(must(t, analyst.get(own+address), http.StatusOK).body)
		for k, v := range fields {
			form[k] = v
		}
		form.Set("do", "check")
		looked := must(t, analyst.post(own+address, own+address, form), http.StatusOK, "Nothing is saved yet", fields.Get("title"))
		form = fieldsOfForm(looked.body)
		form.Set("do", "save")
		for k, v := range fields { // boxes that stand closed are of the same name
			form[k] = v
		}
		must(t, analyst.post(own+address, own+address, form), http.StatusUnprocessableEntity, "Say why it is changed")
		form.Set("reason", "Agreed by the group")
		answer := must(t, analyst.post(own+address, own+address, form), http.StatusSeeOther)
		if !strings.HasPrefix(answer.header.Get("Location"), own+back) {
			t.Errorf("%s leads to %s", address, answer.header.Get("Location"))
		}
		s.clock.Time = s.clock.Add(time.Minute)
	}
	save("/registers/new", "/registers#register-", url.Values{"title": {"Uses of analytics"}, "kind": {"uses"}})
	save("/registers/register-uses-of-analytics/new", "/registers#", url.Values{"title": {"Cohorts"}, "state": {"live: little used"}, "initiatives": {"", "records"}, "fields": {"role: plans care\nrole: finds patients"}})
	save("/registers/register-uses-of-analytics/new", "/registers#", url.Values{"title": {"Benchmarks"}, "state": {"live"}})
	must(t, viewer.get(own+"/registers"), http.StatusOK, "Uses of analytics", "Cohorts", "live: little used", "plans care; finds patients", "Live: 2.")
	must(t, viewer.get(own+"/tables/register-register-uses-of-analytics.csv"), http.StatusOK, "live: little used")
	must(t, analyst.get(own+"/registers/nothing/new"), http.StatusNotFound)

	save("/priorities/periods/new", "/priorities#period-", url.Values{"title": {"2018/19"}, "items": {"one record"}, "initiatives": {"", "portal"}})
	must(t, viewer.get(own+"/priorities"), http.StatusOK, "2018/19", "one record", "priorities of 2018/19 named", "Agreed by the group")

	questions := "/priorities/questions/new"
	wrong := url.Values{"title": {"Four questions"}, "low": {"5"}, "high": {"1"}, "do": {"check"}}
	must(t, analyst.post(own+questions, own+questions, wrong), http.StatusUnprocessableEntity, "must be above the lowest", "There is a problem")
	save(questions, "/priorities#", url.Values{"title": {"Four questions"}, "low": {"1"}, "high": {"5"}, "questions-rows": {"2"}, "questions0-question": {"Is it safe?"}, "questions0-weight": {"2"}, "questions1-title": {"Speed"}})
	must(t, viewer.get(own+"/priorities"), http.StatusOK, "Is it safe?", "2 questions wait for answers")

	// Answers outside a new scale stop it; answers to a question that goes, go with it, and the visitor is told before.
	answers := own + "/priorities/records"
	form := fieldsOfForm(must(t, analyst.get(answers), http.StatusOK).body)
	form.Set("score-is-it-safe", "5")
	form.Set("reason", "Judged")
	form.Set("do", "save")
	must(t, analyst.post(answers, answers, form), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	set := own + "/priorities/questions/questions-four-questions"
	form = fieldsOfForm(must(t, analyst.get(set), http.StatusOK, "Is it safe?").body)
	form.Set("high", "3")
	form.Set("do", "check")
	must(t, analyst.post(set, set, form), http.StatusUnprocessableEntity, "score 5 is outside 1 to 3")
	form.Set("high", "5")
	form.Set("questions0-remove", "yes")
	must(t, analyst.post(set, set, form), http.StatusOK, "1 answer goes with the questions that are taken out")
	form.Set("reason", "No longer asked")
	form.Set("do", "save")
	must(t, analyst.post(set, set, form), http.StatusSeeOther)
	s.clock.Time = s.clock.Add(time.Minute)
	if page := must(t, viewer.get(own+"/priorities"), http.StatusOK, "Speed", "1 question waits for answers"); !strings.Contains(page.body, "No longer asked") {
		t.Error("the history does not say why")
	}
	must(t, viewer.get(own+"/versions"), http.StatusOK, "No longer asked")
}

// TestApplicationsAreJudgedByQuestionsOfTheirOwn makes money, questions for it, and an answer: the application is put in order
// among applications only, and stands with its score where the money does.
func TestApplicationsAreJudgedByQuestionsOfTheirOwn(t *testing.T) {
	t.Parallel()
	s := planned(t)
	analyst, viewer := s.as("analyst"), s.as("viewer")
	const own = "/roadmap/plan"
	send := func(address string, fields url.Values) {
		t.Helper()
		if strings.Contains(address, "?") {
			fields["seen"] = fieldsOfForm(analyst.get(own + address).body)["seen"]
		}
		fields.Set("reason", "Applied for")
		fields.Set("do", "save")
		must(t, analyst.post(own+address, own+address, fields), http.StatusSeeOther)
		s.clock.Time = s.clock.Add(time.Minute)
	}
	send("/money/new", url.Values{"title": {"Technology fund"}, "basis": {"not_stated"}, "initiatives": {"", "records"}, "path-rows": {"1"}, "path0-body": {"Advisory group"}, "path0-does": {"advises"}, "path0-state": {"done"}})
	send("/priorities/questions/new", url.Values{"title": {"Fund questions"}, "funds": {"", "money-technology-fund"}, "questions-rows": {"1"}, "questions0-question": {"Is it ready?"}})
	must(t, viewer.get(own+"/money"), http.StatusOK, "Applications for money: Fund questions", "Technology fund: amount not stated", "0 of 1", "Advisory group advises: done", "no gate is set")
	send("/priorities/records?set=questions-fund-questions", url.Values{"set": {"questions-fund-questions"}, "score-is-it-ready": {"2"}})
	money := must(t, viewer.get(own+"/money"), http.StatusOK, "2.00", "1 of 1")
	if part := money.body[strings.Index(money.body, `id="applications-`):]; strings.Contains(part, "Portal") {
		t.Error("what did not apply stands among the applications")
	}
	order := must(t, viewer.get(own+"/priorities"), http.StatusOK, "1 of 1 initiative has an answer", "are judged by 1 question of their own")
	if strings.Contains(order.body, "Without a rank") {
		t.Error("what did not apply is listed as without a rank")
	}
	must(t, viewer.get(own+"/tables/money-applications-questions-fund-questions.csv"), http.StatusOK, "Technology fund")
}
