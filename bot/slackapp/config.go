package slackapp

import (
	"errors"
	"fmt"
	"net/url"
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
	return c
}

// Check reports every problem of the configuration at once, each with how to mend it; nil if there is none.
func (c Config) Check() error {
	var errs []error
	bad := func(format string, a ...any) { errs = append(errs, fmt.Errorf(format, a...)) }
	token := func(name, prefix, where string, s Secret) {
		v := s.Reveal()
		switch {
		case v == "":
			bad("the %s is missing: it begins with %s and is shown under %s of your app at api.slack.com/apps", name, prefix, where)
		case strings.TrimSpace(v) != v || strings.ContainsAny(v, "\"' \t\r\n"):
			bad("the %s has spaces, quotes or a line break in it: set the bare token", name)
		case !strings.HasPrefix(v, prefix):
			bad("the %s does not begin with %s: another kind of token was set; take the one shown under %s", name, prefix, where)
		}
	}
	token("bot token", "xoxb-", "OAuth & Permissions", c.BotToken)
	if c.Listen == "" {
		token("app token", "xapp-", "Basic Information, App-Level Tokens (scope connections:write)", c.AppToken)
	} else if v := c.SigningSecret.Reveal(); len(v) < 16 || strings.TrimSpace(v) != v {
		bad("the signing secret is missing or too short: it is shown under Basic Information, App Credentials")
	}
	if u, err := url.Parse(c.withDefaults().APIURL); err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		bad("the address of Slack's API is no https address: leave it out, or set https://slack-gov.com/api/ for GovSlack")
	} else if u.Scheme == "http" && !loopback(u.Hostname()) {
		bad("the address of Slack's API must begin with https://, for the token is sent there")
	}
	return errors.Join(errs...)
}

func loopback(host string) bool {
	return host == "localhost" || host == "127.0.0.1" || host == "::1"
}
