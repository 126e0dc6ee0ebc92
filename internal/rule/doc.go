// Package rule says what is wrong, or odd, in values: declared rules between measures, periods, organisations and
// sources; ranges and ratios that cannot be; a value far from its own history; and many organisations that jump at
// once. It is pure: it neither reads nor stores, and it never says anything where an operand is missing. It does not
// decide what follows from a finding.
package rule
