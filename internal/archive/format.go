package archive

import "fmt"

// Format is a kind of file.
type Format uint8

// The formats.
const (
	HAR     Format = iota // HTTP Archive 1.2
	Curl                  // one command for a POSIX shell after the other
	Raw                   // requests and answers as they stood on the wire
	NDJSON                // our own, one JSON object a line, without loss
	GoTest                // a Go test file that needs nothing but Go
	Postman               // a collection in format 2.1
)

// Formats are all of them.
func Formats() []Format { return []Format{HAR, Curl, Raw, NDJSON, GoTest, Postman} }

var formatNames = [...]string{"har", "curl", "raw", "ndjson", "go", "postman"}

// String is "har", "curl", "raw", "ndjson", "go" or "postman", as in flags.
func (f Format) String() string { return formatNames[f] }

// ParseFormat reads what String writes.
func ParseFormat(s string) (Format, error) {
	for i, name := range formatNames {
		if s == name {
			return Format(i), nil
		}
	}
	return 0, fmt.Errorf("archive: no format is called %q; there are %v", s, formatNames)
}

// File is a fitting file name for something called name.
func (f Format) File(name string) string {
	return name + [...]string{".har", ".sh", ".http", ".ndjson", "_test.go", ".postman_collection.json"}[f]
}

// Readable says whether Read takes the format.
func (f Format) Readable() bool { return f == HAR || f == Raw || f == NDJSON }
