package bench

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"time"

	"waymark/internal/store"
)

// Machine is what figures have to be read with.
type Machine struct {
	When       time.Time `json:"when"`
	Processor  string    `json:"processor"` // "" where the system does not say
	Cores      int       `json:"cores"`
	MemoryGB   float64   `json:"memory_gb"` // 0 where the system does not say
	System     string    `json:"system"`
	Go         string    `json:"go"`
	PostgreSQL string    `json:"postgresql"`
	Load       [2]string `json:"load"` // average over a minute before and after, "" where the system does not say
}

func describeMachine(ctx context.Context, db *store.DB) (m Machine, err error) {
	m = Machine{When: time.Now(), Processor: procValue("/proc/cpuinfo", "model name"), Cores: runtime.GOMAXPROCS(0), System: runtime.GOOS + "/" + runtime.GOARCH, Go: runtime.Version()}
	m.Load[0] = loadAverage()
	if kb, err := strconv.ParseFloat(strings.TrimSuffix(procValue("/proc/meminfo", "MemTotal"), " kB"), 64); err == nil {
		m.MemoryGB = kb / (1 << 20)
	}
	return m, db.SQL().QueryRowContext(ctx, `SHOW server_version`).Scan(&m.PostgreSQL)
}

// String is the machine in one line.
func (m Machine) String() string {
	parts := []string{m.When.Format("2 January 2006 15:04"), fmt.Sprintf("%d cores", m.Cores)}
	if m.Processor != "" {
		parts = append(parts, m.Processor)
	}
	if m.MemoryGB > 0 {
		parts = append(parts, fmt.Sprintf("%.0f GB memory", m.MemoryGB))
	}
	parts = append(parts, m.System, strings.Replace(m.Go, "go", "Go ", 1), "PostgreSQL "+m.PostgreSQL)
	if m.Load[0] != "" {
		parts = append(parts, "load average "+m.Load[0]+" before and "+m.Load[1]+" after")
	}
	return strings.Join(parts, ", ")
}

// procValue reads "name : value" from a file of the system.
func procValue(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return ""
	}
	defer f.Close()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		if key, value, ok := strings.Cut(lines.Text(), ":"); ok && strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return ""
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	first, _, _ := strings.Cut(string(text), " ")
	return first
}
