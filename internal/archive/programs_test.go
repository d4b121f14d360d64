package archive

import (
	"bytes"
	"encoding/json"
	"go/format"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// TestGoTest runs the exported test for real: by itself, against a server that behaves, and
// against one that knows another Token.
func TestGoTest(t *testing.T) {
	for _, c := range []struct {
		mode       wechat.Mode
		unredacted bool
	}{{wechat.Plain, false}, {wechat.Compatible, true}, {wechat.Safe, false}} {
		t.Run(c.mode.String(), func(t *testing.T) {
			all, a := traffic(t, c.mode), realAccount(c.mode)
			file, sum := export(t, all, Options{Format: GoTest, Unredacted: c.unredacted, Accounts: map[string]Account{"p1": a}})
			if sum.Exchanges != 8 || sum.Skipped != 1 {
				t.Errorf("%+v", sum)
			}
			if _, err := format.Source([]byte(file)); err != nil {
				t.Fatalf("%v\n%s", err, file)
			}
			dir := t.TempDir()
			for name, text := range map[string]string{"go.mod": "module recorded\n\ngo 1.21\n", "requests_test.go": file} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			account := a.AccountConfig
			if !c.unredacted {
				account = sum.Accounts["p1"]
			}
			if out, err := runGo(t, dir, ""); err != nil {
				t.Fatalf("%v\n%s\n%s", err, out, file)
			}
			good := serve(t, account)
			if out, err := runGo(t, dir, good.base+testPath); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			if got := good.records(); len(got) != sum.Exchanges || got[0].Verdict != exchange.Pass {
				t.Errorf("%d requests arrived", len(got))
			}
			account.Token = "another"
			bad := serve(t, account)
			if out, err := runGo(t, dir, bad.base+testPath); err == nil || !strings.Contains(out, "status 403, though it holds") {
				t.Errorf("a server with another Token passes: %v\n%s", err, out)
			}
		})
	}
}

func runGo(t *testing.T, dir, server string) (string, error) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", "test", "-count=1", "-vet=all", ".")
	c.Dir = dir
	c.Env = append(os.Environ(), "WECHAT_SERVER="+server, "GOFLAGS=", "GOPROXY=off", "GOWORK=off", "CGO_ENABLED=0", "NO_PROXY=*")
	out, err := c.CombinedOutput()
	return string(out), err
}

// TestPostman holds a collection to what its schema asks for, and its requests to those
// that were recorded.
func TestPostman(t *testing.T) {
	for _, mode := range modes {
		all := traffic(t, mode)
		file, sum := export(t, all, Options{Format: Postman, Unredacted: true, Base: "http://127.0.0.1:1/"})
		var c struct {
			Info     struct{ Name, Schema string }
			Variable []struct{ Key, Value string }
			Item     []postmanItem
		}
		d := json.NewDecoder(strings.NewReader(file))
		if err := d.Decode(&c); err != nil {
			t.Fatal(err)
		}
		if c.Info.Name == "" || c.Info.Schema != postmanSchema || len(c.Variable) != 1 || c.Variable[0].Value != "http://127.0.0.1:1" || len(c.Item) != sum.Exchanges {
			t.Errorf("%+v, %d items", c.Info, len(c.Item))
		}
		for i, item := range c.Item {
			x := all[i]
			r := item.Request
			if item.Name == "" || r.Method != x.Request.Method || r.URL.Raw != "{{base}}"+x.Request.Target || strings.Join(r.URL.Path, "/") != strings.TrimPrefix(x.Request.Path, "/") {
				t.Errorf("%+v", item)
			}
			var query []string
			for _, p := range r.URL.Query {
				query = append(query, p.Key+"="+*p.Value)
			}
			if strings.Join(query, "&") != x.Request.Query {
				t.Errorf("query %q, was %q", query, x.Request.Query)
			}
			if body := x.Request.Entity(); len(body) > 0 && (r.Body == nil || r.Body.Mode != "raw" || !bytes.Equal([]byte(r.Body.Raw), body)) {
				t.Errorf("body %+v, was %q", r.Body, body)
			}
			if len(item.Response) != 1 || item.Response[0].Code != x.Response.Status || item.Response[0].Body != string(x.Response.Entity()) {
				t.Errorf("response %+v", item.Response)
			}
		}
	}
	empty, _ := export(t, nil, Options{Format: Postman})
	if !json.Valid([]byte(empty)) {
		t.Error(empty)
	}
}
