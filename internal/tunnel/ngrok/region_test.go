package ngrok

import "testing"

func TestConnectAddr(t *testing.T) {
	for _, c := range []struct {
		cfg  Config
		want string
	}{
		{Config{}, ""},
		{Config{Region: "jp"}, "connect.jp.ngrok-agent.com:443"},
		{Config{Region: " us-cal-1 "}, "connect.us-cal-1.ngrok-agent.com:443"},
		{Config{Region: "jp", ConnectAddr: "edge.test:8443"}, "edge.test:8443"},
		{Config{ConnectAddr: " edge.test "}, "edge.test:443"},
	} {
		if got := c.cfg.connectAddr(); got != c.want {
			t.Errorf("%+v: got %q, want %q", c.cfg, got, c.want)
		}
	}
}

func TestCodes(t *testing.T) {
	for text, want := range map[string]string{
		"refused\r\n\r\nERR_NGROK_105\r\n":                    "ERR_NGROK_105",
		"see https://ngrok.com/docs/errors/err_ngrok_725 now": "ERR_NGROK_725",
		"no code ERR_NGROK_":                                  "",
	} {
		if got := codeIn(text); got != want {
			t.Errorf("codeIn(%q) = %q, want %q", text, got, want)
		}
	}
	for _, code := range []string{"102", "103", "105", "106", "107", "115", "116", "120", "121", "123", "4018", "9009", "9010", "9040"} {
		if c, ok := causeOf(codePrefix + code); !ok || !c.permanent {
			t.Errorf("%s must end the attempts at once", code)
		}
	}
	for _, code := range []string{"108", "334", "725"} {
		if c, ok := causeOf(codePrefix + code); !ok || c.permanent {
			t.Errorf("%s may pass", code)
		}
	}
	for _, code := range []string{"", "ERR_NGROK_", "ERR_NGROK_99999"} {
		if _, ok := causeOf(code); ok {
			t.Errorf("%q is not known", code)
		}
	}
}
