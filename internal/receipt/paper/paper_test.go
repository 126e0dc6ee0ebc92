package paper

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"waymark/internal/receipt"
)

func key(t *testing.T) receipt.Key {
	t.Helper()
	k, err := receipt.NewKey(strings.NewReader(strings.Repeat("p", 32)))
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func document(t *testing.T, change func(*receipt.Statement)) []byte {
	t.Helper()
	s := receipt.Statement{Product: "waymark 1", Kind: receipt.ForReturn, Number: 1234, Issued: time.Date(2026, 11, 22, 10, 48, 0, 0, time.UTC),
		Received: receipt.Received{At: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), By: "person-7f3c2a9b01", Return: 3, Round: 2, Collection: "gloucestershire-quarterly",
			Organisation: "RTE", Name: "Gloucestershire Hospitals NHS Foundation Trust", Period: "Q2018-07", Hash: strings.Repeat("0f", 32)},
		File:   &receipt.File{Name: "return.xlsx", Size: 31123, SHA256: strings.Repeat("ab", 32)},
		Report: receipt.Report{Rows: 2, New: 2, Issues: []receipt.Issue{{Rule: "above-100", Level: "warning", Count: 12, Message: "Uptake is above 100 %."}}},
		Values: receipt.Values{Count: 2, Listed: true, Rows: []receipt.Value{
			{Organisation: "RTE", Measure: "eps", Period: "Q2018-07", State: "reported", Value: "66.7", Numerator: "2", Denominator: "3"},
			{Organisation: "RTQ", Measure: "eps", Period: "Q2018-07", State: "nil_return"}}},
		Audit: receipt.Head{Seq: 41, Hash: strings.Repeat("cd", 32)}}
	if change != nil {
		change(&s)
	}
	text, err := receipt.Sign(key(t), s)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// Whatever stands in a receipt, its PDF can be made, is the same each time, and carries the receipt byte by byte.
func TestThePaperCarriesTheReceipt(t *testing.T) {
	many := func(n int) func(*receipt.Statement) {
		return func(s *receipt.Statement) {
			s.Values.Count, s.Values.Rows = int64(n), nil
			for i := range n {
				s.Values.Rows = append(s.Values.Rows, receipt.Value{Organisation: fmt.Sprintf("RT%d", i), Measure: strings.Repeat("long-", i%30) + "measure", Period: "Q2018-07", State: "reported", Value: "1"})
			}
		}
	}
	named := func(name string) func(*receipt.Statement) {
		return func(s *receipt.Statement) {
			s.Received.Name, s.File.Name, s.Report.Issues[0].Message = name, name, name
		}
	}
	for name, change := range map[string]func(*receipt.Statement){
		"plain": nil, "two thousand values": many(receipt.MostValues), "none": func(s *receipt.Statement) { s.Values = receipt.Values{Listed: true} },
		"not listed": func(s *receipt.Statement) { s.Values = receipt.Values{Count: 1_800_000} },
		"typed in":   func(s *receipt.Statement) { s.File = nil },
		"submission": func(s *receipt.Statement) {
			s.Kind, s.Received = receipt.ForSubmission, receipt.Received{Submission: 12}
		},
		"punctuation": named(`£ – é “quoted” ½ Łódź`), "Arabic": named("مستشفى الملك (Trust 12) لا"), "Hebrew and Chinese": named("בית חולים 醫院"),
		"beyond the plane": named("🏥 hospital 𝔸"), "controls": named("a\x00b\x1b[31m\u202eevil\r\n) Tj ET"), "long": named(strings.Repeat("Trust ", 50)),
		"no blanks": named(strings.Repeat("x", 300)), "no blanks in Arabic": named(strings.Repeat("م", 300)), "marks": named(strings.Repeat("é", 300)), "empty": named(""),
	} {
		t.Run(name, func(t *testing.T) {
			want := document(t, change)
			pdf, err := Write(want)
			if err != nil {
				t.Fatal(err)
			}
			if dir := os.Getenv("WAYMARK_TEST_PAPER"); dir != "" { // to look at them
				_ = os.WriteFile(dir+"/"+strings.ReplaceAll(name, " ", "-")+".pdf", pdf, 0o600)
			}
			got, isPDF, found := receipt.Carried(pdf)
			if !isPDF || !found || !bytes.Equal(got, want) {
				t.Errorf("it carries %q", got)
			}
			if again, err := Write(want); err != nil || !bytes.Equal(again, pdf) {
				t.Errorf("made again it differs: %v", err)
			}
		})
	}
}

func TestNoPaperOfWhatDoesNotHold(t *testing.T) {
	bad := bytes.Replace(document(t, nil), []byte("66.7"), []byte("96.7"), 1)
	if _, err := Write(bad); err == nil {
		t.Error("a receipt that was changed was printed")
	}
}

// A PDF that is cut, or of something else, carries none or one that is cut.
func TestACutPaper(t *testing.T) {
	pdf, err := Write(document(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	at := bytes.Index(pdf, []byte("/EmbeddedFile"))
	for name, text := range map[string][]byte{"before the attachment": pdf[:at], "in the attachment": pdf[:at+400], "no stream": []byte("%PDF-1.4 /EmbeddedFile stream\nxx"), "nothing": []byte("%PDF-")} {
		content, isPDF, found := receipt.Carried(text)
		if _, err := receipt.Verify(content, nil); !isPDF || found && err == nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Arabic letters join and stand from right to left; what is beside them stays.
func TestArabicIsJoined(t *testing.T) {
	for text, want := range map[string]string{
		"Trust":       "Trust",
		"سلام":        "ﻡﻼﺳ",    // seen, the ligature of lam and alef, meem alone
		"مستشفى":      "ﻰﻔﺸﺘﺴﻣ", // begins with meem, ends with the dotless yeh
		"RTE باب x":   "RTE ﺏﺎﺑ x",
		"ي":           "ﻱ",
		"12 ملك (34)": "12 ﻚﻠﻣ (34)",
	} {
		if got := visual(text); got != want {
			t.Errorf("%q is drawn as %q (%+q), not %q (%+q)", text, got, got, want, want)
		}
	}
}
