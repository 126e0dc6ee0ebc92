package main

import (
	"bufio"
	"fmt"

	"waymark/internal/maturity"
	"waymark/internal/spc/casefile"
)

type statSpcCommand struct{}

// Run reads a file of cases and writes the same file with our results as the expected ones.
func (statSpcCommand) Run(a *app) error {
	cases, err := casefile.Read(bufio.NewReader(a.in))
	if err != nil {
		return maturity.Errorf(maturity.Invalid, "Standard input cannot be answered: %v.", err)
	}
	cases.Answer()
	out := bufio.NewWriter(a.out)
	if err := cases.Write(out); err != nil {
		return environmentError(err)
	}
	if err := out.Flush(); err != nil {
		return environmentError(err)
	}
	refused := 0
	for _, c := range cases.Cases {
		if c.Expected.Error {
			refused++
		}
	}
	fmt.Fprintf(a.words, "%d cases answered, %d of them with a refusal.\n", len(cases.Cases), refused)
	return nil
}
