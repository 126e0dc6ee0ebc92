package maturity

import "time"

// DataVersion tells one state of all stored figures and results from another. As known at Latest or later, everything of
// one Version looks the same: nothing in it is believed only from a later time.
type DataVersion struct {
	Version string
	Latest  time.Time
}
