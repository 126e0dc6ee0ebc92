package trajectory

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"waymark/internal/forecast"
	"waymark/internal/maturity"
	"waymark/internal/period"
	"waymark/internal/spc"
)

// rules names the rules of this package in the hash of inputs: change it with them.
const rules = "trajectory-4"

// Hash stands for everything Compute makes a trajectory for aim (nil: none) from, except the definitions, which have
// hashes of their own: the figures, the plan, the methods, and what today changes. Equal hashes mean equal results, so
// a daily run can tell that there is nothing to compute.
func Hash(in Input, aim *Aim) string {
	path := markProvisional(in.Observed, in.Today)
	b := make([]byte, 0, 64+48*len(path))
	for _, name := range []string{forecast.Version, spc.Version, rules} {
		b = append(append(b, name...), 0)
	}
	for i, p := range path {
		b = appendPeriod(b, p.Period)
		b = append(b, byte(p.State), byte(p.Flags), bit(p.HasValue)|bit(p.Provisional)<<1|bit(p.Illustrative)<<2)
		b = appendFloats(b, p.Value, in.Observed[i].Numerator, in.Observed[i].Denominator)
		b = binary.LittleEndian.AppendUint32(b, uint32(p.Reporting))
		b = binary.LittleEndian.AppendUint32(b, uint32(p.Expected))
		b = append(append(b, p.Source...), 0)
	}
	b = append(b, "plan"...)
	for _, p := range in.Plan {
		b = appendFloats(appendPeriod(b, p.Period), p.Value)
	}
	b = append(b, todayBits(in, path, aim))
	for _, br := range breaksOf(in) {
		b = appendPeriod(b, period.Period{Start: br.Day})
		b = append(append(append(append(b, br.Kind...), br.Reason...), br.By...), 0)
	}
	if r := in.RollUp; r != nil {
		b = append(append(appendPeriod(b, r.Period), r.Method...), 0)
		b = binary.LittleEndian.AppendUint32(b, uint32(r.Reporting))
		b = binary.LittleEndian.AppendUint32(b, uint32(r.Expected))
		for _, code := range r.Missing {
			b = append(append(b, code...), 0)
		}
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:16])
}

// todayBits holds what the passing of days changes beside the provisional marks.
func todayBits(in Input, path []maturity.PathPoint, aim *Aim) byte {
	s := series{Input: in, path: path, latest: latestOf(path)}
	bits := bit(s.isOld()) | bit(s.isOutrun())<<3
	if aim != nil {
		bits |= bit(aim.Due != nil && in.Today > aim.Due.Latest)<<1 | bit(aim.OwnBaseline)<<2
	}
	return bits
}

func appendPeriod(b []byte, p period.Period) []byte {
	return binary.LittleEndian.AppendUint32(append(b, byte(p.Kind)), uint32(p.Start))
}

func appendFloats(b []byte, values ...float64) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
	}
	return b
}

func bit(set bool) byte {
	if set {
		return 1
	}
	return 0
}
