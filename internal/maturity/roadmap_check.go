package maturity

import (
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/internal/period"
)

// RoadmapFault is something that no roadmap may hold.
type RoadmapFault struct {
	Kind    ItemKind
	Key     string // of the item; "" for the head
	Path    string // of the part, as a file names it: initiatives[3].milestones[0].date
	Message string // what is wrong and what would be right, without the place
}

// String is the fault with its place.
func (f RoadmapFault) String() string {
	if f.Key == "" {
		return f.Message
	}
	return fmt.Sprintf("%s %s: %s", f.Kind, f.Key, f.Message)
}

// MaxRoadmapText is how many letters a text of a roadmap may have: what a cell of a spreadsheet surely holds.
const MaxRoadmapText = 10_000

var (
	itemID    = regexp.MustCompile(`^[a-z0-9]+([._-][a-z0-9]+)*$`)
	roadmapID = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

// CheckRoadmap lists what is wrong with a roadmap by itself: ids, references between its own items, dates, numbers out
// of range. A link to something unknown and a cycle are doubts, not faults. Organisations, capabilities and measures
// are not looked up.
func CheckRoadmap(r *Roadmap) []RoadmapFault {
	c := &roadmapCheck{r: r, linkable: map[string]string{}, ids: map[ItemKind]map[string]bool{}, frames: map[string]bool{}}
	c.head()
	c.names()
	c.initiatives()
	c.deployments()
	c.registers()
	c.priorities()
	c.texts(reflect.ValueOf(*r), "")
	slices.SortStableFunc(c.faults, func(a, b RoadmapFault) int { return orderOf(a.Kind) - orderOf(b.Kind) })
	return c.faults
}

type roadmapCheck struct {
	r        *Roadmap
	faults   []RoadmapFault
	kind     ItemKind
	key      string
	linkable map[string]string // id -> what has it
	ids      map[ItemKind]map[string]bool
	frames   map[string]bool // "frame/item"
}

var kindOrder = []ItemKind{ItemHead, ItemWorkstream, ItemFrame, ItemInitiative, ItemDeployment, ItemGap, ItemRisk, ItemBenefit,
	ItemFunding, ItemCriteria, ItemScore, ItemPriorities, ItemRegister, ItemUpdate}

// ItemKinds lists the kinds of items in the order of a file.
func ItemKinds() []ItemKind { return slices.Clone(kindOrder) }

func orderOf(k ItemKind) int { return slices.Index(kindOrder, k) }

func (c *roadmapCheck) fault(path, format string, args ...any) {
	c.faults = append(c.faults, RoadmapFault{c.kind, c.key, path, fmt.Sprintf(format, args...)})
}

func (c *roadmapCheck) head() {
	c.kind, c.key = ItemHead, ""
	if !roadmapID.MatchString(c.r.ID) {
		c.fault("id", "id %q may have only small letters, digits, and single hyphens between them", c.r.ID)
	}
	for _, need := range []struct{ path, text string }{{"organisation", c.r.Organisation}, {"title", c.r.Title}} {
		if need.text == "" {
			c.fault(need.path, "%s is missing", need.path)
		}
	}
	for i, m := range c.r.Meanings {
		path := at("meanings", i)
		c.oneOf(path+".colour", string(m.Colour), string(PlanGreen), string(PlanAmber), string(PlanRed))
		for j, s := range m.States {
			c.oneOf(at(path+".states", j), string(s), wordsOf(PlanStates())...)
		}
	}
}

// names collects the ids of all items, so that references can be told.
func (c *roadmapCheck) names() {
	add := func(kind ItemKind, list string, i int, id, title string, link bool) {
		c.kind, c.key = kind, id
		c.id(at(list, i), kind, id, link)
		if title == "" {
			c.fault(at(list, i), "title is missing")
		}
	}
	for i, v := range c.r.Workstreams {
		add(ItemWorkstream, "workstreams", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Frames {
		add(ItemFrame, "frames", i, v.ID, v.Title, false)
		for j, item := range v.Items {
			name := v.ID + "/" + item.ID
			if path := at(at("frames", i)+".items", j); !itemID.MatchString(item.ID) || c.frames[name] {
				c.fault(path+".id", "id %q of the frame's item is missing, badly formed or used twice", item.ID)
			}
			c.frames[name] = true
		}
	}
	for i, v := range c.r.Initiatives {
		add(ItemInitiative, "initiatives", i, v.ID, v.Title, true)
	}
	for i, v := range c.r.Deployments {
		add(ItemDeployment, "deployments", i, v.ID, "-", true)
	}
	for i, v := range c.r.Gaps {
		add(ItemGap, "gaps", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Risks {
		add(ItemRisk, "risks", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Benefits {
		add(ItemBenefit, "benefits", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Funding {
		add(ItemFunding, "funding", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Criteria {
		add(ItemCriteria, "criteria", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Priorities {
		add(ItemPriorities, "priorities", i, v.ID, v.Title, false)
	}
	for i, v := range c.r.Registers {
		add(ItemRegister, "registers", i, v.ID, v.Title, false)
		for j, e := range v.Entries {
			c.part(at(at("registers", i)+".entries", j), "register "+v.ID, e.ID, e.Title)
			c.date(at(at("registers", i)+".entries", j)+".date", e.Date)
		}
	}
}

// id checks the form and that nothing of the same kind, or that links may lead to, has it too.
func (c *roadmapCheck) id(path string, kind ItemKind, id string, link bool) {
	if c.ids[kind] == nil {
		c.ids[kind] = map[string]bool{}
	}
	switch {
	case id == "":
		c.fault(path, "id is missing")
		return
	case !itemID.MatchString(id) || len(id) > 120:
		c.fault(path+".id", "id %q may have only small letters, digits, and single - . or _ between them", id)
	case c.ids[kind][id]:
		c.fault(path+".id", "id %q is used twice", id)
	case link && c.linkable[id] != "":
		c.fault(path+".id", "id %q is already that of %s", id, c.linkable[id])
	}
	c.ids[kind][id] = true
	if link && c.linkable[id] == "" {
		c.linkable[id] = "the " + string(kind) + " " + id
	}
}

// part checks a phase, gate, wave, milestone or entry: links may lead to all of them.
func (c *roadmapCheck) part(path, of, id, title string) {
	switch {
	case id == "":
		c.fault(path, "id is missing")
	case !itemID.MatchString(id) || len(id) > 120:
		c.fault(path+".id", "id %q may have only small letters, digits, and single - . or _ between them", id)
	case c.linkable[id] != "":
		c.fault(path+".id", "id %q is already that of %s", id, c.linkable[id])
	}
	if title == "" {
		c.fault(path, "title is missing")
	}
	c.linkable[id] = "a part of " + of
}

// refer faults ids that no item of the kind has.
func (c *roadmapCheck) refer(path string, kind ItemKind, ids ...string) {
	for _, id := range ids {
		if id != "" && !c.ids[kind][id] {
			c.fault(path, "there is no %s %q in this roadmap", kind, id)
		}
	}
}

func (c *roadmapCheck) oneOf(path, word string, allowed ...string) {
	if !slices.Contains(allowed, word) {
		c.fault(path, "%q is none of %s", word, strings.Join(allowed, ", "))
	}
}

func (c *roadmapCheck) between(path string, v, low, high float64) {
	if !(v >= low && v <= high) {
		c.fault(path, "%s must be from %g to %g, not %g", path[strings.LastIndex(path, ".")+1:], low, high, v)
	}
}

// date checks a loose date: its words must be there, and its days must be those its precision stands for.
func (c *roadmapCheck) date(path string, d *LooseDate) {
	if d == nil {
		return
	}
	if message := d.Fault(); message != "" {
		c.fault(path, "%s", message)
	}
}

// order faults an end that is over before the start.
func (c *roadmapCheck) order(path string, start, end *LooseDate) {
	c.date(path+".start", start)
	c.date(path+".end", end)
	if start != nil && end != nil && start.Earliest != 0 && end.Latest != 0 && end.Latest < start.Earliest {
		c.fault(path+".end", "the end (%s) is before the start (%s)", end.AsGiven, start.AsGiven)
	}
}

// texts faults what cannot stand in every file: control characters and texts that are too long.
func (c *roadmapCheck) texts(v reflect.Value, path string) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			c.texts(v.Elem(), path)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if path == "" {
				c.kind, c.key = ItemHead, ""
			}
			c.texts(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."))
		}
	case reflect.Slice:
		for i := range v.Len() {
			c.texts(v.Index(i), at(path, i))
		}
	case reflect.String:
		text := v.String()
		if len(text) > MaxRoadmapText && utf8.RuneCountInString(text) > MaxRoadmapText {
			c.fault(snakePath(path), "a text has more than %d letters", MaxRoadmapText)
		}
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unwritable) {
			c.fault(snakePath(path), "a text holds a character that no file can hold")
		}
	}
}

// unwritable reports what XML and spreadsheets cannot hold.
func unwritable(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r == 0xfffe || r == 0xffff
}

func at(list string, i int) string { return list + "[" + strconv.Itoa(i) + "]" }

// snakePath is a path of Go names as files write it.
func snakePath(path string) string {
	var b strings.Builder
	for i, r := range path {
		if r >= 'A' && r <= 'Z' {
			if i > 0 && path[i-1] >= 'a' && path[i-1] <= 'z' {
				b.WriteByte('_')
			}
			r += 'a' - 'A'
		}
		b.WriteRune(r)
	}
	return b.String()
}

func wordsOf[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = string(v)
	}
	return out
}

// Fault says what is wrong with a date by itself; "" where nothing is.
func (d LooseDate) Fault() string {
	switch {
	case d.AsGiven == "":
		return "as_given is missing: the words of the source"
	case d.Precision == "":
		return "precision is missing"
	}
	switch d.Precision {
	case PrecisionNone, PrecisionRelative, PrecisionRecurringYear:
		return ""
	case PrecisionFromMonth, PrecisionFromMonthEnd, PrecisionFromYear:
		if d.Earliest == 0 {
			return fmt.Sprintf("a date of precision %s needs earliest", d.Precision)
		}
		if d.Latest != 0 {
			return fmt.Sprintf("a date of precision %s is open and has no latest", d.Precision)
		}
		return ""
	case PrecisionDay, PrecisionMonth, PrecisionMidMonth, PrecisionRange, PrecisionFinancialQuarter, PrecisionFinancialYear, PrecisionFinancialYearEnd, PrecisionCalendarYear:
	default:
		return fmt.Sprintf("%q is no precision of a date", d.Precision)
	}
	switch {
	case d.Earliest == 0 || d.Latest == 0:
		return fmt.Sprintf("a date of precision %s needs earliest and latest", d.Precision)
	case d.Earliest > d.Latest:
		return fmt.Sprintf("latest %s is before earliest %s", d.Latest, d.Earliest)
	case !d.whole():
		return fmt.Sprintf("%s to %s lie in no one %s", d.Earliest, d.Latest, strings.ReplaceAll(string(d.Precision), "_", " "))
	}
	return ""
}

var precisionKinds = map[Precision]period.Kind{PrecisionDay: period.KindDay, PrecisionMonth: period.KindMonth,
	PrecisionFinancialQuarter: period.KindQuarter, PrecisionFinancialYear: period.KindFinancialYear, PrecisionCalendarYear: period.KindCalendarYear}

// whole reports whether the days lie in one span of the kind that the precision stands for.
func (d LooseDate) whole() bool {
	if d.Precision == PrecisionFinancialYearEnd {
		_, month, day := d.Latest.Time().Date()
		return d.Earliest == d.Latest && month == time.March && day == 31
	}
	kind, is := precisionKinds[d.Precision]
	if !is {
		return true
	}
	return period.Of(kind, d.Earliest).Contains(d.Latest)
}
