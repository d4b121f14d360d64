package archive

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"

	"echostr/internal/exchange"
)

// ReadOptions say how a file is read; zero fields take the defaults.
type ReadOptions struct {
	// Format is what the file is; nil finds out by how it begins.
	Format *Format
	// Open judges an exchange anew, with the settings of this moment, before it is yielded;
	// nil leaves it as it is in the file, where only NDJSON has a judgement.
	Open func(*exchange.Exchange)
	// Skipped is told of an exchange that does not read and is passed over, on the goroutine
	// that reads; nil is not.
	Skipped func(*ReadError)
	// Bounds: beyond them reading ends with ErrLimit.
	MaxExchange int   // bytes of one, as it stands in the file; 32 MiB
	MaxCount    int   // exchanges; 1,000,000
	MaxBytes    int64 // of the file; 8 GiB
	// Progress is told now and then, on the goroutine that reads; nil is not.
	Progress func(Progress)
}

// ErrLimit is a file beyond the bounds.
var ErrLimit = errors.New("archive: too large")

// ErrFormat is a file in none of the formats.
var ErrFormat = errors.New("archive: neither HAR nor NDJSON nor HTTP")

// ReadError says where a file is not what it should be, and why.
type ReadError struct {
	Format       Format
	Entry        int   // which exchange, from 1
	Offset       int64 // bytes from the beginning
	Line, Column int   // from 1; the column counts bytes
	Reason       Reason
	Value        string // that goes with the reason; "" for none
	Err          error

	passable bool // what comes after it can be read
}

// because fills in what is wrong.
func (e ReadError) because(err error) *ReadError {
	e.Reason, e.Value = reasonOf(err)
	e.Err = err
	return &e
}

// Error implements error.
func (e *ReadError) Error() string {
	return fmt.Sprintf("read %s: exchange %d, line %d, column %d: %v", e.Format, e.Entry, e.Line, e.Column, e.Err)
}

// Unwrap is what is wrong there.
func (e *ReadError) Unwrap() error { return e.Err }

func (o ReadOptions) withDefaults() ReadOptions {
	if o.MaxExchange <= 0 {
		o.MaxExchange = 32 << 20
	}
	if o.MaxCount <= 0 {
		o.MaxCount = 1_000_000
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 8 << 30
	}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Skipped == nil {
		o.Skipped = func(*ReadError) {}
	}
	if o.Open == nil {
		o.Open = func(*exchange.Exchange) {}
	}
	return o
}

// Read yields the exchanges of a file in its order, as they are read. One of HAR or NDJSON
// that does not read is passed over, and Skipped is told. What nothing can be read after
// ends it: a *ReadError, an error of r, or that of ctx. What was yielded before holds.
func Read(ctx context.Context, r io.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	o = o.withDefaults()
	return func(yield func(*exchange.Exchange, error) bool) {
		limited := &bounded{r: r, left: o.MaxBytes}
		in := bufio.NewReaderSize(limited, 128<<10)
		f, err := formatOf(in, o.Format)
		if err != nil {
			yield(nil, err)
			return
		}
		count, skipped := 0, 0
		told := func() {
			if (count+skipped)%every == 0 {
				o.Progress(Progress{Done: count, Bytes: o.MaxBytes - limited.left})
			}
		}
		for x, err := range reader(f, in, o) {
			var bad *ReadError
			if errors.As(err, &bad) && bad.passable {
				o.Skipped(bad)
				skipped++
				told()
				if err = ctx.Err(); err == nil {
					continue
				}
			}
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && count >= o.MaxCount {
				err = fmt.Errorf("%w: more than %d exchanges", ErrLimit, o.MaxCount)
			}
			if err != nil {
				yield(nil, err)
				return
			}
			count++
			o.Open(x)
			if !yield(x, nil) {
				return
			}
			told()
		}
		o.Progress(Progress{Done: count, Bytes: o.MaxBytes - limited.left})
	}
}

func reader(f Format, in *bufio.Reader, o ReadOptions) iter.Seq2[*exchange.Exchange, error] {
	switch f {
	case HAR:
		return readHAR(in, o)
	case NDJSON:
		return readNDJSON(in, o)
	}
	return readRaw(in, o)
}

// formatOf is the format of a file: the one that is wanted, else by how it begins.
func formatOf(in *bufio.Reader, wanted *Format) (Format, error) {
	start, _ := in.Peek(3) // an error comes again below
	if bytes.Equal(start, []byte("\ufeff")) {
		if _, err := in.Discard(len(start)); err != nil {
			return 0, err
		}
	}
	if wanted != nil {
		if !wanted.Readable() {
			return 0, fmt.Errorf("%w: %s is not read", ErrFormat, *wanted)
		}
		return *wanted, nil
	}
	start, err := in.Peek(in.Size())
	if err != nil && len(start) == 0 && !errors.Is(err, io.EOF) {
		return 0, err
	}
	start = bytes.TrimLeft(start, " \t\r\n")
	switch {
	case len(start) == 0:
		return 0, fmt.Errorf("%w: nothing in it", ErrFormat)
	case start[0] != '{':
		if bytes.HasPrefix(start, []byte("###")) || startLine(firstOf(start)) {
			return Raw, nil
		}
		return 0, ErrFormat
	case bytes.HasPrefix(bytes.ReplaceAll(start[:min(len(start), 64)], []byte(" "), nil), []byte(`{"echostr":"`)):
		return NDJSON, nil
	}
	return HAR, nil
}

func firstOf(b []byte) string {
	line, _, _ := bytes.Cut(b, []byte{'\n'})
	return string(bytes.TrimRight(line, "\r"))
}

// bounded reads up to left bytes and then fails with ErrLimit, unless it is the end.
type bounded struct {
	r    io.Reader
	left int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		var one [1]byte
		n, err := io.ReadFull(b.r, one[:])
		if n == 0 {
			return 0, err
		}
		return 0, fmt.Errorf("%w: the file", ErrLimit)
	}
	n, err := b.r.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}
