package worked

import (
	"embed"
	"fmt"
	"strings"
	"text/template"

	"echostr/internal/wechat"
)

//go:embed programs/*.tmpl
var sources embed.FS

// programs are the templates, by language.
var programs = func() (out [len(languages)]*template.Template) {
	for _, l := range Languages() {
		name := "programs/" + l.File() + ".tmpl"
		text, err := sources.ReadFile(name)
		if err != nil {
			panic(err) // embedded above
		}
		out[l] = template.Must(template.New(name).Funcs(template.FuncMap{"quote": l.quote}).Parse(string(text)))
	}
	return out
}()

// Program is a program that verifies c's values as the server did and prints true or
// false; it needs nothing but the language itself. Where c has ciphertext it also
// decrypts it when WX_AES_KEY is set, except in Python, whose library has no AES. "" for
// a check that did not take place.
func Program(l Language, c *wechat.Check, opt Options) string {
	if c.Scheme == wechat.NoScheme {
		return ""
	}
	v := programValues{Check: c, Hidden: opt.HideToken, Sealed: c.Scheme == wechat.MsgSignature, Words: opt.Words,
		Parameter: parameter(c.Scheme), KeyVariable: keyVariable, TokenVariable: tokenVariable, Charset: "UTF_8"}
	for _, s := range c.Parts() {
		if !isASCII(s + c.Given) {
			v.Charset = "ISO_8859_1"
		}
	}
	var b strings.Builder
	if err := programs[l].Execute(&b, v); err != nil {
		panic(fmt.Sprintf("worked: %s: %v", l, err)) // a template that no test has run
	}
	return b.String()
}

// parameter is the name of the parameter that carries a scheme's signature.
func parameter(s wechat.Scheme) string {
	if s == wechat.MsgSignature {
		return "msg_signature"
	}
	return "signature"
}

// programValues are what the templates fill in.
type programValues struct {
	*wechat.Check
	Hidden, Sealed             bool
	Words                      Words
	Parameter                  string
	KeyVariable, TokenVariable string
	// Charset is how Java and Node read literals: those that are not ASCII are written
	// byte by byte, since a value need not be valid text.
	Charset string
}

func isASCII(s string) bool {
	for _, c := range []byte(s) {
		if c >= 0x80 {
			return false
		}
	}
	return true
}
