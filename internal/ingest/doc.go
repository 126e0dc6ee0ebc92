// Package ingest turns the rows of a sheet into observations and issues, in small steps: match a declared layout,
// parse cells, resolve organisations, measures and periods, check values. It streams: memory does not grow with the
// file. It must not guess (none or two layouts is an issue), know a file or a measure by name, read a clock, or touch
// the database: what it needs of those is in Input.
package ingest
