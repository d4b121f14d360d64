package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"echostr/internal/wechat"
)

// TestMain lets the test binary stand in for the program: a real process with real
// signals, standard output and exit status.
func TestMain(m *testing.M) {
	if os.Getenv("ECHOSTR_TEST_PROCESS") != "" {
		main()
	}
	os.Exit(m.Run())
}

// process is echostr running.
type process struct {
	t      *testing.T
	cmd    *exec.Cmd
	lines  chan map[string]any
	stderr bytes.Buffer
	ended  bool
}

func command(t *testing.T, home string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Env = append(os.Environ(), "ECHOSTR_TEST_PROCESS=1", "ECHOSTR_KEYRING=off", "ECHOSTR_HOME="+home, "NGROK_AUTHTOKEN=", "LC_ALL=en_US.UTF-8")
	return cmd
}

func start(t *testing.T, home string, args ...string) *process {
	t.Helper()
	p := &process{t: t, cmd: command(t, home, append([]string{"serve", "--json", "--listen", "127.0.0.1:0"}, args...)...),
		lines: make(chan map[string]any, 64)}
	p.cmd.Stderr = &p.stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			v := map[string]any{}
			d := json.NewDecoder(bytes.NewReader(s.Bytes()))
			d.UseNumber()
			if err := d.Decode(&v); err != nil {
				v = map[string]any{"event": "not JSON: " + s.Text()}
			}
			p.lines <- v
		}
	}()
	t.Cleanup(func() {
		if !p.ended {
			p.cmd.Process.Kill()
			p.cmd.Wait()
		}
	})
	return p
}

// next is the next event of a kind; other kinds are passed over.
func (p *process) next(event string) map[string]any {
	p.t.Helper()
	limit := time.After(20 * time.Second)
	for {
		select {
		case v, ok := <-p.lines:
			if !ok {
				p.t.Fatalf("output ended before %q; standard error: %s", event, p.stderr.String())
			}
			if v["event"] == event {
				return v
			}
			if strings.HasPrefix(fmt.Sprint(v["event"]), "not JSON") {
				p.t.Fatal(v["event"])
			}
		case <-limit:
			p.t.Fatalf("no %q in 20 s; standard error: %s", event, p.stderr.String())
		}
	}
}

// end sends a signal and returns the exit status.
func (p *process) end(s os.Signal) int {
	p.t.Helper()
	p.cmd.Process.Signal(s)
	for range p.lines { // to the end
	}
	p.cmd.Wait()
	p.ended = true
	return p.cmd.ProcessState.ExitCode()
}

func signedQuery(token string, extra string) string {
	ts := fmt.Sprint(time.Now().Unix())
	return "signature=" + wechat.Sign(token, ts, "486452656") + "&timestamp=" + ts + "&nonce=486452656" + extra
}

// TestServe is the way of a developer without a window: start, verify, push, end.
func TestServe(t *testing.T) {
	home := t.TempDir()
	p := start(t, home, "--token", "AAAAA", "--path", "/wx/try")
	base := "http://" + p.next("listening")["addr"].(string) + "/wx/try?"

	res, err := http.Get(base + signedQuery("AAAAA", "&echostr=4375120948345356249"))
	if err != nil {
		t.Fatal(err)
	}
	var body bytes.Buffer
	body.ReadFrom(res.Body)
	res.Body.Close()
	if res.StatusCode != 200 || body.String() != "4375120948345356249" || !strings.HasPrefix(res.Header.Get("Content-Type"), "text/plain") {
		t.Errorf("verification: %d %q %s", res.StatusCode, body.String(), res.Header)
	}
	want(t, p.next("exchange"), map[string]string{"kind": "verification", "verdict": "pass", "cause": "", "status": "200", "method": "GET", "path": "/wx/try"})

	if res, err = http.Get(base + signedQuery("AAAAB", "&echostr=4375120948345356249")); err != nil {
		t.Fatal(err)
	}
	body.Reset()
	body.ReadFrom(res.Body)
	res.Body.Close()
	if res.StatusCode != 403 || strings.Contains(body.String(), "4375120948345356249") {
		t.Errorf("a wrong signature: %d %q", res.StatusCode, body.String())
	}
	want(t, p.next("exchange"), map[string]string{"kind": "verification", "verdict": "fail", "cause": "token_mismatch", "status": "403"})

	push := `<xml><ToUserName><![CDATA[gh_1]]></ToUserName><FromUserName><![CDATA[oUser]]></FromUserName><CreateTime>1348831860</CreateTime><MsgType><![CDATA[%s]]></MsgType>%s</xml>`
	for _, c := range []struct{ msgType, rest, kind, reply, inside string }{
		{"text", "<Content><![CDATA[你好]]></Content><MsgId>1234567890123456789</MsgId>", "message", "text", "你好"},
		{"event", "<Event><![CDATA[subscribe]]></Event>", "event", "text", "<MsgType><![CDATA[text]]></MsgType>"},
		{"image", "<MediaId><![CDATA[m]]></MediaId><MsgId>2</MsgId>", "message", "success", "success"},
	} {
		res, err := http.Post(base+signedQuery("AAAAA", "&openid=oUser"), "text/xml", strings.NewReader(fmt.Sprintf(push, c.msgType, c.rest)))
		if err != nil {
			t.Fatal(err)
		}
		body.Reset()
		body.ReadFrom(res.Body)
		res.Body.Close()
		if res.StatusCode != 200 || !strings.Contains(body.String(), c.inside) {
			t.Errorf("%s: %d %q", c.msgType, res.StatusCode, body.String())
		}
		x := p.next("exchange")
		want(t, x, map[string]string{"kind": c.kind, "verdict": "pass", "msg_type": c.msgType, "from": "oUser", "reply_type": c.reply})
		if m := x["message"].(map[string]any); m["ToUserName"] != "gh_1" || c.msgType == "text" && m["MsgId"] != "1234567890123456789" {
			t.Errorf("%s: message %v", c.msgType, m)
		}
	}

	if res, err = http.Get(strings.Replace(base, "/wx/try?", "/wp-login.php", 1)); err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	want(t, p.next("exchange"), map[string]string{"kind": "foreign", "verdict": "foreign", "status": "404"})
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("SIGTERM: exit %d: %s", code, p.stderr.String())
	}
	if s := p.stderr.String(); s != "" {
		t.Errorf("standard error of a run in which nothing went wrong: %s", s)
	}
	if p := start(t, home); p.next("listening") == nil || p.end(os.Interrupt) != 0 {
		t.Errorf("SIGINT: exit %d", p.cmd.ProcessState.ExitCode())
	}
}

// TestOverridesAreNotSaved shows that flags hold for their run only.
func TestOverridesAreNotSaved(t *testing.T) {
	home := t.TempDir()
	p := start(t, home, "--token", "FlagToken1", "--path", "/flag")
	p.next("listening")
	p.end(os.Interrupt)
	p = start(t, home)
	base := "http://" + p.next("listening")["addr"].(string)
	res, err := http.Get(base + "/flag?" + signedQuery("FlagToken1", "&echostr=1"))
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 404 {
		t.Errorf("the path of an earlier run's flag still answers: %d", res.StatusCode)
	}
}

// TestOneHomeOneProcess: the second process on a home says whose it is, and ends.
func TestOneHomeOneProcess(t *testing.T) {
	home := t.TempDir()
	first := start(t, home)
	first.next("listening")
	second := command(t, home, "serve", "--listen", "127.0.0.1:0")
	var errs bytes.Buffer
	second.Stderr = &errs
	second.Run()
	says := fmt.Sprintf("echostr: open the home: another echostr (process %d) uses %s\n", first.cmd.Process.Pid, home)
	if code := second.ProcessState.ExitCode(); code != 1 || errs.String() != says {
		t.Errorf("exit %d, says %q, want 1 and %q", code, errs.String(), says)
	}
}

// TestRecordsStay: what one run recorded the next one has, and does not report again.
func TestRecordsStay(t *testing.T) {
	home := t.TempDir()
	for want := 1; want <= 2; want++ {
		p := start(t, home, "--token", "AAAAA", "--path", "/wx/try")
		base := "http://" + p.next("listening")["addr"].(string) + "/wx/try?"
		res, err := http.Get(base + signedQuery("AAAAA", "&echostr=1"))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if id := fmt.Sprint(p.next("exchange")["id"]); id != fmt.Sprint(want) {
			t.Errorf("the first exchange of run %d has the ID %s", want, id)
		}
		p.end(os.Interrupt)
	}
}

func want(t *testing.T, got map[string]any, fields map[string]string) {
	t.Helper()
	for k, v := range fields {
		if s := fmt.Sprint(got[k]); s != v {
			t.Errorf("%s is %q, want %q, in %v", k, s, v, got)
		}
	}
}

// TestCommandLine holds wrong command lines to one line and exit 2, and a busy port
// to exit 1.
func TestCommandLine(t *testing.T) {
	busy, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer busy.Close()
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"serve --nonsense", 2, "nonsense"},
		{"serve now", 2, "now"},
		{"sereve", 2, "sereve"},
		{"serve --mode secret", 2, "plain, compatible or safe"},
		{"serve --tunnel carrier-pigeon", 2, "none, ngrok or external"},
		{"serve --tunnel external", 2, "--public-url"},
		{"serve --listen 8787", 2, "host:port"},
		{"serve --listen 127.0.0.1:99999", 2, "host:port"},
		{"serve --path wx", 2, "/wx/demo"},
		{"serve --token=", 2, "--token"},
		{"serve --lang fr", 2, "zh-Hans or en"},
		{"serve --log-level loud", 2, "debug"},
		{"serve --listen " + busy.Addr().String(), 1, "address already in use"},
		{"serve --listen 127.0.0.1:0 --tunnel ngrok", 1, "authtoken"},
		{"serve --listen 127.0.0.1:0 --public-url https://a.test:8443", 1, "8443"},
		{"version", 0, ""},
	} {
		cmd := command(t, t.TempDir(), strings.Fields(c.args)...)
		var out, errs bytes.Buffer
		cmd.Stdout, cmd.Stderr = &out, &errs
		cmd.Run()
		if code := cmd.ProcessState.ExitCode(); code != c.code {
			t.Errorf("%s: exit %d, want %d: %s", c.args, code, c.code, errs.String())
		}
		if lines := strings.Count(errs.String(), "\n"); c.code != 0 && (lines != 1 || !strings.Contains(errs.String(), c.says)) {
			t.Errorf("%s: says %q, want one line with %q", c.args, errs.String(), c.says)
		}
		if c.args == "version" && !strings.HasPrefix(out.String(), "echostr ") {
			t.Errorf("version: %q", out.String())
		}
	}
}

// TestRestart goes on where an earlier run ended: its requests are kept and are no events
// of this one, and a second process on one home is refused.
func TestRestart(t *testing.T) {
	home := t.TempDir()
	p := start(t, home, "--token", "AAAAA")
	call := func(p *process) map[string]any {
		res, err := http.Get("http://" + p.next("listening")["addr"].(string) + "/wx/demo?" + signedQuery("AAAAA", "&echostr=1"))
		if err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		return p.next("exchange")
	}
	want(t, call(p), map[string]string{"id": "1", "verdict": "pass"})

	second := command(t, home, "serve", "--listen", "127.0.0.1:0")
	var errs bytes.Buffer
	second.Stderr = &errs
	second.Run()
	if code := second.ProcessState.ExitCode(); code != 1 || strings.Count(errs.String(), "\n") != 1 || !strings.Contains(errs.String(), home) {
		t.Errorf("a second process on the home: exit %d: %s", code, errs.String())
	}
	if code := p.end(syscall.SIGTERM); code != 0 {
		t.Errorf("exit %d: %s", code, p.stderr.String())
	}
	p = start(t, home, "--token", "AAAAA")
	want(t, call(p), map[string]string{"id": "2", "verdict": "pass"})
}
