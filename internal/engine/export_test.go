package engine

import (
	"bytes"
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/archive"
	"echostr/internal/exchange"
	"echostr/internal/profile"
	"echostr/internal/simulate"
	"echostr/internal/wechat"
)

// TestExportImport takes a home's exchanges to another home: redacted, they verify there
// with the test account; as they are, with the account's own.
func TestExportImport(t *testing.T) {
	e := open(t, nil)
	id := e.Snapshot().Active().ID
	if err := e.EditProfile(t.Context(), id, func(p *profile.Profile) {
		p.Token, p.Mode, p.EncodingAESKey, p.AppID = "RealTokenOfMine", wechat.Compatible, replayKey, "wx0123456789abcdef"
	}); err != nil {
		t.Fatal(err)
	}
	x := pushed(t, e)
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID}); err != nil {
		t.Fatal(err)
	}
	for _, format := range []archive.Format{archive.HAR, archive.NDJSON, archive.Raw} {
		for _, unredacted := range []bool{false, true} {
			path := filepath.Join(t.TempDir(), format.File("out"))
			told := 0
			sum, err := e.Export(t.Context(), path, ExportRequest{Format: format, Unredacted: unredacted, Version: "1", Progress: func(p archive.Progress) { told++ }})
			if err != nil || sum.Exchanges != 3 || told == 0 {
				t.Fatal(sum, told, err)
			}
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(file), "RealTokenOfMine") || !unredacted && strings.Contains(string(file), "wx0123456789abcdef") {
				t.Errorf("%s holds a secret", format)
			}
			other := open(t, nil)
			a := sum.Accounts[id]
			if unredacted {
				a = wechat.AccountConfig{Token: "RealTokenOfMine", AppID: "wx0123456789abcdef", Mode: wechat.Compatible, Keys: []string{replayKey}}
			}
			if err := other.EditProfile(t.Context(), other.Snapshot().Active().ID, func(p *profile.Profile) {
				p.Token, p.Mode, p.EncodingAESKey, p.AppID = a.Token, a.Mode, a.Keys[0], a.AppID
			}); err != nil {
				t.Fatal(err)
			}
			pushed(t, other) // so that IDs differ
			in, err := other.Import(t.Context(), path, nil)
			if err != nil || in.Count != 3 || in.First != 3 || in.Last != 5 {
				t.Fatalf("%s: %+v %v", format, in, err)
			}
			for i, y := range other.Since(in.First-1, 9) {
				if y.Verdict != exchange.Pass || y.Profile != other.Snapshot().Active().ID {
					t.Errorf("%s, unredacted %v, %d: %s %+v", format, unredacted, i, y.Verdict, y.Opened.Causes)
				}
				if i == 2 && format != archive.Raw && y.Origin != in.First+1 {
					t.Errorf("%s: the replay's origin is %d", format, y.Origin)
				}
			}
		}
	}
}

// TestImportIsNoRetry takes exchanges out and in again: the copies are WeChat's attempts among
// each other, not of what is here.
func TestImportIsNoRetry(t *testing.T) {
	e := open(t, func(c *Config) {
		c.Sender.Wait = func(context.Context, time.Duration) error { return nil }
	})
	x := pushed(t, e)
	var asked atomic.Int64
	backend := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if asked.Add(1) == 1 {
			w.WriteHeader(500)
		}
	}))
	defer backend.Close()
	if _, err := e.Replay(t.Context(), ReplayRequest{ID: x.ID, To: ToBackend, URL: backend.URL, Plan: simulate.Plan{Retry: true}}); err != nil {
		t.Fatal(err)
	}
	was := e.Since(x.ID-1, 9)
	if len(was) != 3 || was[2].Attempt != 2 || was[2].First != was[1].ID {
		t.Fatalf("%d exchanges, the last is attempt %d of %d", len(was), was[2].Attempt, was[2].First)
	}
	var file bytes.Buffer
	if _, err := e.ExportTo(t.Context(), &file, ExportRequest{Format: archive.NDJSON, Unredacted: true}); err != nil {
		t.Fatal(err)
	}
	in, err := e.ImportFrom(t.Context(), &file, nil)
	if err != nil || in.Count != 4 {
		t.Fatal(in, err)
	}
	for i, y := range e.Since(in.First, 9) {
		first, attempt := int64(0), 0
		if i == 2 {
			first, attempt = in.Last-1, 2
		}
		if y.First != first || y.Attempt != attempt {
			t.Errorf("copy %d is attempt %d of %d, want %d of %d", i, y.Attempt, y.First, attempt, first)
		}
	}
}

func TestExportSelection(t *testing.T) {
	e := open(t, nil)
	x := pushed(t, e)
	for _, c := range []struct {
		s    Selection
		want int
	}{{Selection{}, 2}, {Selection{IDs: []int64{x.ID, 99}}, 1}, {Selection{IDs: []int64{}}, 0},
		{Selection{Filter: exchange.Filter{Group: exchange.Verifications}}, 1}} {
		var b bytes.Buffer
		if sum, err := e.ExportTo(t.Context(), &b, ExportRequest{Selection: c.s, Format: archive.Curl}); err != nil || sum.Exchanges != c.want ||
			strings.Count(b.String(), e.Snapshot().Server.Addr) < c.want {
			t.Errorf("%+v: %+v %v\n%s", c.s, sum, err, b.String())
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.ExportTo(ctx, &bytes.Buffer{}, ExportRequest{}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// TestImportSkips records what reads, and tells of the first of the others.
func TestImportSkips(t *testing.T) {
	e := open(t, nil)
	pushed(t, e)
	var b bytes.Buffer
	if _, err := e.ExportTo(t.Context(), &b, ExportRequest{Format: archive.NDJSON}); err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(b.String(), "\n")
	file := lines[0] + lines[1] + strings.Repeat(`{"id":"x"}`+"\n", 3*faultsTold) + lines[2]
	in, err := e.ImportFrom(t.Context(), strings.NewReader(file), nil)
	if err != nil || in.Count != 2 || in.Skipped != 3*faultsTold || len(in.Faults) != faultsTold {
		t.Fatalf("%+v %v", in, err)
	}
	for i, bad := range in.Faults {
		if bad.Entry != i+2 || bad.Line != i+3 || bad.Reason != archive.ReasonType || bad.Value != "id" {
			t.Errorf("%d: %+v", i, bad)
		}
	}
}

// TestImportOfAnything reads a pasted request, keeps what came before a fault, and calls
// strangers so.
func TestImportOfAnything(t *testing.T) {
	e := open(t, nil)
	in, err := e.ImportFrom(t.Context(), strings.NewReader("GET /wx/demo?signature=a&timestamp=1&nonce=2&echostr=3 HTTP/1.0\n\n### \nGET /favicon.ico HTTP/1.0\n\n### \nhello"), nil)
	var at *archive.ReadError
	if !errors.As(err, &at) || at.Line != 7 || in.Count != 2 {
		t.Fatalf("%+v %v", in, err)
	}
	for i, x := range e.Since(0, 9) {
		if want := []exchange.Verdict{exchange.Fail, exchange.NotForUs}[i]; x.Verdict != want || len(x.Opened.Causes) == 0 || x.Time.IsZero() {
			t.Errorf("%d: %s %+v", i, x.Verdict, x.Opened.Causes)
		}
	}
	if s := e.Snapshot(); s.Progress.Verified || s.Counts.Received != 2 {
		t.Errorf("%+v", s.Counts)
	}
	if _, err := e.Import(t.Context(), filepath.Join(t.TempDir(), "none"), nil); !errors.Is(err, os.ErrNotExist) {
		t.Error(err)
	}
}
