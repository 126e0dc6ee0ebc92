// Package trajectory computes where an organisation stands on a measure against its targets: the observed path, the
// plan, the straight required path from baseline to target, the projection with its bands, the chance of being at the
// target by its date, and a status with its reason in words. It is pure: today is an argument and the forecast method
// is handed in. It must not read or store anything, and knows no measure by name. docs/statistics.md states its rules.
package trajectory
