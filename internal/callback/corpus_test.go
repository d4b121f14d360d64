package callback

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// corpusEnv names a directory with more published vectors and sample pushes:
// vectors.json, messages/index.json and the samples beside that.
const corpusEnv = "ECHOSTR_CORPUS"

// vector is a published signature.
type vector struct {
	ID, Kind, Source                            string
	Token, Timestamp, Nonce, Echostr, Signature string
	Expect                                      string // "mismatch" where it must not hold
}

// sample is a push and what its fields are.
type sample struct {
	File, Format, Direction, Body string
	Fields                        map[string]any
}

func load(t *testing.T, into any, path ...string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if err := d.Decode(into); err != nil {
		t.Fatal(err)
	}
}

func TestPublishedSignatures(t *testing.T) {
	var vectors []vector
	load(t, &vectors, "testdata", "vectors.json")
	if dir := os.Getenv(corpusEnv); dir != "" {
		vectors = nil
		load(t, &vectors, dir, "vectors.json")
	}
	tried := 0
	for _, v := range vectors {
		if v.Kind != "signature" {
			continue
		}
		tried++
		t.Run(v.ID, func(t *testing.T) {
			g := serve(t, Config{})
			g.SetRoutes(NewRoutes(map[string]Route{"/v": {Profile: "v", Account: wechat.NewAccount(wechat.AccountConfig{Token: v.Token})}}))
			echo := v.Echostr
			if echo == "" {
				echo = echostr
			}
			request := fmt.Sprintf("GET /v?signature=%s&echostr=%s&timestamp=%s&nonce=%s HTTP/1.0\r\nUser-Agent: Mozilla/4.0\r\n\r\n",
				v.Signature, echo, v.Timestamp, v.Nonce)
			r := parse(t, request, g.say(request))
			x := g.only()
			if v.Expect == "mismatch" {
				if r.StatusCode != 403 || strings.Contains(r.body, echo) || x.Verdict != exchange.Fail {
					t.Errorf("%s: answered %d %q, recorded as %v", v.Source, r.StatusCode, r.body, x.Verdict)
				}
			} else if r.StatusCode != 200 || r.body != echo || x.Verdict != exchange.Pass {
				t.Errorf("%s: answered %d %q, recorded as %v for %v", v.Source, r.StatusCode, r.body, x.Verdict, x.Opened.Causes)
			}
		})
	}
	if tried < 8 {
		t.Errorf("only %d vectors were found", tried)
	}
}

func TestSamplePushes(t *testing.T) {
	var samples []sample
	load(t, &samples, "testdata", "messages.json")
	if dir := os.Getenv(corpusEnv); dir != "" {
		var more []sample
		load(t, &more, dir, "messages", "index.json")
		for _, s := range more {
			if s.Direction != "push" {
				continue
			}
			b, err := os.ReadFile(filepath.Join(dir, "messages", s.File))
			if err != nil {
				t.Fatal(err)
			}
			s.Body = string(b)
			samples = append(samples, s)
		}
	}
	g := serve(t, Config{})
	for i, s := range samples {
		t.Run(s.File, func(t *testing.T) {
			request := push(testToken, "HTTP/1.0", s.Body)
			if s.Format == "json" {
				request = strings.Replace(request, "text/xml", "application/json", 1)
			}
			r := parse(t, request, g.say(request))
			x := g.wait(i + 1)[i]
			if r.StatusCode != 200 || r.body != "success" || x.Verdict != exchange.Pass {
				t.Fatalf("answered %d %q, recorded as %v for %v", r.StatusCode, r.body, x.Verdict, x.Opened.Causes)
			}
			compareTrees(t, "", x.Opened.Message.Tree(), s.Fields, s.Format == "xml")
		})
	}
}

// compareTrees holds a message to the fields published for it. In XML a repeated
// element is published with its last value only, and a value without the blanks
// around it.
func compareTrees(t *testing.T, path string, got, want any, isXML bool) {
	t.Helper()
	if v := reflect.ValueOf(got); v.IsValid() && v.Kind() == reflect.Slice {
		if isXML {
			got = v.Index(v.Len() - 1).Interface()
		} else if list, ok := want.([]any); ok && len(list) == v.Len() {
			for i := range list {
				compareTrees(t, fmt.Sprintf("%s[%d]", path, i), v.Index(i).Interface(), list[i], isXML)
			}
			return
		}
	}
	switch want := want.(type) {
	case map[string]any:
		have, ok := got.(map[string]any)
		if !ok {
			t.Errorf("%s is %#v, want elements", path, got)
			return
		}
		for name, v := range want {
			compareTrees(t, path+"."+name, have[name], v, isXML)
		}
		for name := range have {
			if _, ok := want[name]; !ok {
				t.Errorf("%s.%s was not published", path, name)
			}
		}
	default:
		if isXML {
			got = strings.TrimSpace(fmt.Sprint(got))
		}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s is %#v, want %#v", path, got, want)
		}
	}
}
