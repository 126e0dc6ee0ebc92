// Package reliability compares forecasts with what came: shares of figures inside the bands, chances stated against
// chances come true, and whether the difference is more than chance. Pure: forecasts and figures in, a record out. It
// makes no forecasts and knows neither the clock nor the database.
package reliability

// Version names the rules of this package in the hash of what a record is made from: change it with them.
const Version = "reliability-1"
