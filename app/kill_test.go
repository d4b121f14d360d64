package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"zombiezen.com/go/sqlite"
	"zombiezen.com/go/sqlite/sqlitex"

	"echostr/internal/journal"
	"echostr/internal/wechat"
)

// TestKilled ends the program with SIGKILL under load, again and again in one home, at
// random moments. Every answer that a client has read must be on record, once, with the
// bytes that it read, and the database whole, without a repair. ECHOSTR_KILLS sets how
// often; 50.
//
// Answers wait for their record without a limit here: how long they wait by default is for
// disks that stall, and a machine that is out of breath looks like one.
func TestKilled(t *testing.T) {
	kills := 50
	if n, err := strconv.Atoi(os.Getenv("ECHOSTR_KILLS")); err == nil {
		kills = n
	}
	home := t.TempDir()
	answered := map[string]string{} // by MsgId, what the client read
	stored := &survivors{count: map[string]int{}}
	for k := range kills {
		v := victim(t, home)
		for id, body := range v.load(k) {
			answered[id] = body
		}
		if k%25 == 24 || k == kills-1 { // before the oldest have to go
			stored.look(t, home, answered)
		}
	}
	if len(answered) < kills {
		t.Fatalf("only %d answers in %d runs", len(answered), kills)
	}
	missing, twice := 0, 0
	for id := range answered {
		if stored.count[id] == 0 {
			missing++
		}
	}
	for _, n := range stored.count {
		if n > 1 {
			twice++
		}
	}
	if missing > 0 || twice > 0 || stored.wrong > 0 {
		t.Errorf("%d answered, %d stored: %d missing, %d twice, %d with another answer", len(answered), len(stored.count), missing, twice, stored.wrong)
	}
	if got := integrity(t, filepath.Join(home, "journal.db")); got != "ok" {
		t.Errorf("the database: %s", got)
	}
	t.Logf("%d kills, %d answered, %d stored", kills, len(answered), len(stored.count))
}

// survivors is what the journal holds after the kills.
type survivors struct {
	count map[string]int // by MsgId
	wrong int            // exchanges with another answer than the client read
	last  int64          // ID of the newest that was looked at
}

// look opens the journal and takes down what is new in it. All that is in it must be found
// by its search, too.
func (s *survivors) look(t *testing.T, home string, answered map[string]string) {
	t.Helper()
	l, err := journal.Open(journal.LogConfig{File: filepath.Join(home, "journal.db")})
	if err != nil {
		t.Fatal(err)
	}
	for {
		xs := l.Since(s.last, 1000)
		if len(xs) == 0 {
			break
		}
		for _, x := range xs {
			s.last = x.ID
			id := x.Opened.Message.MsgID()
			s.count[id]++
			if body, ok := answered[id]; ok && body != string(x.Response.Body()) {
				s.wrong++
			}
		}
	}
	p, err := l.Page(t.Context(), journal.Query{Text: []journal.Needle{journal.NewNeedle("fromUser")}})
	if c, h := l.Counts(), l.Health(); err != nil || len(p.IDs) != c.Kept || h.Kind != journal.Well || h.Damaged > 0 {
		t.Errorf("%d found of %d: %v, %+v", len(p.IDs), c.Kept, err, h)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}

// integrity is SQLite's own word on the whole file.
func integrity(t *testing.T, file string) (says string) {
	t.Helper()
	conn, err := sqlite.OpenConn(file, sqlite.OpenReadWrite)
	if err != nil {
		t.Fatal(err)
	}
	err = sqlitex.ExecuteTransient(conn, "PRAGMA integrity_check", &sqlitex.ExecOptions{ResultFunc: func(s *sqlite.Stmt) error {
		says += s.ColumnText(0)
		return nil
	}})
	if closed := conn.Close(); err != nil || closed != nil {
		t.Fatal(err, closed)
	}
	return says
}

// running is a process that is going to be killed.
type running struct {
	t    *testing.T
	cmd  *exec.Cmd
	addr string
	out  sync.WaitGroup
}

func victim(t *testing.T, home string) *running {
	t.Helper()
	v := &running{t: t, cmd: command(t, home, "serve", "--listen", "127.0.0.1:0", "--token", "AAAAA", "--path", "/wx/try", "--commit-wait", "1m")}
	v.cmd.Stderr = os.Stderr
	out, err := v.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := v.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	i := strings.Index(first, "127.0.0.1:")
	if err != nil || i < 0 {
		_ = v.cmd.Process.Kill()
		t.Fatalf("the program said %q, %v", first, err)
	}
	v.addr = strings.FieldsFunc(first[i:], func(r rune) bool { return r != '.' && r != ':' && (r < '0' || r > '9') })[0]
	v.out.Go(func() { _, _ = io.Copy(io.Discard, lines) }) // ends with the process
	return v
}

// load sends pushes over eight connections until the process is killed, and returns the
// answers that came, by MsgId.
func (v *running) load(run int) map[string]string {
	answered := map[string]string{}
	var mu sync.Mutex
	var clients sync.WaitGroup
	busy := make(chan struct{})
	once := sync.OnceFunc(func() { close(busy) })
	for c := range 8 {
		clients.Go(func() {
			conn, err := net.Dial("tcp", v.addr)
			if err != nil {
				return
			}
			defer conn.Close()
			r := bufio.NewReader(conn)
			for n := 0; ; n++ {
				id := fmt.Sprintf("%d%02d%07d", 1000+run, c, n)
				body := "<xml><ToUserName>gh_1</ToUserName><FromUserName>fromUser" + strconv.Itoa(n%50) + "</FromUserName><CreateTime>1460541339</CreateTime><MsgType>text</MsgType><Content>你好" + id + "</Content><MsgId>" + id + "</MsgId></xml>"
				ts := strconv.FormatInt(time.Now().Unix(), 10)
				nonce := id
				_, err := fmt.Fprintf(conn, "POST /wx/try?signature=%s&timestamp=%s&nonce=%s HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: %d\r\n\r\n%s",
					wechat.Sign("AAAAA", ts, nonce), ts, nonce, len(body), body)
				if err != nil {
					return
				}
				res, err := http.ReadResponse(r, nil)
				if err != nil {
					return
				}
				b, err := io.ReadAll(res.Body)
				if err != nil {
					return
				}
				mu.Lock()
				answered[id] = string(b)
				mu.Unlock()
				once()
			}
		})
	}
	select {
	case <-busy:
	case <-time.After(20 * time.Second):
		v.t.Error("no answer in 20 s")
	}
	<-time.After(time.Duration(rand.IntN(int(120 * time.Millisecond)))) // a random moment is what is tested
	if err := v.cmd.Process.Signal(syscall.SIGKILL); err != nil {
		v.t.Error(err)
	}
	clients.Wait()
	v.out.Wait()
	_ = v.cmd.Wait() // it was killed
	return answered
}
