//go:build window

package windowtest

import (
	"context"
	"fmt"
	"image"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"
)

// hand moves the mouse and presses the keys of the X server, as a person does.
type hand struct {
	t  *testing.T
	id string // the X window's
}

// xdotool runs one line of it and returns what it prints.
func xdotool(t *testing.T, args ...string) (string, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	out, err := exec.CommandContext(ctx, "xdotool", args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// takeWindow waits for the window of a process and puts a hand on it. The screen has no
// window manager, so it is told where the keys go.
func takeWindow(t *testing.T, pid int) *hand {
	t.Helper()
	h := &hand{t: t}
	await(t, "a window on the screen", func() bool {
		out, err := xdotool(t, "search", "--all", "--onlyvisible", "--pid", strconv.Itoa(pid), "--name", "^echostr")
		if ids := strings.Fields(out); err == nil && len(ids) > 0 {
			h.id = ids[len(ids)-1]
		}
		return h.id != ""
	})
	h.do("windowfocus", h.id)
	return h
}

// do runs xdotool and fails the test when that fails.
func (h *hand) do(args ...string) {
	h.t.Helper()
	if out, err := xdotool(h.t, args...); err != nil {
		h.t.Fatalf("xdotool %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// move puts the pointer over a place in the window.
func (h *hand) move(x, y float32) {
	h.t.Helper()
	h.do("mousemove", "--window", h.id, fmt.Sprint(int(x)), fmt.Sprint(int(y)))
}

// pressTime is how long a finger rests on a button of the mouse, in seconds. Much can
// change in the window meanwhile.
const pressTime = "0.08"

// click presses the left button of the mouse at a place in the window, and lets it go.
func (h *hand) click(x, y float32) {
	h.t.Helper()
	h.do("mousemove", "--window", h.id, fmt.Sprint(int(x)), fmt.Sprint(int(y)), "mousedown", "1", "sleep", pressTime, "mouseup", "1")
}

// clickOther presses and releases the other button.
func (h *hand) clickOther(x, y float32) {
	h.t.Helper()
	h.do("mousemove", "--window", h.id, fmt.Sprint(int(x)), fmt.Sprint(int(y)), "mousedown", "3", "sleep", pressTime, "mouseup", "3")
}

// write types text, and key presses keys such as "ctrl+a".
func (h *hand) write(text string)   { h.t.Helper(); h.do("type", "--delay", "8", text) }
func (h *hand) key(names ...string) { h.t.Helper(); h.do(append([]string{"key"}, names...)...) }
func (h *hand) size(w, height int) {
	h.t.Helper()
	h.do("windowsize", h.id, strconv.Itoa(w), strconv.Itoa(height))
}
func (h *hand) place() image.Rectangle {
	h.t.Helper()
	out, err := xdotool(h.t, "getwindowgeometry", "--shell", h.id)
	if err != nil {
		h.t.Fatalf("where is the window: %v: %s", err, out)
	}
	v := map[string]int{}
	for _, line := range strings.Fields(out) {
		if name, value, ok := strings.Cut(line, "="); ok {
			v[name], _ = strconv.Atoi(value)
		}
	}
	return image.Rect(v["X"], v["Y"], v["X"]+v["WIDTH"], v["Y"]+v["HEIGHT"])
}

// closeWindow asks the window to close, as the button in its title bar does.
func (h *hand) closeWindow() {
	h.t.Helper()
	id, err := strconv.ParseUint(h.id, 10, 32)
	if err != nil {
		h.t.Fatal(err)
	}
	if err := askToClose(os.Getenv("DISPLAY"), uint32(id), time.Now().Add(patience)); err != nil {
		h.t.Fatalf("ask the window to close: %v", err)
	}
}
