package demo

import (
	"time"

	"waymark/internal/maturity"
)

// planDays is the invented life of the roadmap, in order of time.
var planDays = []planDay{
	{2017, time.January, 20, maturity.ChangeByForm, "Illustrative: go-lives agreed with each organisation, with what they are to move; money, scores and waves", several(agreed, judged, funded, gated, applied, inWaves)},
	{2017, time.May, 16, maturity.ChangeByForm, "Illustrative: what was reached by the end of 2016 to 2017", several(
		atMilestone("juyi", "juyi-m3", reached(2017, time.March, 28)),
		atMilestone("systmone", "systmone-m1", reached(2017, time.March, 20)),
		atMilestone("rio", "rio-m1", reached(2016, time.December, 14)),
		atMilestone("rio", "rio-m4", due(inMonth(2017, time.September))),
		atMilestone("juyi-p1", "juyi-p1-m1", due(inMonth(2018, time.February))),
		atMilestone("juyi", "juyi-m4", due(inMonth(2018, time.April))),
		goLive("d-systmone-r1j", liveOn(2017, time.March, 20)),
		goLive("d-ecs-ryf", liveOn(2017, time.May, 2)),
		moved("d-juyi", inMonth(2018, time.February)),
	)},
	{2017, time.November, 14, maturity.ChangeByForm, "Illustrative: autumn review", several(
		atMilestone("rio", "rio-m4", reached(2017, time.October, 31)),
		goLive("d-correspondence-r1j", liveOn(2017, time.July, 10)),
		goLive("d-online-gp", liveOn(2017, time.April, 3)),
		spent("f-trakcare", "FY2016", 1_450_000), spent("f-juyi", "FY2016", 310_000), spent("f-wifi", "FY2016", 60_000),
	)},
	{2018, time.June, 5, maturity.ChangeByForm, "Illustrative: spring review, before the steering group of June", several(
		atMilestone("trakcare", "trakcare-m1", reached(2018, time.March, 12)),
		atMilestone("systmone", "systmone-m2", reached(2018, time.February, 26)),
		atMilestone("trakcare", "trakcare-m2", due(inMonth(2018, time.December))),
		atMilestone("rio", "rio-m2", due(inMonth(2018, time.September))),
		atMilestone("juyi-p1", "juyi-p1-m1", due(inMonth(2018, time.November))),
		goLive("d-notes-rte", liveOn(2018, time.March, 12)),
		moved("d-juyi", inMonth(2018, time.November)),
		moved("d-medicines-rte", inMonth(2018, time.December)),
		moved("d-medicines-rtq", inMonth(2018, time.September)),
		spent("f-trakcare-2", "FY2017", 2_100_000), spent("f-juyi-2", "FY2017", 270_000), spent("f-wifi", "FY2017", 240_000),
		reports(time.May),
	)},
	{2018, time.September, 11, maturity.ChangeByMove, "Illustrative: the supplier delivers letters for discharge three months later", several(
		moved("d-correspondence-rte", inMonth(2018, time.December)),
		atMilestone("e-correspondence", "e-correspondence-m1", due(inMonth(2018, time.December))),
	)},
	{2018, time.November, 12, maturity.ChangeByUpdate, "Illustrative: reports of October", several(
		atMilestone("juyi", "juyi-m4", reached(2018, time.October, 19)),
		moved("d-medicines-rtq", inMonth(2019, time.September)),
		reports(time.October),
		gapClosed("signed sharing agreements"),
	)},
}
