package slackapp

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"rabita/bot"
)

// An envelope is what Slack sent, by socket or by HTTP, before anyone looked into it.
type envelope struct {
	kind    string // events_api, slash_commands, interactive
	payload []byte // JSON
	ack     func(payload any) error
}

// What an inbound is about, beside the kinds of bot.Message.
const (
	aboutMessage  = "message"
	aboutCommand  = "command"
	aboutClick    = "click"
	aboutSubmit   = "submit"
	aboutShortcut = "shortcut"
	aboutHome     = "home"    // the home tab was opened
	aboutPane     = "pane"    // the messages tab was opened
	aboutJoined   = "joined"  // the app came into a channel
	aboutPeople   = "people"  // somebody changed: forget what is known of them
	aboutRoom     = "room"    // a channel changed: forget what is known of it
	aboutOpened   = "opened"  // the same, and what could not be shown there may be shown now
	aboutRevoked  = "revoked" // some of the app's tokens ended
	aboutOptions  = "options" // a select asks for options; there are none
	aboutNothing  = ""        // to be acknowledged and forgotten
)

// inbound is what an envelope says, with nothing in it but what is needed to work on it: this is what the inbox keeps.
type inbound struct {
	ID      string   `json:"id"` // the same for every delivery of the same thing
	also    []string // other names it has in Slack, each of which tells a repeat too
	About   string   `json:"about"`
	Kind    bot.Kind `json:"kind,omitempty"`
	Text    string   `json:"text,omitempty"`
	Who     string   `json:"who,omitempty"`
	Team    string   `json:"team,omitempty"`
	Channel string   `json:"channel,omitempty"`
	Direct  bool     `json:"direct,omitempty"`
	Thread  string   `json:"thread,omitempty"`
	TS      string   `json:"ts,omitempty"`
	Reply   bool     `json:"reply,omitempty"`  // in a thread the bot began
	Shared  bool     `json:"shared,omitempty"` // Slack says that another organisation reads the channel
	Action  string   `json:"action,omitempty"`
	Value   string   `json:"value,omitempty"`

	Fields map[string]string `json:"fields,omitempty"`
	Files  []inboundFile     `json:"files,omitempty"`

	Trigger  string    `json:"trigger,omitempty"`
	Response string    `json:"response,omitempty"` // response_url
	View     string    `json:"view,omitempty"`     // the modal or home tab it happened in
	OnHome   bool      `json:"on_home,omitempty"`
	First    string    `json:"first,omitempty"`  // the form's first input block
	Hidden   bool      `json:"hidden,omitempty"` // on a message only this member sees
	Said     time.Time `json:"said"`
	Got      time.Time `json:"got"`
}

type inboundFile struct {
	ID     string `json:"id"`
	Name   string `json:"name,omitempty"`
	Type   string `json:"type,omitempty"`
	URL    string `json:"url,omitempty"`
	Size   int64  `json:"size,omitempty"`
	Lookup bool   `json:"lookup,omitempty"` // Slack Connect: ask files.info first
}

// durable says whether it may change state, so that it must survive a crash once it is acknowledged.
func (in inbound) durable() bool {
	switch in.About {
	case aboutMessage:
		return in.Kind != bot.Overhear || in.Reply
	case aboutCommand:
		return !in.reads()
	case aboutClick, aboutSubmit, aboutShortcut, aboutJoined: // a welcome is said once
		return true
	}
	return false
}

// reads says whether it is the one command that only asks.
func (in inbound) reads() bool {
	return in.About == aboutCommand && (in.Text == "ask" || strings.HasPrefix(in.Text, "ask "))
}

// self is who the app is.
type self struct {
	user, bot, team string
}

var errUnreadable = errors.New("unreadable")

// decode reads an envelope. What it does not know, or what is not meant for the bot, is about nothing; an error means that the JSON is not
// what Slack documents.
func decode(e envelope, me self, now time.Time) (inbound, error) {
	var in inbound
	var err error
	switch e.kind {
	case "events_api":
		in, err = decodeEvent(e.payload, me, now)
	case "slash_commands":
		in, err = decodeCommand(e.payload)
	case "interactive":
		in, err = decodeInteraction(e.payload, me)
	}
	if err != nil {
		return inbound{}, err
	}
	in.Got = now
	if in.Said.IsZero() {
		in.Said = now
	}
	if in.About != aboutNothing && in.ID == "" {
		sum := sha256.Sum256(e.payload)
		in.ID = "h:" + hex.EncodeToString(sum[:16])
	}
	if len(in.ID) > 200 {
		sum := sha256.Sum256([]byte(in.ID))
		in.ID = "h:" + hex.EncodeToString(sum[:16])
	}
	return in, nil
}

type wireFile struct {
	ID         string `json:"id"`
	Name       string `json:"name"`
	Mimetype   string `json:"mimetype"`
	Size       int64  `json:"size"`
	URL        string `json:"url_private"`
	Download   string `json:"url_private_download"`
	Mode       string `json:"mode"`
	FileAccess string `json:"file_access"`
	IsExternal bool   `json:"is_external"`
}

type wireEvent struct {
	Type        string          `json:"type"`
	SubType     string          `json:"subtype"`
	User        json.RawMessage `json:"user"` // an id, or an object in user_change
	BotID       string          `json:"bot_id"`
	Text        string          `json:"text"`
	Channel     json.RawMessage `json:"channel"` // an id, or an object in channel_rename
	ChannelType string          `json:"channel_type"`
	TS          string          `json:"ts"`
	ThreadTS    string          `json:"thread_ts"`
	Parent      string          `json:"parent_user_id"`
	UserTeam    string          `json:"user_team"`
	Team        json.RawMessage `json:"team"`
	Files       []wireFile      `json:"files"`
	Hidden      bool            `json:"hidden"`
	Tab         string          `json:"tab"`
	ClientMsgID string          `json:"client_msg_id"`
	Inviter     string          `json:"inviter"`
}

// stale is the age from which on a late event is no longer worked on: the memory for events is as old.
const stale = 24 * time.Hour

func decodeEvent(payload []byte, me self, now time.Time) (inbound, error) {
	var outer struct {
		Type    string          `json:"type"`
		EventID string          `json:"event_id"`
		Shared  json.RawMessage `json:"is_ext_shared_channel"` // whatever is not false is taken for true
		Event   json.RawMessage `json:"event"`
	}
	if err := json.Unmarshal(payload, &outer); err != nil {
		return inbound{}, fmt.Errorf("%w event: %w", errUnreadable, err)
	}
	if outer.Type != "event_callback" {
		return inbound{}, nil // app_rate_limited and its like
	}
	var ev *wireEvent
	if err := json.Unmarshal(outer.Event, &ev); err != nil {
		return inbound{}, fmt.Errorf("%w inner event: %w", errUnreadable, err)
	}
	if ev == nil {
		return inbound{}, fmt.Errorf("%w inner event: null", errUnreadable)
	}
	in := inbound{Who: idOf(ev.User), Channel: idOf(ev.Channel), TS: ev.TS, Thread: ev.ThreadTS, Team: ev.UserTeam}
	in.Shared = len(outer.Shared) > 0 && string(outer.Shared) != "false" && string(outer.Shared) != "null"
	if outer.EventID != "" {
		in.ID = "e:" + outer.EventID
	}
	if in.Team == "" {
		in.Team = idOf(ev.Team)
	}
	switch ev.Type {
	case "message", "app_mention":
		return decodeMessage(in, ev, me, now), nil
	case "app_home_opened":
		if in.Who == "" {
			return inbound{}, nil
		}
		in.About, in.Kind, in.Direct = aboutHome, bot.Home, true
		if ev.Tab == "messages" {
			in.About = aboutPane
		}
	case "member_joined_channel":
		in.About = aboutRoom
		if in.Who == me.user {
			in.About, in.Who = aboutJoined, ev.Inviter
		}
	case "user_change", "team_join":
		in.About = aboutPeople
	case "member_left_channel", "channel_left", "channel_rename", "channel_archive", "channel_shared", "channel_unshared",
		"group_left", "group_rename", "group_archive":
		in.About = aboutRoom
	case "channel_unarchive", "group_unarchive":
		in.About = aboutOpened
	case "tokens_revoked", "app_uninstalled":
		in.About = aboutRevoked
	}
	return in, nil
}

func decodeMessage(in inbound, ev *wireEvent, me self, now time.Time) inbound {
	switch ev.SubType {
	case "", "file_share", "thread_broadcast":
	default:
		return inbound{}
	}
	if ev.Hidden || ev.BotID != "" || in.Who == "" || in.Who == me.user || in.Who == "USLACKBOT" || in.Channel == "" || in.TS == "" {
		return inbound{}
	}
	said, ok := moment(in.TS)
	if !ok || said.After(now.Add(5*time.Minute)) {
		said = now
	} else if now.Sub(said) > stale {
		return inbound{}
	}
	text, named := spoken(ev.Text, me.user)
	if in.also = []string{in.ID}; ev.ClientMsgID != "" {
		in.also = append(in.also, "k:"+in.Channel+":"+ev.ClientMsgID)
	}
	in.ID = "m:" + in.Channel + ":" + in.TS // message and app_mention are one
	if strings.HasPrefix(text, "/") {       // a command where Slack takes none, in a thread
		text = unnamed(text)
	}
	in.About, in.Text, in.Said, in.Reply = aboutMessage, text, said, ev.Parent == me.user && me.user != ""
	if in.Thread == in.TS {
		in.Thread = ""
	}
	in.Direct = ev.ChannelType == "im" || ev.ChannelType == "" && strings.HasPrefix(in.Channel, "D")
	switch {
	case in.Direct:
		in.Kind = bot.Direct
	case named || ev.Type == "app_mention":
		in.Kind = bot.Mention
	case in.Thread != "":
		in.Kind = bot.Overhear
	default:
		return inbound{} // channel talk that is not addressed to the bot
	}
	for _, f := range ev.Files {
		in.Files = append(in.Files, fileOf(f))
	}
	return in
}

func fileOf(f wireFile) inboundFile {
	out := inboundFile{ID: f.ID, Name: f.Name, Type: f.Mimetype, Size: f.Size, URL: f.Download, Lookup: f.FileAccess == "check_file_info"}
	if out.URL == "" && !f.IsExternal && f.Mode != "external" {
		out.URL = f.URL
	}
	return out
}

func decodeCommand(payload []byte) (inbound, error) {
	var c struct {
		Command     string `json:"command"`
		Text        string `json:"text"`
		User        string `json:"user_id"`
		Team        string `json:"team_id"`
		Channel     string `json:"channel_id"`
		ChannelName string `json:"channel_name"`
		Trigger     string `json:"trigger_id"`
		Response    string `json:"response_url"`
	}
	if err := json.Unmarshal(payload, &c); err != nil {
		return inbound{}, fmt.Errorf("%w command: %w", errUnreadable, err)
	}
	word := strings.TrimPrefix(c.Command, "/")
	if word == "" || c.User == "" {
		return inbound{}, fmt.Errorf("%w command: no command or nobody", errUnreadable)
	}
	text, _ := spoken(c.Text, "")
	in := inbound{About: aboutCommand, Kind: bot.Command, Text: unnamed(word + " " + text), Who: c.User, Team: c.Team, Channel: c.Channel,
		Trigger: c.Trigger, Response: c.Response, Direct: c.ChannelName == "directmessage" || strings.HasPrefix(c.Channel, "D")}
	if c.Trigger != "" {
		in.ID = "c:" + c.Trigger
	}
	return in, nil
}

// unnamed is a command as words after the app's mention would say it: "/rabita help" is "help", the other commands begin with their names.
func unnamed(text string) string {
	first, rest, _ := strings.Cut(strings.TrimSpace(text), " ")
	if strings.EqualFold(strings.TrimPrefix(first, "/"), "rabita") {
		text = rest
	}
	return strings.TrimSpace(text)
}

// idOf reads an id that stands alone or in an object.
func idOf(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	var o struct {
		ID string `json:"id"`
	}
	if json.Unmarshal(raw, &o) == nil {
		return o.ID
	}
	return ""
}

// moment is the instant of a message's ts.
func moment(ts string) (time.Time, bool) {
	sec, frac, ok := strings.Cut(ts, ".")
	s, err := strconv.ParseInt(sec, 10, 64)
	if !ok || err != nil || s <= 0 || s > 1<<35 || len(frac) != 6 {
		return time.Time{}, false
	}
	us, err := strconv.ParseUint(frac, 10, 32)
	if err != nil {
		return time.Time{}, false
	}
	return time.UnixMicro(s*1e6 + int64(us)), true
}
