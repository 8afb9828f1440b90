package slackapp

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// Slack's limits, counted in runes. Where Slack allows more than reads well, the smaller number is used.
const (
	maxBlocks     = 48     // of a message; Slack takes 50, and the feedback buttons come on top
	maxHomeBlocks = 100    // of a home tab or modal
	maxAllText    = 9_000  // of all blocks of a message; Slack does not say what it takes: 9,600 passed, 11,300 in 45 blocks did not
	maxBlockText  = 2_900  // of one block; Slack takes 3,000
	maxFallback   = 12_000 // of the text for notifications and screen readers; Slack takes 40,000
	maxHeader     = 150
	maxLabel      = 75 // of a button or an option
	maxValue      = 2_000
	maxURL        = 3_000
	maxID         = 255
	maxConfirm    = 300
	maxButtons    = 25
)

// A message is one message as Slack takes it: blocks, and the text that is read in notifications and aloud. Both are mrkdwn-safe.
type message struct {
	Text   string
	Blocks []slack.Block
}

// A Surface says what a rendering is for.
type Surface struct {
	Feedback bool   // end with the buttons for "this helped"
	Marker   string // block id of the first block, by which a delivery is found again; empty: none
	Home     bool   // a home tab: one view, no tables, cut off after its limit
}

// A piece is one block with what it says.
type piece struct {
	block    slack.Block
	text     string // for the fallback, escaped
	size     int    // runes of the block
	tables   int    // of table blocks: 0 or 1
	together bool   // belongs to the piece before it
}

// Render makes the messages of a reply: usually one, more where Slack's limits ask for it. Nothing is left out; what is too long for a
// block goes on in the next. The fallback of each begins with the finding.
func Render(r bot.Reply, s Surface) []message {
	var all []piece
	ids := names{}
	for _, p := range r.Parts {
		all = append(all, pieces(p, s, ids)...)
	}
	if len(all) == 0 {
		return nil
	}
	if s.Marker != "" {
		all[0].block = marked(all[0].block, s.Marker)
	}
	groups := pack(all, s)
	var out []message
	for i, g := range groups {
		m := message{Text: fallback(g)}
		if i > 0 {
			m.Text = fmt.Sprintf("%s (continued, %d of %d)\n%s", firstLine(all[0].text), i+1, len(groups), m.Text)
		}
		m.Text = limitText(m.Text)
		for _, p := range g {
			m.Blocks = append(m.Blocks, p.block)
		}
		out = append(out, m)
	}
	if s.Feedback {
		last := &out[len(out)-1]
		last.Blocks = append(last.Blocks, feedback())
	}
	return out
}

// pack puts pieces into messages, in order, within the limits of one message.
func pack(all []piece, s Surface) [][]piece {
	var out [][]piece
	var now []piece
	size, tables := 0, 0
	for i := 0; i < len(all); {
		// What belongs together stays together, unless it alone is too much.
		n, need, has := i, 0, 0
		for n < len(all) && (n == i || all[n].together && need+all[n].size <= maxAllText && n-i < maxBlocks && has+all[n].tables <= 1) {
			need, has = need+all[n].size, has+all[n].tables
			n++
		}
		full := len(now)+n-i > maxBlocks || size+need > maxAllText || has > 0 && tables > 0 // a message takes one table
		if full && len(now) > 0 && !s.Home {
			out, now, size, tables = append(out, now), nil, 0, 0
		}
		now, size, tables, i = append(now, all[i:n]...), size+need, tables+has, n
	}
	return append(out, now)
}

func fallback(g []piece) string {
	var b strings.Builder
	for _, p := range g {
		if p.text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n")
		}
		b.WriteString(p.text)
	}
	if b.Len() == 0 {
		return "Buttons"
	}
	return b.String()
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

// limitText ends a fallback at a line that still fits; the blocks say the rest.
func limitText(s string) string {
	if runes(s) <= maxFallback {
		return s
	}
	var b strings.Builder
	n := 0
	for line := range strings.Lines(s) {
		if n += runes(line); n > maxFallback-10 {
			break
		}
		b.WriteString(line)
	}
	if b.Len() == 0 { // one endless line: an entity cut in half is only text, a token is ended
		cutOff := string([]rune(s)[:maxFallback-10])
		if i := strings.LastIndexAny(cutOff, "&<"); i > len(cutOff)-200 && i > 0 {
			cutOff = cutOff[:i]
		}
		b.WriteString(cutOff)
	}
	return strings.TrimRight(b.String(), "\n") + "\n…"
}

// pieces makes the blocks of one part.
func pieces(p bot.Part, s Surface, ids names) []piece {
	switch {
	case p.Quote != nil:
		return quotePieces(p.Quote)
	case p.Table != nil:
		return tablePieces(p.Table, s)
	case p.Buttons != nil:
		return buttonPieces(p.Buttons, ids)
	case len(p.Spans) == 0:
		return nil
	case p.Style == bot.Small:
		return smallPieces(p.Spans)
	}
	return spanPieces(p.Style, p.Spans)
}

// quotePieces shows a quote as a quotation and its citation under it, in one block. A long quote goes on in further blocks; the citation,
// whole, stays with its end.
func quotePieces(c *bot.Cited) []piece {
	cite := clean(c.Citation())
	room := maxBlockText - min(runes(cite), maxBlockText/2)
	var out []piece
	parts := cut(clean(c.Quote), room)
	for i, q := range parts {
		els := []slack.RichTextElement{&slack.RichTextQuote{Type: slack.RTEQuote, Elements: []slack.RichTextSectionElement{plainText(nonEmpty(q))}}}
		text := "“" + escape(strings.TrimSpace(q)) + "”"
		n := runes(q)
		if i == len(parts)-1 {
			els = append(els, slack.NewRichTextSection(plainText("— "+cite)))
			text += "\n— " + escape(c.Citation())
			n += runes(cite) + 2
		}
		out = append(out, piece{block: slack.NewRichTextBlock("", els...), text: text, size: n, together: i > 0})
	}
	return out
}

func plainText(s string) *slack.RichTextSectionTextElement {
	return slack.NewRichTextSectionTextElement(s, nil)
}

// nonEmpty keeps Slack from refusing an empty text.
func nonEmpty(s string) string {
	if s == "" {
		return " "
	}
	return s
}

// plain is a plain_text object: Slack interprets nothing in it.
func plain(s string, n int) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, shorten(nonEmpty(strings.TrimSpace(clean(s))), n), false, false)
}

// names gives each interactive element of a rendering an id of its own.
type names map[string]int

func (n names) of(action string) string {
	action = shorten(clean(strings.ReplaceAll(action, "#", "")), maxID-8)
	n[action]++
	if k := n[action]; k > 1 {
		return action + "#" + strconv.Itoa(k)
	}
	return action
}

// linkAction marks a button that only opens a page; Slack tells of it all the same.
const linkAction = "link"

func buttonPieces(list []bot.Button, ids names) []piece {
	var els []slack.BlockElement
	var labels []string
	var sizes []int
	for _, b := range list {
		if el := button(b, ids); el != nil {
			els = append(els, el)
			labels = append(labels, "["+escape(strings.TrimSpace(shorten(b.Label, maxLabel)))+"]")
			sizes = append(sizes, min(runes(b.Label), maxLabel)+min(runes(b.Confirm), maxConfirm)+30)
		}
	}
	var out []piece
	for group := range slices.Chunk(els, maxButtons) {
		n := len(group)
		size := 0
		for _, s := range sizes[:n] {
			size += s
		}
		out = append(out, piece{block: slack.NewActionBlock("", group...), text: strings.Join(labels[:n], " "), size: size, together: true})
		labels, sizes = labels[n:], sizes[n:]
	}
	return out
}

// button makes a button; nil for one that could not work: a value too long to come back whole, an address that is no web page.
func button(b bot.Button, ids names) slack.BlockElement {
	if runes(b.Value) > maxValue || b.Action == "" && b.URL == "" {
		return nil
	}
	action := b.Action
	if b.URL != "" {
		if !webPage(b.URL) {
			return nil
		}
		action = linkAction
	}
	el := slack.NewButtonBlockElement(ids.of(action), b.Value, plain(b.Label, maxLabel))
	el.URL = b.URL
	switch b.Style {
	case "primary":
		el.Style = slack.StylePrimary
	case "danger":
		el.Style = slack.StyleDanger
	}
	if b.Confirm != "" {
		el.Confirm = slack.NewConfirmationBlockObject(plain("Are you sure?", 100), plain(b.Confirm, maxConfirm), plain("Yes", 30), plain("No", 30))
	}
	return el
}

// webPage says whether an address may stand in a link or a button.
func webPage(s string) bool {
	if runes(s) > maxURL || s != clean(s) || strings.ContainsAny(s, " <>|\n\"") {
		return false
	}
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != "" && u.User == nil
}

// feedbackAction is what the bot hears when a member says whether an answer helped: its value is good or bad, and the last one counts.
const feedbackAction = "feedback"

func feedback() slack.Block {
	good := slack.NewFeedbackButton(plain("This helped", maxLabel), "good").WithAccessibilityLabel("This answer helped")
	bad := slack.NewFeedbackButton(plain("Not what I needed", maxLabel), "bad").WithAccessibilityLabel("This answer was not what I needed")
	return slack.NewContextActionsBlock("", slack.NewFeedbackButtonsBlockElement(feedbackAction, good, bad))
}

// marked gives a block an id by which a message is found again.
func marked(b slack.Block, id string) slack.Block {
	switch b := b.(type) {
	case *slack.RichTextBlock:
		b.BlockID = id
	case *slack.SectionBlock:
		b.BlockID = id
	case *slack.ContextBlock:
		b.BlockID = id
	case *slack.HeaderBlock:
		b.BlockID = id
	case *slack.ActionBlock:
		b.BlockID = id
	case *slack.TableBlock:
		b.BlockID = id
	}
	return b
}
