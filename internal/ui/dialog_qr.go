package ui

import (
	"fyne.io/fyne/v2/container"

	"github.com/boombuler/barcode/qr"

	"echostr/internal/ui/kit"
)

// qrSide is the width of a QR code in the window.
const qrSide = 240

// showQR shows an address as a QR code, for a telephone or another machine.
func showQR(d *deps, address string) {
	code, err := qr.Encode(address, qr.M, qr.Auto)
	if err != nil {
		d.complain(err)
		return
	}
	var dialog *kit.Dialog
	copies := kit.NewButton(d.t("tunnel.copy_url"), kit.Plain, func() { d.copied(address) })
	shut := kit.NewButton(d.t("kit.close"), kit.Plain, func() { dialog.Close() })
	dialog = kit.Show(d.window, d.t("tunnel.qr.title"), kit.Column(10,
		container.NewCenter(kit.NewQR(kit.Modules(code), qrSide)),
		kit.NewCode(18, kit.Span{Text: address, Face: kit.Code}),
		kit.NewFlow(18, kit.Span{Text: d.t("tunnel.qr.text"), Face: kit.Small})), copies, shut)
}
