package journal

import (
	"fmt"
	"slices"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"echostr/internal/exchange"
)

// Label is what a person put on an exchange. The zero Label is none.
type Label = exchange.Label

// labelled is a Label with its exchange.
type labelled struct {
	id int64
	Label
	folded []byte // the note, as search has it
}

// labels are few and stay in memory, by ID. They are not changed but replaced.
type labels []labelled

func (l labels) find(id int64) (int, bool) {
	return slices.BinarySearchFunc(l, id, func(one labelled, id int64) int { return int(one.id - id) })
}

// of is the label of an exchange.
func (l labels) of(id int64) Label {
	if i, ok := l.find(id); ok {
		return l[i].Label
	}
	return Label{}
}

// between are those from first to last.
func (l labels) between(first, last int64) labels {
	i, _ := l.find(first)
	j, _ := l.find(last + 1)
	return l[i:j]
}

// with is a copy in which the exchanges of changed, sorted, have those labels.
func (l labels) with(changed labels) labels {
	out := make(labels, 0, len(l)+len(changed))
	for _, one := range changed {
		n, there := l.find(one.id)
		out = append(out, l[:n]...)
		if one.Label != (Label{}) {
			one.folded = []byte(exchange.Fold(one.Note))
			out = append(out, one)
		}
		if there {
			n++
		}
		l = l[n:]
	}
	return append(out, l...)
}

// without is a copy in which none of first to last has a label that does not pin it.
func (l labels) without(first, last int64) labels {
	return slices.DeleteFunc(slices.Clone(l), func(one labelled) bool { return first <= one.id && one.id <= last && !one.Pinned })
}

// except is a copy without those of some exchanges, sorted.
func (l labels) except(ids []int64) labels {
	return slices.DeleteFunc(slices.Clone(l), func(one labelled) bool {
		_, gone := slices.BinarySearch(ids, one.id)
		return gone
	})
}

// pinned is how many of them pin their exchange.
func (l labels) pinned() (n int) {
	for _, one := range l {
		if one.Pinned {
			n++
		}
	}
	return n
}

// keep writes a label into the file.
func (s *store) keep(id int64, l Label) error {
	if l == (Label{}) {
		return sqlitex.Execute(s.conn, "DELETE FROM label WHERE id = ?", &sqlitex.ExecOptions{Args: []any{id}})
	}
	return sqlitex.Execute(s.conn, "INSERT OR REPLACE INTO label (id, pinned, mark, note) VALUES (?, ?, ?, ?)",
		&sqlitex.ExecOptions{Args: []any{id, l.Pinned, int64(l.Mark), l.Note}})
}

// labels reads them all.
func (s *store) labels() (out labels, err error) {
	err = sqlitex.Execute(s.conn, "SELECT id, pinned, mark, note FROM label ORDER BY id", &sqlitex.ExecOptions{
		ResultFunc: func(row *sqlite.Stmt) error {
			l := Label{Pinned: row.ColumnBool(1), Mark: uint8(row.ColumnInt64(2)), Note: row.ColumnText(3)}
			out = append(out, labelled{row.ColumnInt64(0), l, []byte(exchange.Fold(l.Note))})
			return nil
		}})
	if err != nil {
		return nil, fmt.Errorf("read labels: %w", err)
	}
	return out, nil
}
