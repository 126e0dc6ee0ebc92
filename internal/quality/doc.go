// Package quality is the use case of checking what is stored: it applies the rules to the series that changed, keeps what
// they find, checks the values of a return before it is submitted, holds publication where many organisations jump at
// once, and lets people accept findings with a comment and raise questions. The rules themselves are in package rule.
package quality
