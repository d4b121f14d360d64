package journal

import (
	"encoding/binary"
	"hash/crc32"
)

// Records lie one behind the other, in the spool and in the chunks of the file, each in a
// frame:
//
//	length of the record (4 bytes) | ID (8) | crc of these (4) | record
//
// all little-endian.
const frameHead = 16

// appendFrame appends a record with its ID.
func appendFrame(b []byte, id int64, record []byte) []byte {
	at := len(b)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(record)))
	b = binary.LittleEndian.AppendUint64(b, uint64(id))
	b = binary.LittleEndian.AppendUint32(b, crc32.Checksum(b[at:], castagnoli))
	return append(b, record...)
}

// headID is the ID in the head of a frame; 0 where there is none.
func headID(b []byte) int64 {
	if len(b) < frameHead || binary.LittleEndian.Uint32(b[12:]) != crc32.Checksum(b[:12], castagnoli) {
		return 0
	}
	return max(0, int64(binary.LittleEndian.Uint64(b[4:])))
}

// nextFrame takes the first frame off; false when there is none that is whole.
func nextFrame(b []byte) (id int64, record, rest []byte, ok bool) {
	if len(b) < frameHead || binary.LittleEndian.Uint32(b[12:]) != crc32.Checksum(b[:12], castagnoli) {
		return 0, nil, nil, false
	}
	n := uint64(binary.LittleEndian.Uint32(b))
	if n > uint64(len(b)-frameHead) {
		return 0, nil, nil, false
	}
	end := frameHead + int(n)
	return int64(binary.LittleEndian.Uint64(b[4:])), b[frameHead:end], b[end:], true
}
