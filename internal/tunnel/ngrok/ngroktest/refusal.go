package ngroktest

// Refusal words an error the way the ngrok cloud does: the text, an empty
// line, the code. With no text it takes one for the code.
func Refusal(code, text string) string {
	if text == "" {
		text = "The stand-in edge refused the request."
	}
	return text + "\r\n\r\n" + code + "\r\n"
}

// RefuseAuth is a hook for [Edge.OnAuth] that refuses every session with code.
// Like the cloud, it echoes the authtoken in the texts of codes 105 to 107.
func RefuseAuth(code string) func(AuthRequest) string {
	return func(r AuthRequest) string {
		switch code {
		case "ERR_NGROK_105", "ERR_NGROK_106", "ERR_NGROK_107":
			return Refusal(code, "The authtoken you specified was refused.\r\nYour authtoken: "+r.Extra.Authtoken)
		case "ERR_NGROK_108":
			return Refusal(code, "Your account is limited to 1 simultaneous ngrok agent sessions.")
		}
		return Refusal(code, "")
	}
}

// RefuseBind is a hook for [Edge.OnBind] that refuses every bind with code.
func RefuseBind(code string) func(BindRequest) string {
	return func(BindRequest) string { return Refusal(code, "") }
}

func alreadyOnline(url string) string {
	return Refusal("ERR_NGROK_334", "The endpoint '"+url+"' is already online.")
}
