// Package exchange turns a roadmap into the files that people and project offices work with, and back: a workbook, one
// CSV file, a list of tasks as CSV, iCalendar and Microsoft Project XML. It is pure: it reads no clock, looks nothing up
// and keeps nothing.
//
//	WriteWorkbook(w, r), WriteCSV(w, r)      everything; Read(ctx, src, name) gives exactly the same roadmap
//	WriteTaskCSV(w, r), ReadTaskCSV(...)     initiatives and their parts as tasks
//	WriteMSPDI(w, r), ReadMSPDI(...)         the same for Microsoft Project
//	WriteICalendar(w, r, at), ReadICalendar  milestones, gates and go-lives
//
// The last three hold a part of a roadmap. Reading them gives tasks, and Apply lays these over a roadmap: what the file
// holds is taken over by id, everything else stays.
package exchange
