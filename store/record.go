package store

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
)

// ErrCorrupt says that a record or the file is not what was written. The message names the file or the bucket and key, and what to do.
var ErrCorrupt = errors.New("the store is damaged")

// schema is the version of all stored types; Migrate brings older files to it.
const schema = 1

// An envelope stands around every record: 'R', the schema version, a CRC-32C, then JSON. The sum covers bucket, key and schema as well as
// the payload, so that a record that turns up under another key is noticed too.
const envelopeSize = 6

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(bucket string, key []byte, version byte, payload []byte) uint32 {
	sum := crc32.Update(0, castagnoli, []byte(bucket))
	sum = crc32.Update(sum, castagnoli, []byte{0})
	sum = crc32.Update(sum, castagnoli, key)
	sum = crc32.Update(sum, castagnoli, []byte{version})
	return crc32.Update(sum, castagnoli, payload)
}

// seal writes a value as it is stored under key in bucket.
func seal(bucket string, key []byte, v any) ([]byte, error) {
	payload, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("writing a record of %s: %w", bucket, err)
	}
	b := make([]byte, envelopeSize, envelopeSize+len(payload))
	b[0], b[1] = 'R', schema
	binary.BigEndian.PutUint32(b[2:], checksum(bucket, key, schema, payload))
	return append(b, payload...), nil
}

// unseal checks what is stored under key in bucket, and returns its payload.
func unseal(bucket string, key, data []byte) ([]byte, error) {
	switch {
	case len(data) < envelopeSize || data[0] != 'R':
		return nil, damaged(bucket, key, "it has no envelope")
	case data[1] > schema:
		return nil, fmt.Errorf("a record of %s was written by a newer rabita (schema %d, this one knows %d): use the newer program", bucket, data[1], schema)
	case binary.BigEndian.Uint32(data[2:]) != checksum(bucket, key, data[1], data[envelopeSize:]):
		return nil, damaged(bucket, key, "its checksum is wrong")
	}
	return data[envelopeSize:], nil
}

func damaged(bucket string, key []byte, how string) error {
	return fmt.Errorf("%w: the record %q of %s: %s. Stop the bot and restore a backup with: rabita restore", ErrCorrupt, key, bucket, how)
}

// open reads the record into v.
func open(bucket string, key, data []byte, v any) error {
	payload, err := unseal(bucket, key, data)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(payload, v); err != nil {
		return damaged(bucket, key, err.Error())
	}
	return nil
}
