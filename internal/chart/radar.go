package chart

// KindRadar is the Figure.Kind of Radar.
const KindRadar = "radar"

// Radar draws the rows of a dot plot as corners of a polygon: an extra beside Dots, never instead of it. It has a picture
// only where from 3 to 12 rows with a value share one scale.
func Radar(in DotsInput) (Figure, error) {
	if err := in.check(KindRadar); err != nil {
		return Figure{}, err
	}
	return in.figure(KindRadar), nil
}
