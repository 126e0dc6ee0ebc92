package period

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Every form that is accepted, as files and people write it.
func TestParse(t *testing.T) {
	for _, c := range []struct {
		text string
		want Kind
		code string
	}{
		// dates
		{"2018-07-31", KindNone, "D2018-07-31"},
		{"2018-07-31T00:00:00Z", KindNone, "D2018-07-31"},
		{"2018/7/31", KindNone, "D2018-07-31"},
		{"31/07/2018", KindNone, "D2018-07-31"},
		{"31/07/2018 00:00", KindNone, "D2018-07-31"},
		{"31.7.18", KindNone, "D2018-07-31"},
		{"30SEP2020", KindNone, "D2020-09-30"},
		{"30-Sep-23", KindNone, "D2023-09-30"},
		{"01Jan2022", KindNone, "D2022-01-01"},
		{"6 August 2018", KindNone, "D2018-08-06"},
		{"1st July 2018", KindNone, "D2018-07-01"},
		{"July 31, 2018", KindNone, "D2018-07-31"},
		{"20180731", KindNone, "D2018-07-31"},
		{"43282", KindNone, "D2018-07-01"},
		{"29/02/2020", KindNone, "D2020-02-29"},
		{"31/12/99", KindNone, "D1999-12-31"},
		// months
		{"July 2018", KindNone, "M2018-07"},
		{"  july\u00a02018 ", KindNone, "M2018-07"},
		{"Jul-18", KindNone, "M2018-07"},
		{"Jul ’18", KindNone, "M2018-07"},
		{"Sept 2018", KindNone, "M2018-09"},
		{"2018 July", KindNone, "M2018-07"},
		{"2018-07", KindNone, "M2018-07"},
		{"2018/07", KindNone, "M2018-07"},
		{"201807", KindNone, "M2018-07"},
		{"201112", KindNone, "M2011-12"},
		{"2015/2016 M1", KindNone, "M2015-04"},
		{"2015/16 M01", KindNone, "M2015-04"},
		{"2015/16 M10", KindNone, "M2016-01"},
		{"M12 2015/16", KindNone, "M2016-03"},
		{"2015-16 Month 9", KindNone, "M2015-12"},
		// quarters of the April financial year
		{"Q2 18/19", KindNone, "Q2018-07"},
		{"Q2 2018/19", KindNone, "Q2018-07"},
		{"Q4 2018/2019", KindNone, "Q2019-01"},
		{"2018/19 Q2", KindNone, "Q2018-07"},
		{"Q2 FY18/19", KindNone, "Q2018-07"},
		{"Q2 201819", KindNone, "Q2018-07"},
		{"Q2 (2018/19)", KindNone, "Q2018-07"},
		{"Quarter 2 2018-19", KindNone, "Q2018-07"},
		{"Q2 2018 to 2019", KindNone, "Q2018-07"},
		{"Q4 1999/00", KindNone, "Q2000-01"},
		{"July to September 2018", KindNone, "Q2018-07"},
		{"Jan-Mar 2019", KindNone, "Q2019-01"},
		{"Jan – Mar 19", KindNone, "Q2019-01"},
		{"October 2018 to December 2018", KindNone, "Q2018-10"},
		{"1 July 2018 to 30 September 2018", KindNone, "Q2018-07"},
		{"01/07/2018 - 30/09/2018", KindNone, "Q2018-07"},
		// years
		{"2016/17", KindNone, "FY2016"},
		{"2016-17", KindNone, "FY2016"},
		{"2016–2017", KindNone, "FY2016"},
		{"2016 to 2017", KindNone, "FY2016"},
		{"FY2018/19", KindNone, "FY2018"},
		{"FY 18-19", KindNone, "FY2018"},
		{"2011/12", KindNone, "FY2011"},
		{"April 2018 to March 2019", KindNone, "FY2018"},
		{"Apr 2018-Mar 2019", KindNone, "FY2018"},
		{"April to March 2019", KindNone, "FY2018"},
		{"2018", KindNone, "CY2018"},
		{"January to December 2018", KindNone, "CY2018"},
		// our own codes
		{"Q2018-07", KindNone, "Q2018-07"},
		{"fy2018", KindNone, "FY2018"},
		// the period of the wanted kind that holds what is written
		{"30/09/2018", KindQuarter, "Q2018-07"},
		{"30SEP2020", KindMonth, "M2020-09"},
		{"2015/2016 M1", KindFinancialYear, "FY2015"},
		{"July 2018", KindCalendarYear, "CY2018"},
		{"2011-12", KindMonth, "M2011-12"},
		{"2011-12", KindFinancialYear, "FY2011"},
		{"18/19", KindFinancialYear, "FY2018"},
	} {
		got, err := Parse(c.text, c.want, DMY)
		if err != nil || got.Code() != c.code {
			t.Errorf("Parse(%q, %v) = %v, %v; want %s", c.text, c.want, got, err, c.code)
		}
	}
}

// What can mean two things, or nothing, is refused with a sentence that says what would be accepted.
func TestParseRefuses(t *testing.T) {
	for _, c := range []struct {
		text string
		want Kind
		says string
	}{
		{"", KindNone, "write Q2 2018/19, July 2018, 2018/19 or 31/07/2018"},
		{" \u00a0", KindQuarter, "write Q2 2018/19 or July to September 2018"},
		{"soon", KindMonth, "“soon” is not known as a period: write July 2018"},
		{"2018 Q3", KindNone, "calendar year or of the financial year: write Q2 2018/19"},
		{"Q3 2018", KindQuarter, "calendar year or of the financial year: write Q2 2018/19"},
		{"2018-Q3", KindNone, "calendar year or of the financial year"},
		{"M3 2018", KindNone, "write 2018/19 M4 or July 2018"},
		{"2011-12", KindNone, "may mean December 2011 or the financial year 2011 to 2012"},
		{"2007/08", KindMonth, "may mean August 2007 or the financial year 2007 to 2008"},
		{"2018", KindFinancialYear, "may mean the financial year 2017/18 or 2018/19"},
		{"FY 2018", KindNone, "may mean the financial year 2017/18 or 2018/19"},
		{"18/19", KindNone, "too short"},
		{"2016/18", KindNone, "the second does not follow the first: write 2016/17"},
		{"201819", KindNone, "write 2018/19 for the financial year"},
		{"Q5 2018/19", KindNone, "quarter 5"},
		{"2015/16 M13", KindNone, "month 13"},
		{"2018-13", KindNone, "does not follow"},
		{"201813", KindNone, "month 13"},
		{"29/02/2019", KindNone, "does not exist"},
		{"07/31/2018", KindNone, "does not exist"},
		{"2018-06-31", KindNone, "does not exist"},
		{"18 July", KindNone, "has no year"},
		{"July", KindMonth, "has no year"},
		{"1234", KindNone, "years from 1900 to 2100"},
		{"99999", KindNone, "not a date as spreadsheets count"},
		{"July to August 2018", KindNone, "neither a month nor a quarter nor a year"},
		{"June to August 2018", KindQuarter, "quarters are April to June"},
		{"July 2018 (Q3 2018/19)", KindNone, "two different periods"},
		{"2018/19", KindQuarter, "is a financial year, but a quarter is wanted: write Q2 2018/19"},
		{"Q2 2018/19", KindMonth, "is a quarter, but a month is wanted"},
		{strings.Repeat("July 2018 ", 400), KindNone, "too long"},
	} {
		got, err := Parse(c.text, c.want, DMY)
		if err == nil || !strings.Contains(err.Error(), c.says) {
			t.Errorf("Parse(%.40q, %v) = %v, %v; want an error with %q", c.text, c.want, got, err, c.says)
		}
	}
}

// The order of figures is declared by the layout and never guessed.
func TestParseOrder(t *testing.T) {
	for _, c := range []struct{ order, text, code string }{
		{"", "07/08/2018", "D2018-08-07"},
		{"dmy", "07/08/2018", "D2018-08-07"},
		{"mdy", "07/08/2018", "D2018-07-08"},
		{"ymd", "18/07/08", "D2018-07-08"},
		{"mdy", "2018-07-08", "D2018-07-08"},
		{"mdy", "31/07/2018", ""},
	} {
		order, err := ParseOrder(c.order)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := Parse(c.text, KindNone, order); got.Code() != c.code || err == nil != (c.code != "") {
			t.Errorf("%s %s: %v, %v; want %q", c.order, c.text, got, err, c.code)
		}
	}
	if _, err := ParseOrder("american"); err == nil {
		t.Error("an unknown order was accepted")
	}
}

func TestFromSerial(t *testing.T) {
	for serial, want := range map[float64]string{
		1: "1900-01-01", 59: "1900-02-28", 61: "1900-03-01", 25569: "1970-01-01", 43282: "2018-07-01", 43282.75: "2018-07-01", 73415: "2100-12-31",
	} {
		if got, err := FromSerial(serial); err != nil || got.String() != want {
			t.Errorf("FromSerial(%v) = %v, %v; want %s", serial, got, err, want)
		}
	}
	nan := 0.0
	for _, serial := range []float64{0, 0.5, -1, 60, 73416, 1e300, nan / nan} {
		if got, err := FromSerial(serial); err == nil {
			t.Errorf("FromSerial(%v) = %v, want an error", serial, got)
		}
	}
}

// Whatever Waymark writes, it reads again: codes, labels and short labels.
func TestLabelsAreRead(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]Kind{KindDay, KindMonth, KindQuarter, KindFinancialYear, KindCalendarYear}).Draw(t, "kind")
		d := Day(rapid.Int32Range(int32(Date(1901, 1, 1)), int32(Date(2100, 12, 31))).Draw(t, "day"))
		p := Of(kind, d)
		for _, text := range []string{p.Code(), p.Label(), p.Short(), strings.ToUpper(p.Label())} {
			for _, want := range []Kind{KindNone, kind} {
				if kind == KindCalendarYear && want == KindFinancialYear {
					continue
				}
				if got, err := Parse(text, want, DMY); err != nil || got != p {
					t.Fatalf("Parse(%q, %v) = %v, %v; want %v", text, want, got, err, p)
				}
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, text := range []string{"Q2 2018/19", "2015/2016 M1", "30SEP2020", "July to September 2018 (Q2 2018 to 2019)", "01/07/2018 - 30/09/2018", "2011-12", "43282", "\xff(", "(((((", "a to b to c"} {
		f.Add(text, uint8(0), uint8(0))
	}
	f.Fuzz(func(t *testing.T, text string, want, order uint8) {
		kind := Kind(want % 6)
		p, err := Parse(text, kind, Order(order%3))
		if err != nil {
			if p != (Period{}) {
				t.Fatalf("%v came with the error %v", p, err)
			}
			return
		}
		if kind != KindNone && p.Kind != kind || p != Of(p.Kind, p.Start) {
			t.Fatalf("Parse(%q, %v) = %v of kind %v", text, kind, p, p.Kind)
		}
		if y := p.Start.Time().Year(); y < firstYear-1 || y > lastYear+1 {
			t.Fatalf("Parse(%q) has the year %d", text, y)
		}
	})
}
