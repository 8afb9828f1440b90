package fakeslack

import (
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// world is what the workspace consists of. The Server's lock guards it. Stored
// values are changed by replacing slices, never in place, so a shallow copy that
// left the lock stays true.
type world struct {
	team     Team
	appID    string
	botID    string
	botUser  string
	commands []string
	shorts   []string

	base     string // address of the Handler, without a final slash
	clock    func() time.Time
	lastTS   int64 // microseconds of the newest ts given out
	seq      uint64
	members  map[string]*Member
	memOrder []string
	rooms    map[string]*room
	roomList []string
	groups   map[string]*UserGroup
	files    map[string]*File
	ephem    map[string][]*Message // by user
	views    map[string]*View
	stacks   map[string][]string // modal stack, by user
	homes    map[string]string   // view id, by user
	threads  map[string]*AssistantThread
}

// room is a conversation with its messages in the order of their ts.
type room struct {
	Channel
	created int64
	msgs    []*Message
	byTS    map[string]*Message
}

func (w *world) fill(ws Workspace, clock func() time.Time) error {
	*w = world{
		team: ws.Team, appID: ws.AppID, botID: ws.BotID, botUser: ws.Bot.ID,
		commands: ws.Commands, shorts: ws.Shortcuts, clock: clock,
		members: map[string]*Member{}, rooms: map[string]*room{}, groups: map[string]*UserGroup{},
		files: map[string]*File{}, ephem: map[string][]*Message{}, views: map[string]*View{},
		stacks: map[string][]string{}, homes: map[string]string{}, threads: map[string]*AssistantThread{},
	}
	for _, m := range append([]Member{ws.Bot}, ws.Members...) {
		if _, err := w.addMember(m); err != nil {
			return err
		}
	}
	for _, c := range ws.Channels {
		if _, err := w.addRoom(c); err != nil {
			return err
		}
	}
	for _, g := range ws.Groups {
		if _, err := w.addGroup(g); err != nil {
			return err
		}
	}
	return nil
}

func (w *world) addMember(m Member) (*Member, error) {
	if m.ID == "" {
		m.ID = w.newID("U")
	}
	if m.Name == "" {
		m.Name = strings.ToLower(m.ID)
	}
	if m.RealName == "" {
		m.RealName = m.Name
	}
	if w.members[m.ID] != nil || w.memberByName(m.Name) != nil {
		return nil, fmt.Errorf("member %s (%s) exists already; ids and names must be unique", m.ID, m.Name)
	}
	w.members[m.ID] = &m
	w.memOrder = append(w.memOrder, m.ID)
	return &m, nil
}

func (w *world) addRoom(c Channel) (*room, error) {
	if c.Kind == "" {
		c.Kind = Public
	}
	if c.ID == "" {
		c.ID = w.newID(map[Kind]string{Public: "C", Private: "C", IM: "D", MPIM: "G"}[c.Kind])
	}
	if w.rooms[c.ID] != nil || (c.Name != "" && w.roomByName(c.Name) != nil) {
		return nil, fmt.Errorf("channel %s (%s) exists already; ids and names must be unique", c.ID, c.Name)
	}
	ids := make([]string, 0, len(c.Members))
	for _, who := range c.Members {
		m := w.member(who)
		if m == nil {
			return nil, fmt.Errorf("channel %s (%s) lists %q, who is no member of the workspace", c.ID, c.Name, who)
		}
		ids = append(ids, m.ID)
	}
	c.Members = ids
	if m := w.member(c.Creator); m != nil {
		c.Creator = m.ID
	} else if len(ids) > 0 {
		c.Creator = ids[0]
	}
	r := &room{Channel: c, created: w.clock().Unix(), byTS: map[string]*Message{}}
	w.rooms[c.ID] = r
	w.roomList = append(w.roomList, c.ID)
	return r, nil
}

func (w *world) addGroup(g UserGroup) (*UserGroup, error) {
	if g.ID == "" {
		g.ID = w.newID("S")
	}
	ids := make([]string, 0, len(g.Users))
	for _, who := range g.Users {
		m := w.member(who)
		if m == nil {
			return nil, fmt.Errorf("user group %s lists %q, who is no member of the workspace", g.Handle, who)
		}
		ids = append(ids, m.ID)
	}
	g.Users = ids
	w.groups[g.ID] = &g
	return &g, nil
}

// member finds someone by id or by name, with or without "@"; nil if unknown.
func (w *world) member(who string) *Member {
	if m := w.members[who]; m != nil {
		return m
	}
	return w.memberByName(strings.TrimPrefix(who, "@"))
}

func (w *world) memberByName(name string) *Member {
	for _, id := range w.memOrder {
		if m := w.members[id]; m.Name == name && name != "" {
			return m
		}
	}
	return nil
}

// room finds a conversation by id or by name, with or without "#"; nil if unknown.
func (w *world) room(which string) *room {
	if r := w.rooms[which]; r != nil {
		return r
	}
	return w.roomByName(strings.TrimPrefix(which, "#"))
}

func (w *world) roomByName(name string) *room {
	for _, id := range w.roomList {
		if r := w.rooms[id]; r.Name == name && name != "" {
			return r
		}
	}
	return nil
}

// dm finds or makes the direct conversation between two members.
func (w *world) dm(a, b string) (r *room, made bool) {
	for _, id := range w.roomList {
		r := w.rooms[id]
		if r.Kind == IM && len(r.Members) == 2 && r.has(a) && r.has(b) {
			return r, false
		}
	}
	r, err := w.addRoom(Channel{Kind: IM, Members: []string{a, b}, Creator: a})
	if err != nil { // both are members and the id is fresh
		panic(err)
	}
	return r, true
}

func (r *room) has(user string) bool { return slices.Contains(r.Members, user) }

// sees says whether a member may read the conversation.
func (w *world) sees(r *room, user string) bool {
	if r.has(user) {
		return true
	}
	m := w.members[user]
	return r.Kind == Public && m != nil && !m.guest() && !m.Deleted && m.home(w.team.ID) == w.team.ID
}

func (m *Member) guest() bool { return m.Restricted || m.UltraRestricted || m.Stranger }

func (m *Member) home(team string) string {
	if m.Team != "" {
		return m.Team
	}
	return team
}

// other is who the given member talks to in a direct conversation.
func (r *room) other(user string) string {
	for _, m := range r.Members {
		if m != user {
			return m
		}
	}
	return user
}

// channelType is how message events name the kind of conversation.
func (r *room) channelType() string {
	return map[Kind]string{Public: "channel", Private: "group", IM: "im", MPIM: "mpim"}[r.Kind]
}

// newTS gives a timestamp in seconds and microseconds that no message had before.
// It grows even while the clock stands still or is set back.
func (w *world) newTS() string {
	w.lastTS = max(w.clock().UnixMicro(), w.lastTS+1)
	return formatTS(w.lastTS)
}

func formatTS(micros int64) string {
	return fmt.Sprintf("%010d.%06d", micros/1e6, micros%1e6)
}

// parseTS reads "1700000000.000100" as microseconds; ok is false if it is no timestamp.
func parseTS(ts string) (micros int64, ok bool) {
	sec, frac, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(sec, 10, 64)
	if err != nil || n < 0 || n > 1<<40 {
		return 0, false
	}
	if frac != "" {
		if len(frac) > 6 {
			frac = frac[:6]
		}
		f, err := strconv.ParseUint(frac, 10, 32)
		if err != nil {
			return 0, false
		}
		for range 6 - len(frac) {
			f *= 10
		}
		return n*1e6 + int64(f), true
	}
	return n * 1e6, true
}

// newID makes an identifier that looks like Slack's and is the same in every run.
func (w *world) newID(prefix string) string {
	w.seq++
	n := strings.ToUpper(strconv.FormatUint(w.seq, 36))
	return prefix + "0" + strings.Repeat("0", max(0, 8-len(n))) + n
}

// secret makes an identifier that cannot be guessed: tickets, triggers, URLs.
func secret() string { return strings.ToLower(rand.Text()) }

// uuid makes a random identifier in the usual shape.
func uuid() string {
	var b [16]byte
	rand.Read(b[:])
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// mustJSON encodes what this package itself put together.
func mustJSON(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic("fakeslack: encoding own value: " + err.Error())
	}
	return b
}
