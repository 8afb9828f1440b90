package fakeslack

import (
	"slices"
	"strings"
	"time"
)

func (w *world) wireMember(m *Member) obj {
	zone, err := time.LoadLocation(cmpOr(m.TZ, "UTC"))
	if err != nil {
		zone = time.UTC
	}
	label, offset := w.clock().In(zone).Zone()
	return obj{"id": m.ID, "team_id": m.home(w.team.ID), "name": m.Name, "real_name": m.RealName, "deleted": m.Deleted,
		"tz": cmpOr(m.TZ, "UTC"), "tz_label": label, "tz_offset": offset, "is_bot": m.Bot, "is_app_user": false, "is_admin": m.Admin,
		"is_owner": false, "is_primary_owner": false, "is_restricted": m.Restricted, "is_ultra_restricted": m.UltraRestricted,
		"is_stranger": m.Stranger, "is_email_confirmed": m.Email != "", "updated": 0,
		"profile": obj{"real_name": m.RealName, "real_name_normalized": m.RealName, "display_name": m.Name, "display_name_normalized": m.Name,
			"email": m.Email, "title": m.Title, "team": m.home(w.team.ID)}}
}

func usersInfo(c *call) (obj, *Error) {
	if ids := c.args.list("users"); len(ids) > 0 { // the undocumented plural form
		var list []obj
		for _, id := range ids {
			m := c.s.members[id]
			if m == nil {
				return nil, c.refuse("user_not_found")
			}
			list = append(list, c.s.wireMember(m))
		}
		return obj{"users": list}, nil
	}
	m := c.s.members[c.args["user"]]
	if m == nil {
		return nil, c.refuse("user_not_found")
	}
	return obj{"user": c.s.wireMember(m)}, nil
}

func usersList(c *call) (obj, *Error) {
	list := make([]obj, 0, len(c.s.memOrder))
	for _, id := range c.s.memOrder {
		list = append(list, c.s.wireMember(c.s.members[id]))
	}
	part, meta, e := pageOf(c, list, 1000, 1000)
	if e != nil {
		return nil, e
	}
	return obj{"members": part, "cache_ts": c.s.clock().Unix(), "response_metadata": meta}, nil
}

func usersLookupByEmail(c *call) (obj, *Error) {
	for _, id := range c.s.memOrder {
		if m := c.s.members[id]; m.Email != "" && strings.EqualFold(m.Email, c.args["email"]) && !m.Deleted {
			return obj{"user": c.s.wireMember(m)}, nil
		}
	}
	return nil, c.refuse("users_not_found")
}

func (w *world) wireGroup(g *UserGroup, users bool) obj {
	o := obj{"id": g.ID, "team_id": w.team.ID, "is_usergroup": true, "is_external": false, "name": g.Name, "handle": g.Handle,
		"description": g.Description, "date_create": 0, "date_update": 0, "date_delete": 0, "user_count": len(g.Users),
		"prefs": obj{"channels": []string{}, "groups": []string{}}}
	if g.Disabled {
		o["date_delete"] = w.clock().Unix()
	}
	if users {
		o["users"] = append([]string{}, g.Users...)
	}
	return o
}

// groupIDs lists the user groups in the order of their ids.
func (w *world) groupIDs() []string {
	ids := make([]string, 0, len(w.groups))
	for id := range w.groups {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids
}

func usergroupsList(c *call) (obj, *Error) {
	list := []obj{}
	for _, id := range c.s.groupIDs() {
		if g := c.s.groups[id]; !g.Disabled || c.args.bool("include_disabled") {
			list = append(list, c.s.wireGroup(g, c.args.bool("include_users")))
		}
	}
	return obj{"usergroups": list}, nil
}

// mayManageGroups: guests may not, and by default the app needs no more than its scope.
func (c *call) mayManageGroups() *Error {
	if m := c.s.members[c.user]; m.guest() {
		return c.refuse("permission_denied")
	}
	return nil
}

func (c *call) groupNamed(name, handle, except string) *Error {
	for id, g := range c.s.groups {
		if id == except {
			continue
		}
		if name != "" && g.Name == name {
			return c.refuse("name_already_exists")
		}
		if handle != "" && g.Handle == handle {
			return c.refuse("handle_already_exists")
		}
	}
	return nil
}

func usergroupsCreate(c *call) (obj, *Error) {
	if e := c.mayManageGroups(); e != nil {
		return nil, e
	}
	name := c.args["name"]
	if name == "" {
		return nil, c.refuse("invalid_name")
	}
	handle := strings.TrimPrefix(cmpOr(c.args["handle"], strings.ToLower(strings.ReplaceAll(name, " ", "-"))), "@")
	if e := c.groupNamed(name, handle, ""); e != nil {
		return nil, e
	}
	g, err := c.s.addGroup(UserGroup{Handle: handle, Name: name, Description: c.args["description"]})
	if err != nil {
		return nil, c.refuse("internal_error")
	}
	c.s.groupChanged(g)
	return obj{"usergroup": c.s.wireGroup(g, true)}, nil
}

func (c *call) group() (*UserGroup, *Error) {
	if e := c.mayManageGroups(); e != nil {
		return nil, e
	}
	g := c.s.groups[c.args["usergroup"]]
	if g == nil {
		return nil, c.refuse("no_such_subteam")
	}
	return g, nil
}

func usergroupsUpdate(c *call) (obj, *Error) {
	g, e := c.group()
	if e != nil {
		return nil, e
	}
	if e := c.groupNamed(c.args["name"], c.args["handle"], g.ID); e != nil {
		return nil, e
	}
	g.Name, g.Handle = cmpOr(c.args["name"], g.Name), cmpOr(c.args["handle"], g.Handle)
	if d, ok := c.args["description"]; ok {
		g.Description = d
	}
	c.s.groupChanged(g)
	return obj{"usergroup": c.s.wireGroup(g, true)}, nil
}

func usergroupsEnable(c *call) (obj, *Error)  { return c.switchGroup(false, "already_enabled") }
func usergroupsDisable(c *call) (obj, *Error) { return c.switchGroup(true, "already_disabled") }

func (c *call) switchGroup(disabled bool, already string) (obj, *Error) {
	g, e := c.group()
	if e != nil {
		return nil, e
	}
	if g.Disabled == disabled {
		return nil, c.refuse(already)
	}
	g.Disabled = disabled
	c.s.groupChanged(g)
	return obj{"usergroup": c.s.wireGroup(g, true)}, nil
}

func usergroupsUsersList(c *call) (obj, *Error) {
	g := c.s.groups[c.args["usergroup"]]
	if g == nil || g.Disabled && !c.args.bool("include_disabled") {
		return nil, c.refuse("no_such_subteam")
	}
	return obj{"users": append([]string{}, g.Users...)}, nil
}

func usergroupsUsersUpdate(c *call) (obj, *Error) {
	g, e := c.group()
	if e != nil {
		return nil, e
	}
	users := c.args.list("users")
	if len(users) == 0 {
		return nil, c.refuse("no_users_provided")
	}
	for _, u := range users {
		if m := c.s.members[u]; m == nil || m.Deleted {
			return nil, c.refuse("invalid_users")
		}
	}
	g.Users = users
	c.s.groupChanged(g)
	return obj{"usergroup": c.s.wireGroup(g, true)}, nil
}

func reactionsAdd(c *call) (obj, *Error) {
	m, e := c.reacted()
	if e != nil {
		return nil, e
	}
	if c.s.rooms[m.Channel].Archived {
		return nil, c.refuse("is_archived")
	}
	if !c.s.react(m, c.user, c.args["name"]) {
		return nil, c.refuse("already_reacted")
	}
	c.ts = m.TS
	return nil, nil
}

func reactionsRemove(c *call) (obj, *Error) {
	m, e := c.reacted()
	if e != nil {
		return nil, e
	}
	if !c.s.unreact(m, c.user, c.args["name"]) {
		return nil, c.refuse("no_reaction")
	}
	c.ts = m.TS
	return nil, nil
}

func (c *call) reacted() (*Message, *Error) {
	name, ts := c.args["name"], c.args["timestamp"]
	if c.args["channel"] == "" || ts == "" {
		return nil, c.refuse("no_item_specified")
	}
	r, e := c.readable()
	if e != nil {
		return nil, e
	}
	if _, ok := parseTS(ts); !ok {
		return nil, c.refuse("bad_timestamp")
	}
	m := r.byTS[ts]
	if m == nil {
		return nil, c.refuse("message_not_found")
	}
	if name == "" || strings.ContainsAny(name, " :!\n") {
		return nil, c.refuse("invalid_name")
	}
	return m, nil
}

// react adds an emoji; false if it was there already.
func (s *Server) react(m *Message, user, name string) bool {
	i := slices.IndexFunc(m.Reactions, func(r Reaction) bool { return r.Name == name })
	rs := slices.Clone(m.Reactions)
	if i < 0 {
		rs = append(rs, Reaction{Name: name, Users: []string{user}})
	} else {
		if slices.Contains(rs[i].Users, user) {
			return false
		}
		rs[i].Users = append(slices.Clip(rs[i].Users), user)
	}
	m.Reactions = rs
	s.reactionChanged(m, user, name, "reaction_added")
	return true
}

func (s *Server) unreact(m *Message, user, name string) bool {
	rs := slices.Clone(m.Reactions)
	for i, r := range rs {
		if r.Name == name && slices.Contains(r.Users, user) {
			rs[i].Users = slices.DeleteFunc(slices.Clone(r.Users), func(u string) bool { return u == user })
			if len(rs[i].Users) == 0 {
				rs = slices.Delete(rs, i, i+1)
			}
			m.Reactions = rs
			s.reactionChanged(m, user, name, "reaction_removed")
			return true
		}
	}
	return false
}

func (s *Server) reactionChanged(m *Message, user, name, event string) {
	s.saved(m)
	s.tellMessage("message_changed", m)
	s.emitIn(s.rooms[m.Channel], event, obj{"type": event, "user": user, "reaction": name, "item_user": m.User,
		"item": obj{"type": "message", "channel": m.Channel, "ts": m.TS}, "event_ts": formatTS(s.clock().UnixMicro())})
}
