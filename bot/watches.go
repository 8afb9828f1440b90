package bot

import (
	"context"
	"time"

	"rabita/bot/when"
	"rabita/index"
	"rabita/store"
)

// addWatch saves a question: it shows what there is now, and later each new passage once.
func (d *desk) addWatch(ctx context.Context) (Reply, error) {
	if d.o.Due.Kind != when.Repeats {
		return Reply{}, d.refuse("how often").send("watch " + d.o.Text + " weekly")
	}
	rem := store.Reminder{Text: d.o.Text, Who: d.who, Accepted: true, Repeat: d.o.Due.Repeat, Watch: &store.Watch{Question: d.o.Text}, Channel: d.homeChannel()}
	found, err := d.found(ctx, rem.Watch.Question, rem.Channel)
	if err != nil {
		return Reply{}, err
	}
	rem.Repeat.Zone = orWord(rem.Repeat.Zone, d.zone.String())
	last := index.Date("")
	for _, r := range found {
		rem.Watch.Seen = append(rem.Watch.Seen, r.Passage.Hash)
		last = max(last, r.Doc.Date)
	}
	r, err := d.setReminder(rem)
	if err != nil {
		return Reply{}, err
	}
	now := d.say("no passage now")
	if len(found) > 0 {
		now = d.say("passages now", plural(len(found), "passage"), dayWords(last), len(found))
	}
	saved := r.Actions[0]
	saved.Kind = "add_watch"
	if kept, err := d.st.Reminder(saved.ID); err == nil {
		saved.ID = shownID(kept)
	}
	r.Actions[0] = saved
	r.Parts[0] = Say(Finding, d.say("watching", saved.ID, d.o.Text, now, d.timesOf(rem)))
	if rem.Channel != "" && len(d.Bot.audience(d.m)) > 1 {
		r.Parts = append(r.Parts, Say(Small, d.say("watch in direct")))
	}
	for i := range found {
		if i == 2 {
			break
		}
		c := d.citeUpTo(found[i], nil, 300)
		r.Passages = append(r.Passages, c)
		r.Parts = append(r.Parts, Part{Quote: &c})
	}
	return r, nil
}

// found searches for a saved question as it would be asked: with what the speaker may see, and for a channel, whose readers will be others
// when it is shown, with what everyone may.
func (d *desk) found(ctx context.Context, question, channel string) ([]index.Result, error) {
	a := d.asker(d.m, d.reader(d.m).Read(question, d.m.At, nil))
	if channel != "" {
		a.aud = index.Audience{"everyone"}
	}
	q := d.query(a)
	q.Limit = 100
	return d.search(ctx, a, q)
}

// News gives the passages a watch has not shown yet, as its subscriber may see them, and notes that they are shown now. The scheduler asks
// for it when the watch falls due; no passages mean that nothing is to be posted.
func (b *Bot) News(ctx context.Context, rem store.Reminder, at time.Time) ([]Cited, error) {
	if rem.Watch == nil {
		return nil, nil
	}
	d := b.desk(Message{Who: rem.Who, Channel: rem.Channel, At: at, AsOf: at, Guest: rem.Who == nobody}, "en")
	found, err := d.found(ctx, rem.Watch.Question, rem.Channel)
	if err != nil {
		return nil, err
	}
	seen := map[string]bool{}
	for _, h := range rem.Watch.Seen {
		seen[h] = true
	}
	var out []Cited
	for _, r := range found {
		if !seen[r.Passage.Hash] {
			seen[r.Passage.Hash] = true
			rem.Watch.Seen = append(rem.Watch.Seen, r.Passage.Hash)
			out = append(out, d.cite(r, nil))
		}
	}
	if len(out) == 0 {
		return nil, nil
	}
	_, err = b.st.ChangeReminder(rem.ID, "", at, "shown", func(r *store.Reminder) error {
		r.Watch.Seen = rem.Watch.Seen
		return nil
	})
	return out, err
}
