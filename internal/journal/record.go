package journal

import (
	"errors"
	"hash/crc32"
)

// A record is an exchange as it lies in the file: a version, fields, and a CRC-32C of
// both, because SQLite has no checksum of its own over its pages.
//
//	version (1 byte) | field … | crc (4 bytes, little-endian)
//	field:  key (uvarint: tag<<2 | wire) and what the wire says
//
// Fields that are zero are left out, and a reader passes over tags that it does not know,
// so that fields can be added without a new version. Most strings of an exchange are
// pieces of its raw request or of the decrypted body: they are written as references to
// what stands earlier in the record.
const recordVersion = 1

// The wires.
const (
	wireNumber = iota // uvarint
	wireBytes         // uvarint length, bytes
	wirePiece         // uvarint offset in the record, uvarint length
	wireGroup         // length in 4 bytes, little-endian; then what the tag says
)

// The tags. A number that was once given away keeps its meaning for good.
const (
	tagRequestRaw = iota + 1
	tagPlain
	tagResponseRaw
	tagTime // nanoseconds since 1970, zigzag
	tagDuration
	tagProfile
	tagVia
	tagRemote
	tagTest
	tagMethod
	tagTarget
	tagPath
	tagQuery
	tagProto
	tagRequestHead
	tagRequestSize
	tagRequestCut
	tagStatus
	tagResponseHead
	tagVerdict
	tagKind
	tagScheme
	tagToken // a reference, see secret.go
	tagTimestamp
	tagNonce
	tagEncrypt
	tagGiven
	tagComputed
	tagCheckOK
	tagEcho
	tagEncrypted
	tagEnvelope // group: random, length, AppID, padding, cipher, key
	tagMessage  // group: format, count; kind, parent+1, name, value each
	tagCauses   // group: count; id, flags, arguments, fix each
	tagRuledOut // group: count; id each
	tagRule
	tagRuleID
	tagReply
	tagOrigin  // ID of the exchange that this one replays
	tagTimings // group: received, and from each moment to the next
	tagFirst   // ID of the first delivery
	tagAttempt
	tagRun // which tries of a replay belong together
)

// errRecord is a record that does not read: damaged, or of a newer version.
var errRecord = errors.New("journal: unreadable record")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// crcSize is what the checksum takes at the end.
const crcSize = 4
