package kit

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"
)

// clock stands in for the timers of a layer.
type clock struct {
	due []*pending
}

type pending struct {
	after   time.Duration
	f       func()
	stopped bool
}

func (c *clock) after(d time.Duration, f func()) func() {
	p := &pending{after: d, f: f}
	c.due = append(c.due, p)
	return func() { p.stopped = true }
}

// fire runs what is due, stopped timers too if they were quick.
func (c *clock) fire(quick bool) {
	due := c.due
	c.due = nil
	for _, p := range due {
		if quick || !p.stopped {
			p.f()
		}
	}
}

func TestToast(t *testing.T) {
	start(t, Light)
	layer, timers := NewLayer(), &clock{}
	layer.After = timers.after
	shown(t, 500, 400, layer.Over(container.NewStack()))
	layer.Toast("已复制")
	if layer.Text() != "已复制" {
		t.Fatalf("shows %q", layer.Text())
	}
	layer.Toast("已保存")
	due := timers.due
	timers.due = nil
	due[0].f() // the timer of the first fired just before it was stopped
	if !due[0].stopped || layer.Text() != "已保存" {
		t.Errorf("the first toast took the second away: %q", layer.Text())
	}
	due[1].f()
	if layer.Text() != "" {
		t.Errorf("shows %q after its time", layer.Text())
	}
}

func TestToastAction(t *testing.T) {
	start(t, Light)
	layer, timers := NewLayer(), &clock{}
	layer.After = timers.after
	w := shown(t, 500, 400, layer.Over(container.NewStack()))
	undone := 0
	layer.ToastAction("规则已删除", "撤销", func() { undone++ })
	for _, o := range test.LaidOutObjects(layer.box) {
		if b, ok := o.(*Button); ok {
			tapAt(w, b)
		}
	}
	if undone != 1 || layer.Text() != "" || !timers.due[0].stopped {
		t.Errorf("undone %d times, shows %q", undone, layer.Text())
	}
}

func TestTip(t *testing.T) {
	start(t, Light)
	layer, timers := NewLayer(), &clock{}
	layer.After = timers.after
	b := layer.Tip(NewButton("", Bare, nil).WithIcon(NewIcon(Gear, ColorText, 14)), "设置")
	shown(t, 500, 400, layer.Over(Dock(nil, Row(0, Spring(), b), container.NewStack())))
	b.MouseIn(&desktop.MouseEvent{})
	if layer.Text() != "" {
		t.Fatal("the tip did not wait")
	}
	timers.fire(false)
	if layer.Text() != "设置" {
		t.Fatalf("shows %q", layer.Text())
	}
	tip := layer.box.Objects[0]
	if end := tip.Position().X + tip.Size().Width; end > 500 {
		t.Errorf("the tip ends at %v of 500", end)
	}
	if foot := tip.Position().Y + tip.Size().Height; foot > 400 {
		t.Errorf("the tip ends at %v of 400", foot)
	}
	b.MouseOut()
	if layer.Text() != "" {
		t.Error("the tip stays")
	}
	b.MouseIn(&desktop.MouseEvent{})
	layer.Close()
	timers.fire(true)
	if layer.Text() != "" {
		t.Error("a closed layer shows a tip")
	}
}

func TestLayerLetsClicksThrough(t *testing.T) {
	start(t, Light)
	layer, timers := NewLayer(), &clock{}
	layer.After = timers.after
	taps := 0
	b := NewButton("b", Plain, func() { taps++ })
	w := shown(t, 300, 200, layer.Over(Column(0, b)))
	layer.Toast("toast")
	test.TapCanvas(w.Canvas(), fyne.NewPos(50, 10))
	if taps != 1 {
		t.Error("a toast takes the clicks")
	}
}
