package browser

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var update = flag.Bool("update", false, "write the budgets and the figures of accessibility again")

const (
	budgetFile = "testdata/budgets.txt"
	maxBytes   = 150_000 // of the HTML of any page, before compression
	maxRequest = 6       // of a first visit, the sign in the tab included
)

const budgetIntro = `# What each page may cost, in counts that are the same on every machine: statements sent to the database for a first
# visit after new data, and kilobytes of HTML before compression (never more than 150). A page above its budget fails.
# Written by -update, a little above what was counted; raise a line only for a reason.
`

// cost is what a page cost; zero where nothing is written down.
type cost struct{ statements, kilobytes int }

// over says by what a page is above its budget.
func (c cost) over(budget cost) string {
	if c.statements > budget.statements || c.kilobytes > budget.kilobytes {
		return fmt.Sprintf("%d statements and %d KB; its budget is %d and %d", c.statements, c.kilobytes, budget.statements, budget.kilobytes)
	}
	return ""
}

// roomFor is a budget a little above what was counted.
func roomFor(c cost) cost { return cost{(c.statements/5 + 1) * 5, min(150, (c.kilobytes/10+1)*10)} }

var (
	loggedID         = regexp.MustCompile(`request_id=(\S+)`)
	loggedStatements = regexp.MustCompile(` statements=(\d+)`)
)

// budgets visits each page once, before anybody else has, and compares what it cost with what it may.
func (s *site) budgets(t *testing.T) {
	f := s.furnish(t)
	people := map[string]*crawler{}
	costs := map[string]cost{}
	for _, p := range pages {
		if p.as == "invited" || p.as == "halfway" || p.paper {
			continue // only a browser comes there, or it is a document with all its pictures
		}
		path := f.words.Replace(p.path)
		answer, err := s.known(t, people, p.as).http.Get(s.address + path)
		if err != nil {
			t.Fatal(err)
		}
		text := s.known(t, people, p.as).read(answer, nil)
		if len(text) > maxBytes {
			t.Errorf("%s has %d bytes, more than %d", path, len(text), maxBytes)
		}
		costs[p.path] = cost{s.log.statements(answer.Header.Get("X-Request-Id")), (len(text) + 999) / 1000}
	}
	if *update {
		writeBudgets(t, costs)
	}
	s.again(t)
	budgets := readBudgets(t)
	for path, c := range costs {
		budget, known := budgets[path]
		if !known {
			t.Errorf("%s has no line in %s: run the test with -update", path, budgetFile)
		} else if over := c.over(budget); over != "" {
			t.Errorf("%s: %s", path, over)
		}
	}
	for path := range budgets {
		if _, visited := costs[path]; !visited {
			t.Errorf("%s has a line in %s but is no page", path, budgetFile)
		}
	}
}

// known is a crawler of somebody, made when it is needed.
func (s *site) known(t *testing.T, people map[string]*crawler, who string) *crawler {
	t.Helper()
	if who == "" {
		who = "demo-analyst"
	}
	if people[who] == nil {
		if people[who] = s.stranger(t); who != "nobody" {
			people[who] = s.crawler(t, who)
		}
	}
	return people[who]
}

// statements is what the program's own log says of a request; -1 where it says nothing.
func (l *serverLog) statements(request string) int {
	for _, line := range strings.Split(l.waitFor("request_id="+request), "\n") {
		if id := loggedID.FindStringSubmatch(line); id == nil || id[1] != request {
			continue
		}
		if n := loggedStatements.FindStringSubmatch(line); n != nil {
			number, _ := strconv.Atoi(n[1])
			return number
		}
	}
	return -1
}

func writeBudgets(t *testing.T, costs map[string]cost) {
	t.Helper()
	var out strings.Builder
	out.WriteString(budgetIntro)
	fmt.Fprintf(&out, "%10s %9s  %s\n", "statements", "kilobytes", "page")
	for _, path := range slices.Sorted(maps.Keys(costs)) {
		room := roomFor(costs[path])
		fmt.Fprintf(&out, "%10d %9d  %s\n", room.statements, room.kilobytes, path)
	}
	if err := os.WriteFile(budgetFile, []byte(out.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func readBudgets(t *testing.T) map[string]cost {
	t.Helper()
	text, err := os.ReadFile(budgetFile)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]cost{}
	for _, line := range strings.Split(string(text), "\n") {
		var c cost
		var path string
		if n, _ := fmt.Sscan(line, &c.statements, &c.kilobytes, &path); n == 3 {
			out[path] = c
		}
	}
	return out
}

// mostAgain is how many statements a board may cost that was shown before, while nothing it shows has changed.
const mostAgain = 8

// again visits boards a second time: what was put together the first time is kept.
func (s *site) again(t *testing.T) {
	f := s.furnish(t)
	c := s.known(t, map[string]*crawler{}, "demo-board")
	for _, p := range []string{"/boards/ldr-steering-group/gloucestershire-ldr", "/boards/ldr-steering-group/gloucestershire-ldr?boundaries=today&since=2018-06-12", "/boards/trust/RTE", "/boards/national-overview/ENG"} {
		var counted []int
		for range 3 {
			answer, err := c.http.Get(s.address + f.words.Replace(p))
			if err != nil {
				t.Fatal(err)
			}
			c.read(answer, nil)
			counted = append(counted, s.log.statements(answer.Header.Get("X-Request-Id")))
		}
		if last := counted[2]; last < 1 || last > mostAgain {
			t.Errorf("%s costs %v statements, at most %d wanted again", p, counted, mostAgain)
		}
	}
}

// firstVisit counts what a browser asks for that was never here: the page, its style sheet, its scripts, and the sign in
// the tab, which a browser without tabs leaves out; and, on a telephone, the drawings that it comes near at once.
func (s *site) firstVisit(t *testing.T) {
	for _, width := range []int64{1280, 375} {
		for _, p := range []place{{path: "/sign-in", as: "nobody"}, {path: "/boards/ldr-steering-group/gloucestershire-ldr", as: "demo-board"}, {path: "/boards/trust/RTE", as: "demo-board"},
			{path: "/data/returns/gloucestershire-paper-free/{period}/RTE", as: "demo-trust"}} {
			f := s.furnish(t)
			v := s.door(t, f, p.as)
			v.do(chromedp.EmulateViewport(width, 900))
			path := f.words.Replace(p.path)
			v.open(path)
			time.Sleep(700 * time.Millisecond) // what is near is asked for once the page stands
			v.quiet(path)
			asked := ask[[]string](v, `performance.getEntriesByType('resource').map(e => e.name).filter(n => n.startsWith('http')).concat(location.href, [...document.querySelectorAll('link[rel=icon]')].map(l => l.href))`)
			slices.Sort(asked)
			if asked = slices.Compact(asked); len(asked) > maxRequest || len(asked) < 4 {
				t.Errorf("%s makes %d requests at %d pixels, want at most %d: %q", path, len(asked), width, maxRequest, asked)
			}
		}
	}
}

func TestWhatIsOverItsBudget(t *testing.T) {
	t.Parallel()
	budget := cost{20, 60}
	for over, cases := range map[bool][]cost{false: {{20, 60}, {1, 1}}, true: {{21, 60}, {20, 61}}} {
		for _, c := range cases {
			if got := c.over(budget); (got != "") != over {
				t.Errorf("%+v: %q", c, got)
			}
		}
	}
}
