package slackapp

import (
	"fmt"
	"io"
	"log/slog"
)

// A Secret is a token or a signing secret. However it is printed, logged or encoded, it shows only whether it is set; Reveal gives it to
// those who must send it.
type Secret string

const hidden = "[hidden]"

// Reveal is the secret itself.
func (s Secret) Reveal() string { return string(s) }

// String says whether the secret is set.
func (s Secret) String() string {
	if s == "" {
		return "[not set]"
	}
	return hidden
}

// Format hides the secret under every verb of package fmt.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, s.String()) }

// GoString hides the secret under %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the secret in JSON, YAML and the like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue hides the secret in logs.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }
