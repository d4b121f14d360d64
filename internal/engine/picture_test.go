package engine

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

// anyAddress lets pictures come from this machine, where the tests' server is.
func anyAddress(netip.Addr) bool { return true }

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
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		t.Setenv(name, "")
	}
	for _, url := range []string{s.URL, "http://10.0.0.1/", "http://192.168.1.1/", "http://169.254.169.254/latest", "http://100.64.0.1/",
		"http://[::1]/", "http://[fe80::1]/", "http://[fd00::1]/", "http://[::ffff:127.0.0.1]/", "http://0.0.0.0/"} {
		_, err := (&Engine{}).Picture(t.Context(), url)
		var p *PictureError
		if !errors.As(err, &p) || p.Problem != "private" {
			t.Errorf("%s: %v", url, err)
		}
	}
}
