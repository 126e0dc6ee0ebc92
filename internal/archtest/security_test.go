package archtest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// dangerous are packages that can do harm with what somebody sent, or protect less than they promise, and the only rooms
// that may use them, with the reason.
var dangerous = map[string][]string{
	"os/exec": {"store/embedded", "store/storetest", "testfile", "pack/pdf", "bench"}, // PostgreSQL's own programs, a browser that prints, what drawing is measured beside, and what tests start; no text of visitors
	"unsafe":  {}, "C": {}, "plugin": {}, "net/rpc": {}, "encoding/gob": {}, "text/template": {},
	"crypto/md5": {}, "crypto/sha1": {}, "crypto/des": {}, "crypto/rc4": {}, "crypto/rsa": {}, "crypto/dsa": {}, "crypto/elliptic": {},
	"math/rand": {}, "math/rand/v2": {"forecast/train", "forecast/learnt", "demo/invent", "bench", "effect/trial"}, // learning and invention from a fixed seed
	"crypto/tls": {"mail", "openid", "store"}, "net/smtp": {}, "html/template": {"page", "notify", "meeting", "pack/paper"},
	"net/http/httputil": {}, "net/http/pprof": {}, "expvar": {}, "net/http/cgi": {},
}

func TestDangerousPackagesStayWhereTheyBelong(t *testing.T) {
	eachFile(t, func(path, room string, imports []string) {
		if strings.HasSuffix(path, "_test.go") {
			return
		}
		for _, imported := range imports {
			if rooms, known := dangerous[imported]; known && !slices.Contains(rooms, room) {
				t.Errorf("%s: only %v may import %s", path, rooms, imported)
			}
		}
	})
}

// callers are the only rooms that begin connections to anywhere but the database.
var callers = []string{"mail", "openid"}

// trusted are the only files that may call text HTML: what they make it from is escaped before, or comes through a closed
// list of elements.
var trusted = []string{"page/narrow.go", "page/control.go", "page/sparkline.go", "page/render.go", "page/results.go", "page/figurerows.go", "pack/paper/svg.go"}

// protections are names that take one away, or reach out of the house, and the rooms or files that may use them all the same.
var protections = map[string][]string{
	"template.HTML": trusted, "template.JS": {}, "template.JSStr": {}, "template.URL": {}, "template.CSS": {}, "template.HTMLAttr": {}, "template.Srcset": {},
	"tls.Config": callers, "http.Get": {}, "http.Post": {}, "http.PostForm": {}, "http.Client": append([]string{"bench", "testfile"}, callers...),
	"http.FileServer": {}, "http.FileServerFS": {}, "http.ServeFile": {}, "http.Dir": {}, "os.Getenv": {"store/storetest", "testfile", "waymark"}, "os.Setenv": {},
	"net.Dial": {"mail"}, "regexp.Compile": {"definition", "ingest"}, "debug.PrintStack": {},
}

// switchedOff are names of settings that switch checks off.
var switchedOff = []string{"InsecureSkipVerify", "InsecureIssuerURLContext", "InsecureSkipSignatureCheck", "SkipIssuerCheck", "SkipExpiryCheck", "SkipClientIDCheck"}

func TestProtectionsAreTakenAwayNowhereElse(t *testing.T) {
	seen := map[string]int{}
	eachSource(t, func(path, room string, file *ast.File) {
		within := strings.TrimPrefix(filepath.ToSlash(path), "../")
		ast.Inspect(file, func(n ast.Node) bool {
			if name, ok := n.(*ast.Ident); ok && slices.Contains(switchedOff, name.Name) {
				t.Errorf("%s holds %s", path, name.Name)
			}
			selector, ok := selected(n)
			if !ok {
				return true
			}
			owner, ok := selector.X.(*ast.Ident)
			if !ok || owner.Obj != nil {
				return true
			}
			name := owner.Name + "." + selector.Sel.Name
			if list, watched := protections[name]; watched {
				seen[name]++
				if !slices.Contains(list, room) && !slices.Contains(list, within) {
					t.Errorf("%s uses %s, which only %v may", path, name, list)
				}
			}
			return true
		})
	})
	if seen["template.HTML"] < 3 {
		t.Error("the search finds nothing: it proves nothing")
	}
}

// selected is the package member that a call, a conversion or a composite literal is of.
func selected(n ast.Node) (*ast.SelectorExpr, bool) {
	var of ast.Expr
	switch n := n.(type) {
	case *ast.CallExpr:
		of = n.Fun
	case *ast.CompositeLit:
		of = n.Type
	}
	selector, ok := of.(*ast.SelectorExpr)
	return selector, ok
}

// assembled are the only files whose SQL is put together while the program runs, from names of tables and numbers of
// parameters of our own; values are always parameters.
var assembled = []string{"staging_outcome.go", "staging_check.go", "staging.go", "staging_write.go", "staging_strategy.go", "result_page.go", "observation_filter.go", "observation.go", "suppression.go", "finding_read.go", "collection_received.go"}

func TestSQLIsNotPutTogetherFromValues(t *testing.T) {
	queries := 0
	eachSource(t, func(path, room string, file *ast.File) {
		if room != "store" || slices.Contains(assembled, filepath.Base(path)) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			f, ok := call.Fun.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if strings.HasSuffix(f.Sel.Name, "Context") {
				queries++
			}
			if f.Sel.Name != "Sprintf" {
				return true
			}
			literal, ok := call.Args[0].(*ast.BasicLit)
			if text, _ := strconv.Unquote(valueOf(literal)); !ok || looksLikeSQL(text) {
				t.Errorf("%s: SQL is put together with Sprintf: pass values as parameters", path)
			}
			return true
		})
	})
	if queries < 100 {
		t.Errorf("only %d queries were seen", queries)
	}
}

func valueOf(literal *ast.BasicLit) string {
	if literal == nil {
		return `""`
	}
	return literal.Value
}

func looksLikeSQL(text string) bool {
	return slices.ContainsFunc([]string{"SELECT ", "INSERT ", "UPDATE ", "DELETE ", " WHERE ", " FROM ", "ALTER ", "DROP "}, func(word string) bool { return strings.Contains(text, word) })
}

// eachSource visits the syntax of every file in internal and cmd that is no test.
func eachSource(t *testing.T, visit func(path, room string, file *ast.File)) {
	t.Helper()
	for _, root := range []string{"..", filepath.Join("..", "..", "cmd")} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || strings.Contains(path, "testdata") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return nil // half written; the compiler says so
			}
			room, _ := filepath.Rel(root, filepath.Dir(path))
			visit(path, filepath.ToSlash(room), file)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
