package paper

import (
	"net/url"
	"strconv"
)

// origin is a place that numbers come from, with the short reference that is printed beside them.
type origin struct {
	Number  int
	Link    string // from wherever the page is opened
	Address string // as printed
}

// origins numbers places in the order in which they first appear.
type origins struct {
	base  *url.URL // of the paper; nil where that is not known
	known map[string]*origin
	list  []*origin
}

func newOrigins(address string) *origins {
	o := &origins{known: map[string]*origin{}}
	if base, err := url.Parse(address); err == nil && base.IsAbs() {
		o.base = base
	}
	return o
}

// of is the origin at an address of the installation; nil for none, and for an address that would lead out of it: a
// paper links to nothing but where its own numbers come from.
func (o *origins) of(address string) *origin {
	if known, ok := o.known[address]; ok {
		return known
	}
	to, err := url.Parse(address)
	if address == "" || err != nil || to.IsAbs() || to.Host != "" || to.Path == "" || to.Path[0] != '/' {
		return nil
	}
	link := to.String()
	if o.base != nil {
		link = o.base.ResolveReference(to).String()
	}
	found := &origin{len(o.list) + 1, link, address}
	o.known[address] = found
	o.list = append(o.list, found)
	return found
}

func itoa(n int) string { return strconv.Itoa(n) }
