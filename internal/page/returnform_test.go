package page_test

import (
	"bytes"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// filled is a downloaded form with cells put in by measure and heading, as a spreadsheet would write it.
func filled(t *testing.T, form string, cells map[string]map[string]any) string {
	t.Helper()
	book, err := excelize.OpenReader(strings.NewReader(form))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	name := book.GetSheetName(0)
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	const header = 8
	column := map[string]int{}
	for i, heading := range rows[header-1] {
		column[heading] = i + 1
	}
	for i, row := range rows[header:] {
		for heading, value := range cells[row[column["Measure id"]-1]] {
			at, err := excelize.CoordinatesToCellName(column[heading], header+1+i)
			if err == nil {
				err = book.SetCellValue(name, at, value)
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// owing is inRound where RTE is one of those that owe the county's returns.
func owing(t *testing.T) *site {
	s := inRound(t)
	s.exec(`INSERT INTO organisation (code, name, short_name, kind) VALUES ('gloucestershire-ldr', 'Gloucestershire', 'Gloucestershire', 'footprint')`)
	s.exec(`INSERT INTO relation (from_id, to_id, kind, origin) SELECT f.id, t.id, 'member_of', 'test' FROM organisation f, organisation t WHERE f.code = 'RTE' AND t.code = 'gloucestershire-ldr'`)
	return s
}

// A trust downloads its return, fills it in, sends it back, and sees what became of it.
func TestAReturnByWorkbook(t *testing.T) {
	t.Parallel()
	s := owing(t)
	v := s.as("submitter")
	a := must(t, v.get(oneReturn), http.StatusOK, "Download this return as a workbook")
	if !strings.Contains(a.body, `href="`+oneReturn+`/form.xlsx"`) {
		t.Error("the form is not offered")
	}
	form := v.get(oneReturn + "/form.xlsx")
	if form.status != http.StatusOK || form.header.Get("Content-Type") != "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" ||
		!strings.Contains(form.header.Get("Content-Disposition"), "gloucestershire-trusts-Q2026-07-RTE.xlsx") {
		t.Fatalf("%d %v", form.status, form.header)
	}
	for who, want := range map[string]int{"viewer": http.StatusNotFound, "analyst": http.StatusOK, "approver": http.StatusOK} {
		if a := s.as(who).get(oneReturn + "/form.xlsx"); a.status != want {
			t.Errorf("%s: %d, want %d", who, a.status, want)
		}
	}
	for path, want := range map[string]int{"/data/returns/gloucestershire-trusts/Q2026-07/RBA/form.xlsx": http.StatusNotFound, "/data/returns/none/Q2026-07/RTE/form.xlsx": http.StatusNotFound,
		"/data/returns/gloucestershire-trusts/Q2030-07/RTE/form.xlsx": http.StatusNotFound, "/data/returns/gloucestershire-trusts/Easter/forms.xlsx": http.StatusNotFound,
		"/data/returns/gloucestershire-trusts/Q2026-07/forms.xlsx": http.StatusOK} {
		if a := v.get(path); a.status != want {
			t.Errorf("%s: %d, want %d", path, a.status, want)
		}
	}
	must(t, v.get("/data/upload?collection=gloucestershire-trusts&period=Q2026-07&organisation=RTE"), http.StatusOK, "For the returns of a collection", "Only for the organisation")

	book := filled(t, form.body, map[string]map[string]any{discharged: {"Numerator": 80, "Denominator": 100, "Comment": "=HYPERLINK(\"http://example.org\") <b>counted</b> by hand"}})
	send := map[string]string{"collection": "gloucestershire-trusts", "period": "Q2026-07", "organisation": "RTE", "submit_returns": "yes"}
	a = v.upload("return.xlsx", book, send)
	address := a.header.Get("Location")
	if a.status != http.StatusSeeOther {
		t.Fatalf("%d %s", a.status, a.text())
	}
	s.read(address)
	must(t, v.get(address), http.StatusOK, "Check before saving into returns: 1 new value", "Quarterly digital return of trusts", "Save into the returns")
	v.post(address, address+"/write", nil)
	s.read(address)
	a = must(t, v.get(address), http.StatusOK, "Saved into returns: 1 new value", "Saved and submitted", "Nothing is published before the returns are")
	if !strings.Contains(a.body, `href="`+oneReturn+`"`) {
		t.Error("the return is not linked")
	}
	must(t, v.get(oneReturn), http.StatusOK, "Submitted: waiting for 1 approval", "80%", "<b>counted</b> by hand")
	if a := v.get(oneReturn); !strings.Contains(a.text(), "on sheet Return Q2026-07 of file") || !strings.Contains(a.body, `href="`+address+`"`) {
		t.Error("the return does not lead to the cell of the file")
	}
	if a := s.as("viewer").get("/data/where-from?organisation=RTE&measure=" + discharged + "&period=Q2026-07"); a.status != http.StatusNotFound {
		t.Errorf("a value that is not published is shown: %d", a.status)
	}
	// Chosen for another organisation, the same form is not taken; without a right to the collection it is not offered.
	send["organisation"] = "RYF"
	address = v.upload("other.xlsx", book, send).header.Get("Location")
	s.read(address)
	must(t, v.get(address), http.StatusOK, "another organisation than the one chosen", "N9")
	for field, value := range map[string]string{"collection": "none", "organisation": "XXX"} {
		wrong := map[string]string{"collection": "gloucestershire-trusts", field: value}
		if a := v.upload("wrong.xlsx", book, wrong); a.status != http.StatusUnprocessableEntity {
			t.Errorf("%s %s: %d", field, value, a.status)
		}
	}
}

// An approved return is replaced only with a reason, which can be sent with the file.
func TestAWorkbookForAnApprovedReturn(t *testing.T) {
	t.Parallel()
	s := owing(t)
	v := s.as("submitter")
	must(t, v.post(oneReturn, oneReturn+"/values", typed("0", "", "80", "100", "")), http.StatusSeeOther)
	must(t, v.act(v.token(oneReturn), "submit", v.version()), http.StatusSeeOther)
	approver := s.as("approver")
	must(t, approver.act(approver.token(oneReturn), "approve", approver.version()), http.StatusSeeOther)
	book := filled(t, v.get(oneReturn+"/form.xlsx").body, map[string]map[string]any{discharged: {"Numerator": 90}})
	address := v.upload("return.xlsx", book, map[string]string{"submit_returns": "yes"}).header.Get("Location")
	s.read(address)
	must(t, v.get(address), http.StatusOK, "The return is approved with another figure", "return-approved")
	address = v.upload("return.xlsx", book, map[string]string{"submit_returns": "yes", "reason": "error", "reason_words": "Ten were left out"}).header.Get("Location")
	s.read(address)
	v.post(address, address+"/write", url.Values{})
	s.read(address)
	must(t, v.get(address), http.StatusOK, "Saved into returns: 0 new values and 1 changed value", "correction of an error: Ten were left out", "Saved and submitted")
	must(t, v.get(oneReturn), http.StatusOK, "Submitted: waiting for 1 approval", "90%")
}
