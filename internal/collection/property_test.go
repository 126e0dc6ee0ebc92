package collection_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"waymark/internal/collection"
	"waymark/internal/maturity"
	"waymark/internal/period"
)

// somewhere draws bodies that open, close and merge at any time around a quarter.
func somewhere(t *rapid.T) []collection.Body {
	first := period.Date(2018, 1, 1)
	var some = func(label string) *period.Day {
		if rapid.Bool().Draw(t, label+" known") {
			d := first + period.Day(rapid.IntRange(0, 500).Draw(t, label))
			return &d
		}
		return nil
	}
	bodies := make([]collection.Body, rapid.IntRange(1, 8).Draw(t, "bodies"))
	for i := range bodies {
		b := &bodies[i]
		b.ID, b.Code = maturity.OrganisationID(i+1), fmt.Sprintf("B%d", i)
		b.Kind = rapid.SampledFrom([]string{"acute", "practice", "council"}).Draw(t, "kind")
		b.Opened, b.Closed = some("opened"), some("closed")
		if rapid.Bool().Draw(t, "succeeded") {
			b.Successor, b.Succeeded = maturity.OrganisationID(rapid.IntRange(1, len(bodies)+1).Draw(t, "successor")), some("succession")
		}
		for _, code := range []string{"glos", "oxon", "glos"} {
			if rapid.Bool().Draw(t, code) {
				b.Memberships = append(b.Memberships, collection.Membership{Footprint: code, Since: some("since"), Until: some("until")})
			}
		}
	}
	return bodies
}

func TestDueProperties(t *testing.T) {
	treatments := []maturity.Treatment{maturity.Owed, maturity.NotOwed, maturity.BySuccessor}
	rapid.Check(t, func(t *rapid.T) {
		c := quarterly(rapid.SampledFrom(treatments[:2]).Draw(t, "opened in"), rapid.SampledFrom(treatments[:2]).Draw(t, "closed in"), rapid.SampledFrom(treatments).Draw(t, "merged in"))
		bodies, p := somewhere(t), period.Of(period.KindQuarter, period.Date(2018, 7, 1))
		owed, excused := collection.Judged(c, bodies, p)
		seen := map[string]bool{}
		for i, o := range owed {
			if seen[o.Code] {
				t.Fatalf("%s owes twice", o.Code)
			}
			seen[o.Code] = true
			if i > 0 && owed[i-1].Code >= o.Code {
				t.Fatalf("not by code: %s before %s", owed[i-1].Code, o.Code)
			}
			if len(o.Includes) == 0 && (o.Opened != nil && *o.Opened > p.End() || o.Closed != nil && *o.Closed < p.Start) {
				t.Fatalf("%s owes a return for a time when it was not there", o.Code)
			}
			if len(o.Includes) == 0 && !slices.Contains(c.Kinds, o.Kind) {
				t.Fatalf("%s is of no kind that owes", o.Code)
			}
			if !slices.Contains(o.Footprints, "glos") {
				t.Fatalf("%s owes outside the footprint: %v", o.Code, o.Footprints)
			}
		}
		for _, e := range excused {
			if e.How == "" {
				t.Fatalf("%s is excused without a reason", e.Code)
			}
			// Whoever is gone answers through its successor or not at all.
			if seen[e.Code] && !included(owed, e.Code) && !answers(owed, e.Code) {
				t.Fatalf("%s is excused and owes", e.Code)
			}
		}
		slices.Reverse(bodies)
		if again, _ := collection.Judged(c, bodies, p); fmt.Sprint(again) != fmt.Sprint(owed) {
			t.Fatalf("the order of the organisations matters:\n%v\n%v", owed, again)
		}
	})
}

func included(owed []collection.Owed, code string) bool {
	return slices.ContainsFunc(owed, func(o collection.Owed) bool {
		return slices.ContainsFunc(o.Includes, func(x maturity.Organisation) bool { return x.Code == code })
	})
}

// answers reports whether a body owes only for one it succeeded.
func answers(owed []collection.Owed, code string) bool {
	return slices.ContainsFunc(owed, func(o collection.Owed) bool { return o.Code == code && len(o.Includes) > 0 })
}

// A return that came in stays in, and the later the day, the worse one that is out stands.
func TestJudgeProperties(t *testing.T) {
	order := []collection.State{collection.NotOpen, collection.Open, collection.Extended, collection.Late, collection.Missing}
	rapid.Check(t, func(t *rapid.T) {
		c := quarterly(maturity.Owed, maturity.Owed, maturity.Owed)
		p := period.Of(period.KindQuarter, period.Date(2018, 7, 1))
		_, due, closes, _ := collection.Days(c, p)
		today := p.End() + period.Day(rapid.IntRange(-50, 200).Draw(t, "today"))
		extended := period.Day(0)
		if rapid.Bool().Draw(t, "has extension") {
			extended = due + period.Day(rapid.IntRange(1, int(closes-due)).Draw(t, "extension"))
		}
		now, next := collection.Judge(c, p, time.Time{}, extended, today), collection.Judge(c, p, time.Time{}, extended, today+1)
		if slices.Index(order, now.State) > slices.Index(order, next.State) {
			t.Fatalf("%s becomes %s", now.State, next.State)
		}
		if now.State.In() || (now.DaysLate > 0) != now.State.Out() {
			t.Fatalf("%+v", now)
		}
		received := collection.Judge(c, p, today.Time().Add(12*time.Hour), extended, today)
		if !received.State.In() || (received.State == collection.OnTime) != (today <= received.Deadline) {
			t.Fatalf("%+v", received)
		}
		var n collection.Counts
		n.Add(now)
		n.Add(received)
		if n.Expected != n.Received+n.ToCome+n.Late+n.Missing || n.Received != n.OnTime+n.InLate || n.Expected != 2 {
			t.Fatalf("%+v", n)
		}
	})
}
