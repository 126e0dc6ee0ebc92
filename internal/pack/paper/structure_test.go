package paper

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/internal/chart"
	"waymark/internal/pack/packtest"
)

func drawn(t *testing.T) []byte {
	t.Helper()
	draw, err := packtest.Renderer()
	if err != nil {
		t.Fatal(err)
	}
	d, err := packtest.Document(t.Context(), draw)
	if err != nil {
		t.Fatal(err)
	}
	// The same picture twice: its ids must not clash.
	d.Sections[6].Blocks = append(d.Sections[6].Blocks, d.Sections[0].Blocks[0])
	return written(t, d)
}

// TestTheStructureCanBeHeard walks the page as a screen reader does.
func TestTheStructureCanBeHeard(t *testing.T) {
	root, err := html.Parse(bytes.NewReader(drawn(t)))
	if err != nil {
		t.Fatal(err)
	}
	ids, wanted := map[string]bool{}, map[string]string{}
	level, first, seen := 0, 0, map[string]int{}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.ElementNode {
			seen[n.Data]++
			attr := map[string]string{}
			for _, a := range n.Attr {
				attr[a.Key] = a.Val
			}
			if id, has := attr["id"]; has {
				if ids[id] {
					t.Errorf("id %q twice", id)
				}
				ids[id] = true
			}
			for _, key := range []string{"aria-labelledby", "aria-describedby"} {
				if attr[key] != "" {
					wanted[attr[key]] = n.Data
				}
			}
			if to, inside := strings.CutPrefix(attr["href"], "#"); inside {
				wanted[to] = n.Data
			}
			if to, inside := strings.CutPrefix(attr["clip-path"], "url(#"); inside {
				wanted[strings.TrimSuffix(to, ")")] = n.Data
			}
			switch n.Data {
			case "h1", "h2", "h3", "h4":
				now := int(n.Data[1] - '0')
				if now > level+1 {
					t.Errorf("%s follows h%d", n.Data, level)
				}
				if level = now; now == 1 {
					first++
				}
			case "th":
				if attr["scope"] != "col" && attr["scope"] != "row" {
					t.Errorf("a table header has the scope %q", attr["scope"])
				}
			case "table":
				if n.FirstChild.NextSibling == nil || n.FirstChild.NextSibling.Data != "caption" {
					t.Error("a table has no caption")
				}
			case "html":
				if attr["lang"] != "en-GB" {
					t.Errorf("the language is %q", attr["lang"])
				}
			case "svg":
				if attr["role"] != "img" || attr["aria-labelledby"] == "" {
					t.Error("a drawing cannot be heard")
				}
			}
		}
		for child := n.FirstChild; child != nil; child = child.NextSibling {
			walk(child)
		}
	}
	walk(root)
	for id, by := range wanted {
		if !ids[id] {
			t.Errorf("%s points to %q, which is not there", by, id)
		}
	}
	if first != 1 || seen["svg"] != 5 || seen["table"] < 7 || seen["main"] != 1 {
		t.Errorf("%d h1, %d drawings, %d tables, %d main", first, seen["svg"], seen["table"], seen["main"])
	}
}

func TestDrawingsAreCheckedAgain(t *testing.T) {
	f := chart.Figure{Title: `A "title" <b>`, Reading: "R"}
	const head = `<svg width="9" height="9">`
	for name, tc := range map[string]struct{ svg, want string }{
		"usual":                  {head + `<path d="M0 0" fill="#FFF"></path></svg>`, `<path d="M0 0" fill="#FFF"></path></svg>`},
		"own title":              {head + `<title id="t">own</title><g></g></svg>`, `<g></g></svg>`},
		"ids":                    {head + `<clipPath id="a"></clipPath><g clip-path="url(#a)"></g></svg>`, `<clipPath id="p1-0"></clipPath><g clip-path="url(#p1-0)"></g></svg>`},
		"event":                  {head + `<g onclick="x()" ONLOAD="y()"></g></svg>`, `<g></g></svg>`},
		"style":                  {head + `<g style="fill:red" class="x"></g></svg>`, `<g></g></svg>`},
		"fetch":                  {head + `<g fill="URL(http://x/)" href="http://x/"></g></svg>`, `<g></g></svg>`},
		"text":                   {head + `<text x="1">a &lt;b&gt; &amp;</text></svg>`, `<text x="1">a &lt;b&gt; &amp;</text></svg>`},
		"header":                 {`<?xml version="1.0"?>` + head + `<g></g></svg>`, `<g></g></svg>`},
		"script":                 {head + `<script>x</script></svg>`, ""},
		"page inside":            {head + `<foreignObject></foreignObject></svg>`, ""},
		"use":                    {head + `<use></use></svg>`, ""},
		"other names":            {head + `<x:script></x:script></svg>`, ""},
		"linked attribute":       {head + `<g xlink:href="http://x/"></g></svg>`, `<g></g></svg>`},
		"not whole":              {head + `<g>`, ""},
		"wrongly closed":         {head + `<g></path></svg>`, ""},
		"two":                    {head + `</svg>` + head + `</svg>`, ""},
		"no drawing":             {`<p>x</p>`, ""},
		"entities of its own":    {`<!DOCTYPE svg [<!ENTITY x "y">]>` + head + `</svg>`, ""},
		"no size":                {`<svg><g></g></svg>`, ""},
		"size that breaks out":   {`<svg width="9&quot; onload=&quot;x" height="9"><g></g></svg>`, ""},
		"nothing":                {"", ""},
		"drawing inside drawing": {head + `<svg width="1" height="1"></svg></svg>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := inline([]byte(tc.svg), f, "p1-")
			if tc.want == "" {
				if err == nil {
					t.Errorf("it stands in the page as %s", got)
				}
				return
			}
			_, rest, _ := strings.Cut(string(got), `<desc id="p1-desc">R</desc>`)
			if err != nil || rest != tc.want || !strings.Contains(string(got), `<title id="p1-title">A &#34;title&#34; &lt;b&gt;</title>`) {
				t.Errorf("got %s (%v), want its end to be %s", got, err, tc.want)
			}
		})
	}
}

func TestWithoutADrawingTheTableStandsInItsPlace(t *testing.T) {
	d, err := packtest.Document(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	page := string(written(t, d))
	for _, p := range d.Pictures() {
		if n := strings.Count(page, "<caption><bdi>"+p.Figure.Table.Caption+"</bdi>"); len(p.Figure.Table.Rows) > 0 && n < 1 {
			t.Errorf("the table of %s is not there", p.Name)
		}
	}
	if strings.Contains(page, "The numbers behind") {
		t.Error("the tables are there a second time")
	}
}

func TestALinkLeadsOnlyIntoTheInstallation(t *testing.T) {
	o := newOrigins("https://waymark.example/meetings/12/paper")
	for address, want := range map[string]string{
		"/observations/3/from?as_at=2019-03-14#cell": "https://waymark.example/observations/3/from?as_at=2019-03-14#cell",
		"": "", "javascript:alert(1)": "", "//evil.example/x": "", "https://evil.example/": "", "relative": "", "data:text/html,x": "", "\n/x": "",
	} {
		got := ""
		if found := o.of(address); found != nil {
			got = found.Link
		}
		if got != want {
			t.Errorf("%q leads to %q, want %q", address, got, want)
		}
	}
	if got := newOrigins("").of("/observations/3/from"); got == nil || got.Link != "/observations/3/from" || got.Number != 1 {
		t.Errorf("without an address of the paper: %+v", got)
	}
	if o.of("/observations/3/from?as_at=2019-03-14#cell").Number != 1 {
		t.Error("the same place got another number")
	}
}
