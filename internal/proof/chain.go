package proof

import (
	"context"
	"crypto/ed25519"
	"fmt"
	"maps"
	"slices"
	"strings"

	"waymark/internal/maturity"
	"waymark/internal/receipt"
)

// Chain reads the audit as it is stored.
type Chain interface {
	EachAuditLink(ctx context.Context, from, to int64, head func(maturity.AuditHead) error, yield func(maturity.AuditLine) error) error
	EachReceipt(ctx context.Context, yield func(maturity.Receipt) error) error
}

// Checked is the outcome of a check.
type Checked struct {
	Links    int64              `json:"links"`
	Receipts int                `json:"receipts"` // whose head was compared
	Head     maturity.AuditHead `json:"head"`
	Count    int                `json:"fault_count"`
	Faults   []Fault            `json:"faults"` // the first of them
}

// mostFaults is how many faults are told; one change near the beginning can break all that follows.
const mostFaults = 50

// Wanted says what to check.
type Wanted struct {
	From, To int64               // links, inclusive; 0: the first, the newest
	Further  []receipt.Statement // of receipts that come from outside, verified before
	Trusted  []ed25519.PublicKey // that receipts must be signed with; none: any
}

// Check recomputes the links and compares the heads that receipts saw: those kept here and those from outside. Faults are
// no error.
func Check(ctx context.Context, chain Chain, w Wanted) (Checked, error) {
	c := &checking{from: max(w.From, 1), to: w.To, previous: beforeFirst, seen: map[int64][]sight{}}
	c.Faults = []Fault{}
	for _, s := range w.Further {
		c.sees(s, "the receipt given, number")
	}
	err := chain.EachReceipt(ctx, func(kept maturity.Receipt) error {
		s, err := receipt.Verify(kept.Document, w.Trusted)
		if err != nil {
			c.fault(Fault{Kind: ReceiptFault, Sentence: fmt.Sprintf("Receipt %d, as it is kept here, does not hold. %s", kept.Number, err)})
			return nil
		}
		c.sees(s, "receipt")
		return nil
	})
	if err != nil {
		return c.Checked, err
	}
	err = chain.EachAuditLink(ctx, c.from, c.to, func(head maturity.AuditHead) error { c.Head = head; return nil }, func(l maturity.AuditLine) error {
		c.link(l)
		return nil
	})
	if err == nil {
		c.end()
	}
	return c.Checked, err
}

// sight is a head that a receipt saw.
type sight struct{ hash, words string }

type checking struct {
	Checked
	from, to int64
	seq      int64  // of the link before; 0: none yet
	previous string // its hash
	seen     map[int64][]sight
}

func (c *checking) sees(s receipt.Statement, words string) {
	if s.Audit.Seq < c.from && s.Audit.Seq > 0 || c.to != 0 && s.Audit.Seq > c.to {
		return
	}
	c.Receipts++
	c.seen[s.Audit.Seq] = append(c.seen[s.Audit.Seq], sight{s.Audit.Hash, fmt.Sprintf("%s %d of %s", words, s.Number, s.Issued.UTC().Format("2 January 2006 15:04 UTC"))})
}

func (c *checking) fault(f Fault) {
	c.Count++
	if len(c.Faults) < mostFaults {
		c.Faults = append(c.Faults, f)
	}
}

// link checks one link, in order. A link that was reported does not make those behind it faulty: each is compared with the
// hash that the link before states.
func (c *checking) link(l maturity.AuditLine) {
	if l.Seq == 0 {
		c.fault(Fault{Kind: RowInserted, Row: l.ID, At: l.At, Sentence: fmt.Sprintf("Row %d (%s) is in the audit, but not in the chain: it was put in past it.", l.ID, l.Action)})
		return
	}
	c.Links++
	first := c.Links == 1
	if first && c.from > 1 {
		c.seq, c.previous = c.from-1, l.Previous
	}
	gap := l.Seq != c.seq+1
	if gap {
		c.fault(Fault{Kind: RowRemoved, Seq: c.seq + 1, Sentence: gapWords(c.seq+1, l.Seq-1)})
	}
	c.row(l, !gap && l.Previous != c.previous)
	for _, s := range c.seen[l.Seq] {
		if s.hash != l.Hash {
			c.fault(Fault{Kind: ChainAnew, Seq: l.Seq, Row: l.ID, At: l.At,
				Sentence: fmt.Sprintf("Link %d is not the one that %s saw: the chain was written anew at or before it.", l.Seq, s.words)})
		}
	}
	delete(c.seen, l.Seq)
	c.seq, c.previous = l.Seq, l.Hash
}

func gapWords(from, to int64) string {
	if from == to {
		return fmt.Sprintf("Link %d and its row were removed.", from)
	}
	return fmt.Sprintf("Links %d to %d and their rows were removed.", from, to)
}

// row checks the row of a link; apart says that the link does not follow from the one before.
func (c *checking) row(l maturity.AuditLine, apart bool) {
	f := Fault{Seq: l.Seq, Row: l.ID, At: l.At}
	fits := LinkHash(l.Seq, l.Previous, l) == l.Hash
	switch {
	case l.ID == 0:
		f.Kind, f.Sentence = RowRemoved, fmt.Sprintf("The row of link %d was removed.", l.Seq)
	case fits && apart:
		f.Kind, f.Sentence = RowChanged, fmt.Sprintf("Link %d (row %d) does not follow from the one before: one of them was put in or exchanged.", l.Seq, l.ID)
	case fits:
		return
	default:
		if at := movedFrom(l); at != 0 {
			f.Kind, f.Sentence = RowMoved, fmt.Sprintf("Row %d (%s) stands at link %d, but was recorded at %d.", l.ID, l.Action, l.Seq, at)
			break
		}
		f.Kind, f.Sentence = RowChanged, fmt.Sprintf("Row %d (%s by %s) at link %d is not what was recorded: it was changed, or exchanged for another.", l.ID, l.Action, l.Account, l.Seq)
	}
	c.fault(f)
}

// nearby is how far around its place a link that was moved is looked for.
const nearby = 100

// movedFrom is the place at which a link would be right; 0 when there is none nearby.
func movedFrom(l maturity.AuditLine) int64 {
	for at := max(1, l.Seq-nearby); at <= l.Seq+nearby; at++ {
		if LinkHash(at, l.Previous, l) == l.Hash {
			return at
		}
	}
	return 0
}

// end compares what is behind the last link with the head, and with what receipts saw.
func (c *checking) end() {
	if c.to != 0 {
		if last := min(c.to, c.Head.Seq); c.seq < last && c.from <= last {
			c.fault(Fault{Kind: RowRemoved, Seq: c.seq + 1, Sentence: gapWords(max(c.seq+1, c.from), last)})
		}
		return
	}
	seq, hash := c.seq, c.previous
	if c.Links == 0 {
		seq = 0
	}
	switch {
	case c.Links == 0 && c.from > 1:
		if c.from > c.Head.Seq+1 {
			c.fault(Fault{Kind: ChainCut, Seq: c.from, Sentence: fmt.Sprintf("There is no link %d: the chain has %d.", c.from, c.Head.Seq)})
		}
	case c.Head.Seq > seq:
		c.fault(Fault{Kind: ChainCut, Seq: seq + 1, Sentence: strings.Replace(gapWords(seq+1, c.Head.Seq), "removed.", "removed from the end.", 1)})
	case c.Head.Seq != seq || c.Head.Hash != hash:
		c.fault(Fault{Kind: HeadChanged, Seq: c.Head.Seq, Sentence: fmt.Sprintf("The head of the chain names link %d, and not the newest, %d, as it is.", c.Head.Seq, seq)})
	}
	for _, at := range slices.Sorted(maps.Keys(c.seen)) {
		for _, s := range c.seen[at] {
			if at > seq {
				c.fault(Fault{Kind: ChainCut, Seq: at, Sentence: fmt.Sprintf("The chain ends at link %d, but %s saw link %d: rows at the end were removed.", seq, s.words, at)})
			} else if at == 0 && s.hash != beforeFirst {
				c.fault(Fault{Kind: ReceiptFault, Sentence: "What " + s.words + " saw before the first link is not the beginning of any chain."})
			}
		}
	}
}
