// Package ramp works out what go-lives add to a forecast that was made from figures alone: how much of a deployment's
// effect is still to come at a time, how sure that is, and what it does to the bands of a projection and to the chance of
// meeting a target. docs/statistics.md states the rules and how they were checked. It is pure: it reads no clock.
package ramp
