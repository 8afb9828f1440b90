package fakeslack

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Server is one Slack workspace with one app installed. All its methods may be
// called from any number of goroutines.
type Server struct {
	opt Options
	mux *http.ServeMux

	// mu guards all that follows. Nothing waits while holding it: deliveries
	// are queued, watchers are queued, HTTP answers are written afterwards.
	mu sync.Mutex
	world
	sockets   []*socket
	nextSock  int
	tickets   map[string]bool // WebSocket addresses handed out and not yet used
	inflight  map[string]*delivery
	parked    []*delivery // events no socket was open for
	triggers  map[string]*trigger
	respURLs  map[string]*responseURL
	uploads   map[string]*upload
	calls     []Call
	callSeq   int
	faults    []*liveFault
	evFaults  []*liveEventFault
	lag       time.Duration
	revoked   string // auth error every call gets while not empty
	rates     map[string]*bucket
	watchers  map[*watcher]bool
	journal   *journal
	unlisted  []string // "method code" pairs answered although errors.go lacks them
	closed    bool
	timers    map[*time.Timer]bool
	ctx       context.Context
	cancel    context.CancelFunc
	wg        sync.WaitGroup
	httpSrv   *http.Server
	eventSeq  uint64
	httpCalls *http.Client
	posting   int // HTTP deliveries under way
}

// New makes a workspace. It panics if two members or two channels share an id or
// a name, or a channel lists someone unknown: that is a mistake in the caller's
// own literal.
func New(o Options) *Server {
	o = o.withDefaults()
	ctx, cancel := context.WithCancel(context.Background())
	s := &Server{
		opt:       o,
		tickets:   map[string]bool{},
		inflight:  map[string]*delivery{},
		triggers:  map[string]*trigger{},
		respURLs:  map[string]*responseURL{},
		uploads:   map[string]*upload{},
		rates:     map[string]*bucket{},
		watchers:  map[*watcher]bool{},
		timers:    map[*time.Timer]bool{},
		ctx:       ctx,
		cancel:    cancel,
		httpCalls: &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
	if err := s.world.fill(o.Workspace, o.Clock); err != nil {
		cancel()
		panic("fakeslack: " + err.Error())
	}
	s.base = strings.TrimSuffix(o.BaseURL, "/")
	s.mux = http.NewServeMux()
	s.mux.HandleFunc("/api/{method}", s.serveAPI)
	s.mux.HandleFunc("GET /link", s.serveSocket)
	s.mux.HandleFunc("POST /upload/{id}", s.serveUpload)
	s.mux.HandleFunc("GET /files-pri/{file}/{name...}", s.serveDownload)
	s.mux.HandleFunc("GET /signin", serveSignIn)
	s.mux.HandleFunc("POST /response/{id}", s.serveResponseURL)
	return s
}

// Handler serves the Web API under /api/, Socket Mode under /link, and files,
// uploads and response URLs beside them. It may be mounted under a prefix with
// http.StripPrefix, if Options.BaseURL names the whole address.
func (s *Server) Handler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		if s.base == "" {
			s.base = "http://" + r.Host
		}
		s.mu.Unlock()
		// Slack's own clock, so that a client can tell its distance from it.
		w.Header().Set("Date", s.opt.Clock().UTC().Format(http.TimeFormat))
		s.mux.ServeHTTP(w, r)
	})
}

// Start listens on addr ("127.0.0.1:0") and serves until Close.
func (s *Server) Start(addr string) error {
	ln, err := net.Listen("tcp", addr)
	if err != nil {
		return fmt.Errorf("starting fakeslack: %w", err)
	}
	srv := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: 5 * time.Second}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || s.httpSrv != nil {
		ln.Close()
		return errors.New("starting fakeslack: it was started or closed before")
	}
	if s.base == "" {
		s.base = "http://" + ln.Addr().String()
	}
	s.httpSrv = srv
	s.wg.Go(func() { srv.Serve(ln) })
	return nil
}

// APIURL is what slack.OptionAPIURL wants: the base address with "/api/". It is
// empty before Start unless Options.BaseURL was given.
func (s *Server) APIURL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.base == "" {
		return ""
	}
	return s.base + "/api/"
}

// Close cuts every connection, drops what was still to be applied late or
// retried, ends all watches, and waits for its goroutines.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return nil
	}
	s.closed = true
	for t := range s.timers {
		t.Stop()
	}
	clear(s.timers)
	for _, k := range s.sockets {
		k.cut()
	}
	for w := range s.watchers {
		w.end()
	}
	for _, d := range s.inflight {
		d.finish(Ack{}, ErrClosed)
	}
	for _, d := range s.parked {
		d.finish(Ack{}, ErrClosed)
	}
	srv, j := s.httpSrv, s.journal
	s.mu.Unlock()
	s.cancel()
	if srv != nil {
		srv.Close()
	}
	s.wg.Wait()
	if j != nil {
		return j.close()
	}
	return nil
}

// ErrClosed is what waiting for something ends with when the server closed first.
var ErrClosed = errors.New("fakeslack was closed")

// after runs f with the lock held once d of real time has passed, unless the
// server is closed first. The caller holds the lock.
func (s *Server) after(d time.Duration, f func()) *time.Timer {
	if s.closed {
		return time.NewTimer(0)
	}
	var t *time.Timer
	t = time.AfterFunc(d, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if !s.timers[t] {
			return
		}
		delete(s.timers, t)
		if !s.closed {
			f()
		}
	})
	s.timers[t] = true
	return t
}

// stop ends a timer of after. The caller holds the lock.
func (s *Server) stop(t *time.Timer) {
	if t != nil {
		t.Stop()
		delete(s.timers, t)
	}
}

// pause waits d of real time; it reports false if ctx or the server ended first.
func (s *Server) pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
	case <-s.ctx.Done():
	}
	return false
}
