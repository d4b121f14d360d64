package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// bytesView shows the bytes of an answer: in clear or encrypted, as they are or one element
// a line.
type bytesView struct {
	deps       *deps
	label      *kit.Label
	seal       *kit.Button // turns between clear and encrypted
	turn, copy *kit.Button
	head       *fyne.Container
	code       *kit.CodeView
	bytes      fyne.CanvasObject // the code as it goes into the window
	wheel      *wheelPass        // moves the page once the bytes are at their end
	exact      bool              // show the bytes as they are, else one element per line
	sealed     bool              // show the encrypted form where there is one
	chosen     bool              // a person has chosen sealed; else the profile's mode says
	given      *preview          // nil while there is nothing
	guard      func(string) string
	root       fyne.CanvasObject
}

// rawHeight is that of the view of the answer's bytes.
const rawHeight = 178

func newBytesView(d *deps, around func() *container.Scroll) *bytesView {
	v := &bytesView{deps: d, guard: func(s string) string { return s }}
	v.code = kit.NewCodeView(nil).On(kit.ColorField)
	v.code.SetWrap(true)
	v.bytes = v.code.Wrapped()
	v.seal = kit.NewButton("", kit.Quiet, func() {
		v.sealed, v.chosen = !v.sealed, true
		v.draw()
	})
	v.turn = kit.NewButton("", kit.Quiet, func() {
		v.exact = !v.exact
		v.draw()
	})
	v.copy = kit.NewButton(d.t("kit.copy"), kit.Quiet, func() { d.copied(string(v.body())) })
	v.label = kit.NewCutLabel("", kit.Small)
	v.head = kit.Spread(8, v.label, kit.Row(8, v.seal, v.turn, v.copy))
	v.wheel = newWheelPass(around)
	v.wheel.first = v.code.Wheel
	ground := container.NewStack(kit.NewGround(kit.ColorField, 6), kit.Inset(6, 4, v.bytes), v.wheel)
	v.root = kit.Column(2, v.head, kit.Fixed(0, rawHeight, ground))
	v.draw()
	return v
}

func (v *bytesView) clear() {
	v.given = nil
	v.draw()
}

func (v *bytesView) show(p *preview, guard func(string) string) {
	v.given, v.guard = p, guard
	if !v.chosen {
		v.sealed = p.answer.Mode != wechat.Plain
	}
	v.draw()
}

// body is what is shown, byte for byte; nil where nothing would leave.
func (v *bytesView) body() []byte {
	switch {
	case v.given == nil || v.given.failure != nil:
		return nil
	case v.sealed && v.given.answer.Sealed != nil:
		return v.given.answer.Sealed
	}
	return v.given.answer.Clear
}

func (v *bytesView) draw() {
	t, body := v.deps.t, v.body()
	label := t("replies.raw")
	if body != nil {
		label = t("replies.raw.sized", "size", grouped(int64(len(body))))
	}
	v.label.Set(label, kit.Small)
	masked := v.guard(string(body))
	text, syntax := pretty(masked)
	word := "replies.raw.exact"
	if v.exact {
		text, word = masked, "replies.raw.pretty"
	}
	if body != nil && len(body) == 0 {
		text = t("replies.chat.no_bytes")
	}
	v.turn.SetText(t(word))
	word = "replies.raw.sealed"
	if v.sealed {
		word = "replies.raw.clear"
	}
	v.seal.SetText(t(word))
	setVisible(v.seal, body != nil && v.given.answer.Sealed != nil)
	setVisible(v.turn, syntax != kit.SyntaxNone)
	setVisible(v.copy, len(body) > 0)
	setVisible(v.bytes, body != nil)
	v.head.Refresh()
	v.code.SetSyntax(syntax)
	v.code.SetText(text)
}
