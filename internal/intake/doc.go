// Package intake accepts a submission: keeps its bytes, has a worker read and check it, shows what would be written,
// and writes it once, whole, when it is confirmed. Any number of processes may share the work; a submission whose
// worker dies is taken over. It holds no rules about layouts and values (those are in ingest) and no SQL.
package intake
