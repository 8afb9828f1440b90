package slackapp

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// clockTime finds a time of day in the fallback of a date.
var clockTime = regexp.MustCompile(`\d:\d\d`)

// dateFormat is how Slack shows an instant in the reader's zone: with the time if the words have one.
func dateFormat(words string) string {
	if clockTime.MatchString(words) {
		return "{date_long} at {time}"
	}
	return "{date_long}"
}

// id is a member's or channel's id as Slack makes them; others are no mention.
var id = regexp.MustCompile(`^[A-Z][A-Z0-9]{1,30}$`)

// spanText is a span in mrkdwn, escaped.
func spanText(s bot.Span) string {
	switch {
	case s.User != "" && id.MatchString(s.User):
		return "<@" + s.User + ">"
	case s.Channel != "" && id.MatchString(s.Channel):
		return "<#" + s.Channel + ">"
	case !s.At.IsZero() && usable(s.At):
		words := strings.NewReplacer("|", "/", "\n", " ").Replace(escape(s.Text))
		if words == "" {
			words = s.At.Format("Mon 2 Jan 2006 15:04 MST")
		}
		return fmt.Sprintf("<!date^%d^%s|%s>", s.At.Unix(), dateFormat(s.Text), words)
	case s.URL != "" && webPage(s.URL):
		words := strings.NewReplacer("|", "/", "\n", " ").Replace(escape(s.Text))
		if strings.TrimSpace(words) == "" {
			words = "link"
		}
		return "<" + entities.Replace(s.URL) + "|" + words + ">"
	}
	return escape(s.Text)
}

// usable says whether Slack can show an instant.
func usable(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 9999 && t.Unix() > 0 }

// spanPieces shows spans as rich text, in which Slack interprets nothing but what is marked here.
func spanPieces(style bot.Style, spans []bot.Span) []piece {
	mark := ""
	if style == bot.Bullet {
		mark = "• "
	}
	if style == bot.Head && len(spans) == 1 && justText(spans[0]) {
		if t := strings.TrimSpace(clean(spans[0].Text)); t != "" && runes(t) <= maxHeader && !strings.Contains(t, "\n") {
			return []piece{{block: slack.NewHeaderBlock(plain(t, maxHeader)), text: escape(t), size: runes(t)}}
		}
	}
	var out []piece
	var els []slack.RichTextSectionElement
	var text strings.Builder
	size := 0
	flush := func() {
		if len(els) == 0 {
			return
		}
		var el slack.RichTextElement = slack.NewRichTextSection(els...)
		if style == bot.Bullet {
			el = slack.NewRichTextList(slack.RTEListBullet, 0, el)
		}
		out = append(out, piece{block: slack.NewRichTextBlock("", el), text: mark + text.String(), size: size, together: len(out) > 0})
		els, size, mark = nil, 0, ""
		text.Reset()
	}
	for _, s := range spans {
		if !justText(s) {
			el, n := special(s)
			if size+n > maxBlockText {
				flush()
			}
			els, size = append(els, el), size+n
			text.WriteString(spanText(s))
			continue
		}
		for rest := clean(s.Text); rest != ""; {
			room := maxBlockText - size
			if room < 200 && runes(rest) > room {
				flush()
				room = maxBlockText
			}
			now := cut(rest, room)[0]
			rest = rest[len(now):]
			els, size = append(els, slack.NewRichTextSectionTextElement(now, textStyle(style, s))), size+runes(now)
			text.WriteString(escape(now))
		}
	}
	flush()
	return out
}

// justText says whether a span is words and nothing else: what asks for a mention, date or link that cannot be is words too.
func justText(s bot.Span) bool {
	return !(s.User != "" && id.MatchString(s.User) || s.Channel != "" && id.MatchString(s.Channel) || !s.At.IsZero() && usable(s.At) ||
		s.URL != "" && webPage(s.URL))
}

func textStyle(style bot.Style, s bot.Span) *slack.RichTextSectionTextStyle {
	bold := s.Bold || style == bot.Head || style == bot.Finding
	if !bold && !s.Strike {
		return nil
	}
	return &slack.RichTextSectionTextStyle{Bold: bold, Strike: s.Strike}
}

// special makes the element of a span that is a mention, a date or a link, and tells its size.
func special(s bot.Span) (slack.RichTextSectionElement, int) {
	switch {
	case s.User != "" && id.MatchString(s.User):
		return slack.NewRichTextSectionUserElement(s.User, nil), runes(s.User) + 3
	case s.Channel != "" && id.MatchString(s.Channel):
		return slack.NewRichTextSectionChannelElement(s.Channel, nil), runes(s.Channel) + 3
	case !s.At.IsZero() && usable(s.At):
		words := shorten(clean(s.Text), maxBlockText/4)
		if words == "" {
			words = s.At.Format("Mon 2 Jan 2006 15:04 MST")
		}
		return slack.NewRichTextSectionDateElement(s.At.Unix(), dateFormat(s.Text), nil, &words), runes(words) + 30
	default:
		words := shorten(clean(s.Text), maxBlockText/4)
		if strings.TrimSpace(words) == "" {
			words = "link"
		}
		return slack.NewRichTextSectionLinkElement(s.URL, words, textStyle(bot.Plain, s)), runes(words)
	}
}

// smallPieces shows spans as a context block: plain text where they are only words, else mrkdwn.
func smallPieces(spans []bot.Span) []piece {
	words := true
	var text, fall strings.Builder
	for _, s := range spans {
		words = words && justText(s) && !s.Bold && !s.Strike
		text.WriteString(clean(s.Text))
		fall.WriteString(spanText(s))
	}
	var out []piece
	add := func(obj *slack.TextBlockObject, fallback string) {
		out = append(out, piece{block: slack.NewContextBlock("", obj), text: fallback, size: runes(obj.Text), together: len(out) > 0})
	}
	if words {
		for _, t := range cut(text.String(), maxBlockText) {
			if strings.TrimSpace(t) != "" {
				add(slack.NewTextBlockObject(slack.PlainTextType, t, false, false), escape(t))
			}
		}
		return out
	}
	var b strings.Builder
	flush := func() {
		if strings.TrimSpace(b.String()) != "" {
			add(slack.NewTextBlockObject(slack.MarkdownType, b.String(), false, true), b.String())
		}
		b.Reset()
	}
	for _, s := range spans {
		// Escaping can make text five times as long; a token must stay whole.
		tok := s
		tok.Text = shorten(clean(s.Text), maxBlockText/20)
		parts := []bot.Span{tok}
		if justText(s) || runes(spanText(tok)) > maxBlockText {
			parts = nil
			for _, t := range cut(clean(s.Text), maxBlockText/6) {
				parts = append(parts, bot.Span{Text: t})
			}
		}
		for _, p := range parts {
			t := spanText(p)
			if runes(b.String())+runes(t) > maxBlockText {
				flush()
			}
			b.WriteString(t)
		}
	}
	flush()
	return out
}
