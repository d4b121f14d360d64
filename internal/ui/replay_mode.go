package ui

import (
	"echostr/internal/profile"
	"echostr/internal/ui/kit"
	"echostr/internal/wechat"
)

// replayMode is the choice of the mode in which a message is signed anew.
type replayMode struct {
	deps    *deps
	profile profile.Profile
	choice  *kit.Segmented
	root    *kit.FormField
}

// sendModes are the choices, in order.
var sendModes = []wechat.Mode{wechat.Plain, wechat.Compatible, wechat.Safe}

func newReplayMode(d *deps, p profile.Profile, known bool, changed func()) *replayMode {
	m := &replayMode{deps: d, profile: p}
	var names []string
	for _, mode := range sendModes {
		names = append(names, d.t("account.mode."+mode.String()))
	}
	m.choice = kit.NewSegmented(names, func(int) {
		m.show()
		changed()
	})
	m.root = kit.NewFormField(d.t("replay.mode"), m.choice)
	if known {
		m.choice.SetChoice(int(p.Mode))
	}
	m.show()
	return m
}

func (m *replayMode) mode() wechat.Mode { return sendModes[max(0, m.choice.Choice())] }

// ready says whether a message can be signed so.
func (m *replayMode) ready() bool {
	level, _ := m.root.Problem()
	return level != kit.LevelError
}

// show says what is missing for the mode, or that another one is set.
func (m *replayMode) show() {
	d := m.deps
	key := ""
	if keys := m.profile.AESKeys(); len(keys) > 0 {
		key = keys[0]
	}
	m.root.SetHint("")
	m.root.SetProblem(kit.LevelNone, "")
	switch _, err := wechat.ParseKey(key); {
	case m.mode() != wechat.Plain && key == "":
		m.root.SetProblem(kit.LevelError, d.t("replay.mode.no_key", "name", m.profile.Name))
	case m.mode() != wechat.Plain && err != nil:
		m.root.SetProblem(kit.LevelError, d.t("replay.mode.bad_key", "name", m.profile.Name))
	case m.profile.Token == "":
		m.root.SetProblem(kit.LevelWarning, d.t("replay.mode.no_token", "name", m.profile.Name))
	case m.mode() != m.profile.Mode:
		m.root.SetHint(d.t("replay.mode.other", "name", m.profile.Name, "mode", d.t("account.mode."+m.profile.Mode.String())))
	}
}
