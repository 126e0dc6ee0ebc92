// Package archtest keeps the house in order: who may import whom (docs/architecture.md), and how large a file may grow.
package archtest

import (
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "waymark/"

// layer of each room; a room may import rooms of a lower layer, and those listed in beside.
var layer = map[string]int{
	"period": 0, "stat": 0, "sheet": 0, "config": 0,
	"maturity": 1, "forecast/learnt": 1,
	"definition": 2, "ingest": 2, "ods": 2, "assess": 2, "spc": 2, "forecast": 2, "trajectory": 2, "benchmark": 2, "reliability": 2, "chart": 2,
	"collection": 2, "rule": 2, "disclosure": 2, "revision": 2, "receipt": 2, "pack": 2,
	"schedule": 2, "priority": 2, "ramp": 2, "effect": 2, "exchange": 2,
	"chart/render": 3, "spc/casefile": 3, "effect/trial": 3, "forecast/train": 3, "forecast/casefile": 3, "store": 3, "store/embedded": 3,
	"receipt/paper": 3, "mail": 3, "openid": 3,
	"chart/raster": 3, "pack/paper": 3, "pack/pdf": 3, "pack/workbook": 3, "pack/bundle": 3, "pack/slides": 3,
	"intake": 4, "recompute": 4, "board": 4, "reference": 4, "account": 4, "export": 4,
	"returns": 4, "quality": 4, "notify": 4, "proof": 4, "meeting": 4, "explore": 4, "boardcopy": 4,
	"roadmap": 4, "whatif": 4, "outcome": 4,
	"httpkit": 5, "api": 5, "page": 5, "job": 5,
	"bench": 6, "demo": 6, "demo/invent": 6,
	"store/storetest": 6, "testfile": 6, "testfile/summary": 6, "archtest": 6, "browser": 6, "storybook": 6, "storybook/make": 6, "pack/packtest": 6,
}

// Imports inside the same layer that the plan allows.
var beside = map[string][]string{
	"trajectory":   {"forecast", "benchmark", "spc"},
	"api":          {"httpkit"},
	"page":         {"httpkit"},
	"chart/render": {},
	"pack":         {"chart"},
	"meeting":      {"board"},
	"effect":       {"spc"},
	"roadmap":      {"board"},
	"whatif":       {"roadmap"},
	"outcome":      {"roadmap"},
	"pack/pdf":     {"pack/paper"},
	"pack/bundle":  {"pack/paper", "pack/workbook"},
	"bench":        {"pack/packtest"},
}

// Rooms whose imports are narrower than their layer.
var only = map[string][]string{
	"maturity": {"period"}, "spc": {"stat"}, "forecast": {"stat", "forecast/learnt"}, "reliability": {"stat", "period", "maturity"},
	"period": {}, "stat": {}, "sheet": {}, "config": {},
	"store": {"period", "stat", "sheet", "config", "maturity", "disclosure"},
}

// Rooms that must not be imported from the layers named.
var never = map[string][]string{
	"intake": {"store"}, "recompute": {"store"}, "board": {"store"}, "reference": {"store"}, "account": {"store"}, "export": {"store"},
	"returns": {"store"}, "quality": {"store"}, "notify": {"store"}, "proof": {"store", "receipt/paper"}, "meeting": {"store"}, "explore": {"store"}, "boardcopy": {"store"}, "roadmap": {"store"}, "whatif": {"store"}, "outcome": {"store"},
	"api": {"store"}, "page": {"store"}, "httpkit": {"store"}, "job": {"store"},
}

// Foreign modules and the only rooms that may use them.
var keepers = map[string][]string{
	"github.com/jmoiron/sqlx": {"store", "store/embedded"}, "github.com/lib/pq": {"store", "store/embedded"}, "github.com/pressly/goose": {"store"},
	"github.com/xuri/excelize": {"sheet", "bench", "pack/workbook"}, "github.com/goccy/go-yaml": {"definition"}, "github.com/go-echarts": {"chart"},
	"github.com/dop251/goja": {"chart/render"}, "github.com/labstack/echo": {"httpkit", "api", "page"}, "github.com/robfig/cron": {"job"},
	"gonum.org": {"stat"}, "database/sql": {"store", "store/embedded"}, "github.com/danielgtaylor/huma": {"api"},
	"github.com/wneessen/go-mail": {"mail"}, "github.com/coreos/go-oidc": {"openid"}, "golang.org/x/oauth2": {"openid"}, "github.com/pquerna/otp": {"account"},
	"codeberg.org/go-pdf/fpdf": {"receipt/paper"}, "github.com/srwiley": {"chart/raster"}, "golang.org/x/image": {"chart", "chart/raster"},
}

func TestWhoMayImportWhom(t *testing.T) {
	eachFile(t, func(path, room string, imports []string) {
		test := strings.HasSuffix(path, "_test.go")
		own, known := layer[room]
		if !known {
			t.Errorf("%s: room %q is not in the plan; add it to docs/architecture.md and to this test", path, room)
			return
		}
		for _, imported := range imports {
			if to, ok := strings.CutPrefix(imported, module+"internal/"); ok {
				if test || to == room {
					continue
				}
				if own >= 6 && room != "bench" || slices.Contains(beside[room], to) {
					continue
				}
				if layer[to] >= own {
					t.Errorf("%s: %s (layer %d) imports %s (layer %d)", path, room, own, to, layer[to])
				}
				if list, narrow := only[room]; narrow && !slices.Contains(list, to) {
					t.Errorf("%s: %s may only import %v, not %s", path, room, list, to)
				}
				if slices.Contains(never[room], to) {
					t.Errorf("%s: %s must not import %s", path, room, to)
				}
				continue
			}
			if test || own >= 6 {
				continue
			}
			for prefix, rooms := range keepers {
				if strings.HasPrefix(imported, prefix) && !slices.Contains(rooms, room) {
					t.Errorf("%s: only %v may import %s", path, rooms, prefix)
				}
			}
		}
	})
}

func TestFilesStaySmallEnoughToHoldInTheHead(t *testing.T) {
	eachFile(t, func(path, _ string, _ []string) {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if lines := strings.Count(string(text), "\n"); lines > 400 {
			t.Errorf("%s has %d lines: split it by idea", path, lines)
		}
	})
}

func eachFile(t *testing.T, visit func(path, room string, imports []string)) {
	root := filepath.Join("..")
	files := 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.Contains(path, "testdata") {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		room, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		var imports []string
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, name)
		}
		files++
		visit(path, filepath.ToSlash(room), imports)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 10 {
		t.Fatalf("only %d files were found", files)
	}
}
