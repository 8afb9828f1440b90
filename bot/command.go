package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/bot/when"
	"rabita/store"
)

// nobody is the member id of a speaker the front end could not name: an ordinary member of no body.
const nobody = "you"

// A desk is one command with who gave it: what they said, in which language they are answered, and what they may do.
type desk struct {
	*Bot
	m    Message
	lang int            // 0 English, 1 Roman Urdu, 2 Urdu
	who  string         // member id; nobody where it is unknown
	body string         // key of the speaker's body; empty: none
	zone *time.Location // the speaker's
	o    intent.Order
	edit string // ts of the message a reply replaces: buttons edit the message they stand on
}

func (b *Bot) desk(m Message, lang string) *desk {
	d := &desk{Bot: b, m: m, lang: tongue(lang), who: m.Who, zone: b.speakersZone(m)}
	if d.who == "" {
		d.who = nobody
	}
	if m.AsOf.IsZero() {
		d.m.AsOf = m.At
	}
	d.m.At = m.At.In(d.zone)
	d.body = b.member(d.who, m.At).Body
	return d
}

// spoken is the language a member is answered in: the one they chose, else that of what they said, else, for what has no words of its own such
// as a button, that of what was said before.
func (b *Bot) spoken(m Message, said string) string {
	if chosen := b.settings(m.Who).Language; chosen != "" || said != "" {
		return orWord(chosen, said)
	}
	return b.recall(m).Spoken
}

// command carries out what a member ordered.
func (b *Bot) command(ctx context.Context, m Message, in intent.Intent) (Reply, error) {
	d := b.desk(m, b.spoken(m, in.Lang))
	return d.ordered(ctx, m.Text, d.notUnderstood)
}

// ordered carries out the orders of a text; otherwise is the answer to a text that holds none.
func (d *desk) ordered(ctx context.Context, text string, otherwise func() Reply) (Reply, error) {
	list, err := d.orders().ReadAll(text, d.m.At)
	if errors.Is(err, intent.ErrNoOrder) {
		return otherwise(), nil
	}
	if m := new(intent.Mistake); errors.As(err, &m) {
		return d.mistake(m), nil
	}
	if err != nil {
		return Reply{}, err
	}
	if len(list) == 1 {
		return d.carryOut(ctx, list[0])
	}
	return d.carryOutAll(ctx, list)
}

// carryOutAll does the orders of one message, one after the other, and answers them in one reply. One that leans on an order that was not
// carried out is not done either, and comes back as a line to send.
func (d *desk) carryOutAll(ctx context.Context, list []intent.Order) (Reply, error) {
	all := d.reply("")
	all.Outcome = Refused
	var lines []string
	before := Done
	for _, o := range list {
		if o.Leans && before != Done {
			line := d.ask("not yet done", o.String())
			lines, all.Suggestions = append(lines, line), append(all.Suggestions, o.String())
			continue
		}
		r, err := d.carryOut(ctx, o)
		if err != nil {
			return Reply{}, err
		}
		before = r.Outcome
		line, _, _ := strings.Cut(r.Text(), "\n")
		lines = append(lines, line)
		all.Actions, all.Notify, all.Files = append(all.Actions, r.Actions...), append(all.Notify, r.Notify...), append(all.Files, r.Files...)
		all.AskBack, all.Suggestions = append(all.AskBack, r.AskBack...), append(all.Suggestions, r.Suggestions...)
		if len(r.Parts) > 1 {
			all.Parts = append(all.Parts, Say(Bullet, line))
		}
		for _, p := range r.Parts[min(1, len(r.Parts)):] {
			p.Buttons = slices.Clone(p.Buttons)
			for i, b := range p.Buttons {
				if b.Action != "" {
					p.Buttons[i] = apart(b)
				}
			}
			all.Parts = append(all.Parts, p)
		}
		if all.Outcome == Refused || r.Outcome == Clarify {
			all.Outcome = r.Outcome
		}
		all.Edit = orWord(all.Edit, r.Edit)
	}
	all.Parts[0] = Say(Finding, strings.Join(lines, " "))
	return all, nil
}

// orders reads commands with what the group and its registers know.
func (d *desk) orders() *intent.Orders {
	due := d.grp.DueClock()
	r := &intent.Orders{Vocabulary: d.voc.Load(), Known: d.ix.Known,
		When: when.Options{Calendar: d.calendar(""), Zone: d.zone, Due: &due, Meetings: []string{d.grp.Short}}}
	r.Whole = d.grp.Whole.Key
	r.Mine, r.Keeps = d.owns, d.isSecretariat()
	if e, ok := d.grp.Body(d.body); ok {
		r.Place = e.Place
	}
	r.Member = func(called string) string {
		id, n := "", 0
		for _, m := range d.grp.Members {
			first, _, _ := strings.Cut(m.RealName, " ")
			switch {
			case strings.EqualFold(m.Name, called), strings.EqualFold(m.ID, called), strings.EqualFold(m.RealName, called):
				return m.ID
			case strings.EqualFold(first, called):
				id, n = m.ID, n+1
			}
		}
		if n > 1 { // a first name of several is nobody's
			return ""
		}
		return id
	}
	r.Channel = func(name string) string {
		for _, c := range d.grp.Channels {
			if strings.EqualFold(c.Name, name) {
				return c.ID
			}
		}
		return ""
	}
	r.Name = func(id string) string {
		m, _ := d.grp.Member(id)
		c, _ := d.grp.Channel(id)
		return m.Name + c.Name
	}
	for _, h := range d.meetings(d.m.AsOf) {
		if !h.Date.After(dateOf(d.m.AsOf, d.grp.Location())) {
			r.Meetings = append(r.Meetings, h.Number)
		}
	}
	return r
}

// An act is one thing a member can order.
type act func(d *desk, ctx context.Context) (Reply, error)

// acts are all of them. Those in asks change nothing; everything else is refused to guests.
var acts map[intent.Object]map[intent.Verb]act

var asks = []intent.Verb{intent.List, intent.Show, intent.Mine, intent.HelpWith, intent.Export, intent.Next}

func init() {
	acts = map[intent.Object]map[intent.Verb]act{
		intent.Item: {intent.Add: (*desk).addItem, intent.Mine: (*desk).mine, intent.List: (*desk).listItems, intent.Show: (*desk).showItem,
			intent.Finish: (*desk).done, intent.Reopen: (*desk).reopen, intent.Edit: (*desk).editItem, intent.Due: (*desk).changeDue,
			intent.Snooze: (*desk).snoozeItem, intent.Prove: (*desk).prove, intent.Confirm: (*desk).confirm, intent.Claim: (*desk).claim,
			intent.Drop: (*desk).drop, intent.Undo: (*desk).undo, intent.Export: (*desk).export, intent.HelpWith: (*desk).helpItems,
			intent.Propose: (*desk).propose, intent.Receive: (*desk).receive, intent.NameThem: (*desk).nameThem},
		intent.Reminder: {intent.Add: (*desk).addReminder, intent.List: (*desk).listReminders, intent.Show: (*desk).showReminder,
			intent.Cancel: (*desk).cancelReminder, intent.Snooze: (*desk).snoozeReminder, intent.Skip: (*desk).skipReminder,
			intent.Pause: (*desk).pauseReminder, intent.Resume: (*desk).resumeReminder, intent.Move: (*desk).moveReminder,
			intent.Accept: (*desk).acceptReminder, intent.Decline: (*desk).declineReminder, intent.Undo: (*desk).undo, intent.HelpWith: (*desk).helpReminders},
		intent.Watch:  {intent.Add: (*desk).addWatch, intent.List: (*desk).listWatches, intent.Cancel: (*desk).cancelReminder},
		intent.Asking: {intent.Add: (*desk).addRequest, intent.List: (*desk).listRequests, intent.Show: (*desk).showRequest, intent.HelpWith: (*desk).helpItems},
		intent.AMeeting: {intent.Set: (*desk).setMeeting, intent.Cancel: (*desk).cancelMeeting, intent.Next: (*desk).nextMeeting,
			intent.List: (*desk).listMeetings},
		intent.AHoliday:    {intent.Add: (*desk).addHoliday, intent.Remove: (*desk).removeHoliday, intent.List: (*desk).listHolidays},
		intent.AMember:     {intent.Set: (*desk).setMember, intent.List: (*desk).listMembers},
		intent.AnAlias:     {intent.Add: (*desk).addAlias, intent.Remove: (*desk).removeAlias, intent.List: (*desk).listAliases},
		intent.ASetting:    {intent.Set: (*desk).setSetting, intent.List: (*desk).listSettings},
		intent.TheBrief:    {intent.Show: (*desk).brief},
		intent.ThePage:     {intent.Show: (*desk).onePage},
		intent.TheGaps:     {intent.List: (*desk).listGaps, intent.Finish: (*desk).closeGap},
		intent.TheMachine:  {intent.Show: (*desk).health, intent.Undo: (*desk).undo, intent.HelpWith: (*desk).helpItems},
		intent.AnyDocument: {intent.Set: (*desk).mendPaper, intent.Remove: (*desk).forgetPaper},
	}
}

// carryOut does one order. Rights are looked at here and in each act, also when the order comes from a button.
func (d *desk) carryOut(ctx context.Context, o intent.Order) (Reply, error) {
	if o, err := d.meantItem(o); err != nil {
		return Reply{}, err
	} else {
		d.o = o
	}
	if list := d.allOfThem(d.o); len(list) > 1 {
		return d.carryOutAll(ctx, list)
	}
	do := acts[d.o.Object][d.o.Verb]
	if do == nil {
		return d.notUnderstood(), nil
	}
	changes := !slices.Contains(asks, o.Verb)
	if changes && d.isGuest() {
		return d.refusal("guest"), nil
	}
	if changes && o.Owner != "" && d.keepsNothing(o.Owner) {
		return d.sorry(d.refuse("keeps nothing", d.called(o.Owner))), nil
	}
	if changes && (d.identifies(o.Text, o.Evidence, o.Reason, o.Value, o.Source) || slices.ContainsFunc(d.m.Files, d.fileIdentifies)) {
		return d.refusal("survivor"), nil
	}
	r, err := do(d, ctx)
	if err != nil {
		return d.explain(err)
	}
	if r.Edit == "" && d.edit != "" && r.Modal == nil && r.Outcome == Done && changes {
		r.Edit = d.edit
	}
	if changes && r.Outcome == Done && o.Object != intent.AMember {
		r.Notify = append(r.Notify, d.askBody()...)
	}
	return r, nil
}

// explain turns an error into words for the member, where it is one that they can do something about.
func (d *desk) explain(err error) (Reply, error) {
	var why *refused
	var dec notYet
	switch {
	case errors.As(err, &dec):
		return d.unclaimed(err)
	case errors.As(err, &why):
		return d.sorry(why), nil
	case errors.Is(err, store.ErrNotFound):
		what := "That"
		if len(d.o.IDs) > 0 {
			what = d.o.IDs[0]
		}
		return d.sorry(d.refuse("no such", what).send("action mine", "reminder list")), nil
	case errors.Is(err, store.ErrTooLate):
		return d.refusal("too late"), nil
	case errors.Is(err, store.ErrFull):
		d.log.Error("a command was not carried out", "error", err)
		return d.refusal("full"), nil
	case errors.Is(err, store.ErrOvertaken):
		return d.refusal("overtaken"), nil
	}
	return Reply{}, err
}

// mistake answers an order that cannot stand: what is wrong, and the smallest correction as a line ready to send. What was too long comes
// back as a file, so that nothing is lost.
func (d *desk) mistake(m *intent.Mistake) Reply {
	r := d.sorry(&refused{say: m.Say(d.lang), lines: m.Send})
	if len(m.Send) > 1 {
		r.Outcome, r.AskBack = Clarify, m.Send
	}
	if m.Long {
		r.Files = []File{{Name: "your-text.txt", Type: "text/plain; charset=utf-8", Data: []byte(strings.ToValidUTF8(d.m.Text, "\uFFFD"))}}
	}
	return r
}

func (d *desk) notUnderstood() Reply {
	return d.sorry(d.refuse("not understood").send("action add send the committee list | due friday", "remind me tomorrow 9am to call the focal person", "action help"))
}

// keepsNothing reports whether somebody who is named can keep nothing here: a guest, a program, somebody who is gone or of another organisation.
func (d *desk) keepsNothing(id string) bool {
	return slices.Contains(d.m.Outside, id) || d.member(id, d.m.At).Role == group.Guest
}

// isGuest reports whether the speaker keeps nothing here.
func (d *desk) isGuest() bool {
	return d.m.Guest || d.member(d.who, d.m.At).Role == group.Guest
}

// isSecretariat reports whether the speaker runs the group.
func (d *desk) isSecretariat() bool { return d.grp.IsSecretariat(d.who) }

// reply begins a reply to an order that was carried out. It stays: in the thread, or, for a slash command, in a direct message.
func (d *desk) reply(finding string) Reply {
	r := Reply{Outcome: Done, Parts: []Part{Say(Finding, finding)}}
	if d.m.Kind == Command && !slices.Contains(asks, d.o.Verb) {
		r.Where = DM
	} else if d.m.Kind == Command {
		r.Where = Ephemeral
	}
	return r
}

// act is what was done, for machines.
func (d *desk) owner(id string) string {
	if id == d.who {
		return nobody // the speaker reads "you"
	}
	return id
}

// name is a person as a line shows them: "you", a member's name, or the id of a stranger.
func (d *desk) name(id string) string {
	switch {
	case id == "":
		return "—"
	case id == d.who:
		return d.say("you")
	}
	if m := d.member(id, d.m.At); m.RealName != "" {
		return m.RealName
	} else if m.Name != "" {
		return m.Name
	}
	return id
}

// called is a person as others read it: never "you".
func (d *desk) called(id string) string {
	if id == nobody || id == "" {
		return "a member"
	}
	if m := d.member(id, d.m.At); m.RealName != "" {
		return m.RealName
	} else if m.Name != "" {
		return m.Name
	}
	return id
}

// bodyNames are bodies as a line shows them: their keys, which everybody knows, a set by its name.
func (d *desk) bodyNames(keys []string) string {
	if len(keys) > 5 {
		return strings.Join(keys[:4], ", ") + fmt.Sprintf(" and %d more", len(keys)-4)
	}
	return strings.Join(keys, ", ")
}

// channelName is a channel as a line shows it: "#ipmg-kp".
func (d *desk) channelName(id string) string {
	if id == "" || strings.HasPrefix(id, "#") {
		return id
	}
	if c, ok := d.grp.Channel(id); ok {
		return "#" + c.Name
	}
	if id == d.m.Channel && d.m.Room.Name != "" {
		return "#" + d.m.Room.Name
	}
	if strings.HasPrefix(id, "D") || strings.HasPrefix(id, "U") {
		return d.say("direct")
	}
	return "#" + id
}

// order makes a button that carries an order. Pressing it is the same as sending its line.
func order(label string, o intent.Order) Button {
	return Button{Action: "order", Value: o.String(), Label: label}
}

// apartFrom begins the action of a button that leaves its message as it is, because that is about more than the button.
const apartFrom = "apart:"

// apart makes a button leave its message as it is.
func apart(b Button) Button {
	b.Action = apartFrom + b.Action
	return b
}

// lineButton makes a button of a line as a member would send it.
func lineButton(label, line string) Button {
	return Button{Action: "order", Value: line, Label: label}
}

func (d *desk) undoButton(change string) Button {
	return Button{Action: "undo", Value: change, Label: d.say("undo button")}
}
