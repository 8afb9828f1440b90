package sandbox

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"rabita/bot/slackapp/fakeslack"
	"rabita/index"
)

// Options say what the page shows. Fake and Clock are needed; everything else has a usable zero value.
type Options struct {
	Fake  *fakeslack.Server
	Clock *Clock // the one Fake was given

	Title  string         // of the page; empty means "Rabita sandbox"
	Banner string         // one sentence above everything: what is sample here; empty: none
	Zone   *time.Location // the group's, one of the IANA zones; nil means UTC

	// Documents lists the papers a member may see, Document finds one of them; nil means that there are none.
	Documents func(member string) []*index.Document
	Document  func(member, id string) *index.Document

	// NextReminder says when the next delivery falls due; ok is false if none is planned. Nil means that nobody knows.
	NextReminder func() (at time.Time, ok bool)
	// Jumped is called after the clock was moved, to wake what waits for it. It must not block.
	Jumped func()

	Commands  []Command
	Shortcuts []Shortcut

	Member  string // who the visitor is at first, an id or name; empty means the first member
	Channel string // where they are at first, an id or name; empty means the member's first channel
	// The guided first minute: up to three questions, one action item as a slash command.
	Questions  []string
	ActionItem string

	Log *slog.Logger // nil discards
}

// A Command is a slash command offered while typing.
type Command struct {
	Name  string `json:"name"`  // "/action"
	Hint  string `json:"hint"`  // "add ... by friday"
	About string `json:"about"` // what it is for
}

// A Shortcut is an entry of the message menu or, if Global, of the composer's menu.
type Shortcut struct {
	ID     string `json:"id"` // callback id
	Label  string `json:"label"`
	Global bool   `json:"global,omitempty"`
}

// A Sandbox is the page of one workspace. Its methods may be called from any number of goroutines.
type Sandbox struct {
	opt   Options
	mux   *http.ServeMux
	pages *template.Template
	run   string // names this run, so that a page knows whether it met it before

	mu     sync.Mutex
	tabs   map[*tab]bool
	wire   []wireEntry     // the newest, oldest first
	faults map[string]bool // switched on, by name
}

//go:embed static pages
var files embed.FS

// New checks the options and makes the page. If the workspace holds messages later than the clock, kept from an earlier run, the clock is moved there.
func New(o Options) (*Sandbox, error) {
	if o.Fake == nil || o.Clock == nil {
		return nil, errors.New("sandbox: Options.Fake and Options.Clock are needed")
	}
	if o.Title == "" {
		o.Title = "Rabita sandbox"
	}
	if o.Zone == nil {
		o.Zone = time.UTC
	}
	if _, err := time.LoadLocation(o.Zone.String()); err != nil || o.Zone == time.Local { // the browser knows zones by name
		return nil, fmt.Errorf("sandbox: the zone %q has no IANA name", o.Zone)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	var err error
	if o.Member, err = firstMember(o); err != nil {
		return nil, err
	}
	if o.Channel != "" {
		c, ok := o.Fake.Channel(o.Channel)
		if !ok {
			return nil, fmt.Errorf("sandbox: there is no channel %q", o.Channel)
		}
		o.Channel = c.ID
	}
	b := &Sandbox{opt: o, run: rand.Text(), tabs: map[*tab]bool{}, faults: map[string]bool{}}
	if b.pages, err = template.New("").Funcs(pageFuncs).ParseFS(files, "pages/*.html"); err != nil {
		return nil, fmt.Errorf("sandbox: %w", err)
	}
	o.Clock.Advance(newest(o.Fake))
	b.routes()
	return b, nil
}

func firstMember(o Options) (string, error) {
	if o.Member != "" {
		m, ok := o.Fake.Member(o.Member)
		if !ok {
			return "", fmt.Errorf("sandbox: there is no member %q", o.Member)
		}
		return m.ID, nil
	}
	for _, m := range o.Fake.Members() {
		if !m.Bot && !m.Deleted {
			return m.ID, nil
		}
	}
	return "", errors.New("sandbox: the workspace has no members")
}

// newest is the moment of the last message of all; zero if there is none.
func newest(f *fakeslack.Server) time.Time {
	var last time.Time
	for _, c := range f.Channels("") {
		if ms := f.Messages(c.ID); len(ms) > 0 {
			if t := tsTime(ms[len(ms)-1].TS); t.After(last) {
				last = t
			}
		}
	}
	return last
}

// tsTime reads "1688100000.000100"; zero if it is no timestamp.
func tsTime(ts string) time.Time {
	sec, frac, _ := strings.Cut(ts, ".")
	n, err := strconv.ParseInt(sec, 10, 64)
	us, err2 := strconv.ParseInt(frac, 10, 64)
	if err != nil || err2 != nil {
		return time.Time{}
	}
	return time.Unix(n, us*1000)
}

func (b *Sandbox) routes() {
	static, err := fs.Sub(files, "static")
	if err != nil {
		panic(err) // the name is valid
	}
	m := http.NewServeMux()
	m.HandleFunc("GET /{$}", b.servePage)
	m.Handle("GET /static/", http.StripPrefix("/static/", http.FileServerFS(static)))
	m.HandleFunc("GET /ws", b.serveTab)
	m.HandleFunc("POST /upload", b.serveUpload)
	m.HandleFunc("GET /doc/{$}", b.serveDocuments)
	m.HandleFunc("GET /doc/{id}", b.serveDocument)
	m.HandleFunc("GET /file/{id}", b.serveFile)
	b.mux = m
}

// Handler serves the page and, under /slack/, the workspace's own API.
func (b *Sandbox) Handler() http.Handler {
	slack := http.StripPrefix("/slack", b.opt.Fake.Handler())
	return guard(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/slack/") {
			slack.ServeHTTP(w, r)
			return
		}
		secure(w, r)
		b.mux.ServeHTTP(w, r)
	}))
}

func (b *Sandbox) servePage(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Cache-Control", "no-store")
	b.render(w, http.StatusOK, "page.html", map[string]any{"Title": b.opt.Title, "Banner": b.opt.Banner, "Bot": b.opt.Fake.Bot().RealName,
		"Member": b.opt.Member})
}

func (b *Sandbox) render(w http.ResponseWriter, status int, name string, data any) {
	var s strings.Builder
	if err := b.pages.ExecuteTemplate(&s, name, data); err != nil {
		b.opt.Log.Error("rendering a page failed", "page", name, "err", err)
		http.Error(w, "The page could not be made; the program's log says why.", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(status)
	io.WriteString(w, s.String())
}

// Run keeps what crosses the wire, for tabs that ask for it later, until ctx ends or the workspace closes.
func (b *Sandbox) Run(ctx context.Context) error {
	for e := range b.opt.Fake.Watch(ctx) {
		if w, ok := entryOf(e); ok {
			b.keep(w)
		}
	}
	return ctx.Err()
}

// Listen opens addr ("127.0.0.1:8484"), which must be on the loopback interface: whoever reaches the page can act as any member.
func Listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("%q is no address: write 127.0.0.1:8484, or another port: %w", addr, err)
	}
	if !loopback(host) {
		return nil, fmt.Errorf("the sandbox listens on this machine only (127.0.0.1, ::1, localhost), not on %q: whoever reaches it can act as any member", host)
	}
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("the sandbox cannot listen on %s; choose another port with -addr: %w", addr, err)
	}
	return ln, nil
}
