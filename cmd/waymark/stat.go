package main

// statCommand gathers what computes from files alone: no settings, no definitions, no database.
type statCommand struct {
	Spc statSpcCommand `cmd:"" help:"Answer control chart cases (spc-reference/1) from standard input."`
}
