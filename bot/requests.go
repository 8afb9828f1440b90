package bot

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"time"

	"rabita/bot/intent"
	"rabita/store"
)

// addRequest is the secretariat asking many bodies for something: one item with a share per body, and a notice to each body.
func (d *desk) addRequest(ctx context.Context) (Reply, error) {
	if !d.isSecretariat() {
		return Reply{}, d.refuse("no request").send("action add " + orWord(d.o.Text, "send the matrix") + " | due friday")
	}
	if len(d.o.Bodies) == 0 {
		return Reply{}, d.refuse("from whom").send(`request "` + d.o.Text + `" from all WDDs ` + byWhen(d.o.When, "30 Nov"))
	}
	if r, asked := d.whichDate("request"); asked {
		return r, nil
	}
	it := store.Item{Text: d.o.Text, Owner: d.who, Creator: d.who, Number: d.o.Number, Request: true, Thread: d.m.Thread, Source: d.sourceSaid(d.o.Source)}
	d.owe(&it, d.o.Bodies)
	if d.o.When != "" {
		it.Due = d.kept(d.o.Due)
	}
	if c, ok := d.grp.Common(); ok {
		it.Channel = c.ID
	}
	it, err := d.st.AddItem(it, d.m.At)
	twice := errors.Is(err, store.ErrDuplicate)
	if err != nil && !twice {
		return Reply{}, err
	}
	finding := d.say("requested", it.ID, it.Text, d.bodyNames(shareBodies(it))) + " · " + d.dueLine(it.Due)
	if twice {
		finding = d.say("twice", it.ID) + " " + it.Text
	}
	r := d.confirmation(finding, it)
	r.Actions = []Action{d.itemAction("request", it)}
	if !twice {
		r.Notify = d.askBodies(it)
		if len(r.Notify) > 0 {
			r.Parts = append(r.Parts, Say(Small, d.say("told", len(r.Notify), plural(len(r.Notify), "place"))))
		}
		r.Parts = append(r.Parts, d.untold(it)...)
	}
	return r, nil
}

// byWhen is a deadline as it stands in a line: as it was said, with a "by" before it if it has no word of its own there.
func byWhen(said, otherwise string) string {
	if first, _, ok := strings.Cut(said, " "); ok && deadlineWords[strings.ToLower(first)] {
		return said
	}
	return "by " + orWord(said, otherwise)
}

var deadlineWords = wordSet("by before until till in within on at next this every from to end")

// askBodies tells each body what is asked of it, in its channel or through its people.
func (d *desk) askBodies(it store.Item) []Notice {
	var out []Notice
	for _, s := range it.Shares {
		for _, room := range d.rooms(s.Body, d.m.At) {
			to := d.to(room)
			said := Reply{Outcome: Done, Parts: []Part{Say(Finding, to.say("asks for", it.ID, d.called(d.who), s.Body, it.Text)+" · "+to.dueLine(it.Due)), Say(Small, to.say("reply here")),
				{Buttons: []Button{order(to.say("sent"), intent.Order{Object: intent.Item, Verb: intent.Receive, IDs: []string{it.ID}, Bodies: []string{s.Body}})}}}}
			out = append(out, Notice{Channel: room, Reply: said, Item: it.ID})
		}
	}
	return out
}

// untold names the bodies of a request that cannot be told of it here, with how to change that.
func (d *desk) untold(it store.Item) []Part {
	var none []string
	for _, body := range shareBodies(it) {
		if len(d.rooms(body, d.m.At)) == 0 {
			none = append(none, body)
		}
	}
	if len(none) == 0 {
		return nil
	}
	return []Part{Say(Small, d.say("not told", strings.Join(none, ", "))),
		Say(Bullet, d.say("send")+" "+d.line("focal person "+none[0]+" is @name"))}
}

// rooms are where a body is told: its channel, or else its people one by one.
func (b *Bot) rooms(body string, at time.Time) []string {
	if e, ok := b.grp.Body(body); ok && e.Channel != "" {
		return []string{e.Channel}
	}
	for _, c := range b.grp.Channels {
		if c.Body == body && !c.Common {
			return []string{c.ID}
		}
	}
	return b.people(body, at)
}

// Received counts a reply in the thread of a request as that body's part, with its time: a file, or words that bring it. What comes after that
// is kept as evidence: a file always, words where nothing shows the part yet. The front end asks for every message in such a thread that is not
// addressed to the bot; false: it was none.
func (b *Bot) Received(ctx context.Context, m Message) (Reply, bool, error) {
	if m.Thread == "" || m.Guest || len(m.Files) == 0 && (len(strings.Fields(m.Text)) < 2 || !intent.Delivers(m.Text)) {
		return Reply{}, false, nil
	}
	d := b.desk(m, b.spoken(m, intent.Language(m.Text)))
	if d.body == "" {
		return Reply{}, false, nil
	}
	it, err := d.shownIn(m.Channel, m.Thread)
	if err != nil || !it.Request || it.Dropped || it.Share(d.body) == nil {
		return Reply{}, false, err
	}
	d.o = intent.Order{Object: intent.Item, Verb: intent.Receive, IDs: []string{it.ID}, Evidence: shorten(strings.Join(strings.Fields(m.Text), " "), 300)}
	part := *it.Share(d.body)
	if d.identifies(d.o.Evidence) || slices.ContainsFunc(m.Files, d.fileIdentifies) {
		return d.refusal("survivor"), true, nil
	}
	var r Reply
	switch {
	case part.Received.IsZero() && it.Open():
		r, err = d.reportDone(it, []string{d.body})
	case len(m.Files) > 0 || len(part.Evidence) == 0:
		r, err = d.prove(ctx)
	default:
		return Reply{}, false, nil
	}
	if err != nil {
		r, err = d.explain(err)
	}
	return r, true, err
}

// Posted notes in which message an item is shown, so that replies to it are known. It is no change of the item, which could not be undone after it. A front end calls it with
// the ts of each notice that carries an item.
func (b *Bot) Posted(n Notice, ts string, at time.Time) error {
	if n.Item == "" || ts == "" {
		return nil
	}
	data, err := json.Marshal(n.Item)
	if err != nil {
		return err
	}
	_, err = b.st.SetEntry(store.Entry{Register: store.Notes, Key: postKey(n.Channel, ts), Value: data, At: at, What: "shown"})
	return err
}

func postKey(channel, ts string) string { return "post " + channel + " " + ts }

// shownIn is the item that a message shows; the zero Item if it shows none.
func (b *Bot) shownIn(channel, ts string) (store.Item, error) {
	e, err := b.st.Entry(store.Notes, postKey(channel, ts))
	var id string
	if err == nil {
		err = json.Unmarshal(e.Value, &id)
	}
	var it store.Item
	if err == nil {
		it, err = b.st.Item(id)
	}
	if errors.Is(err, store.ErrNotFound) {
		return store.Item{}, nil
	}
	return it, err
}

// listRequests lists what was asked of bodies and is still awaited.
func (d *desk) listRequests(ctx context.Context) (Reply, error) {
	f := d.o.Filter
	f.Is = append(f.Is, "requests")
	return d.list("list", f)
}

// showRequest says who has sent it and who has not: from the shares, and from what the records say of the same decision.
func (d *desk) showRequest(ctx context.Context) (Reply, error) {
	it, err := d.target(true)
	if err != nil {
		return d.unclaimed(err)
	}
	waiting := awaited(it)
	finding := d.say("awaited from", it.ID, it.Text, d.bodyNames(waiting))
	if len(waiting) == 0 {
		finding = d.say("all sent", it.ID, it.Text)
	}
	r := d.reply(finding)
	r.Parts = append(r.Parts, Part{Table: d.shareTable(it)})
	if it.Number != "" {
		if cites := d.reportsOn(it.Number); len(cites) > 0 {
			r.Parts = append(r.Parts, Say(Head, d.say("records say")))
			for i := range cites {
				r.Parts = append(r.Parts, Part{Quote: &cites[i]})
			}
			r.Passages = cites
		}
	}
	r.Parts = append(r.Parts, Part{Buttons: []Button{order("CSV", intent.Order{Object: intent.Item, Verb: intent.Export, IDs: []string{it.ID}, Format: "csv"})}})
	r.Actions = []Action{d.itemAction("show", it)}
	return r, nil
}

// requestAsked answers who has not sent something that was asked of several bodies here: from the shares, and from what the records say.
// False where no request or shared item is meant.
func (b *Bot) requestAsked(ctx context.Context, m Message, in intent.Intent) (Reply, bool, error) {
	told := telling(awaitedWords.ReplaceAllString(strings.ToLower(m.Text), " "))
	if len(told) == 0 && len(in.Numbers) == 0 {
		return Reply{}, false, nil
	}
	d := b.desk(m, b.spoken(m, in.Lang))
	list, err := d.everyItem(store.ItemFilter{Class: store.AnyItems, Also: func(it *store.Item) bool {
		if len(it.Shares) < 2 || it.Draft || it.Dropped || it.Created.After(d.m.AsOf) {
			return false
		}
		if it.Number != "" && slices.Contains(in.Numbers, it.Number) {
			return true
		}
		of := telling(strings.ToLower(it.Text))
		return len(told) > 0 && (holdsAll(of, told) || len(of) > 1 && holdsAll(told, of))
	}}, 100)
	if err != nil || len(list) == 0 {
		return Reply{}, false, err
	}
	newest := slices.MaxFunc(list, func(a, b store.Item) int { return a.Created.Compare(b.Created) })
	d.o = intent.Order{Object: intent.Asking, Verb: intent.Show, IDs: []string{newest.ID}}
	r, err := d.showRequest(ctx)
	if err == nil && in.Sheet {
		r.Files = []File{{Name: "items.csv", Type: "text/csv; charset=utf-8", Data: table(d.itemRows([]store.Item{newest}))}}
	}
	return r, true, err
}

// awaitedWords ask who has not sent it, and do not say what.
var awaitedWords = regexp.MustCompile(`\b(?:who|which|kis|kin|kaun|all|has|have|had|did|does|do|is|are|not|hasn't|hasnt|haven't|havent|didn't|didnt|yet|still|to|be|sent?|send|sending|submit\w*|report\w*|repl\w+|respon\w+|receiv\w+|await\w*|missing|pending|outstanding|provinces?|bod(?:y|ies)|departments?|wdds?|bhej\w*|nahi|nahin|nai|ab|abhi|csv|as|please|pls|batao|list|us|ncsw|secretariat)\b|کس|کن|نے|نہیں|بھیج\S*|ابھی|تک`)

// telling are the words of a text that tell what it is about.
func telling(text string) []string {
	var out []string
	for _, w := range strings.Fields(text) {
		if w = strings.Trim(w, ".,:;!?؟\"“”'()"); w != "" && !smallWords[strings.ToLower(w)] {
			out = append(out, w)
		}
	}
	return out
}

// reportsOn are the newest passages, three at most, that report on a decision; the newest last.
func (d *desk) reportsOn(number string) []Cited {
	var out []Cited
	told := d.tracked(d.audience(d.m), d.asOf(), number)
	for _, r := range told[max(0, len(told)-3):] {
		out = append(out, d.cite(r, nil))
	}
	return out
}
