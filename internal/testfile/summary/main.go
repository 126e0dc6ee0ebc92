// Command summary reads the event stream of go test and prints what a person wants of it: the output of tests and
// packages that failed, the packages with their times, and a last line that counts.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"strings"
)

type event struct {
	Action, Package, ImportPath, Test, Output string
	Elapsed                                   float64
}

func main() {
	output := map[string]*strings.Builder{}
	times := map[string]float64{}
	passed, failed, skipped := 0, 0, 0
	var broken []string
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	decoder := json.NewDecoder(in)
	for decoder.More() {
		var e event
		if err := decoder.Decode(&e); err != nil {
			fmt.Fprintln(os.Stderr, "the test output could not be read:", err)
			os.Exit(1)
		}
		key := e.Package + e.ImportPath + " " + e.Test
		switch e.Action {
		case "output", "build-output":
			if output[key] == nil {
				output[key] = &strings.Builder{}
			}
			output[key].WriteString(e.Output)
		case "pass", "fail", "skip":
			if e.Test == "" {
				times[e.Package] += e.Elapsed
			}
			passed, failed, skipped = count(e, passed, failed, skipped)
			if e.Action == "fail" {
				broken = append(broken, key)
			} else if e.Action == "skip" && e.Test != "" {
				fmt.Printf("skipped %s\n%s", key, output[key])
			}
		case "build-fail":
			broken = append(broken, key)
		}
	}
	for _, key := range broken {
		fmt.Printf("--- FAILED %s\n%s", key, output[key])
	}
	var packages []string
	for p := range times {
		packages = append(packages, p)
	}
	sort.Strings(packages)
	for _, p := range packages {
		fmt.Printf("%8.1f s  %s\n", times[p], p)
	}
	fmt.Printf("%d passed, %d failed, %d skipped\n", passed, failed+boolToInt(failed == 0 && len(broken) > 0), skipped)
	if len(broken) > 0 || passed == 0 {
		os.Exit(1)
	}
}

func count(e event, passed, failed, skipped int) (int, int, int) {
	if e.Test == "" {
		return passed, failed, skipped
	}
	switch e.Action {
	case "pass":
		passed++
	case "fail":
		failed++
	case "skip":
		skipped++
	}
	return passed, failed, skipped
}

func boolToInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
