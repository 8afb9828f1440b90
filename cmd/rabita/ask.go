package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rabita/bot"
)

// answerJSON is what `rabita ask -json` prints.
type answerJSON struct {
	Question    string       `json:"question"`
	AsOf        string       `json:"as_of"`
	Found       bool         `json:"found"`
	Outcome     bot.Outcome  `json:"outcome"`
	ReadAs      bot.ReadAs   `json:"read_as"`
	Text        string       `json:"text"`
	Passages    []bot.Cited  `json:"passages"`
	Actions     []bot.Action `json:"actions"`
	AskBack     []string     `json:"ask_back"`
	Suggestions []string     `json:"suggestions"`
}

// lines collects a flag that may be given several times.
type lines []string

func (l *lines) String() string { return strings.Join(*l, "; ") }

func (l *lines) Set(s string) error {
	*l = append(*l, s)
	return nil
}

// runAsk asks one thing, after any earlier lines of the same member, and prints the reply.
func runAsk(ctx context.Context, e *env) error {
	fs, c := flags(e, "ask", "data", "sample", "json", "now", "as-of")
	var earlier lines
	fs.Var(&earlier, "context", "an earlier `LINE` of the same member; may be given several times")
	who := fs.String("who", "", "`MEMBER` who asks, by id (default: an ordinary member of no body)")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	now, asOf, err := c.moment(e)
	if err != nil {
		return err
	}
	words := fs.Args()
	if n := len(words); n > 1 && words[n-1] == "-json" { // typed behind the question
		c.json, words = true, words[:n-1]
	}
	question := strings.Join(words, " ")
	if !c.sample && c.dir == "" {
		return usagef("say where the papers are: -sample for the embedded ones, or -data DIR")
	}
	if done, err := e.elsewhere(ctx, c.dir); done || err != nil {
		return err
	}
	a, err := openApp(e, options{dir: c.dir, sample: c.sample, now: func() time.Time { return now }, throwaway: c.sample || *who == ""})
	if err != nil {
		return err
	}
	defer a.close()

	asOf = asOf.In(a.grp.Location())
	var r bot.Reply
	for i, text := range append(earlier, question) {
		r, err = a.bot.Handle(ctx, bot.Message{Kind: bot.Mention, Text: text, Who: *who, Channel: "D0ASK", Thread: "ask", TS: fmt.Sprintf("%d.000000", now.Unix()+int64(i)),
			At: now.In(a.grp.Location()), AsOf: asOf, Room: bot.Room{Direct: true}})
		if err != nil {
			return fmt.Errorf("answering %q: %w", text, err)
		}
	}
	if !c.json {
		_, err := fmt.Fprintln(e.stdout, r.Text())
		return err
	}
	out := answerJSON{Question: question, AsOf: asOf.Format(time.RFC3339), Outcome: r.Outcome, ReadAs: r.ReadAs, Text: r.Text(),
		Passages: r.Passages, Actions: r.Actions, AskBack: r.AskBack, Suggestions: r.Suggestions}
	if out.Outcome == "" { // the bot keeps quiet
		out.Outcome = bot.None
	}
	out.Found = len(out.Passages) > 0 && (r.Outcome == bot.Answer || r.Outcome == bot.Partial)
	out.fill()
	return json.NewEncoder(e.stdout).Encode(out)
}

// fill turns nil lists into empty ones: the reader of the JSON meets [] and never null.
func (a *answerJSON) fill() {
	if a.Passages == nil {
		a.Passages = []bot.Cited{}
	}
	if a.Actions == nil {
		a.Actions = []bot.Action{}
	}
	if a.AskBack == nil {
		a.AskBack = []string{}
	}
	if a.Suggestions == nil {
		a.Suggestions = []string{}
	}
	r := &a.ReadAs
	for _, l := range []*[]string{&r.Bodies, &r.Places, &r.Topics, &r.Types, &r.Sections, &r.Unknown} {
		if *l == nil {
			*l = []string{}
		}
	}
	if r.Meetings == nil {
		r.Meetings = []int{}
	}
}
