package bot_test

import (
	"bufio"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"rabita/bot"
)

// TestAnswers plays testdata/answers.txt and testdata/dialogues.txt: dialogues with what each reply must and must not hold.
//
//	= 2023-06-30              a new thread, at 10:00 of that day
//	? a question
//	outcome none              the outcome, if it matters
//	+ pattern                 the reply's text matches
//	- pattern                 it does not
//	leads pattern             its first line matches
//	act pattern               what was done matches: kind, id, number, day
//	file pattern              a file of the reply matches
func TestAnswers(t *testing.T) {
	for _, name := range []string{"answers", "dialogues"} {
		t.Run(name, func(t *testing.T) { converse(t, "testdata/"+name+".txt") })
	}
}

func converse(t *testing.T, name string) {
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, _ := sampleBot(t)
	var r bot.Reply
	var at time.Time
	asked, thread := "", 0
	for sc := bufio.NewScanner(f); sc.Scan(); {
		sign, rest, _ := strings.Cut(sc.Text(), " ")
		switch sign {
		case "", "#":
		case "=":
			if at, err = time.Parse("2006-01-02 15:04 -0700", rest+" 10:00 +0500"); err != nil {
				t.Fatal(err)
			}
			thread++
		case "?", "??": // "??" is said in the thread, but not to the bot
			m := bot.Message{Kind: bot.Mention, Text: rest, Who: "U0WDDPB01", Channel: "D1", Thread: fmt.Sprint(thread), At: at, Room: bot.Room{Direct: true}}
			if sign == "??" {
				m.Kind, m.Room = bot.Overhear, bot.Room{Name: "ipmg-all", Public: true}
			}
			asked, r = rest, say(t, b, m)
		case "outcome":
			if string(r.Outcome) != strings.Trim(rest, `"`) {
				t.Errorf("%q: outcome %q, want %s\n%s", asked, r.Outcome, rest, r.Text())
			}
		case "+", "-":
			if regexp.MustCompile("(?is)"+rest).MatchString(r.Text()) != (sign == "+") {
				t.Errorf("%q: %s %s\n%s", asked, sign, rest, r.Text())
			}
		case "leads":
			if lead, _, _ := strings.Cut(r.Text(), "\n"); !regexp.MustCompile("(?is)" + rest).MatchString(lead) {
				t.Errorf("%q: leads %s\n%s", asked, rest, r.Text())
			}
		case "act":
			if !slices.ContainsFunc(r.Actions, func(a bot.Action) bool {
				return regexp.MustCompile("(?is)" + rest).MatchString(strings.Join([]string{a.Kind, a.ID, a.Item, a.At, a.Rule}, " "))
			}) {
				t.Errorf("%q: act %s\n%s", asked, rest, r.Text())
			}
		case "file":
			if len(r.Files) != 1 || !regexp.MustCompile(rest).Match(r.Files[0].Data) {
				t.Errorf("%q: no file matches %s", asked, rest)
			}
		default:
			t.Fatalf("unknown line %q", sc.Text())
		}
	}
}

// TestButtons presses what stands under an answer.
func TestButtons(t *testing.T) {
	b, ix := sampleBot(t)
	m := bot.Message{Kind: bot.Mention, Text: "what did KP report on VAW legislation?", Who: "U0WDDPB01", Channel: "C1", Thread: "1", At: rightsAt, Room: bot.Room{Name: "ipmg-all", Public: true}}
	r := say(t, b, m)
	first := r.Passages[0]
	values := map[string]string{}
	for _, p := range r.Parts {
		for _, x := range p.Buttons {
			values[x.Action] = x.Value
		}
	}
	press := func(action string) bot.Reply {
		if values[action] == "" {
			t.Fatalf("no button %s", action)
		}
		return say(t, b, bot.Message{Kind: bot.Click, Action: action, Value: values[action], Who: "U0WDDPB01", Channel: "C1", Thread: "1", At: rightsAt, Room: m.Room})
	}
	around := press("ask.around")
	if len(around.Passages) < 3 || !strings.Contains(around.Text(), first.Quote[:40]) {
		t.Errorf("around: %s", around.Text())
	}
	for _, c := range around.Passages {
		if !strings.Contains(ix.Document(c.Document).Quote(ix.Document(c.Document).Passage(c.Passage)), c.Quote) {
			t.Errorf("around: the quote of %s is no piece of its passage", c.Passage)
		}
	}
	if open := press("ask.open"); !strings.Contains(open.Text(), first.Title) || !strings.Contains(open.Text(), "•") {
		t.Errorf("open: %s", open.Text())
	}
	if c := press("ask.copy").Text(); len([]rune(c)) > 500 || !strings.Contains(c, first.Locator) || !strings.Contains(c, "SAMPLE, synthetic") {
		t.Errorf("copy: %d characters: %s", len([]rune(c)), c)
	}
	if c := press("ask.cite").Text(); !strings.Contains(c, first.Passage) || !strings.Contains(c, first.Title) {
		t.Errorf("citation: %s", c)
	}
	form := press("ask.change").Modal
	if form == nil || form.Fields[0].Value != m.Text {
		t.Fatalf("change: %+v", form)
	}
	changed := say(t, b, bot.Message{Kind: bot.Submit, Action: form.ID, Value: form.Meta, Fields: map[string]string{"question": "decisions of the 13th"}, Who: "U0WDDPB01", At: rightsAt, Room: m.Room})
	if !strings.Contains(changed.Text(), "13.1") {
		t.Errorf("the changed question: %s", changed.Text())
	}
	if empty := say(t, b, bot.Message{Kind: bot.Submit, Action: form.ID, Value: form.Meta, Fields: map[string]string{"question": " "}, Who: "U0WDDPB01", At: rightsAt}); empty.Errors["question"] == "" {
		t.Error("an empty question was not refused")
	}
}
