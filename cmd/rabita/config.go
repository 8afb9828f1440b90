package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/joho/godotenv"

	"rabita/bot/slackapp"
)

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
			fs.StringVar(&c.dir, "data", e.setting("RABITA_DATA"), "`DIR` where data is kept (default: RABITA_DATA)")
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

// onlyFlags reads the flags of a command that works on the data of a folder and takes no words.
func onlyFlags(e *env, fs *flag.FlagSet, c *common) error {
	if err := parse(fs, e.args); err != nil {
		return err
	}
	switch {
	case fs.NArg() > 0:
		var known []string
		fs.VisitAll(func(f *flag.Flag) {
			value, _ := flag.UnquoteUsage(f)
			known = append(known, strings.TrimSpace("-"+f.Name+" "+value))
		})
		return usagef("%q is no flag of %s; they are %s", fs.Arg(0), fs.Name(), strings.Join(known, ", "))
	case c.dir == "":
		return usagef("say where the data is kept: -data DIR, or RABITA_DATA")
	}
	return nil
}

// onData is onlyFlags, and done where a bot that holds the data has done the work.
func onData(ctx context.Context, e *env, fs *flag.FlagSet, c *common) (done bool, err error) {
	if err := onlyFlags(e, fs, c); err != nil {
		return false, err
	}
	return e.elsewhere(ctx, c.dir)
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
	BotToken      slackapp.Secret // SLACK_BOT_TOKEN, xoxb-...
	AppToken      slackapp.Secret // SLACK_APP_TOKEN, xapp-...; not with Listen
	APIURL        string          // SLACK_API_URL; empty: Slack's own
	Listen        string          // RABITA_LISTEN, like 127.0.0.1:3000: signed HTTP requests instead of Socket Mode
	SigningSecret slackapp.Secret // SLACK_SIGNING_SECRET; with Listen only
	// Settle is RABITA_SETTLE: how long after an attempt a message may still turn up in Slack's history; 0: the scheduler's own two minutes.
	Settle time.Duration
}

// variables are what the environment and .env may say to the program.
var variables = []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL", "RABITA_LISTEN", "RABITA_SETTLE", "RABITA_DATA",
	"RABITA_LOG"}

// dotEnv reads .env in the folder the program was started in; there need not be one.
func (e *env) dotEnv() (map[string]string, error) {
	raw, err := os.ReadFile(e.path(".env"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file map[string]string
	if err == nil {
		raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // as some editors begin a file
		file, err = godotenv.UnmarshalBytes(raw)
	}
	if err != nil {
		what, _, _ := strings.Cut(err.Error(), " near ") // after that stands what the file holds
		return nil, fmt.Errorf(".env cannot be read: %s; each line is NAME=value", what)
	}
	return file, nil
}

// setting is what the environment says, or else .env. That .env cannot be read is for readConfig to tell.
func (e *env) setting(name string) string {
	if v := e.getenv(name); v != "" {
		return strings.TrimSpace(v)
	}
	file, _ := e.dotEnv()
	return strings.TrimSpace(file[name])
}

// readConfig reads what serve needs, and says everything that is wrong with it, each with what to do about it.
func readConfig(e *env, dir string) (c Config, bad []string) {
	file, err := e.dotEnv()
	if err != nil {
		return c, []string{err.Error()}
	}
	c = Config{Dir: dir, BotToken: slackapp.Secret(e.setting("SLACK_BOT_TOKEN")), AppToken: slackapp.Secret(e.setting("SLACK_APP_TOKEN")),
		APIURL: e.setting("SLACK_API_URL"), Listen: e.setting("RABITA_LISTEN"), SigningSecret: slackapp.Secret(e.setting("SLACK_SIGNING_SECRET"))}
	bad = append(c.check(), misspelled(file)...)
	if v := e.setting("RABITA_SETTLE"); v != "" {
		if c.Settle, err = time.ParseDuration(v); err != nil || c.Settle < time.Second || c.Settle > time.Hour {
			bad = append(bad, fmt.Sprintf("RABITA_SETTLE is %q: write a time from 1s to 1h, like 120s, or leave it out", v))
		}
	}
	if v := e.setting("RABITA_LOG"); !slices.Contains([]string{"", "debug", "info", "warn"}, v) {
		bad = append(bad, fmt.Sprintf("RABITA_LOG is %q: write debug, info or warn, or leave it out", v))
	}
	return c, bad
}

// misspelled are the names in .env that look like ours and are not.
func misspelled(file map[string]string) (bad []string) {
	for _, name := range slices.Sorted(maps.Keys(file)) {
		if (strings.HasPrefix(name, "SLACK_") || strings.HasPrefix(name, "RABITA_")) && !slices.Contains(variables, name) {
			bad = append(bad, fmt.Sprintf("%s in .env is no variable of rabita: there are %s", name, strings.Join(variables, ", ")))
		}
	}
	return bad
}

// check says what is wrong with the values themselves.
func (c Config) check() (bad []string) {
	say := func(format string, args ...any) { bad = append(bad, fmt.Sprintf(format, args...)) }
	need := func(name string, v slackapp.Secret, prefix, where string) {
		bare := v.Reveal()
		switch {
		case bare == "":
			say("%s is not set: it begins with %s and is found under %s; put it into .env or the environment", name, prefix, where)
		case strings.ContainsFunc(bare, unfit):
			say("%s has a space or a quotation mark in it, or what else no token has: copy it again from %s", name, where)
		case !strings.HasPrefix(bare, prefix) || len(bare) < len(prefix)+8:
			say("%s is not a token that begins with %s: copy it again from %s", name, prefix, where)
		}
	}
	need("SLACK_BOT_TOKEN", c.BotToken, "xoxb-", botTokenPlace)
	if c.Listen == "" {
		need("SLACK_APP_TOKEN", c.AppToken, "xapp-", appTokenPlace)
	} else {
		_, port, err := net.SplitHostPort(c.Listen)
		if n, perr := strconv.Atoi(port); err != nil || perr != nil || n < 1 || n > 65535 {
			say("RABITA_LISTEN is %q: write an address and a port, like 127.0.0.1:3000, or leave it out for Socket Mode", c.Listen)
		}
		if bare := c.SigningSecret.Reveal(); len(bare) < 16 || strings.ContainsFunc(bare, unfit) {
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

// unfit says whether a character cannot be in a token.
func unfit(r rune) bool {
	return r <= ' ' || r >= 0x7f || r == '"' || r == '\'' || r == '`' || r == '$'
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
