package ingest_test

import "testing"

func TestOwnLongForm(t *testing.T) {
	got := read(t, csvFile(
		"Organisation code,Organisation name,Period,Measure,Numerator,Denominator,Value,State,Mark",
		"RTE,Gloucestershire Hospitals,Q2 2018/19,discharge.within-24-hours,850,1000,,,",
		"RTE,,Q1 2018/19,discharge.within-24-hours,\"1,700\",2000,85%,,estimated",
		"R1J,,Q2 2018/19,discharge.within-24-hours,,,,not applicable,",
		"GCS,,Jul 2018,ers.utilisation,52,50,,,",
		"SWAS,,01/07/2018,discharge.within-24-hours,0,0,,,",
		"2gether,,Q2 2018/19,nhs-number.coverage,,,n/a,,",
		"RYF,,Q2 2018/19,nhs-number.coverage,,,,,",
	))
	golden(t, "waymark-long", got.text())
}
