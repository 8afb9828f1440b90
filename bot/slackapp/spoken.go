package slackapp

import (
	"regexp"
	"strings"
)

// wireToken is one of Slack's tokens in what a member wrote.
var wireToken = regexp.MustCompile(`<([^<>]*)>`)

var unentities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// spoken turns what a member wrote, as it comes over the wire, into plain words: mentions of people and channels stay as <@U1> and <#C1>,
// links become their addresses, and the mention of the user me, if there is one, is left out. It unescapes once.
func spoken(wire, me string) (text string, named bool) {
	var b strings.Builder
	at := 0
	for _, m := range wireToken.FindAllStringSubmatchIndex(wire, -1) {
		b.WriteString(unentities.Replace(wire[at:m[0]]))
		at = m[1]
		inside, label, _ := strings.Cut(wire[m[2]:m[3]], "|")
		label = unentities.Replace(label)
		switch {
		case inside == "":
		case inside[0] == '@' && me != "" && inside[1:] == me:
			named = true
		case inside[0] == '@', inside[0] == '#':
			b.WriteString("<" + inside + ">")
		case inside == "!here", inside == "!channel", inside == "!everyone":
			b.WriteString("@" + inside[1:])
		case inside[0] == '!':
			b.WriteString(label)
		default:
			b.WriteString(link(unentities.Replace(inside), label))
		}
	}
	b.WriteString(unentities.Replace(wire[at:]))
	text = strings.ToValidUTF8(strings.ReplaceAll(b.String(), "\x00", ""), "\uFFFD")
	if named {
		text = strings.TrimLeft(strings.TrimSpace(text), ",:;- ")
	}
	return strings.TrimSpace(text), named
}

// link is what a member meant by a link: its address; a label of its own stays before it.
func link(address, label string) string {
	bare := strings.TrimPrefix(strings.TrimPrefix(address, "mailto:"), "tel:")
	switch {
	case label == "" || label == bare || strings.HasSuffix(address, "://"+label):
		return bare
	default:
		return label + " (" + bare + ")"
	}
}

// actionOf is the action of a button as the bot named it: two buttons of one message that do the same are told apart by "#2".
func actionOf(id string) string {
	name, _, _ := strings.Cut(id, "#")
	return name
}
