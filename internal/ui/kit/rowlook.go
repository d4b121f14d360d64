package kit

import "fyne.io/fyne/v2"

// Look is what a row of columns is beside its cells.
type Look struct {
	// Heading parts the rows: nothing but its flexible cell is shown, over the whole width, and
	// it cannot be chosen.
	Heading bool
	Picked  bool // selected, with others
	Branch  Branch
	Indent  float32 // of all columns, units
	Signs   [SignsMost]Sign
}

// Branch says whether a row has others below it that can be put away.
type Branch uint8

// The branches.
const (
	NoBranch Branch = iota
	BranchClosed
	BranchOpen
)

// String is the mark at the row's edge.
func (b Branch) String() string { return [...]string{"", "▸", "▾"}[b] }

// Sign is a small thing at the right end of the flexible column: a drawing, or else a text, on
// a ground of its own if it is a pill. The zero Sign is none.
type Sign struct {
	Icon  fyne.Resource
	Text  string
	Color fyne.ThemeColorName // that of small text if empty
	Pill  bool
}

// SignsMost is how many signs a row can have.
const SignsMost = 4
