package main

// statCommand gathers what computes from files alone: no settings, no definitions, no database.
type statCommand struct {
	Spc      statSpcCommand      `cmd:"" help:"Answer control chart cases (spc-reference/1) from standard input."`
	Forecast statForecastCommand `cmd:"" help:"Forecast series of percentages from CSV files."`
	Effect   statEffectCommand   `cmd:"" help:"Measure on invented panels whether estimates of what go-lives did hold."`
	Train    statTrainCommand    `cmd:"" help:"Learn the constants of the forecast from histories."`
}
