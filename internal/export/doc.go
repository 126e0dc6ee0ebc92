// Package export turns stored results into rows that stand on their own: every row names its organisation and measure,
// says its state in a word where there is no value, and carries caveat, source, licence, whether it is invented, and
// where it came from. The API and the export command share the rows and their two forms, CSV and JSON. It reads through
// small interfaces and computes nothing; a missing value is null or an empty cell and never 0.
package export
