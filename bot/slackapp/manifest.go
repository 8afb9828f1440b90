package slackapp

import (
	"encoding/json"
	"maps"
	"slices"
)

// botScopes are what the app asks a workspace for, each with what it is needed for; a test compares them with the methods and events used.
var botScopes = map[string]string{
	"app_mentions:read": "hear mentions",
	"assistant:write":   "suggested questions and names of conversations in the app's own tab",
	"channels:history":  "follow-ups in threads; find a reminder again whose posting was cut off",
	"channels:read":     "who reads a channel",
	"chat:write":        "answer, edit and remind",
	"commands":          "slash commands and shortcuts",
	"files:read":        "papers and lists that members hand in",
	"files:write":       "exports",
	"groups:history":    "the same in private channels the app is in",
	"groups:read":       "the same in private channels the app is in",
	"im:history":        "direct messages",
	"im:write":          "open a direct conversation, for confirmations and notices",
	"mpim:history":      "the same in group conversations",
	"mpim:read":         "the same in group conversations",
	"users:read":        "zones, guests and people of other organisations",
}

// BotScopes are the scopes of the app's bot token, in order.
func BotScopes() []string { return slices.Sorted(maps.Keys(botScopes)) }

// botEvents are what the app wants to hear of.
var botEvents = []string{"app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_left", "channel_rename",
	"channel_shared", "channel_unarchive", "channel_unshared", "group_archive", "group_left", "group_rename", "group_unarchive",
	"member_joined_channel", "member_left_channel", "message.channels", "message.groups", "message.im", "message.mpim", "team_join",
	"tokens_revoked", "user_change"}

// BotEvents are the events the app subscribes to, in order.
func BotEvents() []string { return slices.Clone(botEvents) }

// commands of the app. What they do is said by package bot; every one works as words after the app's mention too.
var commands = []struct{ name, hint, about string }{
	{"/ask", "what did KP report on shelters?", "Ask the group's records; only you see the answer"},
	{"/action", "add, mine, list, done, due, help", "Action items: yours, your body's, the group's"},
	{"/reminder", "add, list, cancel, snooze, help", "Reminders for you or a channel"},
	{"/rabita", "help, health, brief, request", "Everything else, and help"},
}

// ItemShortcut is the callback id of the message shortcut that makes an action item.
const ItemShortcut = "item.log"

type object = map[string]any

// Manifest is the app's manifest as JSON, to be pasted at api.slack.com/apps: Socket Mode if socket, else with request URLs on a host that is
// to be filled in.
func Manifest(socket bool) []byte {
	const host = "https://rabita.example.org"
	events := object{"bot_events": botEvents}
	interactivity := object{"is_enabled": true}
	var slash []object
	for _, c := range commands {
		o := object{"command": c.name, "description": c.about, "usage_hint": c.hint, "should_escape": true}
		if !socket {
			o["url"] = host + CommandsPath
		}
		slash = append(slash, o)
	}
	if !socket {
		events["request_url"] = host + EventsPath
		interactivity["request_url"] = host + InteractionsPath
	}
	m := object{
		"_metadata":           object{"major_version": 2, "minor_version": 1},
		"display_information": object{"name": "Rabita", "description": "Answers from the group's records, keeps its promises, brings them back", "background_color": "#1d3b53"},
		"features": object{
			"app_home":       object{"home_tab_enabled": true, "messages_tab_enabled": true, "messages_tab_read_only_enabled": false},
			"agent_view":     object{"agent_description": "Ask what was decided and reported, see what you promised, set reminders."},
			"bot_user":       object{"display_name": "rabita", "always_online": true},
			"slash_commands": slash,
			"shortcuts":      []object{{"name": "Log as action item", "type": "message", "callback_id": ItemShortcut, "description": "Make this message an action item"}},
		},
		"oauth_config": object{"scopes": object{"bot": BotScopes()}},
		"settings": object{
			"event_subscriptions":    events,
			"interactivity":          interactivity,
			"org_deploy_enabled":     false,
			"socket_mode_enabled":    socket,
			"token_rotation_enabled": false,
		},
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		panic(err) // it consists of strings and switches
	}
	return append(b, '\n')
}
