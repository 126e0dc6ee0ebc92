package page

// Table is a table as the partial "table" draws it. The first cell of a row is its heading.
type Table struct {
	Caption string
	Size    string // of the caption: s, m, l
	Heard   bool   // the heading above says what the caption does, which is only heard then
	Columns []Column
	Rows    [][]Cell
	Empty   string // sentence shown instead when there are no rows
}

// Column is the heading of a column.
type Column struct {
	Words  string
	Number bool // figures, aligned at the right
	Wide   bool // sentences, or several names: not squeezed by the columns beside it
}

// Cell is one cell: words, perhaps a link, perhaps a note beside. Missing words ("not available") are set apart.
type Cell struct {
	Words, Address, Note string
	Missing              bool
}

// Pager leads to the neighbouring pages of a list; "" where there is none.
type Pager struct{ Previous, PreviousWords, Next, NextWords string }
