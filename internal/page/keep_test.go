package page

import "testing"

func TestWhatWasShownLastIsKeptUpToItsBytes(t *testing.T) {
	k := newKeep[string](3*(200+1) + 12)
	k.put("a", "aaaa", 4)
	k.put("b", "bbbb", 4)
	k.put("c", "cccc", 4)
	k.get("a")
	k.put("d", "dddd", 4)
	k.put("", "nothing", 4)
	k.put("huge", "", 1000)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true, "": false, "huge": false} {
		if _, got := k.get(key); got != want {
			t.Errorf("%q kept: %v, want %v", key, got, want)
		}
	}
	for range 1000 {
		k.put(string(rune('e'+len(k.at)))+"x", "more", 4)
	}
	if k.held > k.limit || len(k.at) != k.order.Len() {
		t.Errorf("%d bytes held of %d, %d and %d entries", k.held, k.limit, len(k.at), k.order.Len())
	}
	none := newKeep[string](0)
	if none.put("a", "", 0); len(none.at) > 0 {
		t.Error("something is kept where nothing may be")
	}
}
