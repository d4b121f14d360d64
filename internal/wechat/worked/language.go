package worked

// Language is a programming language that programs are written in.
type Language uint8

// The languages.
const (
	Go Language = iota
	Python
	PHP
	Java
	Node
)

// Languages are all of them, in the order of menus.
func Languages() []Language { return []Language{Go, Python, PHP, Java, Node} }

var languages = [...]struct{ name, file string }{
	{"Go", "verify.go"}, {"Python", "verify.py"}, {"PHP", "verify.php"}, {"Java", "Verify.java"}, {"Node.js", "verify.js"},
}

// String is the language's own name.
func (l Language) String() string { return languages[l].name }

// File is what the program's file is to be called.
func (l Language) File() string { return languages[l].file }
