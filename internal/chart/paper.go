package chart

import "math"

// paper is what a picture is drawn on. Sizes are pixels.
type paper struct {
	width  int     // at natural size
	height int     // 0: as high as the picture needs
	plot   float64 // height of a plot of paths or columns; without end: what the paper has left
	title  float64 // size of the headline's letters
	lines  int     // that the headline may take; the other texts take as many or fewer
	narrow bool    // lines are named below the plot, bars above themselves
}

var (
	// widePaper is for pages of full width and for print.
	widePaper = paper{width: 900, plot: 300, title: 20, lines: 3}
	// narrowPaper is for small screens: its letters can be read at the width of a telephone.
	narrowPaper = paper{width: 340, plot: 230, title: 17, lines: 6, narrow: true}
)

// slidePaper is for a slide of 16 to 9: small, so that its letters are large when it fills the slide.
var slidePaper = paper{width: 800, height: 450, plot: math.Inf(1), title: 20, lines: 2}

// bars is how many lines of their own, each with its name, the paper has room for.
func (p paper) bars() int {
	if p.height > 0 {
		return 10
	}
	return 40
}

// draw lays a figure out on its paper: the option, and its height in pixels.
type draw func(Figure) (option []byte, height int, err error)

// drawn is the figure with its picture on wide paper.
func (f Figure) drawn(d draw) (Figure, error) {
	f.draw = d
	return f.on(widePaper)
}

func (f Figure) on(p paper) (Figure, error) {
	f.paper, f.Width = p, p.width
	var err error
	if f.Option, f.Height, err = f.draw(f); err != nil {
		return Figure{}, err
	}
	return f, nil
}

// Narrow is the same figure with its picture laid out for a small screen: the same words and numbers, fewer marks on the
// axes, and names below the plot. A figure without a picture comes back as it is.
func (f Figure) Narrow() (Figure, error) {
	if f.draw == nil {
		return f, nil
	}
	return f.on(narrowPaper)
}

// Slide is the same figure with its picture laid out for a slide of 16 to 9: fewer and, at the size of a slide, larger
// letters. A figure without a picture comes back as it is.
func (f Figure) Slide() (Figure, error) {
	if f.draw == nil {
		return f, nil
	}
	return f.on(slidePaper)
}
