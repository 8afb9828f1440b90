package slackapp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"

	"rabita/bot"
)

var friday = time.Date(2019, 11, 8, 17, 0, 0, 0, time.FixedZone("PKT", 5*3600))

func quote() *bot.Cited {
	return &bot.Cited{Document: "F04", Title: "Minutes of the 14th IPMG", Label: "14th IPMG minutes, 29 Oct 2019", Locator: "item 5, para 12, p. 5",
		Provenance: "synthetic", Quote: "The Secretary, SWDWE-KP, informed that the Bill was tabled in February 2019 & stands referred to a select committee."}
}

// replies are the kinds of reply, each with a golden file.
var replies = map[string]bot.Reply{
	"answer": {Outcome: bot.Answer, Parts: []bot.Part{
		bot.Say(bot.Finding, "KP: the VAW bill was tabled in February 2019 and is with a select committee: 14th IPMG, 29 Oct 2019, item 5, para 12"),
		{Quote: quote()},
		bot.Say(bot.Small, "Read as: what KP reported on VAW legislation, as of 20 Nov 2019"),
		{Buttons: []bot.Button{{Action: "change", Value: "q1", Label: "Change"}}}}},
	"item": {Outcome: bot.Done, Parts: []bot.Part{
		{Style: bot.Finding, Spans: []bot.Span{{Text: "Saved A-0042: send the shelter list, due "}, {Text: "Fri 8 Nov 2019 17:00 PKT", At: friday}}},
		{Spans: []bot.Span{{Text: "Owner: "}, {Text: "Amina Khan", User: "U1"}, {Text: ", reminders in "}, {Text: "#general", Channel: "C1"},
			{Text: ", before: ", Bold: true}, {Text: "1 Nov", Strike: true}}},
		{Buttons: []bot.Button{{Action: "item.done", Value: "A-0042", Label: "Done", Style: "primary"},
			{Action: "item.drop", Value: "A-0042", Label: "Drop", Style: "danger", Confirm: "Drop A-0042? It can be undone for ten minutes."},
			{Label: "Open the minutes", URL: "https://example.org/minutes.pdf"}}}}},
	"table": {Outcome: bot.Done, Parts: []bot.Part{
		bot.Say(bot.Finding, "5 of 7 received"), {Table: &bot.Table{Caption: "Shares of 14.2", Header: []string{"Body", "Status", "Date"},
			Rows: [][]string{{"WDD-Punjab", "received", "28 Nov 2019"}, {"WDD-Balochistan", "awaited", ""}}}}}},
	"wide": {Outcome: bot.Done, Parts: []bot.Part{
		bot.Say(bot.Finding, "Seven columns do not fit on a phone"), {Table: &bot.Table{Header: strings.Fields("a b c d e f g"), Rows: [][]string{strings.Fields("1 2 3 4 5 6 7")}}}}},
	"list": {Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "Two are yours"), bot.Say(bot.Head, "Awaited"), bot.Say(bot.Bullet, "A-0001"), bot.Say(bot.Bullet, "A-0002"),
		{Style: bot.Small, Spans: []bot.Span{{Text: "more: "}, {Text: "the list", URL: "https://example.org/?a=1&b=2"}}}}},
	"hostile": {Outcome: bot.Partial, Parts: []bot.Part{
		bot.Say(bot.Finding, "<!channel> read <https://evil.example|https://gov.example> & <@U1>"),
		{Quote: &bot.Cited{Document: "D-1", Label: "a paper <!here>", Locator: "p. 1", Quote: "See https://evil.example and \u202Ewww.evil.example\u202C <#C1|x>\n> fake"}},
		{Style: bot.Small, Spans: []bot.Span{{Text: "by "}, {Text: "x", User: "U1> <!channel"}, {Text: "y", URL: "javascript:alert(1)"}, {Text: "&lt;", Bold: true}}}}},
	"urdu": {Outcome: bot.Answer, Parts: []bot.Part{bot.Say(bot.Finding, "خیبر پختونخوا: بل پیش ہوا"), bot.Say(bot.Plain, "می\u200Cخواہم")}},
}

func golden(t *testing.T, name string, v any) {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join("testdata", name+".json")
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), b.String()); d != "" {
		t.Errorf("%s differs (UPDATE=1 rewrites it):\n%s", file, d)
	}
}

func TestRender(t *testing.T) {
	for name, r := range replies {
		t.Run(name, func(t *testing.T) {
			golden(t, "render/"+name, Render(r, Surface{Feedback: r.Outcome == bot.Answer}))
		})
	}
}

func TestFallbackBeginsWithTheFinding(t *testing.T) {
	for name, r := range replies {
		for _, m := range Render(r, Surface{}) {
			if want := escape(bot.Reply{Parts: r.Parts[:1]}.Text()); name != "item" && !strings.HasPrefix(m.Text, want) {
				t.Errorf("%s: the notification says %q, want it to begin with %q", name, m.Text, want)
			}
		}
	}
}

// TestLongAnswers: what is too long goes on in another block or message; quotes and citations stay whole.
func TestLongAnswers(t *testing.T) {
	long := strings.Repeat("Resolved that the Departments shall report. ", 900)
	c := quote()
	c.Quote = long
	r := bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, "A long one"), {Quote: c}, {Quote: quote()}}}
	for range 70 {
		r.Parts = append(r.Parts, bot.Say(bot.Bullet, "one more"))
	}
	msgs := Render(r, Surface{Feedback: true})
	if len(msgs) < 4 {
		t.Fatalf("%d messages for %d runes", len(msgs), runes(long))
	}
	var all strings.Builder
	for i, m := range msgs {
		if len(m.Blocks) > 50 {
			t.Errorf("message %d has %d blocks", i, len(m.Blocks))
		}
		if !strings.HasPrefix(m.Text, "A long one") {
			t.Errorf("message %d begins with %.40q", i, m.Text)
		}
		for _, b := range m.Blocks {
			all.WriteString(richWords(b))
		}
	}
	if !strings.Contains(all.String(), long) {
		t.Error("the long quote is not whole")
	}
	if n := strings.Count(all.String(), "— "+c.Citation()); n != 2 {
		t.Errorf("%d whole citations, want 2", n)
	}
}

func richWords(b slack.Block) string {
	raw, _ := json.Marshal(b)
	var s strings.Builder
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if t, ok := v["text"].(string); ok {
				s.WriteString(t)
			}
			for _, k := range []string{"elements", "text", "element", "rows"} {
				walk(v[k])
			}
		case []any:
			for _, e := range v {
				walk(e)
			}
		}
	}
	var v any
	json.Unmarshal(raw, &v)
	walk(v)
	return s.String()
}

var (
	tokens      = regexp.MustCompile(`<[^<>]*>`)
	ours        = regexp.MustCompile(`^<(@U1|#C1|!date\^\d+\^[^|<>]+\|[^|<>]*|https://example\.org/[^|<>]*\|[^|<>]*)>$`)
	bareAddress = regexp.MustCompile(`(?i)(https?|ftp)://|\bwww\.[^\x{2060}]|mailto:[^\x{2060}]`)
)

// live finds what Slack would act on in a message, beside the member U1, the channel C1, dates and links to example.org, which the replies
// of these tests ask for.
func live(m message) []string {
	var bad []string
	mrkdwn := func(s string) {
		for _, tok := range tokens.FindAllString(s, -1) {
			if !ours.MatchString(tok) {
				bad = append(bad, tok)
			}
		}
		rest := tokens.ReplaceAllString(s, "")
		if strings.ContainsAny(rest, "<>") {
			bad = append(bad, "a bare bracket in "+rest)
		}
		if u := bareAddress.FindString(rest); u != "" {
			bad = append(bad, "a bare address "+u+" in "+rest)
		}
		if strings.Contains(strings.NewReplacer("&amp;", "", "&lt;", "", "&gt;", "").Replace(rest), "&") {
			bad = append(bad, "a bare & in "+rest)
		}
	}
	mrkdwn(m.Text)
	raw, _ := json.Marshal(m.Blocks)
	var v any
	json.Unmarshal(raw, &v)
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			switch v["type"] {
			case "mrkdwn":
				mrkdwn(v["text"].(string))
			case "user":
				if v["user_id"] != "U1" {
					bad = append(bad, fmt.Sprint(v))
				}
			case "channel":
				if v["channel_id"] != "C1" {
					bad = append(bad, fmt.Sprint(v))
				}
			case "link":
				if u, _ := v["url"].(string); !strings.HasPrefix(u, "https://example.org/") {
					bad = append(bad, fmt.Sprint(v))
				}
			case "broadcast", "usergroup", "markdown":
				bad = append(bad, fmt.Sprint(v))
			}
			if t, ok := v["text"].(string); ok && strings.ContainsAny(t, "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\x00\x1b") {
				bad = append(bad, fmt.Sprintf("controls in %q", t))
			}
			for _, e := range v {
				walk(e)
			}
		}
	}
	walk(v)
	for i := range bad {
		bad[i] = shorten(bad[i], 300)
	}
	return bad
}

// payloads are texts that try to be more than text.
func payloads(t testing.TB) []string {
	b, err := os.ReadFile("testdata/payloads.txt")
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for l := range strings.Lines(string(b)) {
		l = strings.TrimRight(l, "\n")
		if l == "" || strings.HasPrefix(l, "# ") {
			continue
		}
		var s string
		if json.Unmarshal([]byte(`"`+l+`"`), &s) != nil {
			t.Fatalf("payloads.txt: %q is no JSON string without its quotes", l)
		}
		out = append(out, s)
	}
	return out
}

func TestPayloadsStayText(t *testing.T) {
	list := payloads(t)
	if len(list) < 60 {
		t.Errorf("only %d payloads", len(list))
	}
	for _, p := range list {
		for _, s := range []Surface{{}, {Home: true}} {
			address := p
			if webPage(p) {
				address = "" // that it is asked for as a link makes it one
			}
			r := bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, p), bot.Say(bot.Plain, p), bot.Say(bot.Head, p), bot.Say(bot.Bullet, p), bot.Say(bot.Small, p),
				{Style: bot.Small, Spans: []bot.Span{{Text: p, Bold: true}, {Text: p, User: p}, {Text: p, Channel: p}, {Text: p, URL: address}, {Text: p, At: friday}, {Text: p, User: "U1"}}},
				{Spans: []bot.Span{{Text: p, User: p}, {Text: p, Channel: p}, {Text: p, URL: address}, {Text: p, At: friday}, {Text: p, URL: "https://example.org/x"}}},
				{Quote: &bot.Cited{Document: p, Label: p, Locator: p, Quote: p, Note: p}},
				{Table: &bot.Table{Caption: p, Header: []string{p, "b"}, Rows: [][]string{{p, p}}}},
				{Buttons: []bot.Button{{Action: "a", Value: "v", Label: p, Confirm: p}, {Label: p, URL: address}}}}}
			for _, m := range Render(r, s) {
				if bad := live(m); len(bad) > 0 {
					t.Errorf("%q is live: %q", p, bad)
				}
			}
		}
	}
}

// TestRandomRepliesFit posts random replies, which the double refuses if one is over a limit of Slack.
func TestRandomRepliesFit(t *testing.T) {
	o := world()
	o.Events = []string{"app_mention"} // the app need not hear of what it posts here
	r := start(t, o)
	n := 10
	if os.Getenv("RABITA_LONG") != "" {
		n = 3000
	}
	list := payloads(t)
	for seed := range n {
		rnd := rand.New(rand.NewPCG(uint64(seed), 7))
		reply := randomReply(rnd, list)
		for i, m := range Render(reply, Surface{Feedback: rnd.IntN(2) == 0, Marker: "m"}) {
			if bad := live(m); len(bad) > 0 {
				t.Fatalf("seed %d: live: %q", seed, bad)
			}
			if _, err := r.app.post(r.ctx(), "C1", "", m); err != nil {
				b, _ := json.Marshal(m.Blocks)
				t.Fatalf("seed %d, message %d: %v\n%s", seed, i, err, shorten(string(b), 3000))
			}
		}
		view := homeView(reply)
		_, err := r.app.api.PublishViewContext(r.ctx(), slack.PublishViewContextRequest{UserID: "U1", View: view})
		if err != nil {
			t.Fatalf("seed %d: the home tab: %v", seed, err)
		}
	}
}

func randomReply(r *rand.Rand, list []string) bot.Reply {
	word := func() string {
		switch r.IntN(6) {
		case 0:
			return list[r.IntN(len(list))]
		case 1:
			return strings.Repeat("long words ", r.IntN(400))
		case 2:
			return strings.Repeat("😀é", r.IntN(1500))
		case 3:
			return strings.Repeat("<&>", r.IntN(1100))
		}
		return "some words"
	}
	span := func() bot.Span {
		s := bot.Span{Text: word(), Bold: r.IntN(3) == 0, Strike: r.IntN(5) == 0}
		switch r.IntN(8) {
		case 0:
			s.User = "U1"
		case 1:
			s.Channel = "C1"
		case 2:
			s.At = friday
		case 3:
			s.URL = "https://example.org/" + strings.Repeat("a", r.IntN(4000))
		}
		return s
	}
	styles := []bot.Style{bot.Plain, bot.Finding, bot.Head, bot.Bullet, bot.Small}
	reply := bot.Reply{Outcome: bot.Answer, Parts: []bot.Part{bot.Say(bot.Finding, "The finding")}}
	for range r.IntN(25) {
		var p bot.Part
		switch r.IntN(8) {
		case 0:
			p.Quote = &bot.Cited{Document: "F04", Label: word(), Locator: "p. 1", Quote: word()}
			p.Quote.Label = shorten(p.Quote.Label, 500)
		case 1:
			p.Table = &bot.Table{Caption: shorten(word(), 200)}
			for range r.IntN(8) {
				p.Table.Header = append(p.Table.Header, shorten(word(), 60))
			}
			for range r.IntN(120) {
				var row []string
				for range r.IntN(9) {
					row = append(row, shorten(word(), 1+r.IntN(300)))
				}
				p.Table.Rows = append(p.Table.Rows, row)
			}
		case 2:
			for range 1 + r.IntN(60) {
				p.Buttons = append(p.Buttons, bot.Button{Action: "act", Value: word(), Label: word(), Confirm: word(), Style: "danger"})
			}
		default:
			p.Style = styles[r.IntN(len(styles))]
			for range r.IntN(5) {
				p.Spans = append(p.Spans, span())
			}
		}
		reply.Parts = append(reply.Parts, p)
	}
	return reply
}

// TestOneTableAMessage: Slack refuses a message with two tables, also where each has its caption.
func TestOneTableAMessage(t *testing.T) {
	table := func(caption string) bot.Part {
		return bot.Part{Table: &bot.Table{Caption: caption, Header: []string{"Item", "Due"}, Rows: [][]string{{"A-0001", "friday"}, {"A-0002", "monday"}}}}
	}
	r := bot.Reply{Outcome: bot.Done, Parts: []bot.Part{bot.Say(bot.Finding, "4 items"), table(""), table("Without a deadline"), table("Later"), table("")}}
	msgs := Render(r, Surface{})
	for _, m := range msgs {
		tables := 0
		for _, b := range m.Blocks {
			if _, ok := b.(*slack.TableBlock); ok {
				tables++
			}
		}
		if tables != 1 {
			t.Errorf("%d tables in %q", tables, m.Text)
		}
	}
	if len(msgs) != 4 || !strings.Contains(msgs[1].Text, "Without a deadline") {
		t.Errorf("%d messages: %+v", len(msgs), msgs)
	}
}

func TestShortenKeepsTitlesApart(t *testing.T) {
	a, b := shorten("Minutes of the 14th meeting of the IPMG, 29 October 2019", 24), shorten("Minutes of the 14th meeting of the IPMG, 30 October 2020", 24)
	if a == b || runes(a) > 24 {
		t.Errorf("shorten gives %q and %q", a, b)
	}
}
