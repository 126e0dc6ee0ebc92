package learnt

// Sums of products of a row's first numbers with a vector, written out for each length: in four chains, which a processor
// works on side by side, and in an order that is always the same.

func dot3(row []float64, b *[3]float64) float64 {
	a := (*[3]float64)(row)
	return float64(a[0]*b[0]) + float64(a[1]*b[1]) + float64(a[2]*b[2])
}

func dot4(row []float64, b *[4]float64) float64 {
	a := (*[4]float64)(row)
	return (float64(a[0]*b[0]) + float64(a[2]*b[2])) + (float64(a[1]*b[1]) + float64(a[3]*b[3]))
}

func dot5(row []float64, b *[5]float64) float64 {
	a := (*[5]float64)(row)
	return ((float64(a[0]*b[0]) + float64(a[4]*b[4])) + (float64(a[1] * b[1]))) +
		((float64(a[2] * b[2])) + (float64(a[3] * b[3])))
}

func dot8(row []float64, b *[8]float64) float64 {
	a := (*[8]float64)(row)
	return ((float64(a[0]*b[0]) + float64(a[4]*b[4])) + (float64(a[1]*b[1]) + float64(a[5]*b[5]))) +
		((float64(a[2]*b[2]) + float64(a[6]*b[6])) + (float64(a[3]*b[3]) + float64(a[7]*b[7])))
}

func dot16(row []float64, b *[16]float64) float64 {
	a := (*[16]float64)(row)
	return ((float64(a[0]*b[0]) + float64(a[4]*b[4]) + float64(a[8]*b[8]) + float64(a[12]*b[12])) + (float64(a[1]*b[1]) + float64(a[5]*b[5]) + float64(a[9]*b[9]) + float64(a[13]*b[13]))) +
		((float64(a[2]*b[2]) + float64(a[6]*b[6]) + float64(a[10]*b[10]) + float64(a[14]*b[14])) + (float64(a[3]*b[3]) + float64(a[7]*b[7]) + float64(a[11]*b[11]) + float64(a[15]*b[15])))
}

func dot18(row []float64, b *[18]float64) float64 {
	a := (*[18]float64)(row)
	return ((float64(a[0]*b[0]) + float64(a[4]*b[4]) + float64(a[8]*b[8]) + float64(a[12]*b[12]) + float64(a[16]*b[16])) + (float64(a[1]*b[1]) + float64(a[5]*b[5]) + float64(a[9]*b[9]) + float64(a[13]*b[13]) + float64(a[17]*b[17]))) +
		((float64(a[2]*b[2]) + float64(a[6]*b[6]) + float64(a[10]*b[10]) + float64(a[14]*b[14])) + (float64(a[3]*b[3]) + float64(a[7]*b[7]) + float64(a[11]*b[11]) + float64(a[15]*b[15])))
}
