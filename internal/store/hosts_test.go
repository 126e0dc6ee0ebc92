package store

import "testing"

func TestSeveralHostsWithPorts(t *testing.T) {
	for in, want := range map[string]string{
		"postgres://wm:pw@a:5433,b:5434/db?sslmode=disable": "postgres://wm:pw@/db?sslmode=disable&host=a%2Cb&port=5433%2C5434",
		"postgres://wm@a,b:5434/db":                         "postgres://wm@/db?host=a%2Cb&port=5432%2C5434",
		"postgresql://[::1]:5433,10.0.0.1:5434":             "postgresql:///?host=%3A%3A1%2C10.0.0.1&port=5433%2C5434",
		// What the driver reads by itself stays as it is.
		"postgres://wm@a,b/db?port=1,2":    "postgres://wm@a,b/db?port=1,2",
		"postgres://wm:a,b:c@host:5432/db": "postgres://wm:a,b:c@host:5432/db",
		"host=a,b port=1,2 dbname=db":      "host=a,b port=1,2 dbname=db",
	} {
		if got := portsApart(in); got != want {
			t.Errorf("%s becomes %s, want %s", in, got, want)
		}
	}
}
