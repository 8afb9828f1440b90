package bot

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rabita/bot/calendar"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// Forms do nothing that a line cannot do: they are another way of writing one. What comes back from a form is checked as if it had been
// typed, because anything can be sent as a form. A form that fails keeps what was typed: the errors name its fields.

// The forms, by id.
const (
	formAdd  = "item.add"
	formEdit = "item.edit"
)

// The fields of a form, by block id.
const (
	fieldText    = "text"
	fieldDue     = "due"
	fieldOwner   = "owner"
	fieldBodies  = "bodies"
	fieldChannel = "channel"
	fieldReason  = "reason"
)

// formMeta travels with a form. It says what the form is about, and grants nothing.
type formMeta struct {
	Item    string `json:"item,omitempty"`
	Change  string `json:"change,omitempty"` // the item's last change when the form was opened
	Channel string `json:"channel,omitempty"`
	Thread  string `json:"thread,omitempty"`
	Link    string `json:"link,omitempty"`
	Edit    string `json:"edit,omitempty"` // ts of the message to be edited
}

func (f formMeta) String() string {
	data, _ := json.Marshal(f) // strings only: it cannot fail
	return string(data)
}

// itemForm is the form for an item; guesses are shown as such under the fields they stand in.
func (d *desk) itemForm(it store.Item, guesses map[string]string) *Modal {
	meta := formMeta{Item: it.ID, Change: it.Change(), Channel: d.m.Channel, Thread: d.m.Thread, Link: it.Source.Link, Edit: d.edit}
	id, title := formEdit, "Edit "+it.ID
	if it.ID == "" {
		id, title = formAdd, "Log as action item"
	}
	due := it.Due.Date
	if it.Due.Time != "" {
		due += " " + it.Due.Time
	}
	if it.Due.Event != "" {
		due = d.eventWords(it.Due)
	}
	hint := func(field, otherwise string) string {
		if g := guesses[field]; g != "" {
			return "A guess from “" + shorten(g, 60) + "”: please check. " + otherwise
		}
		return otherwise
	}
	return &Modal{ID: id, Meta: meta.String(), Title: title, Submit: "Save", Fields: []Field{
		{ID: fieldText, Label: "What is to be done", Kind: "lines", Value: shorten(it.Text, intent.MaxTask)},
		{ID: fieldDue, Label: "By when", Kind: "text", Value: due, Optional: true, Hint: hint(fieldDue, "In your own words: friday, 31/12/2019, before the 15th "+d.grp.Short)},
		{ID: fieldOwner, Label: "Who looks after it", Kind: "member", Value: it.Owner, Optional: true},
		{ID: fieldBodies, Label: "Owed by", Kind: "text", Value: strings.Join(shareBodies(it), ", "), Optional: true, Hint: hint(fieldBodies, "Names like KPCSW, WDD-Sindh, or “all WDDs”")},
		{ID: fieldChannel, Label: "Reminders appear in", Kind: "channel", Value: it.Channel, Optional: true},
		{ID: fieldReason, Label: "Why (for the history)", Kind: "text", Optional: true},
	}}
}

// logForm is the form for a message: its text, its link, and the body and date that could be guessed from it. What is saved with it is confirmed
// in the message's thread.
func (d *desk) logForm() Reply {
	if !d.m.Room.Direct {
		d.m.Thread = orWord(d.m.Thread, d.m.TS)
	}
	text := strings.Join(strings.Fields(strings.ToValidUTF8(d.m.Text, " ")), " ")
	it := store.Item{Text: text, Owner: d.who, Channel: d.homeChannel(), Source: store.Source{Link: d.m.Value}}
	guesses := map[string]string{}
	if res := when.Find(text, d.m.At, d.orders().When); res.Kind == when.Once || res.Kind == when.Event {
		if due := d.kept(res); len(res.Spans) > 0 {
			it.Due, guesses[fieldDue] = due, text[res.Spans[0].Start:res.Spans[0].End]
		}
	}
	if about := d.orders().Owing(text); len(about) > 0 && len(about) <= 3 {
		d.owe(&it, about)
		guesses[fieldBodies] = strings.Join(about, ", ")
	}
	if it.Owner == nobody {
		it.Owner = ""
	}
	return Reply{Outcome: Done, Where: Ephemeral, Modal: d.itemForm(it, guesses)}
}

// submit takes a form that was sent.
func (b *Bot) submit(m Message) (Reply, error) {
	var meta formMeta
	if err := json.Unmarshal([]byte(m.Value), &meta); err != nil {
		meta = formMeta{}
	}
	m.Channel, m.Thread = orWord(m.Channel, meta.Channel), orWord(m.Thread, meta.Thread)
	d := b.desk(m, b.spoken(m, ""))
	if d.isGuest() {
		return d.refusal("guest"), nil
	}
	if m.Action == settingsForm {
		r, err := d.sendSettings()
		if err != nil {
			return d.explain(err)
		}
		return r, nil
	}
	if m.Action != formAdd && m.Action != formEdit {
		return d.sorry(d.refuse("no form").send("action help")), nil
	}
	if m.Action == formEdit && meta.Item == "" {
		return d.sorry(d.refuse("form of no item").send("action mine")), nil
	}
	filled, problems := d.fill(m.Fields)
	if len(problems) > 0 {
		return Reply{Outcome: Refused, Errors: problems}, nil
	}
	r, err := d.saveForm(filled, meta)
	if err != nil {
		return d.explain(err)
	}
	return r, nil
}

// filled is what a form holds, checked.
type filled struct {
	text, reason string
	due          *store.Due // nil: left as it is
	owner        string
	bodies       []string
	channel      string
	given        map[string]bool
}

// fill checks each field; problems are by field, and the form keeps what was typed.
func (d *desk) fill(fields map[string]string) (filled, map[string]string) {
	f, problems := filled{given: map[string]bool{}}, map[string]string{}
	value := func(id string) string {
		v, ok := fields[id]
		f.given[id] = ok
		return strings.TrimSpace(strings.Join(strings.Fields(strings.Map(printable, strings.ToValidUTF8(v, " "))), " "))
	}
	orders := d.orders()
	f.text, f.reason = value(fieldText), value(fieldReason)
	switch n := utf8.RuneCountInString(f.text); {
	case n == 0:
		problems[fieldText] = d.ask("field empty")
	case n > intent.MaxTask:
		problems[fieldText] = d.ask("field long", n, intent.MaxTask)
	}
	if n := utf8.RuneCountInString(f.reason); n > intent.MaxWords {
		problems[fieldReason] = d.ask("field long", n, intent.MaxWords)
	}
	if d.identifies(f.text, f.reason) {
		problems[fieldText] = d.ask("survivor")
	}
	if said := value(fieldDue); said != "" {
		if due, problem := d.fieldDue(said, orders); problem != "" {
			problems[fieldDue] = problem
		} else {
			f.due = &due
		}
	} else if f.given[fieldDue] {
		f.due = &store.Due{}
	}
	if f.owner = value(fieldOwner); f.owner != "" {
		if !memberID(f.owner) || d.keepsNothing(f.owner) {
			problems[fieldOwner] = d.ask("field owner")
		}
	}
	if said := value(fieldBodies); said != "" {
		o, err := orders.Read("action add x | body "+strings.ReplaceAll(said, "|", " "), d.m.At)
		if m := new(intent.Mistake); errors.As(err, &m) {
			problems[fieldBodies] = m.Say(d.lang)
		}
		f.bodies = o.Bodies
	}
	if f.channel = value(fieldChannel); f.channel != "" && !channelID(f.channel) {
		problems[fieldChannel] = d.ask("field channel")
	}
	return f, problems
}

func printable(r rune) rune {
	if r < ' ' || r >= 0x202A && r <= 0x202E || r >= 0x2066 && r <= 0x2069 || r == 0xFEFF || r == 0xFFFD {
		return ' '
	}
	return r
}

func memberID(s string) bool {
	return len(s) >= 3 && len(s) <= 30 && (s[0] == 'U' || s[0] == 'W') && plainID(s)
}

func channelID(s string) bool {
	return len(s) >= 4 && len(s) <= 30 && (s[0] == 'C' || s[0] == 'G') && plainID(s)
}

func plainID(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return (r < '0' || r > '9') && (r < 'A' || r > 'Z') })
}

// fieldDue reads a deadline of a form: in words, or as a date picker gives it. A day that has passed is right only where it was there.
func (d *desk) fieldDue(said string, orders *intent.Orders) (store.Due, string) {
	if day, err := time.Parse(time.DateOnly, said); err == nil {
		return store.Due{Date: calendar.DateOf(day).String(), Zone: d.grp.Location().String()}, ""
	}
	res := when.Parse(said, d.m.At, orders.When)
	switch res.Kind {
	case when.Once, when.Event:
		return d.kept(res), ""
	case when.Ambiguous:
		var echoes []string
		for _, x := range res.Readings {
			echoes = append(echoes, x.Echo)
		}
		return store.Due{}, d.ask("field date", strings.Join(echoes, d.say("or")))
	case when.Repeats:
		return store.Due{}, d.ask("field repeats")
	}
	return store.Due{}, sentenceCase(shorten(res.Why.In(d.lang), 140))
}

// saveForm makes or changes the item of a form, and confirms it in the thread it came from.
func (d *desk) saveForm(f filled, meta formMeta) (Reply, error) {
	if meta.Item == "" {
		it := store.Item{Text: f.text, Creator: d.who, Owner: orWord(f.owner, d.who), Channel: f.channel, Thread: meta.Thread}
		if f.due != nil {
			it.Due = *f.due
		}
		if strings.HasPrefix(meta.Link, "https://") || strings.HasPrefix(meta.Link, "http://") {
			it.Source = store.Source{Link: meta.Link}
		}
		d.owe(&it, f.bodies)
		d.o = intent.Order{Object: intent.Item, Verb: intent.Add, Text: f.text}
		r, err := d.logged(it, decision{})
		if err != nil {
			return Reply{}, err
		}
		return inThread(r, meta), nil
	}
	it, err := d.st.Item(meta.Item)
	if err != nil {
		d.o.IDs = []string{shorten(meta.Item, 20)}
		return Reply{}, err
	}
	d.o = intent.Order{Object: intent.Item, Verb: intent.Edit, IDs: []string{it.ID}, Reason: f.reason}
	r, err := d.edited(it, func(it *store.Item) error {
		if meta.Change != "" && it.Change() != meta.Change {
			return d.refuse("changed meanwhile", it.ID, d.name(it.History[len(it.History)-1].By), shorten(f.text, 300)).send("action show " + it.ID)
		}
		it.Text = f.text
		if f.due != nil {
			it.Due = *f.due
		}
		if f.given[fieldOwner] && f.owner != "" {
			it.Owner = f.owner
		}
		if f.given[fieldBodies] && !slices.Equal(d.opened(f.bodies), shareBodies(*it)) {
			d.owe(it, f.bodies)
		}
		if f.given[fieldChannel] {
			it.Channel = f.channel
		}
		return nil
	})
	if err != nil {
		return Reply{}, err
	}
	if meta.Edit != "" {
		r.Edit = meta.Edit
	}
	return inThread(r, meta), nil
}

// inThread sends a confirmation to the thread a form came from; without one it goes to the sender.
func inThread(r Reply, meta formMeta) Reply {
	if meta.Channel == "" || meta.Thread == "" {
		r.Where = DM
		return r
	}
	said := r
	said.Notify, said.Where = nil, There
	item := ""
	if len(r.Actions) > 0 {
		item = r.Actions[0].ID
	}
	r.Notify = append([]Notice{{Channel: meta.Channel, Thread: meta.Thread, Edit: r.Edit, Reply: said, Item: item}}, r.Notify...)
	r.Parts, r.Edit = nil, ""
	return r
}
