package bot

import (
	"context"
	"slices"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/index"
)

// Who may read what is decided twice: every search carries the asker's audience, and what is about to be shown is looked at again. Where others
// read along, the answer must be the same as the one they would get; if it is not, only the asker sees it. That way neither a quote nor a
// count nor a suggestion tells a room of papers that are not for it.

// audience is whose papers the speaker of a message may see.
func (b *Bot) audience(m Message) index.Audience {
	everyone := index.Audience{"everyone"}
	if m.Guest {
		return everyone
	}
	who, ok := b.grp.Member(m.Who)
	if !ok {
		return everyone
	}
	mine := index.Audience{"everyone"}
	switch who.Role {
	case group.Guest:
		return everyone
	case group.Partner:
		mine = append(mine, "partners")
	case group.Secretary:
		mine = append(mine, "partners", "members", "secretariat")
	default:
		mine = append(mine, "partners", "members")
	}
	if who.Body != "" {
		mine = append(mine, who.Body)
	}
	return mine
}

// roomAudience is what everybody who reads along may see; false: nobody does. In a channel of the workspace's own people that is what partners
// see; where guests may be, and in private channels, whose members are not known here, it is what everyone sees.
func roomAudience(m Message) (index.Audience, bool) {
	switch {
	case m.Kind == Command, m.Kind == Direct, m.Room.Direct, m.Room == Room{}:
		return nil, false
	case m.Room.Public && !m.Room.Shared:
		return index.Audience{"everyone", "partners"}, true
	}
	return index.Audience{"everyone"}, true
}

// audience is whose papers an order may use: the speaker's, and where others read along no more than theirs, for what an order changes
// cannot be tried out for the room first.
func (d *desk) audience(m Message) index.Audience {
	mine := d.Bot.audience(m)
	room, others := roomAudience(m)
	if !others {
		return mine
	}
	return common(mine, room)
}

func (d *desk) asker(m Message, in intent.Intent) asker {
	a := d.Bot.asker(m, in)
	a.aud = d.audience(m)
	return a
}

// common are the classes that both may see.
func common(mine, room index.Audience) index.Audience {
	return slices.DeleteFunc(slices.Clone(mine), func(class string) bool { return !room.Sees(class) })
}

// askInRoom answers a question, to the asker alone where the room would have got another answer.
func (b *Bot) askInRoom(ctx context.Context, m Message, in intent.Intent) (Reply, error) {
	a := b.asker(m, in)
	r, err := b.ask(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	room, others := roomAudience(m)
	if !others || !b.differs(a, room) {
		return r, nil
	}
	a.aud = common(a.aud, room)
	a.rehearsal = true
	theirs, err := b.ask(ctx, a)
	if err != nil {
		return Reply{}, err
	}
	if theirs.Text() != r.Text() {
		r.Where = Ephemeral
	}
	return r, nil
}

// differs reports whether the asker may see papers that a room may not.
func (b *Bot) differs(a asker, room index.Audience) bool {
	return slices.ContainsFunc(b.ix.Documents(a.aud), func(d *index.Document) bool { return !room.Sees(d.Audience) })
}

// seen keeps the ids of papers that the speaker may see at the moment.
func (b *Bot) seen(m Message, ids []string) []string {
	if len(ids) == 0 {
		return ids
	}
	a := b.asker(m, intent.Intent{})
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		d := b.ix.Document(id)
		return d == nil || !b.mayShow(a, d)
	})
}

// mayShow reports whether a paper may be shown to the asker at the moment the answer speaks for.
func (b *Bot) mayShow(a asker, d *index.Document) bool {
	return a.aud.Sees(d.Audience) && d.IssuedBy(a.asOf)
}

// checked looks at a finished reply again: every quote must be of a paper that the asker may see. One that is not is a fault of the program;
// then nothing is shown.
func (b *Bot) checked(a asker, r Reply) Reply {
	for _, c := range r.Passages {
		if d := b.ix.Document(c.Document); d == nil || !b.mayShow(a, d) {
			b.log.Error("a reply held a passage that must not be shown; it was withheld", "document", c.Document)
			return Sorry()
		}
	}
	return r
}

// AudienceOf is whose papers a member may see when nobody reads along: for the document view of a front end.
func (b *Bot) AudienceOf(member string) index.Audience {
	return b.audience(Message{Who: member, Room: Room{Direct: true}})
}
