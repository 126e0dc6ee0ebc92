package spc

import (
	"encoding/binary"
	"errors"
	"math"
	"testing"
)

// FuzzChart takes any bytes as values and options: a chart is sound or refused with a sentence, and never panics.
func FuzzChart(f *testing.F) {
	f.Add([]byte{}, byte(0), 0.0, int16(0), int16(0))
	seed := make([]byte, 0, 8*20)
	for _, v := range usual(20) {
		seed = binary.LittleEndian.AppendUint64(seed, math.Float64bits(v))
	}
	f.Add(seed, byte(1|4|8), 55.0, int16(12), int16(7))
	f.Add(seed, byte(16|32), -1e300, int16(13), int16(-3))
	f.Fuzz(func(t *testing.T, bytes []byte, flags byte, target float64, fix, rebase int16) {
		in := Input{Options: Options{
			Direction: Direction(flags%4) - 1, Target: target, HasTarget: flags&4 != 0, Unscreened: flags&8 != 0,
			Reference: flags&16 != 0, KeepMissing: flags&32 != 0, FixAfter: int(fix),
		}}
		for ; len(bytes) >= 8; bytes = bytes[8:] {
			in.Values = append(in.Values, math.Float64frombits(binary.LittleEndian.Uint64(bytes)))
		}
		if flags&64 != 0 {
			in.Options.Rebases = []Rebase{{At: int(rebase), Reason: "any", Who: "anybody"}}
		}
		if flags&128 != 0 {
			for i := range in.Values {
				in.At = append(in.At, i*7919%251)
			}
		}
		r, err := Chart(in)
		var refusal *Refusal
		if err != nil {
			if !errors.As(err, &refusal) || refusal.Sentence == "" {
				t.Fatalf("refused without a sentence: %v", err)
			}
			return
		}
		sound(t, r, in.Options)
		if len(r.Points)+r.Dropped != len(in.Values) {
			t.Fatalf("%d points and %d dropped of %d values", len(r.Points), r.Dropped, len(in.Values))
		}
	})
}
