package collection_test

import (
	"testing"
	"time"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// July to September 2018: opens on 1 October, due on 4 November, closes on 14 December.
func TestJudge(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	c := quarterly(maturity.Owed, maturity.NotOwed, maturity.BySuccessor)
	for _, each := range []struct {
		name, received, extended, today, want string
		state                                 collection.State
		late, left                            int
	}{
		{"before it opens", "", "", "2018-09-30", "not open yet", collection.NotOpen, 0, 35},
		{"the first day", "", "", "2018-10-01", "to come, due 4 November 2018", collection.Open, 0, 34},
		{"the last day", "", "", "2018-11-04", "to come, due 4 November 2018", collection.Open, 0, 0},
		{"the day after", "", "", "2018-11-05", "late by 1 day", collection.Late, 1, 0},
		{"the last day of the collection", "", "", "2018-12-14", "late by 40 days", collection.Late, 40, 0},
		{"closed", "", "", "2018-12-15", "missing, 41 days after the deadline", collection.Missing, 41, 0},
		{"missing for years", "", "", "2026-11-22", "missing, 2,940 days after the deadline", collection.Missing, 2940, 0},
		{"in early", "2018-10-03T10:00:00Z", "", "2018-12-31", "in on time", collection.OnTime, 0, 0},
		{"in at the last minute", "2018-11-04T23:59:59Z", "", "2018-11-20", "in on time", collection.OnTime, 0, 0},
		{"in a minute too late", "2018-11-05T00:00:30Z", "", "2018-11-20", "in, 1 day late", collection.InLate, 1, 0},
		{"in after it closed", "2019-01-10T09:00:00Z", "", "2019-02-01", "in, 67 days late", collection.InLate, 67, 0},
		{"extended, before the first deadline", "", "2018-11-18", "2018-11-01", "to come, due 18 November 2018", collection.Open, 0, 17},
		{"extended, after the first deadline", "", "2018-11-18", "2018-11-10", "to come, extended to 18 November 2018", collection.Extended, 0, 8},
		{"the extension has ended by itself", "", "2018-11-18", "2018-11-20", "late by 2 days", collection.Late, 2, 0},
		{"in by the extension", "2018-11-18T12:00:00Z", "2018-11-18", "2018-12-20", "in on time, with an extension", collection.OnTime, 0, 0},
		{"in after the extension", "2018-11-20T12:00:00Z", "2018-11-18", "2018-12-20", "in, 2 days late", collection.InLate, 2, 0},
		{"an extension to before the deadline changes nothing", "", "2018-10-20", "2018-11-05", "late by 1 day", collection.Late, 1, 0},
	} {
		t.Run(each.name, func(t *testing.T) {
			var received time.Time
			if each.received != "" {
				if received, err = time.Parse(time.RFC3339, each.received); err != nil {
					t.Fatal(err)
				}
				received = received.In(london)
			}
			var extended period.Day
			if each.extended != "" {
				extended = *day(t, each.extended)
			}
			got := collection.Judge(c, code(t, "Q2018-07"), received, extended, *day(t, each.today))
			if got.Words() != each.want || got.State != each.state || got.DaysLate != each.late || got.DaysLeft != each.left {
				t.Errorf("%q %+v", got.Words(), got)
			}
		})
	}
}

// A day is a day in London: in summer an hour before midnight in UTC is the next day.
func TestReceivedOnTheDayInLondon(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	c := quarterly(maturity.Owed, maturity.NotOwed, maturity.BySuccessor)
	received := time.Date(2018, 8, 4, 23, 30, 0, 0, time.UTC) // 00:30 on 5 August in London; due on 4 August
	got := collection.Judge(c, code(t, "Q2018-04"), received.In(london), 0, *day(t, "2018-08-20"))
	if got.State != collection.InLate || got.DaysLate != 1 {
		t.Errorf("%+v", got)
	}
}

func TestSentences(t *testing.T) {
	for _, each := range []struct {
		n                 collection.Counts
		sentence, basis   string
		share, timelyRate float64
	}{
		{collection.Counts{}, "No return is due.", "", 0, 0},
		{collection.Counts{Expected: 60, Received: 53, OnTime: 45, InLate: 8, Late: 4, Missing: 3}, "53 of 60 returns are in; 4 are late, 3 missing.",
			"Based on 53 of 60 returns for July to September 2018. 4 returns are late. 3 returns are missing.", 53.0 / 60, 0.75},
		{collection.Counts{Expected: 9, Received: 8, OnTime: 8, Late: 1}, "8 of 9 returns are in; 1 is late.", "Based on 8 of 9 returns for July to September 2018. 1 return is late.", 8.0 / 9, 8.0 / 9},
		{collection.Counts{Expected: 9, Received: 1, OnTime: 1, ToCome: 8}, "1 of 9 returns is in; 8 are to come.", "Based on 1 of 9 returns for July to September 2018.", 1.0 / 9, 1.0 / 9},
		{collection.Counts{Expected: 3, Received: 3, OnTime: 3}, "All 3 returns are in.", "Based on 3 of 3 returns for July to September 2018.", 1, 1},
		{collection.Counts{Expected: 1, Received: 1, InLate: 1}, "The one return is in.", "Based on 1 of 1 return for July to September 2018.", 1, 0},
		{collection.Counts{Expected: 1, Missing: 1}, "The one return is not in; 1 is missing.", "Based on 0 of 1 return for July to September 2018. 1 return is missing.", 0, 0},
		{collection.Counts{Expected: 7000, ToCome: 7000}, "None of 7,000 returns are in; 7,000 are to come.", "Based on 0 of 7,000 returns for July to September 2018.", 0, 0},
	} {
		if got := each.n.Sentence(); got != each.sentence {
			t.Errorf("%+v: %q, want %q", each.n, got, each.sentence)
		}
		if got := each.n.Basis("July to September 2018"); got != each.basis {
			t.Errorf("%+v: %q, want %q", each.n, got, each.basis)
		}
		if each.n.Share() != each.share || each.n.TimelyShare() != each.timelyRate {
			t.Errorf("%+v: shares %v, %v", each.n, each.n.Share(), each.n.TimelyShare())
		}
	}
}
