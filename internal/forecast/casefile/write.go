package casefile

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"strconv"

	"waymark/internal/stat"
)

// WriteForecasts writes a CSV: series_id, origin, horizon, the median as mean, the 80 and 95 % bands, and the quantiles
// from 5 to 95 % by 5, in percent with four decimals.
func (c *Cases) WriteForecasts(w io.Writer, answers Answers) error {
	out := bufio.NewWriter(w)
	out.WriteString("series_id,origin,horizon,mean,lo80,hi80,lo95,hi95")
	for level := 5; level <= 95; level += 5 {
		fmt.Fprintf(out, ",q%02d", level)
	}
	out.WriteByte('\n')
	for i, o := range c.Origins {
		for h, q := range answers[i] {
			fmt.Fprintf(out, "%s,%d,%d", o.Series, o.Seen, h+1)
			for _, at := range []int{stat.Median, stat.Low80, stat.High80, stat.Low95, stat.High95} {
				out.WriteString("," + number(q[at]))
			}
			for _, v := range q[1 : stat.NumberOfLevels-1] {
				out.WriteString("," + number(v))
			}
			out.WriteByte('\n')
		}
	}
	return out.Flush()
}

// WriteChances writes a CSV: series_id, origin, horizon, target, prob.
func (c *Cases) WriteChances(w io.Writer, chances []float64) error {
	out := bufio.NewWriter(w)
	out.WriteString("series_id,origin,horizon,target,prob\n")
	for i, t := range c.Targets {
		fmt.Fprintf(out, "%s,%d,%d,%s,%s\n", t.Series, t.Seen, t.Horizon, t.Text, number(chances[i]))
	}
	return out.Flush()
}

func number(v float64) string { return strconv.FormatFloat(math.Round(v*1e4)/1e4, 'f', -1, 64) }
