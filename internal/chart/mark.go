package chart

import "waymark/internal/period"

// Mark is a day to be pointed out on a picture with time on it, such as the day on which a system went live: a thin
// upright line with its words above the plot.
type Mark struct {
	Day   period.Day
	Words string // "Go-live of the shared record"
}
