package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"syscall"
	"time"

	"rabita/store"
)

// While serve or sandbox holds a folder of data, no other process can open it. The other commands then run inside that bot, through a
// socket in the folder that only its owner may open:
//
//	-> {"args": ["items", "-json"], "folder": "/home/a", "env": {"RABITA_LOG": "debug"}}     one line
//	<- {"out": "..."} and {"err": "..."}                                                      lines, as the command prints; base64
//	<- {"exit": 0}                                                                            the last line
//
// A client that hangs up ends its command.

// A controlRequest is what a client sends.
type controlRequest struct {
	Args   []string          `json:"args"`   // the command and what follows it
	Folder string            `json:"folder"` // the client's working folder
	Env    map[string]string `json:"env"`
}

// A controlLine is what it gets back.
type controlLine struct {
	Out  []byte `json:"out,omitempty"`
	Err  []byte `json:"err,omitempty"`
	Exit *int   `json:"exit,omitempty"`
}

// throughControl are the commands that can run inside a bot at work.
var throughControl = []string{"ask", "ingest", "documents", "items", "reminders", "doctor", "backup"}

const (
	maxRequest    = 1 << 20 // bytes of a request
	maxControlled = 8       // commands at the same time
	longestSocket = 100     // bytes of a socket's name; systems allow 104 to 108
)

// A control is the listening end.
type control struct {
	e    *env
	a    *app
	ln   net.Listener
	path string
	room chan struct{}
	wg   sync.WaitGroup
}

// listenControl opens the socket of the data that a holds. What lies there from a process that died is removed: whoever calls this holds
// the store, so nobody else can be listening.
func listenControl(e *env, a *app) (*control, error) {
	path := filepath.Join(a.home, controlName)
	if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("opening the control socket: %w", err)
	}
	c := &control{e: e, a: a, path: path, room: make(chan struct{}, maxControlled)}
	at := path
	if len(at) > longestSocket { // then it lies elsewhere, and a link leads to it
		dir, err := os.MkdirTemp("", "rabita-")
		if err != nil {
			return nil, fmt.Errorf("opening the control socket: %w", err)
		}
		at = filepath.Join(dir, controlName)
		if err := os.Symlink(at, path); err != nil {
			return nil, fmt.Errorf("opening the control socket: %w", err)
		}
	}
	var err error
	if c.ln, err = net.Listen("unix", at); err != nil {
		return nil, fmt.Errorf("opening the control socket %s: %w", at, err)
	}
	if err := os.Chmod(at, 0o600); err != nil && runtime.GOOS != "windows" {
		return nil, errors.Join(fmt.Errorf("opening the control socket: %w", err), c.ln.Close())
	}
	return c, nil
}

// Run takes commands until ctx ends, and waits for those under way, which end with it.
func (c *control) Run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer c.wg.Wait()
	defer cancel()
	defer c.remove()
	stop := context.AfterFunc(ctx, func() { c.ln.Close() })
	defer stop()
	for {
		conn, err := c.ln.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("listening on the control socket: %w", err)
		}
		c.wg.Go(func() { c.serve(ctx, conn) })
	}
}

// remove takes the socket away, and the folder of one that lay elsewhere.
func (c *control) remove() {
	c.ln.Close()
	if at := c.ln.Addr().String(); at != c.path {
		os.RemoveAll(filepath.Dir(at))
	}
	if err := os.Remove(c.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.a.log.Warn("the control socket stays behind", "error", err)
	}
}

// serve runs one client's command.
func (c *control) serve(ctx context.Context, conn net.Conn) {
	defer conn.Close()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	send := &controlWriter{enc: json.NewEncoder(conn), hangUp: cancel}
	select {
	case c.room <- struct{}{}:
		defer func() { <-c.room }()
	default:
		send.end(1, "rabita: too many commands run already; try again in a moment\n")
		return
	}
	conn.SetReadDeadline(time.Now().Add(5 * time.Second))
	in := bufio.NewScanner(conn)
	in.Buffer(make([]byte, 4096), maxRequest)
	var q controlRequest
	if !in.Scan() || json.Unmarshal(in.Bytes(), &q) != nil || len(q.Args) == 0 || !slices.Contains(throughControl, q.Args[0]) {
		send.end(2, "rabita: the running bot did not understand this command: is it of another version?\n")
		return
	}
	conn.SetReadDeadline(time.Time{})
	go func() { // the client says nothing more: when this ends, it is gone
		var b [1]byte
		conn.Read(b[:])
		cancel()
	}()
	defer func() {
		if r := recover(); r != nil {
			c.a.log.Error("a command panicked", "command", q.Args[0], "panic", r, "stack", string(debug.Stack()))
			send.end(1, "rabita "+q.Args[0]+": something went wrong in the running bot; its log says what\n")
		}
	}()
	began := time.Now()
	code := run(ctx, &env{args: q.Args, stdin: nil, stdout: send.to(false), stderr: send.to(true), now: c.e.now, folder: q.Folder, held: c.a,
		getenv: func(name string) string { return q.Env[name] }})
	send.end(code, "")
	c.a.log.Info("command", "command", q.Args[0], "exit", code, "seconds", time.Since(began).Seconds())
}

// controlWriter sends lines to a client; its two writers may be used at once.
type controlWriter struct {
	mu     sync.Mutex
	enc    *json.Encoder
	hangUp func()
}

type controlStream struct {
	w   *controlWriter
	err bool
}

func (w *controlWriter) to(err bool) controlStream { return controlStream{w, err} }

func (s controlStream) Write(p []byte) (int, error) {
	line := controlLine{Out: p}
	if s.err {
		line = controlLine{Err: p}
	}
	return len(p), s.w.send(line)
}

func (w *controlWriter) send(l controlLine) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.enc.Encode(l)
	if err != nil {
		w.hangUp()
	}
	return err
}

func (w *controlWriter) end(code int, words string) {
	if words != "" {
		w.send(controlLine{Err: []byte(words)})
	}
	w.send(controlLine{Exit: &code})
}

// elsewhere runs the command inside the bot that holds dir, if one does: then done is true, and err says how it ended. A command calls it
// after it has checked its flags.
func (e *env) elsewhere(ctx context.Context, dir string) (done bool, err error) {
	if e.held != nil || dir == "" {
		return false, nil
	}
	conn, err := dialControl(filepath.Join(dir, controlName))
	if conn == nil {
		return false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	q := controlRequest{Args: append([]string{e.name}, e.args...), Env: map[string]string{}}
	if q.Folder, err = os.Getwd(); err != nil {
		return true, err
	}
	for _, name := range variables {
		if v := e.getenv(name); v != "" {
			q.Env[name] = v
		}
	}
	if err := json.NewEncoder(conn).Encode(q); err != nil {
		return true, fmt.Errorf("asking the bot that holds %s: %w", dir, err)
	}
	in := json.NewDecoder(conn)
	for {
		var l controlLine
		if err := in.Decode(&l); err != nil {
			if ctx.Err() != nil {
				return true, ctx.Err()
			}
			return true, fmt.Errorf("the bot that holds %s ended before the command did: try again", dir)
		}
		if l.Exit != nil {
			if *l.Exit == 0 {
				return true, nil
			}
			return true, exitStatus(*l.Exit)
		}
		if _, err := e.stdout.Write(l.Out); err != nil {
			return true, err
		}
		if _, err := e.stderr.Write(l.Err); err != nil {
			return true, err
		}
	}
}

// refuseHeld says who holds the data if a bot answers there: sooner than the store's lock would.
func refuseHeld(dir string) error {
	conn, err := dialControl(filepath.Join(dir, controlName))
	if conn == nil {
		return err
	}
	conn.Close()
	path := filepath.Join(dir, storeName)
	h, _ := store.ReadHolder(path)
	return fmt.Errorf("%w: process %d on %s holds %s since %s: stop that one first, or use its commands", store.ErrHeld, h.PID, h.Host, path,
		h.Started.Format("2 Jan 2006 15:04:05"))
}

// dialControl connects to the bot that holds the data; nil if there is none.
func dialControl(path string) (net.Conn, error) {
	if to, err := os.Readlink(path); err == nil {
		path = to
	}
	conn, err := net.DialTimeout("unix", path, time.Second)
	switch {
	case err == nil:
		return conn, nil
	case errors.Is(err, fs.ErrPermission):
		return nil, fmt.Errorf("%s belongs to another user: run the command as the one who runs the bot", path)
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ECONNREFUSED), len(path) > longestSocket:
		return nil, nil // nobody, or one that died
	}
	slog.Debug("no bot answers", "error", err)
	return nil, nil
}
