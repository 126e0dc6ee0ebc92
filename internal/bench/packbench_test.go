package bench

import "testing"

// A small paper is measured in every form; the sizes tell that each was made.
func TestPack(t *testing.T) {
	m, err := Pack(t.Context(), 2)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Browser || m.Bytes < 10_000 || m.Warm >= m.Cold+m.Empty || m.Drawing <= 0 || m.Page <= 0 || m.Workbook <= 0 || m.Zip <= 0 {
		t.Errorf("%+v", m)
	}
}
