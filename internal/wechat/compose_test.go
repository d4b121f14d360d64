package wechat

import (
	"reflect"
	"testing"
)

// TestAppend reads what is written: the same nodes, for every sample and for what makes
// writing hard.
func TestAppend(t *testing.T) {
	bodies := []string{
		"<xml><A><![CDATA[x]]]]><![CDATA[>y]]></A><B/><C>&lt;&amp;</C><D><E>1</E><E>2</E></D><F> </F><G><![CDATA[  ]]></G><MsgId>12</MsgId><MsgId>x&lt;</MsgId></xml>",
		`{"a":"\"\\\n\u0001好","b":[1,"x",{"c":null},[]],"d":{},"e":-1.50e+3,"f":true,"a":2}`,
	}
	for _, s := range samples(t) {
		bodies = append(bodies, s.body)
	}
	for _, body := range bodies {
		appends(t, body)
	}
}

func appends(t *testing.T, body string) {
	t.Helper()
	m := parsed(t, body)
	text := string(m.Append(nil))
	if again := parsed(t, text); again.Format != m.Format || len(again.Nodes) != len(m.Nodes) ||
		len(m.Nodes) > 0 && !reflect.DeepEqual(again.Nodes, m.Nodes) {
		t.Errorf("%s\nwas written as\n%s", body, text)
	}
}

func FuzzAppend(f *testing.F) {
	f.Add(textXML)
	f.Add(`{"a":[1,{"b":"c"}]}`)
	f.Fuzz(func(t *testing.T, body string) {
		m, err := Parse(body)
		if err != nil {
			return
		}
		for i := range m.Nodes {
			if m.Format == XML && !clean(m.Nodes[i].Value) {
				return // XML cannot hold it
			}
		}
		appends(t, body)
	})
}
