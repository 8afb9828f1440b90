package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/joho/godotenv"
)

// A Secret is a token: it goes into requests and never into anything printed.
type Secret string

// String hides the secret.
func (s Secret) String() string {
	if s == "" {
		return "(none)"
	}
	return "(hidden)"
}

// GoString hides the secret from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalJSON hides the secret from JSON.
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + s.String() + `"`), nil }

// common are the flags every command may have. The zero value asks for nothing.
type common struct {
	dir    string
	sample bool
	json   bool
	asOf   string
	nowAt  string
}

// flags makes a command's flag set with the common flags it names: "data", "sample", "json", "now", "as-of".
func flags(e *env, name string, names ...string) (*flag.FlagSet, *common) {
	fs, c := flag.NewFlagSet(name, flag.ContinueOnError), &common{}
	fs.SetOutput(e.stderr)
	for _, n := range names {
		switch n {
		case "data":
			fs.StringVar(&c.dir, "data", e.getenv("RABITA_DATA"), "`DIR` where data is kept (default: RABITA_DATA)")
		case "sample":
			fs.BoolVar(&c.sample, "sample", false, "use the embedded sample group and papers")
		case "json":
			fs.BoolVar(&c.json, "json", false, "print one JSON object")
		case "now":
			fs.StringVar(&c.nowAt, "now", "", "`TIME` the clock shows (RFC 3339; default: the clock)")
		case "as-of":
			fs.StringVar(&c.asOf, "as-of", "", "`TIME` the answer speaks for (RFC 3339; default: -now)")
		}
	}
	return fs, c
}

// parse reads the flags. What is wrong with them is a usage error; -h prints them all.
func parse(fs *flag.FlagSet, args []string) error {
	out := fs.Output()
	fs.SetOutput(io.Discard)
	err := fs.Parse(args)
	fs.SetOutput(out)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, flag.ErrHelp):
		fs.Usage()
		return err
	}
	return usagef("%v; `rabita %s -h` shows the flags", err, fs.Name())
}

// moment gives the clock of a command: now, and the moment answers speak for. With -as-of alone, now is that moment.
func (c *common) moment(e *env) (now, asOf time.Time, err error) {
	if c.asOf != "" {
		if asOf, err = parseTime(c.asOf); err != nil {
			return now, asOf, usagef("-as-of: %v", err)
		}
	}
	switch {
	case c.nowAt != "":
		if now, err = parseTime(c.nowAt); err != nil {
			return now, asOf, usagef("-now: %v", err)
		}
	case c.asOf != "":
		now = asOf
	default:
		now = e.now()
	}
	if asOf.IsZero() {
		asOf = now
	}
	return now, asOf, nil
}

// parseTime reads RFC 3339; the seconds may be missing.
func parseTime(s string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04Z07:00"} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no time; write it as 2019-11-20T10:00:00+05:00", s)
}

// Config is what `serve` needs from the environment and .env.
type Config struct {
	Dir           string
	BotToken      Secret // SLACK_BOT_TOKEN, xoxb-...
	AppToken      Secret // SLACK_APP_TOKEN, xapp-...; not with Listen
	APIURL        string // SLACK_API_URL; empty: Slack's own
	Listen        string // RABITA_LISTEN, like 127.0.0.1:3000: signed HTTP requests instead of Socket Mode
	SigningSecret Secret // SLACK_SIGNING_SECRET; with Listen only
	// Settle is RABITA_SETTLE: how long after an attempt a message may still turn up in Slack's history; 0: the scheduler's own two minutes.
	Settle time.Duration
}

// variables are what the environment and .env may say to the program.
var variables = []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "RABITA_LISTEN", "RABITA_SETTLE", "RABITA_DATA",
	"RABITA_LOG"}

// readConfig reads .env in the folder the program was started in, then the environment, which wins, and reports every problem at once, in
// one line, with what to do about it.
func readConfig(e *env, dir string) (Config, error) {
	file, err := godotenv.Read(e.path(".env"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return Config{}, usagef(".env cannot be read: %v; each line is NAME=value", err)
	}
	get := func(name string) string {
		if v := e.getenv(name); v != "" {
			return strings.TrimSpace(v)
		}
		return strings.TrimSpace(file[name])
	}
	c := Config{Dir: dir, BotToken: Secret(get("SLACK_BOT_TOKEN")), AppToken: Secret(get("SLACK_APP_TOKEN")), APIURL: get("SLACK_API_URL"),
		Listen: get("RABITA_LISTEN"), SigningSecret: Secret(get("SLACK_SIGNING_SECRET"))}
	if c.Dir == "" {
		c.Dir = get("RABITA_DATA")
	}
	if v := get("RABITA_SETTLE"); v != "" {
		if c.Settle, err = time.ParseDuration(v); err != nil || c.Settle < time.Second || c.Settle > time.Hour {
			return c, usagef("RABITA_SETTLE is %q: write a time from 1s to 1h, like 120s, or leave it out", v)
		}
	}
	if bad := c.check(); len(bad) > 0 {
		return c, usageError{strings.Join(bad, "; ")}
	}
	return c, nil
}

// check says everything that is wrong with the configuration, each with what to do.
func (c Config) check() (bad []string) {
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	need := func(name string, v Secret, prefix, where string) {
		switch {
		case v == "":
			say("%s is not set: it begins with %s and is found under %s; put it into .env or the environment", name, prefix, where)
		case strings.ContainsAny(string(v), " \t\r\n\"'"):
			say("%s has a space or a quotation mark in it: copy it again from %s", name, where)
		case !strings.HasPrefix(string(v), prefix) || len(v) < len(prefix)+8:
			say("%s is not a token that begins with %s: copy it again from %s", name, prefix, where)
		}
	}
	need("SLACK_BOT_TOKEN", c.BotToken, "xoxb-", botTokenPlace)
	if c.Listen == "" {
		need("SLACK_APP_TOKEN", c.AppToken, "xapp-", appTokenPlace)
	} else {
		if _, port, err := net.SplitHostPort(c.Listen); err != nil || port == "" {
			say("RABITA_LISTEN is %q: write an address and a port, like 127.0.0.1:3000, or leave it out for Socket Mode", c.Listen)
		}
		if len(c.SigningSecret) < 16 || strings.ContainsAny(string(c.SigningSecret), " \t\r\n\"'") {
			say("SLACK_SIGNING_SECRET is not set or too short: it is found under your Slack app's page, Basic Information, App Credentials")
		}
	}
	if c.APIURL != "" {
		u, err := url.Parse(c.APIURL)
		local := err == nil && (u.Hostname() == "localhost" || u.Hostname() == "127.0.0.1" || u.Hostname() == "::1")
		if err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && !(u.Scheme == "http" && local) {
			say("SLACK_API_URL is no https address: leave it out, or write https://slack-gov.com/api/ for GovSlack")
		}
	}
	if c.Dir == "" {
		say("RABITA_DATA is not set: name the folder that keeps the data, or give -data DIR")
	}
	return bad
}

// Where Slack shows its tokens.
const (
	botTokenPlace = "your Slack app's page, OAuth & Permissions, Bot User OAuth Token"
	appTokenPlace = "your Slack app's page, Basic Information, App-Level Tokens (scope connections:write)"
)

// cacheDir is where the sample's library and index are kept between runs. A user without a cache of their own gets a temporary one. Those
// of other versions of the program go when nobody used them for a week.
func cacheDir(name string) (string, error) {
	var errs []error
	for _, base := range cacheBases() {
		top := filepath.Join(base, "rabita")
		dir := filepath.Join(top, "sample-"+name)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			errs = append(errs, err)
			continue
		}
		now := time.Now()
		os.Chtimes(dir, now, now) // only the age of the cache hangs on it
		others, _ := filepath.Glob(filepath.Join(top, "sample-*"))
		for _, other := range others {
			if info, err := os.Stat(other); err == nil && now.Sub(info.ModTime()) > 7*24*time.Hour {
				os.RemoveAll(other)
			}
		}
		return dir, nil
	}
	return "", fmt.Errorf("making the cache folder: %w", errors.Join(errs...))
}

func cacheBases() []string {
	bases := []string{filepath.Join(os.TempDir(), fmt.Sprintf("rabita-%d", os.Getuid()))}
	if own, err := os.UserCacheDir(); err == nil {
		bases = append([]string{own}, bases...)
	}
	return bases
}

// buildID tells one build of the program from another, so that what one build derived from the papers is not read by another: the linker
// writes it near the beginning of the file.
func buildID() string {
	const mark = "Go build ID: \""
	path, err := os.Executable()
	if err != nil {
		return "unknown"
	}
	f, err := os.Open(path)
	if err != nil {
		return "unknown"
	}
	defer f.Close() // only read
	head := make([]byte, 64<<10)
	n, _ := io.ReadFull(f, head)
	_, after, found := bytes.Cut(head[:n], []byte(mark))
	id, _, closed := bytes.Cut(after, []byte("\""))
	if !found || !closed {
		if info, err := f.Stat(); err == nil {
			id = fmt.Appendf(nil, "%d %d", info.Size(), info.ModTime().UnixNano())
		}
	}
	sum := sha256.Sum256(id)
	return hex.EncodeToString(sum[:6])
}
