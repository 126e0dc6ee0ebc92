package maturity

import "time"

// RoadmapUpload is a file that somebody sent as a roadmap, or as a part of one. Its bytes are kept whatever becomes of it.
type RoadmapUpload struct {
	ID       int64
	Roadmap  string // id; "" while it would make a new one
	FileName string
	SHA256   string
	Media    string // yaml, xlsx, csv, xml or ics
	Size     int64
	State    RoadmapUploadState
	By       string // login
	At       time.Time
	Change   int64 // the change it became; 0 for none
}

// RoadmapUploadState is what became of the file.
type RoadmapUploadState string

// The states.
const (
	RoadmapUploadReceived  RoadmapUploadState = "received" // and can be looked at
	RoadmapUploadSaved     RoadmapUploadState = "saved"
	RoadmapUploadCancelled RoadmapUploadState = "cancelled"
)

// Words is the state as pages print it.
func (s RoadmapUploadState) Words() string {
	switch s {
	case RoadmapUploadSaved:
		return "Saved"
	case RoadmapUploadCancelled:
		return "Cancelled"
	}
	return "Waiting for your decision"
}
