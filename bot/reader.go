package bot

import "rabita/index"

// AudienceOf is whose papers a member may see when nobody reads along: for the document view of a front end.
func (b *Bot) AudienceOf(member string) index.Audience {
	return b.audience(Message{Who: member, Room: Room{Direct: true}})
}
