package bench

import (
	"context"
	"fmt"
	"time"
)

// visit is one page: the board of a footprint, in one of several choices.
type visit struct{ footprint, choice int }

// What a reader may choose: as known now, as known at the last meeting, all rows.
const (
	choiceNow = iota
	choiceMeeting
	choiceAll
	choices
)

// siteNow is when the pages are looked at, and lastMeeting a day between the computing and that.
var siteNow, lastMeeting = benchNow.AddDate(0, 0, 30), benchNow.AddDate(0, 0, 10)

func (v visit) path() string {
	path := fmt.Sprintf("/boards/bench/F%d", v.footprint+1)
	switch v.choice {
	case choiceMeeting:
		return path + "?as_at=" + lastMeeting.Format(time.DateOnly)
	case choiceAll:
		return path + "?show=all"
	}
	return path
}

// mixWords tells the mix below.
const mixWords = "7 of 10 as known now, 2 as at the last meeting, 1 with all rows"

// mixed is the nth page that is opened: the footprints in turn, seven of ten visits as known now.
func mixed(n, footprints int) visit {
	choice := choiceNow
	switch (n + n/footprints) % 10 {
	case 3, 8:
		choice = choiceMeeting
	case 5:
		choice = choiceAll
	}
	return visit{n % footprints, choice}
}

// write gives the figures a new version, as any write does: what is kept of every board is then out of date.
func (b *boardBench) write(ctx context.Context) error {
	_, err := b.DB.SQL().ExecContext(ctx, `UPDATE data_version SET version = gen_random_uuid()`)
	return err
}
