package slackapp

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"rabita/bot"
)

// chosen is what an element of a form or message holds, in whichever field its type keeps it; nothing where that cannot be read, so that one
// strange element does not take what was typed elsewhere with it.
func chosen(raw json.RawMessage) string {
	var o map[string]json.RawMessage
	if json.Unmarshal(raw, &o) != nil {
		return ""
	}
	text := func(raw json.RawMessage) (s string) {
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return s
	}
	option := func(raw json.RawMessage) string {
		var o map[string]json.RawMessage
		if json.Unmarshal(raw, &o) != nil {
			return ""
		}
		return text(o["value"])
	}
	several := func(raw json.RawMessage, one func(json.RawMessage) string) string {
		var list []json.RawMessage
		if json.Unmarshal(raw, &list) != nil {
			return ""
		}
		var out []string
		for _, e := range list {
			if v := one(e); v != "" {
				out = append(out, v)
			}
		}
		return strings.Join(out, ",")
	}
	return cmp.Or(text(o["value"]), option(o["selected_option"]), several(o["selected_options"], option), text(o["selected_user"]),
		several(o["selected_users"], text), text(o["selected_channel"]), text(o["selected_conversation"]), text(o["selected_date"]), text(o["selected_time"]))
}

// fieldsOf reads what a form holds, by block.
func fieldsOf(state json.RawMessage) map[string]string {
	out := map[string]string{}
	var s struct {
		Values map[string]json.RawMessage `json:"values"`
	}
	if json.Unmarshal(state, &s) != nil {
		return out
	}
	for block, raw := range s.Values {
		var elements map[string]json.RawMessage
		if json.Unmarshal(raw, &elements) != nil {
			continue
		}
		for _, id := range slices.Sorted(maps.Keys(elements)) {
			out[block] = cmp.Or(out[block], chosen(elements[id]))
		}
	}
	return out
}

func decodeInteraction(payload []byte, me self) (inbound, error) {
	var p struct {
		Type     string          `json:"type"`
		Callback string          `json:"callback_id"`
		Trigger  string          `json:"trigger_id"`
		Response string          `json:"response_url"`
		User     json.RawMessage `json:"user"`
		Team     json.RawMessage `json:"team"`
		Channel  json.RawMessage `json:"channel"`
		Message  *struct {
			TS       string     `json:"ts"`
			ThreadTS string     `json:"thread_ts"`
			Text     string     `json:"text"`
			Files    []wireFile `json:"files"`
		} `json:"message"`
		Container struct {
			TS      string `json:"message_ts"`
			Thread  string `json:"thread_ts"`
			Hidden  bool   `json:"is_ephemeral"`
			ViewID  string `json:"view_id"`
			Channel string `json:"channel_id"`
		} `json:"container"`
		View *struct {
			ID       string `json:"id"`
			Type     string `json:"type"`
			Callback string `json:"callback_id"`
			Meta     string `json:"private_metadata"`
			Blocks   []struct {
				ID   string `json:"block_id"`
				Type string `json:"type"`
			} `json:"blocks"`
			State json.RawMessage `json:"state"`
		} `json:"view"`
		Actions []json.RawMessage `json:"actions"`
	}
	if err := json.Unmarshal(payload, &p); err != nil {
		return inbound{}, fmt.Errorf("%w interaction: %w", errUnreadable, err)
	}
	var user struct {
		TeamID string `json:"team_id"`
	}
	json.Unmarshal(p.User, &user) // its team is a bonus
	in := inbound{Who: idOf(p.User), Team: user.TeamID, Channel: idOf(p.Channel), Action: p.Callback, Trigger: p.Trigger, Response: p.Response}
	if in.Team == "" {
		in.Team = idOf(p.Team)
	}
	if p.Trigger != "" {
		in.ID = "i:" + p.Trigger
	}
	if p.Type == "view_closed" {
		return inbound{}, nil
	}
	if in.Who == "" {
		return inbound{}, fmt.Errorf("%w interaction: nobody did it", errUnreadable)
	}
	switch p.Type {
	case "block_actions":
		if len(p.Actions) == 0 {
			return inbound{}, nil
		}
		in.About, in.Kind = aboutClick, bot.Click
		var did struct {
			ID string `json:"action_id"`
		}
		if err := json.Unmarshal(p.Actions[0], &did); err != nil {
			return inbound{}, fmt.Errorf("%w interaction: %w", errUnreadable, err)
		}
		in.Action, in.Value = actionOf(did.ID), chosen(p.Actions[0])
		in.TS, in.Thread, in.Hidden = p.Container.TS, p.Container.Thread, p.Container.Hidden
		if in.Channel == "" {
			in.Channel = p.Container.Channel
		}
		if p.Message != nil && in.Thread == "" {
			in.Thread = p.Message.ThreadTS
		}
		if p.View != nil {
			in.View, in.OnHome, in.Fields = p.View.ID, p.View.Type == "home", fieldsOf(p.View.State)
			in.Direct = in.OnHome
		}
	case "view_submission":
		if p.View == nil {
			return inbound{}, fmt.Errorf("%w interaction: a form without a view", errUnreadable)
		}
		in.About, in.Kind, in.View = aboutSubmit, bot.Submit, p.View.ID
		in.Action, in.Value, in.Fields = p.View.Callback, p.View.Meta, fieldsOf(p.View.State)
		for _, b := range p.View.Blocks {
			if b.Type == "input" && in.First == "" {
				in.First = b.ID
			}
		}
	case "message_action":
		if p.Message == nil {
			return inbound{}, fmt.Errorf("%w interaction: a shortcut without a message", errUnreadable)
		}
		in.About, in.Kind = aboutShortcut, bot.Shortcut
		in.TS, in.Thread = p.Message.TS, p.Message.ThreadTS
		in.Text, _ = spoken(p.Message.Text, me.user)
		for _, f := range p.Message.Files {
			in.Files = append(in.Files, fileOf(f))
		}
	case "shortcut":
		in.About, in.Kind, in.Direct = aboutShortcut, bot.Shortcut, true
	case "block_suggestion":
		in.About = aboutOptions
	default:
		return inbound{}, nil
	}
	if strings.HasPrefix(in.Channel, "D") {
		in.Direct = true
	}
	return in, nil
}
