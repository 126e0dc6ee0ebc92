package quality

import "slices"

func contains[T comparable](list []T, v T) bool { return slices.Contains(list, v) }

// add appends what is not there yet.
func add[T comparable](list []T, more ...T) []T {
	for _, v := range more {
		if !slices.Contains(list, v) {
			list = append(list, v)
		}
	}
	return list
}
