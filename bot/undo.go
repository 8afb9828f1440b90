package bot

import (
	"context"
	"strings"
	"time"

	"rabita/store"
)

// undoFor is how long a change can be taken back; store holds the same.
const undoFor = 10 * time.Minute

// undo takes the speaker's last change back, or the last one to the item or reminder that was named.
func (d *desk) undo(ctx context.Context) (Reply, error) {
	if len(d.o.IDs) == 0 {
		change, err := d.lastChange()
		if err != nil {
			return Reply{}, err
		}
		return d.takeBack(change)
	}
	id := d.o.IDs[0]
	if id[0] == 'A' {
		it, err := d.st.Item(id)
		if err != nil {
			return Reply{}, err
		}
		return d.takeBack(it.Change())
	}
	r, err := d.st.Reminder(reminderKey(id))
	if err != nil {
		return Reply{}, err
	}
	return d.takeBack(r.Change())
}

// lastChange is the latest change the speaker made that can be undone.
func (d *desk) lastChange() (string, error) {
	lines, err := d.st.Audits(d.m.At.Add(-undoFor), 500)
	if err != nil {
		return "", err
	}
	for _, a := range lines {
		if a.By != d.who || strings.HasPrefix(a.What, "undid") {
			continue
		}
		if c, ok := d.changeOf(a.Kind, a.ID); ok {
			return c, nil
		}
	}
	return "", d.refuse("nothing to undo").send("action mine")
}

// changeOf is the latest change to a record, if the speaker made it.
func (d *desk) changeOf(kind, id string) (string, bool) {
	switch kind {
	case "item":
		if it, err := d.st.Item(id); err == nil {
			last := it.History[len(it.History)-1]
			return last.ID, last.By == d.who && last.ID != ""
		}
	case "reminder":
		if r, err := d.st.Reminder(id); err == nil {
			last := r.History[len(r.History)-1]
			return last.ID, last.By == d.who && last.ID != ""
		}
	case "register":
		register, key, ok := strings.Cut(id, "\x00")
		if e, err := d.st.Entry(register, key); ok && err == nil {
			return e.Change, e.By == d.who
		}
	}
	return "", false
}

// mayUndo reports whether the speaker made a change, or runs the group. A change whose record is gone is looked up by the log alone.
func (d *desk) mayUndo(change string) (bool, error) {
	if d.isSecretariat() {
		return true, nil
	}
	lines, err := d.st.Audits(d.m.At.Add(-undoFor), 500)
	if err != nil {
		return false, err
	}
	for _, a := range lines {
		if a.By != d.who {
			continue
		}
		if c, ok := d.changeOf(a.Kind, a.ID); ok && c == change {
			return true, nil
		}
	}
	return false, nil
}

// takeBack undoes one change.
func (d *desk) takeBack(change string) (Reply, error) {
	if change == "" {
		return Reply{}, store.ErrTooLate
	}
	ok, err := d.mayUndo(change)
	if err != nil {
		return Reply{}, err
	}
	if !ok {
		return Reply{}, d.refuse("not your change")
	}
	u, err := d.st.Undo(change, d.who, d.m.At)
	if err != nil {
		return Reply{}, err
	}
	what := u.ID
	if register, key, _ := strings.Cut(what, " "); u.Kind == "register" && (register == store.Settings || register == store.Members) {
		what = d.name(key)
	}
	r := d.reply(d.say("undone", u.What, what))
	a := Action{Kind: "undo", ID: u.ID}
	switch {
	case u.Item != nil:
		r.Parts = append(r.Parts, Say(Bullet, u.Item.Text+" · "+d.dueLine(u.Item.Due)+" · "+d.stateOf(*u.Item)))
		a = d.itemAction("undo", *u.Item)
		r.Notify = d.tellCreator(*u.Item, "told undone", u.What)
	case u.Reminder != nil:
		r.Parts = append(r.Parts, Say(Bullet, u.Reminder.Text+" · "+d.timesOf(*u.Reminder)))
		a = d.reminderAction("undo", *u.Reminder)
	case u.Kind == "register":
		if err := d.registersChanged(u.ID); err != nil {
			return Reply{}, err
		}
	}
	r.Actions = []Action{a}
	return r, nil
}
