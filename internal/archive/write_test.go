package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

func TestFormatNames(t *testing.T) {
	for _, f := range Formats() {
		if got, err := ParseFormat(f.String()); err != nil || got != f || !strings.HasPrefix(f.File("a"), "a") {
			t.Errorf("%s: %v %v", f, got, err)
		}
	}
	if _, err := ParseFormat("pdf"); err == nil {
		t.Error("pdf was taken")
	}
}

// many is an endless variety of n exchanges, made as they are asked for.
func many(t testing.TB, n int) Source {
	a := realAccount(wechat.Safe)
	account := wechat.NewAccount(a.AccountConfig)
	raw := push(t, a.AccountConfig, textXML(alice, "hello"), "")
	return func(yield func(*exchange.Exchange, error) bool) {
		for i := range n {
			x := rawExchange(raw)
			x.ID, x.Profile = int64(i)+1, "p1"
			q, err := x.Received()
			if err != nil {
				yield(nil, err)
				return
			}
			x.Opened = account.Open(q)
			x.Verdict = exchange.Judge(&x.Opened)
			if !yield(x, nil) {
				return
			}
		}
	}
}

func rawExchange(raw string) *exchange.Exchange {
	head, body, _ := strings.Cut(raw, "\r\n\r\n")
	return &exchange.Exchange{Request: *rawRequest(strings.ReplaceAll(head, "\r\n", "\n"), body),
		Response: exchange.Response{Status: 200, Raw: []byte("HTTP/1.0 200 OK\r\nContent-Length: 7\r\n\r\nsuccess"), Head: 38}}
}

// TestWriteFile replaces a file only by a whole one; progress is told in both readings.
func TestWriteFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "out.har")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, f := range Formats() {
		var learnt, wrote int
		ctx, cancel := context.WithCancel(t.Context())
		o := Options{Format: f, Total: 400, Accounts: map[string]Account{"p1": realAccount(wechat.Safe)}, Progress: func(p Progress) {
			switch {
			case p.Total != 400:
				t.Errorf("%+v", p)
			case p.Learning:
				learnt = p.Done
			default:
				if wrote = p.Done; wrote > 200 {
					cancel()
				}
			}
		}}
		if _, err := WriteFile(ctx, path, many(t, 400), o); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: cancelled: %v", f, err)
		}
		if b, err := os.ReadFile(path); err != nil || string(b) != "old" || wrote > 300 || learnt < 350 {
			t.Errorf("%s: after a cancelled export there is %.20q %v; learnt %d, wrote %d", f, b, err, learnt, wrote)
		}
	}
	broken := errors.New("broken")
	failing := func(yield func(*exchange.Exchange, error) bool) { yield(nil, broken) }
	if _, err := WriteFile(t.Context(), path, failing, Options{}); !errors.Is(err, broken) {
		t.Error(err)
	}
	s, err := WriteFile(t.Context(), path, many(t, 400), Options{Accounts: map[string]Account{"p1": realAccount(wechat.Safe)}})
	if err != nil || s.Exchanges != 400 {
		t.Fatal(s, err)
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	n := 0
	for x, err := range Read(t.Context(), f, ReadOptions{Open: opened(s.Accounts["p1"])}) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; x.Verdict != exchange.Pass {
			t.Fatalf("%d: %+v", n, x.Opened.Causes)
		}
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 || n != 400 {
		t.Errorf("%d exchanges, files %v %v", n, entries, err)
	}
}

type failingWriter struct{ left int }

func (w *failingWriter) Write(p []byte) (int, error) {
	if w.left -= len(p); w.left < 0 {
		return 0, io.ErrShortWrite
	}
	return len(p), nil
}

func TestWriteFails(t *testing.T) {
	for _, f := range Formats() {
		for _, left := range []int{0, 100_000} {
			if _, err := Write(t.Context(), &failingWriter{left}, many(t, 400), Options{Format: f}); !errors.Is(err, io.ErrShortWrite) {
				t.Errorf("%s: %v", f, err)
			}
		}
	}
}

// TestReadEnds stops when nobody wants more, when ctx ends and when the file fails.
func TestReadEnds(t *testing.T) {
	for _, f := range []Format{HAR, NDJSON, Raw} {
		all := []*exchange.Exchange{}
		for x := range many(t, 300) {
			all = append(all, x)
		}
		file, _ := export(t, all, Options{Format: f})
		n := 0
		for range Read(t.Context(), strings.NewReader(file), ReadOptions{}) {
			if n++; n == 3 {
				break
			}
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		told := 0
		n = 0
		for _, err := range Read(ctx, strings.NewReader(file), ReadOptions{Progress: func(p Progress) { told = p.Done }}) {
			if n++; n == 100 {
				cancel()
			}
			if n > 100 && !errors.Is(err, context.Canceled) {
				t.Errorf("%s: %v", f, err)
			}
		}
		if n != 101 || told != every {
			t.Errorf("%s: %d read, told of %d", f, n, told)
		}
		broken := io.MultiReader(strings.NewReader(file[:len(file)/2]), failingReader{})
		n = 0
		var last error
		for _, err := range Read(t.Context(), broken, ReadOptions{}) {
			n++
			last = err
		}
		if !errors.Is(last, errBroken) || n < 10 {
			t.Errorf("%s: %v after %d", f, last, n)
		}
	}
}

var errBroken = errors.New("broken")

type failingReader struct{}

func (failingReader) Read([]byte) (int, error) { return 0, errBroken }

// TestMemoryIsFlat writes and reads ten times as much in about the same memory.
func TestMemoryIsFlat(t *testing.T) {
	for _, f := range []Format{HAR, NDJSON, Raw} {
		peak := func(n int) uint64 {
			r, w := io.Pipe()
			done := make(chan error, 1)
			go func() {
				_, err := Write(t.Context(), w, many(t, n), Options{Format: f})
				w.CloseWithError(err)
				done <- err
			}()
			var most uint64
			read := 0
			for _, err := range Read(t.Context(), r, ReadOptions{}) {
				if err != nil {
					t.Fatal(err)
				}
				if read++; read%200 == 0 {
					var m runtime.MemStats
					runtime.GC()
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapAlloc)
				}
			}
			if err := <-done; err != nil || read != n {
				t.Fatal(read, err)
			}
			return most
		}
		few, lots := peak(200), peak(2000)
		if lots > few+4<<20 {
			t.Errorf("%s: %d bytes for 200, %d for 2000", f, few, lots)
		}
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, f := range Formats() {
		for _, unredacted := range []bool{true, false} {
			b.Run(fmt.Sprintf("%s/unredacted=%v", f, unredacted), func(b *testing.B) {
				src := many(b, 1)
				var one *exchange.Exchange
				for x := range src {
					one = x
				}
				all := func(yield func(*exchange.Exchange, error) bool) {
					for range b.N {
						if !yield(one, nil) {
							return
						}
					}
				}
				b.ReportAllocs()
				if _, err := Write(b.Context(), io.Discard, all, Options{Format: f, Unredacted: unredacted, Accounts: map[string]Account{"p1": realAccount(wechat.Safe)}}); err != nil {
					b.Fatal(err)
				}
			})
		}
	}
}

func BenchmarkRead(b *testing.B) {
	for _, f := range []Format{HAR, NDJSON, Raw} {
		b.Run(f.String(), func(b *testing.B) {
			r, w := io.Pipe()
			done := make(chan struct{})
			go func() {
				defer close(done)
				_, err := Write(b.Context(), w, many(b, b.N), Options{Format: f, Unredacted: true})
				w.CloseWithError(err)
			}()
			for _, err := range Read(b.Context(), r, ReadOptions{MaxCount: b.N + 1}) {
				if err != nil {
					b.Fatal(err)
				}
			}
			<-done
		})
	}
}
