//go:build window

package windowtest

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"
	"time"
)

// askToClose sends the message WM_DELETE_WINDOW to a window, as the close button of a
// window manager does. xdotool can only destroy the window, which no person ever does.
// It speaks the few requests of the X11 protocol (version 11, chapter 8) that this takes.
func askToClose(display string, window uint32, deadline time.Time) error {
	number, _, _ := strings.Cut(strings.TrimPrefix(display, ":"), ".")
	conn, err := net.Dial("unix", "/tmp/.X11-unix/X"+number)
	if err != nil {
		return fmt.Errorf("connect to the X server: %w", err)
	}
	defer conn.Close()
	if err := conn.SetDeadline(deadline); err != nil {
		return err
	}
	x := xserver{conn}
	if err := x.hello(); err != nil {
		return err
	}
	protocols, err := x.atom("WM_PROTOCOLS")
	if err != nil {
		return err
	}
	wish, err := x.atom("WM_DELETE_WINDOW")
	if err != nil {
		return err
	}
	var event bytes.Buffer // ClientMessage in 32-bit units
	put(&event, uint8(33), uint8(32), uint16(0), window, protocols, wish, uint32(0), uint32(0), uint32(0), uint32(0))
	var request bytes.Buffer // SendEvent, to the window alone
	put(&request, uint8(25), uint8(0), uint16(11), window, uint32(0), event.Bytes())
	if _, err := conn.Write(request.Bytes()); err != nil {
		return fmt.Errorf("send the event: %w", err)
	}
	_, err = x.atom("WM_PROTOCOLS") // its answer says that the event has arrived
	return err
}

// xserver is a connection to an X server, little-endian.
type xserver struct{ io.ReadWriter }

func put(b *bytes.Buffer, values ...any) {
	for _, v := range values {
		if err := binary.Write(b, binary.LittleEndian, v); err != nil {
			panic(err) // only for a type without a fixed size
		}
	}
}

// hello opens the connection, without authority.
func (x xserver) hello() error {
	var b bytes.Buffer
	put(&b, []byte("l\x00"), uint16(11), uint16(0), uint16(0), uint16(0), uint16(0))
	if _, err := x.Write(b.Bytes()); err != nil {
		return fmt.Errorf("greet the X server: %w", err)
	}
	var head struct {
		Taken        uint8
		_            uint8
		Major, Minor uint16
		Length       uint16 // of the rest, in units of 4 bytes
	}
	if err := binary.Read(x, binary.LittleEndian, &head); err != nil {
		return fmt.Errorf("greet the X server: %w", err)
	}
	if head.Taken != 1 {
		return errors.New("the X server refuses the connection")
	}
	_, err := io.CopyN(io.Discard, x, 4*int64(head.Length))
	return err
}

// atom is the number of a name that the server knows.
func (x xserver) atom(name string) (uint32, error) {
	padded := name + strings.Repeat("\x00", (4-len(name)%4)%4)
	var b bytes.Buffer
	put(&b, uint8(16), uint8(1), uint16(2+len(padded)/4), uint16(len(name)), uint16(0), []byte(padded))
	if _, err := x.Write(b.Bytes()); err != nil {
		return 0, fmt.Errorf("ask for atom %s: %w", name, err)
	}
	var reply struct {
		Kind, _ uint8
		Number  uint16
		Length  uint32
		Atom    uint32
		_       [20]byte
	}
	if err := binary.Read(x, binary.LittleEndian, &reply); err != nil {
		return 0, fmt.Errorf("ask for atom %s: %w", name, err)
	}
	if reply.Kind != 1 || reply.Atom == 0 {
		return 0, fmt.Errorf("the X server knows no atom %s", name)
	}
	return reply.Atom, nil
}
