package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A trust finds its return, fills in what is missing, submits it and takes its receipt away. Then it looks at its own
// board and page: they are what the steering group will see, word for word, and neither shows what is not published.
func (s *site) trustReturns(t *testing.T) {
	v := s.signIn(t, "demo-trust")
	v.nav("Data")
	v.follow("Returns: what is due, and what is in")
	v.press(`main a[href*="/gloucestershire-paper-free/"][href$="/RTE"]`)
	at := v.address()
	v.says("Before it can be submitted", "give the figure, or say why there is none")
	for measure, value := range map[string]string{"paper-free.transfers": "71", "paper-free.medicines": "44", "paper-free.remote": "60"} {
		v.do(chromedp.SendKeys(`[name="value.`+measure+`"]`, value, chromedp.ByQuery))
	}
	v.press(`main form[action$="/values"] button[type=submit]:not([name])`)
	if text := v.text(); strings.Contains(text, "give the figure, or say why there is none") {
		t.Errorf("something is still missing: %s", text)
	}
	v.press(`form[action$="/submit"] button`)
	v.says("The return is submitted.", "signed receipt")
	v.quiet("submitting")
	trust := s.crawler(t, "demo-trust")
	if receipt := trust.get(at + "/receipt.pdf"); !strings.HasPrefix(receipt, "%PDF-") {
		t.Errorf("the receipt begins with %.20q", receipt)
	}

	v.nav("Organisations")
	v.do(chromedp.SendKeys(`main input[name=text]`, "RTE", chromedp.ByQuery))
	v.press(`main form button[type=submit]`)
	v.follow("Gloucestershire Hospitals NHS Foundation Trust")
	page := v.address()
	v.follow("Digital progress of the organisation")
	board := v.address()
	if !strings.HasPrefix(page, "/organisations/RTE") || !strings.HasPrefix(board, "/boards/trust/RTE") {
		t.Fatalf("the trust finds itself at %s and its board at %s", page, board)
	}
	other := s.signIn(t, "demo-board")
	for _, path := range []string{page, board} {
		v.open(path)
		other.open(path)
		mine, theirs := v.text()+v.picture(), other.text()+other.picture()
		if mine != theirs || len(mine) < 500 {
			t.Errorf("%s says to the trust\n%s\nand to the steering group\n%s", path, mine, theirs)
		}
		v.quiet(path)
	}
	if now := v.text(); !strings.Contains(now, "As known on") {
		t.Errorf("the board does not say when it was known: %s", now)
	}
}
