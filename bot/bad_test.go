package bot_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"rabita/bot"
)

// badTexts are what people and programs send by mistake or on purpose.
func badTexts() map[string]string {
	return map[string]string{
		"spaces": "   ", "nul": "\x00", "long": strings.Repeat("domestic violence ", 2300), "one word": strings.Repeat("a", 262144), "wildcards": strings.Repeat("doc* ", 200), "star": "*", "question mark": "?",
		"regexp": "/.*/", "nested regexp": "/(.*)*x/", "bounded regexp": "/(a{1000}){10}/", "fuzzy": "a~9", "many fuzzy": strings.Repeat("a~2 ", 50), "quotes": strings.Repeat(`"`, 9999),
		"brackets": strings.Repeat("(", 5000), "boost": "a^1e309", "minus boost": "a^-5", "colons": ":::", "id": "_id:*", "field": "nosuch:*", "range": ">1", "not": "-a -b -c", "bool": "AND OR NOT",
		"invalid utf-8": "\xff\xfe\xfd KP", "cut utf-8": "گھریلو"[:5], "zero width": "what\u200bdid\u200dKP\ufeff report", "right to left": "\u202ewhat did KP report\u202c", "emoji": "👩‍👩‍👧‍👦🇵🇰 status of KP DV bill",
		"everyone": "<!channel> <!here> what did KP report", "link": "<https://example.com|what did KP report>", "mention": "<#C1|x> <@U0GONE999> decisions", "combining": "K" + strings.Repeat("\u0301", 5000) + "P report",
		"sections": strings.Repeat("s.18 ", 300), "meetings": strings.Repeat("14th ipmg ", 300), "years": strings.Repeat("between 2019 and 2020 ", 100), "places": strings.Repeat("compare KP Punjab Sindh Balochistan AJK GB ICT ", 40),
		"aliases": strings.Repeat("VAW DV GBV CEDAW SDG NGDP CSW WDD ", 60), "numbers": strings.Repeat("14.5 ", 400), "limit": "summary of KP in 99999999999999999999 lines", "meeting 0": "decisions of the 0th meeting", "huge meeting": "decisions of the 99999999th meeting",
		"bad date": "what was reported on 31 February 2020", "sql": "'; DROP TABLE items; --", "html": "<script>alert(1)</script> KP", "json": `{"text": "KP"}`, "newlines": "what\n\n\ndid\nKP\nreport\n", "tabs": "\t\tKP\treport", "path": "../../etc/passwd",
		"template": "{{.Exec}} ${HOME} %s%s%n", "markdown": "*bold* _it_ ~no~ `code` > quote", "private use": "\ue000\uf8ff KP", "surrogate": "\xed\xa0\x80 KP", "devanagari": "घरेलू हिंसा कानून", "arabic digits": "۱۴ویں اجلاس میں ۲۰۱۹", "presentation": "ﮔﮭﺮﯾﻠﻮ ﺗﺸﺪﺩ",
	}
}

// TestBadInput: whatever is sent, there is a reply in less than two seconds that is valid text and holds nobody's mention but as text.
func TestBadInput(t *testing.T) {
	b, _ := sampleBot(t)
	for name, text := range badTexts() {
		for _, kind := range []bot.Kind{bot.Mention, bot.Command, bot.Overhear} {
			start := time.Now()
			r, err := b.Handle(t.Context(), bot.Message{Kind: kind, Text: text, Who: "U0WDDPB01", Channel: "C1", Thread: "1", At: rightsAt, Room: bot.Room{Name: "ipmg-all", Public: true}})
			if took := time.Since(start); took > 2*time.Second {
				t.Errorf("%s as %s took %v", name, kind, took)
			}
			if err != nil {
				t.Errorf("%s as %s: %v", name, kind, err)
			}
			if kind != bot.Overhear && len(r.Parts) == 0 && r.Outcome != bot.Silent && r.Modal == nil {
				t.Errorf("%s as %s: no reply", name, kind)
			}
			if !utf8.ValidString(r.Text()) {
				t.Errorf("%s as %s: the reply is no valid text: %q", name, kind, r.Text())
			}
			for _, p := range r.Parts {
				for _, s := range p.Spans {
					if s.User != "" && !strings.Contains(text, s.User) && s.User != "U0WDDPB01" {
						t.Errorf("%s: mentions %s", name, s.User)
					}
				}
			}
		}
	}
}

// FuzzHandle: no text makes an answer fail, and every quote is a byte-exact piece of its passage.
func FuzzHandle(f *testing.F) {
	for _, s := range badTexts() {
		if len(s) < 5000 {
			f.Add(s, "and Sindh?")
		}
	}
	for _, s := range []string{"what did KP report on VAW legislation?", "who has not submitted the matrix", "498-A aur 498-B", "compare KP and Punjab on property", "timeline of DPCs in KP", "CEDAW 32(a) evidence by province"} {
		f.Add(s, "aur C?")
	}
	b, ix := sampleBot(f)
	f.Fuzz(func(t *testing.T, first, second string) {
		for _, text := range []string{first, second} {
			r, err := b.Handle(t.Context(), bot.Message{Kind: bot.Mention, Text: text, Channel: "D1", Thread: "fuzz", At: rightsAt, Room: bot.Room{Direct: true}})
			if err != nil {
				t.Fatalf("%q: %v", text, err)
			}
			for _, c := range r.Passages {
				if p := ix.Document(c.Document).Passage(c.Passage); p == nil || !strings.Contains(ix.Document(c.Document).Quote(p), c.Quote) {
					t.Errorf("%q: the quote of %s is no piece of its passage: %q", text, c.Passage, c.Quote)
				}
			}
		}
	})
}
