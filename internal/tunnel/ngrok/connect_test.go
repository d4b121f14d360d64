package ngrok

import (
	"bufio"
	"crypto/tls"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// An https proxy, and one that sends the far side's first bytes together with
// its own head.
func TestConnectThroughHTTPSProxy(t *testing.T) {
	proxy := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err != nil {
			t.Errorf("hijack: %v", err)
			return
		}
		defer conn.Close()
		_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nX: y\r\n\r\nfor "+r.Host+"\n")
		text, _ := bufio.NewReader(conn).ReadString('\n')
		_, _ = io.WriteString(conn, strings.ToUpper(text))
	}))
	proxy.Config.ErrorLog = log.New(io.Discard, "", 0) // the handshake that is to fail
	proxy.StartTLS()
	defer proxy.Close()
	u, err := url.Parse(proxy.URL)
	if err != nil {
		t.Fatal(err)
	}
	d := newDialer(u, 10*time.Second)
	defer d.close()
	d.proxyTLS = proxy.Client().Transport.(*http.Transport).TLSClientConfig.Clone()
	conn, err := d.DialContext(t.Context(), "tcp", "connect.ngrok.test:443")
	if err != nil {
		t.Fatalf("dial: %v", err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "ping\n"); err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(io.LimitReader(conn, 1<<10)); err != nil || string(text) != "for connect.ngrok.test:443\nPING\n" {
		t.Errorf("got %q, %v", text, err)
	}

	d.proxyTLS = &tls.Config{MinVersion: tls.VersionTLS12}
	if _, err := d.DialContext(t.Context(), "tcp", "connect.ngrok.test:443"); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("a proxy with a foreign certificate: %v", err)
	}
}

func TestProxyHandshakeIsBounded(t *testing.T) {
	for name, serve := range map[string]func(net.Conn){
		"says nothing": func(c net.Conn) { _, _ = io.Copy(io.Discard, c) },
		"says too much": func(c net.Conn) {
			_, _ = io.WriteString(c, "HTTP/1.1 200 OK\r\n")
			for {
				if _, err := io.WriteString(c, "X: "+strings.Repeat("y", 1000)+"\r\n"); err != nil {
					return
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			ln, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer ln.Close()
			served := make(chan struct{})
			go func() {
				defer close(served)
				conn, err := ln.Accept()
				if err != nil {
					return
				}
				defer conn.Close()
				serve(conn)
			}()
			d := newDialer(&url.URL{Scheme: "http", Host: ln.Addr().String()}, 200*time.Millisecond)
			if conn, err := d.DialContext(t.Context(), "tcp", "connect.ngrok.test:443"); err == nil {
				_ = conn.Close()
				t.Error("connected")
			}
			<-served
			if n := len(d.conns); n != 0 {
				t.Errorf("%d connections are left", n)
			}
		})
	}
}

func TestClosedDialerConnectsNoMore(t *testing.T) {
	ln, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	d := newDialer(nil, time.Second)
	conn, err := d.Dial("tcp", ln.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	d.close()
	if _, err := conn.Write([]byte("x")); err == nil {
		t.Error("a connection outlived its dialer")
	}
	if _, err := d.Dial("tcp", ln.Addr().String()); err == nil {
		t.Error("a closed dialer connects")
	}
}
