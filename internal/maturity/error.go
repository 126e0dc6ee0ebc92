package maturity

import (
	"errors"
	"fmt"
	"strings"
)

// Code classes an error for whoever has to answer it: the HTTP status and the command's exit code follow from it.
type Code string

// The error codes.
const (
	Invalid      Code = "invalid"      // the request or the input is wrong; the sentence says what to do
	NotFound     Code = "not_found"    // there is no such thing, or the visitor may not know of it
	Conflict     Code = "conflict"     // it was changed or taken meanwhile
	Unauthorised Code = "unauthorised" // sign in first
	Forbidden    Code = "forbidden"    // signed in, but without the right to it
	TooLarge     Code = "too_large"    // more bytes or rows than is allowed
	TooMany      Code = "too_many"     // too many attempts; wait
	Unavailable  Code = "unavailable"  // the database or another part is not ready; try again
	Internal     Code = "internal"     // our fault
)

// Error is an error with a code, a sentence that is safe and useful to show, and the cause for the log.
type Error struct {
	Code     Code
	Sentence string
	Cause    error
}

// Error is the sentence followed by the cause, for logs.
func (e *Error) Error() string {
	if e.Cause == nil {
		return e.Sentence
	}
	return strings.TrimSuffix(e.Sentence, ".") + ": " + e.Cause.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Errorf makes an error whose formatted text is safe to show.
func Errorf(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Sentence: fmt.Sprintf(format, args...)}
}

// Wrap gives cause a code and a sentence that is safe to show.
func Wrap(cause error, code Code, sentence string) *Error {
	return &Error{Code: code, Sentence: sentence, Cause: cause}
}

// CodeOf is the code of the first Error in err's chain: "" for nil, Internal when there is none.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return Internal
}

// SentenceOf is what may be shown of err; an error without a code gives a general sentence, never its cause.
func SentenceOf(err error) string {
	var e *Error
	if errors.As(err, &e) {
		return e.Sentence
	}
	return "Something went wrong on our side. Try again; if it happens again, give the reference below to your administrator."
}
