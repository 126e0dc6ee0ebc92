// Package bench measures the heavy paths against bare baselines in the same run and prints ratios. It makes its own
// data; nothing in it is for production.
package bench
