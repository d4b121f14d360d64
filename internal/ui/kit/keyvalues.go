package kit

import "fyne.io/fyne/v2"

// KeyValue is one line of a table of names and values.
type KeyValue struct {
	Key    string
	Value  string
	Color  fyne.ThemeColorName // of the value; "" is that of text
	Action fyne.CanvasObject   // at the right end, such as a copy button; may be nil
}

// NewKeyValues is a plain table: names in grey in a column of its own width, values in mono
// that wrap anywhere.
func NewKeyValues(label float32, pairs ...KeyValue) *fyne.Container {
	rows := Column(4)
	for _, p := range pairs {
		role := p.Color
		if role == "" {
			role = ColorText
		}
		value := fyne.CanvasObject(NewCode(18, Span{Text: p.Value, Face: Code.In(role)}))
		if p.Action != nil {
			value = Spread(8, value, p.Action)
		}
		rows.Add(newPair(label, 10, NewCutLabel(p.Key, Small), value))
	}
	return rows
}
