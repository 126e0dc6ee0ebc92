package exchange_test

import (
	"bytes"
	"context"
	"testing"

	"waymark/internal/exchange"
	"waymark/internal/maturity"
)

// seedsOf gives a fuzzer the shipped roadmaps in a form.
func seedsOf(f *testing.F, write func(*bytes.Buffer, maturity.Roadmap) error) {
	for _, r := range shipped(f) {
		var out bytes.Buffer
		if err := write(&out, r); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes())
	}
}

// sound fails where a file was taken and what it made could not be written and read again.
func sound(t *testing.T, r maturity.Roadmap) {
	t.Helper()
	if got := exchange.ReadTables(exchange.Tables(r)); len(got.Faults) > 0 {
		t.Fatalf("what was taken does not come back: %v", got.Faults)
	}
}

func FuzzReadCSV(f *testing.F) {
	seedsOf(f, func(w *bytes.Buffer, r maturity.Roadmap) error { return exchange.WriteCSV(w, r) })
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := exchange.Read(context.Background(), bytes.NewReader(text), "a.csv")
		if err == nil && len(got.Faults) == 0 {
			sound(t, got.Roadmap)
		}
	})
}

func FuzzReadWorkbook(f *testing.F) {
	seedsOf(f, func(w *bytes.Buffer, r maturity.Roadmap) error { return exchange.WriteWorkbook(w, r) })
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := exchange.Read(context.Background(), bytes.NewReader(text), "a.xlsx")
		if err == nil && len(got.Faults) == 0 {
			sound(t, got.Roadmap)
		}
	})
}

// applied lays a file of tasks over a roadmap; whatever it says, ids stay unique.
func applied(t *testing.T, f exchange.TaskFile) {
	t.Helper()
	if len(f.Faults) > 0 {
		return
	}
	got, _ := exchange.Apply(maturity.Roadmap{ID: "r", Organisation: "o", Title: "t"}, f)
	seen := map[string]bool{}
	for _, task := range exchange.Tasks(&got) {
		if seen[task.ID] {
			t.Fatalf("the id %s is there twice", task.ID)
		}
		seen[task.ID] = true
	}
}

func FuzzReadTaskCSV(f *testing.F) {
	seedsOf(f, func(w *bytes.Buffer, r maturity.Roadmap) error { return exchange.WriteTaskCSV(w, r) })
	f.Fuzz(func(t *testing.T, text []byte) {
		if got, err := exchange.ReadTaskCSV(context.Background(), bytes.NewReader(text), "a.csv"); err == nil {
			applied(t, got)
		}
	})
}

func FuzzReadMSPDI(f *testing.F) {
	f.Add([]byte(foreignProject))
	seedsOf(f, func(w *bytes.Buffer, r maturity.Roadmap) error { return exchange.WriteMSPDI(w, r) })
	f.Fuzz(func(t *testing.T, text []byte) { applied(t, exchange.ReadMSPDI(bytes.NewReader(text))) })
}

func FuzzReadICalendar(f *testing.F) {
	seedsOf(f, func(w *bytes.Buffer, r maturity.Roadmap) error { return exchange.WriteICalendar(w, r, at) })
	f.Fuzz(func(t *testing.T, text []byte) { applied(t, exchange.ReadICalendar(bytes.NewReader(text))) })
}
