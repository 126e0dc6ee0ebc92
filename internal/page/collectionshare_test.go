package page

import (
	"testing"

	"waymark/internal/collection"
)

// A share is rounded, but neither all nor none is said of what is not.
func TestTheShareOfReturnsThatAreIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		in, expected int
		want         string
	}{{0, 0, ""}, {0, 3, "0%"}, {2, 3, "67%"}, {1, 3, "33%"}, {3, 3, "100%"}, {999, 1000, "99%"}, {1, 1000, "1%"}} {
		if got := shareWords(collection.Counts{Received: c.in, Expected: c.expected}); got != c.want {
			t.Errorf("%d of %d: %q, not %q", c.in, c.expected, got, c.want)
		}
	}
}
