package journal

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"

	"echostr/internal/exchange"
	"echostr/internal/wechat"
)

// known are the secrets of the exchanges that the tests make.
var known = secrets{"weixin", aesKey, "full"}

// TestRecordKeepsEverything fills every field there is with something and expects it
// back: a field that is added to an exchange and not to the record fails here.
func TestRecordKeepsEverything(t *testing.T) {
	x := &exchange.Exchange{}
	fill(t, reflect.ValueOf(x).Elem(), "full")
	x.ID = 0 // the row has it
	x.Opened.Message.Nodes[0].Parent = -1
	x.Opened.Causes[0].Args = map[string]string{"name": "nonce", "token": "full"}
	x.Opened.Causes[0].Fix.Kind = wechat.SetToken
	again(t, x)
}

// fill sets v and all that it holds to something that is not zero.
func fill(t *testing.T, v reflect.Value, text string) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(7)
	case reflect.Uint8:
		v.SetUint(1)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0), text)
	case reflect.Map:
		v.Set(reflect.ValueOf(map[string]string{"name": text}))
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[time.Time]() {
			v.Set(reflect.ValueOf(time.Unix(1_700_000_000, 123)))
			return
		}
		for i := range v.NumField() {
			fill(t, v.Field(i), text)
		}
	default:
		t.Fatalf("a field of kind %s: teach the record and this test", v.Kind())
	}
}

// again writes x, reads it and fails unless both are the same.
func again(t *testing.T, x *exchange.Exchange) {
	t.Helper()
	got, err := readRecord(string(appendRecord(nil, x)), known)
	if err != nil {
		t.Fatal(err)
	}
	want := *x
	want.Time, got.Time = want.Time.Round(0).UTC(), got.Time.UTC()
	if !reflect.DeepEqual(got, &want) {
		t.Errorf("read\n%+v\nwritten\n%+v", got, &want)
	}
}

// TestRecordOfRequests takes requests as they come.
func TestRecordOfRequests(t *testing.T) {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin", Mode: wechat.Compatible, Keys: []string{aesKey}})
	for _, tt := range []struct{ name, method, body string }{
		{"verification", "GET", ""},
		{"text", "POST", text},
		{"sealed", "POST", sealed(t, "sealed content")},
		{"escaped", "POST", "<xml><MsgType>text</MsgType><Content>a &amp; b</Content><E/></xml>"},
		{"JSON", "POST", `{"MsgType":"event","Event":"user_info_modified","List":[{"a":1},{"a":2}]}`},
		{"broken", "POST", "<xml><MsgType>te"},
		{"nothing", "POST", ""},
		{"other bytes", "POST", "\x00\xff\xfe<xml>"},
		{"long", "POST", "<xml><MsgType>text</MsgType><Content>" + strings.Repeat("长", 50_000) + "</Content></xml>"},
	} {
		t.Run(tt.name, func(t *testing.T) { again(t, made(t, account, tt.method, query(tt.body), tt.body)) })
	}
	again(t, &exchange.Exchange{})
}

// TestRecordIsSmall: what a text push takes, against what came over the wire for it.
func TestRecordIsSmall(t *testing.T) {
	x := made(t, wechat.NewAccount(wechat.AccountConfig{Token: "weixin"}), "POST", query(text), text)
	wire := len(x.Request.Raw) + len(x.Response.Raw)
	if n := len(appendRecord(nil, x)); n > wire+250 {
		t.Errorf("%d bytes on the wire take %d in the file", wire, n)
	}
}

// TestRecordHidesSecrets looks for the Token in the record, and for a record read where
// it is not known any more.
func TestRecordHidesSecrets(t *testing.T) {
	x := made(t, wechat.NewAccount(wechat.AccountConfig{Token: "weixin"}), "POST", query(text), text)
	x.Opened.Causes = []wechat.Cause{
		{ID: wechat.TokenEarlier, Args: map[string]string{"token": "weixin"}, Fix: &wechat.Fix{Kind: wechat.SetToken, Value: "weixin"}},
		{ID: wechat.AESKeyEarlier, Fix: &wechat.Fix{Kind: wechat.SetAESKey, Value: aesKey}},
	}
	record := appendRecord(nil, x)
	for _, secret := range []string{"weixin", aesKey} {
		if bytes.Contains(record, []byte(secret)) {
			t.Errorf("%s stands in the record", secret)
		}
	}
	got, err := readRecord(string(record), nil)
	if err != nil || got.Opened.Check.Token != "" || got.Opened.Causes[0].Fix.Value != "" {
		t.Errorf("%v %+v", err, got)
	}
}

// TestDamagedRecords flips and cuts bytes: the checksum notices, and where it is made
// right again nothing panics or grows without bound.
func TestDamagedRecords(t *testing.T) {
	account := wechat.NewAccount(wechat.AccountConfig{Token: "weixin", Mode: wechat.Compatible, Keys: []string{aesKey}})
	whole := appendRecord(nil, made(t, account, "POST", query(sealed(t, "x")), sealed(t, "x")))
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		b := bytes.Clone(whole)
		b = b[:len(b)-r.IntN(len(b))*r.IntN(2)]
		for range 1 + r.IntN(3) {
			b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
		}
		if _, err := readRecord(string(b), known); !errors.Is(err, errRecord) && !bytes.Equal(b, whole) {
			t.Fatalf("damage was not noticed: %v", err)
		}
		if len(b) > crcSize {
			n := len(b) - crcSize
			binary.LittleEndian.PutUint32(b[n:], crc32.Checksum(b[:n], castagnoli))
			_, _ = readRecord(string(b), known)
		}
	}
}

// TestLaterFields reads past fields of a later version of the program.
func TestLaterFields(t *testing.T) {
	r := recorder{b: appendRecord(nil, &exchange.Exchange{Rule: "r"})}
	r.b = r.b[:len(r.b)-crcSize]
	r.number(900, 5)
	r.text(901, "later")
	r.group(902, func() { r.piece("x") })
	r.flag(tagTest, true)
	b := binary.LittleEndian.AppendUint32(r.b, crc32.Checksum(r.b, castagnoli))
	if x, err := readRecord(string(b), nil); err != nil || x.Rule != "r" || !x.Test {
		t.Errorf("%v %+v", err, x)
	}
}

func BenchmarkRecord(b *testing.B) {
	x := made(b, wechat.NewAccount(wechat.AccountConfig{Token: "weixin"}), "POST", query(text), text)
	buf := appendRecord(nil, x)
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			buf = appendRecord(buf[:0], x)
		}
	})
	record := string(buf)
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, err := readRecord(record, known); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.ReportMetric(float64(len(record)), "bytes")
}
