package fakeslack

import (
	"log/slog"
	"time"
)

// Options describe the workspace and how the double behaves. Everything has a
// usable zero value: an empty Options is a workspace with a bot and nobody else.
type Options struct {
	Workspace Workspace

	// BotToken and AppToken are what the app under test presents. Empty means
	// DefaultBotToken and DefaultAppToken.
	BotToken, AppToken string
	// SigningSecret signs HTTP deliveries. Empty means DefaultSigningSecret.
	SigningSecret string

	// Scopes the bot token holds; nil means every scope. A method that needs
	// another one answers missing_scope with needed and provided.
	Scopes []string
	// Events the app subscribed to ("app_mention", "message.channels",
	// "message.im", "app_home_opened", ...); nil means all of them.
	Events []string

	// HTTP delivers to web addresses instead of Socket Mode where set.
	HTTP HTTPDelivery

	// Clock gives the instants Slack writes down: ts, event_time, the Date
	// header. Nil means time.Now. Waits (acknowledgements, retries, expiry of
	// trigger ids and response URLs, lags) always take real time.
	Clock func() time.Time
	// Log takes what an operator would want to see; nil discards. Neither
	// message text nor tokens are ever written to it.
	Log *slog.Logger

	// BaseURL is the address of Handler as clients see it, without a final
	// slash ("http://127.0.0.1:8484/slack"). Start fills it in; a server
	// mounted elsewhere sets it, else the first request's Host is used.
	BaseURL string

	// PingInterval between WebSocket pings; 0 means 5 s.
	PingInterval time.Duration
	// AckTimeout after which a delivery counts as failed; 0 means 3 s.
	AckTimeout time.Duration
	// RetryDelays before the second, third ... delivery of an event; nil means
	// Slack's: at once, after 1 minute, after 5 minutes.
	RetryDelays []time.Duration
	// TriggerTTL is how long a trigger_id lives; 0 means 3 s.
	TriggerTTL time.Duration
	// ResponseURLTTL is how long a response_url lives; 0 means 30 minutes.
	ResponseURLTTL time.Duration
	// MaxSockets is the number of WebSockets the app may hold; 0 means 10.
	MaxSockets int
	// StrictAck ignores an acknowledgement that arrives on another socket than
	// the one its envelope went out on. Slack's own behaviour is unknown.
	StrictAck bool
	// Rates limits calls as Slack does; the zero value limits nothing.
	Rates Rates
}

// HTTPDelivery holds the request URLs of an app that does not use Socket Mode.
// An empty URL leaves that kind of delivery to the sockets.
type HTTPDelivery struct {
	Events, Commands, Interactions string
}

// Rates are limits answered with HTTP 429 and Retry-After. They count real time.
type Rates struct {
	// PostPerChannel is the least time between two chat.postMessage calls to
	// one channel, after a burst of PostBurst. 0 means no limit. Slack: 1 s.
	PostPerChannel time.Duration
	PostBurst      int
	// PerMinute limits a method ("chat.update": 50). Nil means no limit.
	PerMinute map[string]int
}

// What an app presents when Options name nothing else.
const (
	DefaultBotToken      = "xoxb-fake-bot-token"
	DefaultAppToken      = "xapp-fake-app-token"
	DefaultSigningSecret = "fake-signing-secret"
)

// Workspace is what exists before anyone says anything.
type Workspace struct {
	Team Team `json:"team"`
	// Bot is the app's own user. Its zero value becomes U0BOT, named "bot".
	Bot Member `json:"bot"`
	// AppID and BotID identify the app; empty means A0APP and B0BOT.
	AppID string `json:"app_id"`
	BotID string `json:"bot_id"`

	Members  []Member    `json:"members"`
	Channels []Channel   `json:"channels"`
	Groups   []UserGroup `json:"groups"`

	// Commands the app registered ("/ask"); nil accepts any.
	Commands []string `json:"commands,omitempty"`
	// Shortcuts are the callback ids the app registered; nil accepts any.
	Shortcuts []string `json:"shortcuts,omitempty"`
}

// Team is the workspace itself. Empty fields become T0TEAM, "Team", "team".
type Team struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Domain string `json:"domain"`
}

// Member is a person or a bot. ID and Name must be unique; an empty ID is made up.
type Member struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	RealName string `json:"real_name"`
	Title    string `json:"title,omitempty"`
	Email    string `json:"email,omitempty"`
	TZ       string `json:"tz,omitempty"` // IANA name; empty means UTC
	// Team is the home workspace of someone from another organisation; empty
	// means this one.
	Team string `json:"team,omitempty"`

	Admin           bool `json:"is_admin,omitempty"`
	Restricted      bool `json:"is_restricted,omitempty"`       // guest of several channels
	UltraRestricted bool `json:"is_ultra_restricted,omitempty"` // guest of one channel
	Stranger        bool `json:"is_stranger,omitempty"`         // Slack Connect, no shared channel
	Deleted         bool `json:"deleted,omitempty"`
	Bot             bool `json:"is_bot,omitempty"`
}

// Kind says what sort of conversation a Channel is.
type Kind string

// The kinds of conversation. The zero value of a Channel's Kind is Public.
const (
	Public  Kind = "public"
	Private Kind = "private"
	IM      Kind = "im"
	MPIM    Kind = "mpim"
)

// Channel is a conversation. ID and Name must be unique; an empty ID is made up.
type Channel struct {
	ID      string   `json:"id"`
	Name    string   `json:"name,omitempty"`
	Kind    Kind     `json:"kind"`
	Topic   string   `json:"topic,omitempty"`
	Purpose string   `json:"purpose,omitempty"`
	Members []string `json:"members"` // ids or names of members; the bot counts only if listed
	Creator string   `json:"creator,omitempty"`

	Archived         bool `json:"is_archived,omitempty"`
	ExtShared        bool `json:"is_ext_shared,omitempty"`
	PendingExtShared bool `json:"is_pending_ext_shared,omitempty"`
}

// UserGroup is a handle (@secretariat) that stands for several members.
type UserGroup struct {
	ID          string   `json:"id"`
	Handle      string   `json:"handle"`
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Users       []string `json:"users"`
	Disabled    bool     `json:"disabled,omitempty"`
}

func (o Options) withDefaults() Options {
	set := func(p *string, v string) {
		if *p == "" {
			*p = v
		}
	}
	wait := func(p *time.Duration, v time.Duration) {
		if *p == 0 {
			*p = v
		}
	}
	set(&o.BotToken, DefaultBotToken)
	set(&o.AppToken, DefaultAppToken)
	set(&o.SigningSecret, DefaultSigningSecret)
	w := &o.Workspace
	set(&w.Team.ID, "T0TEAM")
	set(&w.Team.Name, "Team")
	set(&w.Team.Domain, "team")
	set(&w.Bot.ID, "U0BOT")
	set(&w.Bot.Name, "bot")
	set(&w.Bot.RealName, w.Bot.Name)
	w.Bot.Bot = true
	set(&w.AppID, "A0APP")
	set(&w.BotID, "B0BOT")
	wait(&o.PingInterval, 5*time.Second)
	wait(&o.AckTimeout, 3*time.Second)
	wait(&o.TriggerTTL, 3*time.Second)
	wait(&o.ResponseURLTTL, 30*time.Minute)
	if o.RetryDelays == nil {
		o.RetryDelays = []time.Duration{0, time.Minute, 5 * time.Minute}
	}
	if o.MaxSockets == 0 {
		o.MaxSockets = 10
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return o
}
