// Package browser looks at Waymark as its visitors do: it starts the real program on a real database and drives a
// real, headless Chromium through its pages. It holds tests only, and no rule of its own.
package browser
