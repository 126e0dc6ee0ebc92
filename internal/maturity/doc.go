// Package maturity holds the nouns of Waymark and their invariants: organisations, measures, observations,
// submissions and issues, targets and trajectories, frameworks, import layouts and boards, and the error codes
// all layers share. It must not know how any of them is stored, read from a file or shown.
package maturity
