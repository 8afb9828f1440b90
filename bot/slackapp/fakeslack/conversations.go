package fakeslack

import (
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"
)

// wireRoom is a conversation as the Web API shows it to someone.
func (w *world) wireRoom(r *room, user string) obj {
	o := obj{"id": r.ID, "created": r.created, "is_archived": r.Archived, "is_member": r.has(user), "creator": r.Creator,
		"is_channel": r.Kind == Public, "is_group": r.Kind == Private, "is_im": r.Kind == IM, "is_mpim": r.Kind == MPIM,
		"is_private": r.Kind != Public, "is_general": r.Name == "general", "is_shared": r.ExtShared, "is_ext_shared": r.ExtShared,
		"is_org_shared": false, "is_pending_ext_shared": r.PendingExtShared, "context_team_id": w.team.ID, "updated": r.created * 1000,
		"unlinked": 0, "shared_team_ids": []string{w.team.ID}, "pending_shared": []string{}}
	if r.ExtShared {
		teams := []string{w.team.ID}
		for _, id := range r.Members {
			if t := w.teamOf(id); !slices.Contains(teams, t) {
				teams = append(teams, t)
			}
		}
		o["connected_team_ids"], o["shared_team_ids"] = teams[1:], teams
	}
	if r.Kind == IM {
		other := w.members[r.other(user)]
		o["user"], o["is_user_deleted"], o["is_open"] = other.ID, other.Deleted, true
		return o
	}
	o["name"], o["name_normalized"], o["previous_names"] = r.Name, r.Name, []string{}
	o["num_members"] = len(r.Members)
	o["topic"] = obj{"value": r.Topic, "creator": r.Creator, "last_set": 0}
	o["purpose"] = obj{"value": r.Purpose, "creator": r.Creator, "last_set": 0}
	return o
}

// readable finds a conversation the caller may know about.
func (c *call) readable() (*room, *Error) {
	r := c.s.room(c.args["channel"])
	if r == nil || !c.s.sees(r, c.user) {
		return nil, c.refuse("channel_not_found")
	}
	return r, nil
}

// limit is how many items a page holds: def if the call does not say, most at most.
func (c *call) limit(def, most int) (int, *Error) {
	n, ok := c.args.int("limit", def)
	switch {
	case n == 0 && ok:
		n = def
	case (n < 0 || !ok) && c.method == "users.list": // whose page has no invalid_limit
		return 0, c.refuse("invalid_arguments", "[ERROR] must be a valid integer [json-pointer:/limit]")
	case n < 0 || !ok:
		return 0, c.refuse("invalid_limit")
	}
	return min(n, most), nil
}

// pageOf cuts a list by the call's cursor and limit. The cursor is opaque.
func pageOf[T any](c *call, all []T, def, most int) (part []T, meta obj, e *Error) {
	limit, e := c.limit(def, most)
	if e != nil {
		return nil, nil, e
	}
	from := 0
	if cur := c.args["cursor"]; cur != "" {
		b, err := base64.StdEncoding.DecodeString(cur)
		n, err2 := strconv.Atoi(strings.TrimPrefix(string(b), "next:"))
		if err != nil || err2 != nil || n < 0 || n > len(all) {
			return nil, nil, c.refuse("invalid_cursor")
		}
		from = n
	}
	to := min(from+limit, len(all))
	next := ""
	if to < len(all) {
		next = base64.StdEncoding.EncodeToString([]byte("next:" + strconv.Itoa(to)))
	}
	return all[from:to], obj{"next_cursor": next}, nil
}

func conversationsList(c *call) (obj, *Error) { return c.listRooms(c.user, false) }

func usersConversations(c *call) (obj, *Error) {
	user := c.user
	if c.args.has("user") {
		user = c.args["user"]
	}
	if c.s.members[user] == nil {
		return nil, c.refuse("user_not_found")
	}
	return c.listRooms(user, true)
}

func (c *call) listRooms(user string, joined bool) (obj, *Error) {
	kinds := map[string]Kind{"public_channel": Public, "private_channel": Private, "im": IM, "mpim": MPIM}
	want := map[Kind]bool{}
	types := c.args.list("types")
	if len(types) == 0 {
		types = []string{"public_channel"}
	}
	for _, t := range types {
		k, ok := kinds[t]
		if !ok {
			return nil, c.refuse("invalid_types")
		}
		want[k] = true
	}
	var list []obj
	for _, id := range c.s.roomList {
		r := c.s.rooms[id]
		if !want[r.Kind] || !c.s.sees(r, c.user) || (joined && !r.has(user)) || (r.Archived && c.args.bool("exclude_archived")) {
			continue
		}
		list = append(list, c.s.wireRoom(r, c.user))
	}
	part, meta, e := pageOf(c, list, 100, 1000)
	if e != nil {
		return nil, e
	}
	if part == nil {
		part = []obj{}
	}
	return obj{"channels": part, "response_metadata": meta}, nil
}

func conversationsInfo(c *call) (obj, *Error) {
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	o := c.s.wireRoom(r, c.user)
	if !c.args.bool("include_num_members") {
		delete(o, "num_members")
	}
	return obj{"channel": o}, nil
}

func conversationsMembers(c *call) (obj, *Error) {
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	part, meta, e := pageOf(c, r.Members, 100, 1000)
	if e != nil {
		return nil, e
	}
	return obj{"members": append([]string{}, part...), "response_metadata": meta}, nil
}

func conversationsHistory(c *call) (obj, *Error) {
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	if !r.has(c.user) {
		return nil, c.refuse("not_in_channel")
	}
	list, e := c.window(r.msgs, func(m *Message) bool { return !m.InThread() || m.Broadcast })
	if e != nil {
		return nil, e
	}
	slices.Reverse(list)
	o, e := c.messages(list, true, 100)
	if e == nil {
		o["pin_count"], o["channel_actions_ts"], o["channel_actions_count"] = 0, nil, 0
	}
	return o, e
}

func conversationsReplies(c *call) (obj, *Error) {
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	if !r.has(c.user) {
		return nil, c.refuse("not_in_channel")
	}
	p := r.byTS[c.args["ts"]]
	if p == nil || p.visible.After(time.Now()) {
		return nil, c.refuse("thread_not_found")
	}
	root := p.Root()
	list, e := c.window(r.msgs, func(m *Message) bool { return m.ThreadTS == root && m.TS != root })
	if e != nil {
		return nil, e
	}
	if first := r.byTS[root]; first != nil {
		list = append([]*Message{first}, list...) // whatever the window, the first message leads
	}
	return c.messages(list, false, 1000)
}

// window picks messages between oldest and latest that history shows already.
func (c *call) window(all []*Message, pick func(*Message) bool) ([]*Message, *Error) {
	oldest, ok := parseTS(cmpOr(c.args["oldest"], "0"))
	if !ok {
		return nil, c.refuse("invalid_ts_oldest")
	}
	latest := int64(1) << 62
	if v := c.args["latest"]; v != "" && v != "now" {
		if latest, ok = parseTS(v); !ok {
			return nil, c.refuse("invalid_ts_latest")
		}
	}
	incl := c.args.bool("inclusive")
	now := time.Now()
	var list []*Message
	for _, m := range all {
		t, _ := parseTS(m.TS)
		in := t > oldest && t < latest || incl && (t == oldest || t == latest)
		if in && pick(m) && !m.visible.After(now) {
			list = append(list, m)
		}
	}
	return list, nil
}

func cmpOr(a, b string) string {
	if a == "" {
		return b
	}
	return a
}

// messages answers with one page of a list. The cursor is the ts of the first
// message of the next page, so that what is posted meanwhile shifts nothing.
func (c *call) messages(list []*Message, newestFirst bool, def int) (obj, *Error) {
	if cur := c.args["cursor"]; cur != "" {
		b, err := base64.StdEncoding.DecodeString(cur)
		ts, ok := strings.CutPrefix(string(b), "next_ts:")
		if err != nil || !ok {
			return nil, c.refuse("invalid_cursor")
		}
		i := slices.IndexFunc(list, func(m *Message) bool {
			n := compareTS(m.TS, ts)
			return n == 0 || newestFirst == (n < 0) // the message itself may be gone
		})
		if i < 0 {
			i = len(list)
		}
		list = list[i:]
	}
	limit, e := c.limit(def, 999)
	if e != nil {
		return nil, e
	}
	next := ""
	if len(list) > limit {
		next = base64.StdEncoding.EncodeToString([]byte("next_ts:" + list[limit].TS))
		list = list[:limit]
	}
	out := make([]obj, 0, len(list))
	for _, m := range list {
		out = append(out, c.s.wire(m, c.args.bool("include_all_metadata")))
	}
	o := obj{"messages": out, "has_more": next != ""}
	if next != "" { // the last page has no cursor, not even an empty one
		o["response_metadata"] = obj{"next_cursor": next}
	}
	return o, nil
}

func conversationsOpen(c *call) (obj, *Error) {
	s := c.s
	if id := c.args["channel"]; id != "" {
		r := s.rooms[id]
		if r == nil || !r.has(c.user) {
			return nil, c.refuse("channel_not_found")
		}
		if r.Kind != IM && r.Kind != MPIM {
			return nil, c.refuse("method_not_supported_for_channel_type")
		}
		return c.opened(r, false), nil
	}
	users := c.args.list("users")
	switch {
	case len(users) == 0:
		return nil, c.refuse("users_list_not_supplied")
	case len(users) > 8:
		return nil, c.refuse("too_many_users")
	}
	for _, u := range users {
		m := s.members[u]
		switch {
		case m == nil:
			return nil, c.refuse("user_not_found")
		case m.Deleted:
			return nil, c.refuse("user_disabled")
		case m.Stranger:
			return nil, c.refuse("user_not_visible")
		case m.Bot && c.bot:
			return nil, c.refuse("cannot_dm_bot")
		}
	}
	if len(users) == 1 {
		r, made := s.direct(users[0], c.user)
		return c.opened(r, made), nil
	}
	all := append([]string{c.user}, users...)
	slices.Sort(all)
	for _, id := range s.roomList {
		have := slices.Sorted(slices.Values(s.rooms[id].Members))
		if s.rooms[id].Kind == MPIM && slices.Equal(have, all) {
			return c.opened(s.rooms[id], false), nil
		}
	}
	r, err := s.addRoom(Channel{Kind: MPIM, Members: all, Creator: c.user})
	if err != nil {
		return nil, c.refuse("internal_error")
	}
	r.Name = "mpdm-" + strings.ToLower(r.ID)
	s.roomChanged(r)
	return c.opened(r, true), nil
}

func (c *call) opened(r *room, made bool) obj {
	o := obj{"channel": obj{"id": r.ID}}
	if c.args.bool("return_im") {
		o["channel"] = c.s.wireRoom(r, c.user)
	}
	if !made {
		o["no_op"], o["already_open"] = true, true
	}
	return o
}

func conversationsJoin(c *call) (obj, *Error) {
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	switch {
	case r.Kind != Public:
		return nil, c.refuse("method_not_supported_for_channel_type")
	case r.Archived:
		return nil, c.refuse("is_archived")
	}
	o := obj{}
	if r.has(c.user) {
		o["warning"] = "already_in_channel"
		o["response_metadata"] = obj{"warnings": []string{"already_in_channel"}}
	} else {
		c.s.join(r, c.user, "")
	}
	o["channel"] = c.s.wireRoom(r, c.user)
	return o, nil
}

func conversationsLeave(c *call) (obj, *Error) {
	r, e := c.readable()
	switch {
	case e != nil:
		return nil, e
	case r.Kind == IM || r.Kind == MPIM:
		return nil, c.refuse("method_not_supported_for_channel_type")
	case r.Archived:
		return nil, c.refuse("is_archived")
	case r.Name == "general":
		return nil, c.refuse("cant_leave_general")
	case !r.has(c.user):
		return obj{"not_in_channel": true}, nil
	}
	c.s.leave(r, c.user)
	return nil, nil
}

func conversationsInvite(c *call) (obj, *Error) {
	r, e := c.readable()
	switch {
	case e != nil:
		return nil, e
	case r.Kind == IM || r.Kind == MPIM:
		return nil, c.refuse("method_not_supported_for_channel_type")
	case r.Archived:
		return nil, c.refuse("is_archived")
	case !r.has(c.user):
		return nil, c.refuse("not_in_channel")
	}
	users := c.args.list("users")
	if len(users) == 0 {
		return nil, c.refuse("no_user")
	}
	for _, u := range users {
		m := c.s.members[u]
		switch {
		case m == nil || m.Deleted:
			return nil, c.refuse("user_not_found")
		case u == c.user:
			return nil, c.refuse("cant_invite_self")
		case r.has(u):
			return nil, c.refuse("already_in_channel")
		case m.UltraRestricted && c.s.inSome(u):
			return nil, c.refuse("ura_max_channels")
		}
	}
	for _, u := range users {
		c.s.join(r, u, c.user)
	}
	return obj{"channel": c.s.wireRoom(r, c.user)}, nil
}

// inSome says whether a member is in any channel already.
func (w *world) inSome(user string) bool {
	for _, r := range w.rooms {
		if r.has(user) && (r.Kind == Public || r.Kind == Private) {
			return true
		}
	}
	return false
}
