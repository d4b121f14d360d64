package ui

import (
	"fyne.io/fyne/v2/container"

	"echostr/assets"
	"echostr/internal/ui/kit"
)

// showAbout tells what this program is and under which terms.
func showAbout(d *deps) {
	var dialog *kit.Dialog
	fonts := kit.NewButton(d.t("about.font_licence"), kit.Plain, func() { showFontLicence(d) })
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	head := kit.Row(10, container.NewCenter(kit.NewIcon(kit.Logo, kit.ColorNone, 28)),
		kit.Column(0, kit.NewLabel("echostr", kit.Title.Sized(18)), kit.NewLabel(d.t("about.version", "version", d.version), kit.Small)))
	dialog = kit.Show(d.window, "", kit.Column(12, head,
		kit.NewFlow(20, kit.Span{Text: d.t("about.text"), Face: kit.Body}),
		kit.NewFlow(18, kit.Span{Text: d.t("about.licence"), Face: kit.Small}),
		kit.NewFlow(18, kit.Span{Text: d.t("about.trademark"), Face: kit.Small})), fonts, shut).Wide(420)
}

// showFontLicence shows the licence that the bundled fonts come with.
func showFontLicence(d *deps) {
	var dialog *kit.Dialog
	text := kit.NewCodeView(nil)
	text.SetText(assets.FontLicence)
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, d.t("about.font_licence"), kit.Fixed(0, 380, text.Wrapped()), shut).Wide(640)
}
