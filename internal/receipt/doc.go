// Package receipt makes and checks signed statements of what was received: a statement in one canonical form, an Ed25519
// signature over its bytes, and digests of its parts, so that a check can say which part was changed. It is pure: keys,
// times and random numbers are given to it, and it neither reads nor keeps anything.
//
// # Form
//
// A receipt is a JSON document of five lines:
//
//	{"waymark_receipt":1,"statement":
//	{"format":1,"product":...}
//	,"signature":
//	{"algorithm":"Ed25519",...}
//	}
//
// What is signed is the second line without its line end, byte by byte. In it the fields stand in the order of Statement,
// without blanks; times are UTC to the microsecond; figures are decimal numbers in quotes, as short as they can be without
// losing anything ("66.7", never "6.67e1"); what is not given is left out. So there is one way to write a statement.
package receipt
