package engine

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
)

// anyAddress lets pictures come from this machine, where the tests' server is.
var anyAddress = pictureWay{func(netip.Addr) bool { return true }, noProxy}

func noProxy(*http.Request) (*url.URL, error) { return nil, nil }

func TestPicture(t *testing.T) {
	var seen http.Header
	mux := http.NewServeMux()
	mux.HandleFunc("/p.png", func(w http.ResponseWriter, r *http.Request) {
		seen = r.Header.Clone()
		_, _ = w.Write([]byte("\x89PNG"))
	})
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Set-Cookie", "a=b")
		http.Redirect(w, r, "/p.png", http.StatusFound)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/huge", func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(strings.Repeat("x", PictureMax/2)))
		w.(http.Flusher).Flush() // no Content-Length
		_, _ = w.Write([]byte(strings.Repeat("x", PictureMax/2+1)))
	})
	mux.HandleFunc("/announced", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Length", "99999999")
		w.WriteHeader(http.StatusOK)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	shut := httptest.NewServer(mux)
	shut.Close()

	body, err := fetchPicture(t.Context(), s.URL+"/moved", anyAddress)
	if err != nil || string(body) != "\x89PNG" {
		t.Fatalf("%q, %v", body, err)
	}
	if seen.Get("Referer") != "" || seen.Get("Cookie") != "" {
		t.Errorf("the picture was asked for with %v", seen)
	}
	for _, c := range []struct {
		url, problem string
		status       int
	}{
		{s.URL + "/none", "status", 404},
		{s.URL + "/round", "status", 302},
		{s.URL + "/huge", "too_large", 0},
		{s.URL + "/announced", "too_large", 0},
		{shut.URL + "/p.png", "unreachable", 0},
		{"file:///etc/passwd", "address", 0},
		{"http://", "address", 0},
		{"://", "address", 0},
	} {
		_, err := fetchPicture(t.Context(), c.url, anyAddress)
		var p *PictureError
		if !errors.As(err, &p) || p.Problem != c.problem || p.Status != c.status {
			t.Errorf("%s: %v, want %s %d", c.url, err, c.problem, c.status)
		}
		if err != nil && strings.Contains(err.Error(), s.URL) {
			t.Errorf("%s: the error repeats the address: %v", c.url, err)
		}
	}
}

func TestPictureStopsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	}))
	t.Cleanup(s.Close)
	if _, err := fetchPicture(ctx, s.URL, anyAddress); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

func TestPictureIsPublic(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(s.Close)
	proxy := func(*http.Request) (*url.URL, error) { return &url.URL{Scheme: "http", Host: "127.0.0.1:1"}, nil }
	for _, way := range []pictureWay{{publicAddr, noProxy}, {publicAddr, proxy}} {
		for _, url := range []string{s.URL, "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest", "http://100.64.0.1/",
			"http://[::1]/", "http://[fe80::1]/", "http://[fe80::1%25eth0]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/",
			"http://[64:ff9b::a00:1]/", "http://[2002:7f00:1::]/"} {
			_, err := fetchPicture(t.Context(), url, way)
			var p *PictureError
			if !errors.As(err, &p) || p.Problem != "private" {
				t.Errorf("%s: %v", url, err)
			}
		}
	}
	for _, a := range []string{"140.207.54.80", "2408:8756::1", "198.18.0.1"} {
		if !publicAddr(netip.MustParseAddr(a)) {
			t.Errorf("%s counts as private", a)
		}
	}
}

// TestPictureIsPublicBehindAProxy has a page behind the proxy send on to this machine, which
// no proxy is asked for.
func TestPictureIsPublicBehindAProxy(t *testing.T) {
	var reached atomic.Bool
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Store(true) }))
	t.Cleanup(inside.Close)
	proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://"+strings.TrimPrefix(r.URL.Path, "/"), http.StatusFound)
	}))
	t.Cleanup(proxy.Close)
	address, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	host := strings.TrimPrefix(inside.URL, "http://")
	for _, target := range []string{host, strings.Replace(host, "127.0.0.1", "localhost", 1)} {
		_, err = fetchPicture(t.Context(), "http://pictures.example/"+target, pictureWay{publicAddr, func(r *http.Request) (*url.URL, error) {
			if r.URL.Hostname() == "pictures.example" {
				return address, nil
			}
			return nil, nil
		}})
		var p *PictureError
		if !errors.As(err, &p) || p.Problem != "private" || reached.Load() {
			t.Errorf("%s: %v, reached %v", target, err, reached.Load())
		}
	}
}
