package roadmap

import (
	"encoding/json"
	"io/fs"
	"math/rand/v2"
	"reflect"
	"testing"

	"waymark/internal/definition"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/seeds"
)

// anything fills a value with words, numbers and dates, nothing among them; lists are there or not, but not there and
// empty: a file and a database do not tell the two apart.
func anything(r *rand.Rand, v reflect.Value, depth int) {
	switch v.Type() {
	case reflect.TypeFor[period.Day]():
		v.SetInt(int64(r.IntN(40_000) - 5_000))
		return
	case reflect.TypeFor[period.Period]():
		if r.IntN(4) > 0 {
			kinds := []period.Kind{period.KindDay, period.KindMonth, period.KindQuarter, period.KindFinancialYear}
			v.Set(reflect.ValueOf(period.Of(kinds[r.IntN(len(kinds))], period.Day(r.IntN(30_000)))))
		}
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString([]string{"", "Portal", "zwölf — 12", `"quoted" <b>&amp;`, "two\nlines", "null", "0"}[r.IntN(7)])
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(r.IntN(5)) * int64(r.IntN(1_000_000)))
	case reflect.Float64:
		v.SetFloat([]float64{0, 1, -2.5, 1e-9, 1e21, 0.1, 1_234_567.89}[r.IntN(7)])
	case reflect.Pointer:
		if r.IntN(2) == 0 {
			v.Set(reflect.New(v.Type().Elem()))
			anything(r, v.Elem(), depth+1)
		}
	case reflect.Slice:
		if n := r.IntN(4); n > 0 && depth < 8 {
			v.Set(reflect.MakeSlice(v.Type(), n, n))
			for i := range n {
				anything(r, v.Index(i), depth+1)
			}
		}
	case reflect.Struct:
		for i := range v.NumField() {
			anything(r, v.Field(i), depth+1)
		}
	default:
		panic("a roadmap holds a " + v.Kind().String())
	}
}

func TestItemsOfAnyRoadmapJoinToItAgain(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(6, 33))
	for range 200 {
		var was maturity.Roadmap
		anything(r, reflect.ValueOf(&was).Elem(), 0)
		items := Items(was)
		for i := range items { // as a database gives them back
			var value any
			if err := json.Unmarshal(items[i].Content, &value); err != nil {
				t.Fatal(err)
			}
			items[i].Content, _ = json.MarshalIndent(value, "", " ")
		}
		r.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
		is, err := Join(items)
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(was, is) {
			a, _ := json.Marshal(was)
			b, _ := json.Marshal(is)
			t.Fatalf("was %s\nis  %s", a, b)
		}
	}
}

// shipped reads the four roadmaps of the documents.
func shipped(t *testing.T) (out []maturity.Roadmap) {
	t.Helper()
	files, err := fs.Glob(seeds.Files, "roadmaps/*.yaml")
	if err != nil || len(files) != 4 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := fs.ReadFile(seeds.Files, file)
		if err != nil {
			t.Fatal(err)
		}
		r, err := definition.ReadRoadmap(file, text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, r)
	}
	return out
}

func TestTheFourRoadmapsJoinToThemselves(t *testing.T) {
	t.Parallel()
	for _, was := range shipped(t) {
		is, err := Join(Items(was))
		if err != nil || !reflect.DeepEqual(was, is) {
			t.Errorf("%s is not itself after it was taken apart: %v", was.ID, err)
		}
	}
}

// Items that are not there any more, are new, say something else or stand elsewhere are differences; nothing else is, and
// what results is the new roadmap in its order.
func TestDifferencesMakeTheOldRoadmapTheNewOne(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(7, 33))
	for range 300 {
		was := few(r)
		before := Items(was)
		for range r.IntN(4) { // positions are no longer those of a fresh roadmap
			is := shuffled(r, was)
			before = apply(before, differences(before, Items(is)))
			was = is
		}
		is := shuffled(r, was)
		changes := differences(before, Items(is))
		after := apply(before, changes)
		joined, err := Join(after)
		if err != nil || !reflect.DeepEqual(joined, is) {
			t.Fatalf("%v: initiatives became %v, not %v", err, ids(joined), ids(is))
		}
		if again := differences(after, Items(is)); len(again) > 0 {
			t.Fatalf("the same again has %d differences", len(again))
		}
	}
}

func few(r *rand.Rand) maturity.Roadmap {
	out := maturity.Roadmap{ID: "r"}
	for _, id := range []string{"a", "b", "c", "d", "e", "f"} {
		out.Initiatives = append(out.Initiatives, maturity.Initiative{ID: id, Effort: new(float64(r.IntN(3)))})
	}
	return out
}

func shuffled(r *rand.Rand, was maturity.Roadmap) maturity.Roadmap {
	is := maturity.Roadmap{ID: "r"}
	for _, at := range r.Perm(len(was.Initiatives)) {
		one := was.Initiatives[at]
		switch r.IntN(8) {
		case 0:
			continue
		case 1:
			one.Effort = new(float64(r.IntN(5)))
		case 2:
			is.Initiatives = append(is.Initiatives, maturity.Initiative{ID: one.ID + "x"})
		}
		is.Initiatives = append(is.Initiatives, one)
	}
	seen := map[string]bool{}
	var once []maturity.Initiative
	for _, i := range is.Initiatives {
		if !seen[i.ID] {
			once = append(once, i)
		}
		seen[i.ID] = true
	}
	is.Initiatives = once
	return is
}

func apply(items []maturity.RoadmapItem, changes []ItemChange) (out []maturity.RoadmapItem) {
	changed := map[name]bool{}
	for _, c := range changes {
		changed[name{c.Kind, c.Key}] = true
		if c.After != nil {
			out = append(out, *c.After)
		}
	}
	for _, i := range items {
		if !changed[nameOf(i)] {
			out = append(out, i)
		}
	}
	return out
}

func ids(r maturity.Roadmap) (out []string) {
	for _, i := range r.Initiatives {
		out = append(out, i.ID)
	}
	return out
}

func TestAnItemPutBetweenMovesNoOther(t *testing.T) {
	t.Parallel()
	was := maturity.Roadmap{ID: "r", Initiatives: []maturity.Initiative{{ID: "a"}, {ID: "b"}, {ID: "c"}}}
	is := was
	is.Initiatives = []maturity.Initiative{{ID: "a"}, {ID: "new"}, {ID: "b"}, {ID: "c"}}
	if changes := differences(Items(was), Items(is)); len(changes) != 1 || changes[0].Key != "new" || changes[0].Before != nil {
		t.Errorf("one item more gave %d changes: %+v", len(changes), changes)
	}
	is.Initiatives = []maturity.Initiative{{ID: "c"}, {ID: "a"}, {ID: "b"}}
	if changes := differences(Items(was), Items(is)); len(changes) != 1 || changes[0].Key != "c" {
		t.Errorf("the last item put first gave %d changes", len(changes))
	}
}
