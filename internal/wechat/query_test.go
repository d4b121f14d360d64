package wechat

import (
	"net/url"
	"reflect"
	"testing"
)

func TestQueryPairs(t *testing.T) {
	for _, tt := range []struct {
		name string
		q    Query
		want []Pair
	}{
		{"none", "", nil},
		{"order", "b=2&a=1", []Pair{{Name: "b", Raw: "2", Value: "2"}, {Name: "a", Raw: "1", Value: "1"}}},
		{"plus", "a=x+y", []Pair{{Name: "a", Raw: "x+y", Value: "x y"}}},
		{"percent", "a=x%20y%2Bz", []Pair{{Name: "a", Raw: "x%20y%2Bz", Value: "x y+z"}}},
		{"broken", "a=%zz+b", []Pair{{Name: "a", Raw: "%zz+b", Value: "%zz+b", Broken: true}}},
		{"cut escape", "a=1%2", []Pair{{Name: "a", Raw: "1%2", Value: "1%2", Broken: true}}},
		{"no value", "a&b=", []Pair{{Name: "a"}, {Name: "b"}}},
		{"no name", "=1&&a=2&", []Pair{{Raw: "1", Value: "1"}, {Name: "a", Raw: "2", Value: "2"}}},
		{"equals within", "a=b=c==", []Pair{{Name: "a", Raw: "b=c==", Value: "b=c=="}}},
		{"name escaped", "n%6Fnce=1", []Pair{{Name: "nonce", Raw: "1", Value: "1"}}},
		{"name broken", "%zz=1", []Pair{{Name: "%zz", Raw: "1", Value: "1"}}},
		{"twice", "a=1&a=2", []Pair{{Name: "a", Raw: "1", Value: "1"}, {Name: "a", Raw: "2", Value: "2"}}},
		{"semicolon", "a=1;b=2", []Pair{{Name: "a", Raw: "1;b=2", Value: "1;b=2"}}},
		{"Chinese", "a=%E4%BD%A0", []Pair{{Name: "a", Raw: "%E4%BD%A0", Value: "你"}}},
	} {
		if got := tt.q.Pairs(); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%s: %q: %+v, want %+v", tt.name, tt.q, got, tt.want)
		}
	}
}

func TestQueryGetAll(t *testing.T) {
	q := Query("a=1&b=&a=2&A=3")
	if got := q.Get("a"); got != "1" {
		t.Errorf("Get(a) = %q, want the first", got)
	}
	if got := q.Get("nothing"); got != "" {
		t.Errorf("Get(nothing) = %q", got)
	}
	if got := q.All("a"); len(got) != 2 || got[1].Value != "2" {
		t.Errorf("All(a) = %+v", got)
	}
	if got := q.All("c"); got != nil {
		t.Errorf("All(c) = %+v", got)
	}
}

// TestQueryAgainstURL holds reading to net/url where that reads at all.
func TestQueryAgainstURL(t *testing.T) {
	for _, s := range []string{"a=1&b=2", "signature=x&echostr=1%2B1&nonce=+", "a=%41&%61=2", "x", "&&=&", "a=b&a=c&a"} {
		want, err := url.ParseQuery(s)
		if err != nil {
			t.Fatal(err)
		}
		for name := range want {
			if got := Query(s).Get(name); got != want.Get(name) {
				t.Errorf("%q: %s = %q, want %q", s, name, got, want.Get(name))
			}
			if got := Query(s).All(name); name != "" && len(got) != len(want[name]) {
				t.Errorf("%q: %d of %s, want %d", s, len(got), name, len(want[name]))
			}
		}
	}
}

func TestQueryOurs(t *testing.T) {
	for _, tt := range []struct {
		q    Query
		want bool
	}{
		{"", false}, {"a=1", false}, {"timestamp=1714036504", false}, {"nonce=1", false}, {"encrypt_type=aes", false},
		{"timestamp=1&nonce=2", true}, {"signature=", true}, {"msg_signature=x", true}, {"echostr=1", true},
		{"Signature=x", false},
	} {
		if p := tt.q.read(); p.ours() != tt.want {
			t.Errorf("%q looks like WeChat's: %v", tt.q, p.ours())
		}
	}
}
