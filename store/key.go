package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Keys sort as what they stand for: numbers and times are big-endian.

// numberKey is a number as a key.
func numberKey(n uint64) []byte { return binary.BigEndian.AppendUint64(nil, n) }

// timeKey is an instant as a key of 12 bytes: seconds, moved so that negative ones sort first, and nanoseconds.
func timeKey(t time.Time) []byte {
	b := binary.BigEndian.AppendUint64(nil, uint64(t.Unix())^(1<<63))
	return binary.BigEndian.AppendUint32(b, uint32(t.Nanosecond()))
}

const timeKeySize = 12

func keyTime(b []byte) time.Time {
	return time.Unix(int64(binary.BigEndian.Uint64(b)^(1<<63)), int64(binary.BigEndian.Uint32(b[8:]))).UTC()
}

// pair joins parts with a zero byte behind each but the last. A zero byte inside a part but the last would make it end early.
func pair(parts ...string) []byte {
	var b []byte
	for i, p := range parts {
		if i == len(parts)-1 {
			return append(b, p...)
		}
		b = append(append(b, strings.ReplaceAll(p, "\x00", "\x01")...), 0)
	}
	return b
}

// The ids that members see: a letter, a hyphen and a number that is never used again.
func itemID(n uint64) string     { return fmt.Sprintf("A-%04d", n) }
func reminderID(n uint64) string { return fmt.Sprintf("R-%04d", n) }
func questionID(n uint64) string { return fmt.Sprintf("Q-%04d", n) }
func changeID(n uint64) string   { return fmt.Sprintf("C-%06d", n) }

// idNumber reads an id made by one of the above; false if it cannot be one.
func idNumber(id string, letter byte) (uint64, bool) {
	if len(id) < 3 || len(id) > 20 || id[0]&^0x20 != letter || id[1] != '-' {
		return 0, false
	}
	n, err := strconv.ParseUint(id[2:], 10, 64)
	return n, err == nil && n > 0
}

// OccurrenceKey is the key of an occurrence: a hash of what it is about. To tells notices of one share to several people apart.
func OccurrenceKey(subject, body, rule, nominal, to string) string {
	sum := sha256.Sum256(pair(subject, body, rule, nominal, to))
	return hex.EncodeToString(sum[:16])
}
