package slackapp

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean is text as it may be shown: valid UTF-8, without control characters, and without those that reorder or hide what is read. Line
// breaks stay, and so do ZWNJ and ZWJ, which Urdu and emoji need.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == 0x200C, r == 0x200D: // ZWNJ, ZWJ
			return r
		case unicode.IsControl(r), r == 0x2028, r == 0x2029, // line and paragraph separators
			r >= 0x202A && r <= 0x202E, r >= 0x2066 && r <= 0x2069, // overrides, embeddings, isolates
			r == 0x200B, r == 0x200E, r == 0x200F, r == 0x061C, r >= 0x2060 && r <= 0x2064, r == 0xFEFF, r == 0x00AD, r == 0x180E,
			r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE007F:
			return -1
		}
		return r
	}, s)
}

// address finds what Slack's clients would turn into a link.
var address = regexp.MustCompile(`(?i)([a-z][a-z0-9+.-]*:)(//)|\b(www\.)|(mailto:|tel:)`)

// joiner keeps a bare address from becoming a link without changing how it looks.
const joiner = "\u2060"

var entities = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

// escape is the one place where text becomes mrkdwn: nothing in it mentions anybody, links or is a token of Slack's. What it returns must
// not be escaped again.
func escape(s string) string {
	s = entities.Replace(clean(s))
	return address.ReplaceAllStringFunc(s, func(hit string) string {
		i := strings.IndexAny(hit, ":.") + 1
		return hit[:i] + joiner + hit[i:]
	})
}

// runes counts as Slack does.
func runes(s string) int { return utf8.RuneCountInString(s) }

// shorten cuts text in its middle to at most n runes, so that two long titles that differ at either end stay two titles.
func shorten(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	if n < 5 {
		return string(r[:n])
	}
	head := n / 2
	return strings.TrimRight(string(r[:head]), " ") + "…" + strings.TrimLeft(string(r[len(r)-(n-head-1):]), " ")
}

// cut splits text into pieces of at most n runes, at a line break or a space where there is one in the last third. The pieces make up the
// text again.
func cut(s string, n int) []string {
	var out []string
	for runes(s) > n {
		end := 0
		for range n {
			_, size := utf8.DecodeRuneInString(s[end:])
			end += size
		}
		at := end
		if i := strings.LastIndexAny(s[:end], "\n"); i > end*2/3 {
			at = i + 1
		} else if i := strings.LastIndexAny(s[:end], " "); i > end*2/3 {
			at = i + 1
		}
		out, s = append(out, s[:at]), s[at:]
	}
	return append(out, s)
}
