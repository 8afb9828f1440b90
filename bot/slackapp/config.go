package slackapp

import (
	"strings"
	"time"
)

// DefaultAPIURL is Slack's own address. GovSlack's is https://slack-gov.com/api/.
const DefaultAPIURL = "https://slack.com/api/"

// Config says how Slack is reached. The zero value of every field but the tokens is usable.
type Config struct {
	APIURL   string // empty: DefaultAPIURL
	BotToken Secret // xoxb-...
	AppToken Secret // xapp-..., for Socket Mode

	// Listen is the address for signed HTTP requests ("127.0.0.1:3000"); a proxy with TLS stands before it. Empty: Socket Mode.
	Listen        string
	SigningSecret Secret // HTTP mode only

	Sockets int              // open at the same time, so that a refresh leaves no gap; 0: 2
	Clock   func() time.Time // nil: time.Now

	// Pace is the least time between two new messages in one channel; 0: one second, which is what Slack asks for; negative: none.
	Pace time.Duration
	// PerMember is how many messages and commands of one member a minute are answered; 0: 60.
	PerMember int
	// MaxFile is the largest upload fetched, in bytes; 0: 50 MB.
	MaxFile int64

	hello, silent time.Duration // how long a socket is waited for; 0: helloTime, silentAfter
	probe         time.Duration // how often a Slack that does not answer is asked again; 0: probeEvery
}

func (c Config) withDefaults() Config {
	if c.APIURL == "" {
		c.APIURL = DefaultAPIURL
	}
	if !strings.HasSuffix(c.APIURL, "/") {
		c.APIURL += "/"
	}
	if c.Sockets <= 0 {
		c.Sockets = 2
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Pace == 0 {
		c.Pace = time.Second
	}
	if c.PerMember <= 0 {
		c.PerMember = 60
	}
	if c.MaxFile <= 0 {
		c.MaxFile = 50 << 20
	}
	if c.hello == 0 {
		c.hello = helloTime
	}
	if c.silent == 0 {
		c.silent = silentAfter
	}
	if c.probe == 0 {
		c.probe = probeEvery
	}
	return c
}
