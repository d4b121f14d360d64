package journal

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
)

// openerEnv makes the test program a process that opens the journal it names, reads the
// first page and prints how much memory it has then, in kB.
const openerEnv = "ECHOSTR_TEST_OPENER"

// others are what the test program is as another process, by the environment variable that
// makes it so; its value is a path.
var others = map[string]func(path string) error{openerEnv: opener}

func TestMain(m *testing.M) {
	for name, run := range others {
		if path := os.Getenv(name); path != "" {
			if err := run(path); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(1)
			}
			os.Exit(0)
		}
	}
	os.Exit(m.Run())
}

func opener(path string) error {
	l, err := Open(LogConfig{File: path, MaxCount: 1 << 30, MaxBytes: 1 << 40})
	if err != nil {
		return err
	}
	if _, err := l.Page(context.Background(), Query{Limit: 200}); err != nil {
		return err
	}
	debug.FreeOSMemory()
	fmt.Println(resident())
	return l.Close()
}

// resident is the memory that this process has, in kB; what the Go runtime has of the
// system where the kernel does not say.
func resident() int {
	b, err := os.ReadFile("/proc/self/status")
	if err == nil {
		for line := range strings.Lines(string(b)) {
			var kB int
			if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kB); n == 1 {
				return kB
			}
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int((m.Sys - m.HeapReleased) >> 10)
}
