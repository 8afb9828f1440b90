package slackapp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Paths of the request URLs, to be set in the app's manifest.
const (
	EventsPath       = "/slack/events"
	CommandsPath     = "/slack/commands"
	InteractionsPath = "/slack/interactions"
)

const (
	maxBody     = 1 << 20
	maxInFlight = 64
	signedFor   = 5 * time.Minute         // how old a signature may be
	answerTime  = 2800 * time.Millisecond // Slack gives up after three seconds
)

// serveHTTP takes Slack's signed requests until ctx ends.
func (a *App) serveHTTP(ctx context.Context, ln net.Listener) error {
	srv := &http.Server{Handler: a.Handler(), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second,
		IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10}
	a.counts.opened(0, a.now())
	defer a.counts.closed(0)
	a.log.Info("listening for Slack", "address", ln.Addr().String())
	failed := make(chan error, 1)
	go func() { failed <- srv.Serve(ln) }() // its end is waited for below
	select {
	case err := <-failed:
		return fmt.Errorf("listening for Slack: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if srv.Shutdown(stop) != nil {
		srv.Close()
	}
	<-failed
	return nil
}

// Handler answers Slack's signed requests; Run serves it where Config.Listen says.
func (a *App) Handler() http.Handler {
	mux := http.NewServeMux()
	for path, kind := range map[string]string{EventsPath: "events_api", CommandsPath: "slash_commands", InteractionsPath: "interactive"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { a.request(w, r, kind) })
	}
	return mux
}

// request answers one request. A place among those looked at together is taken only by what Slack has signed: who sends slowly, or without
// end, keeps nobody out.
func (a *App) request(w http.ResponseWriter, r *http.Request, kind string) {
	body, status := a.verified(w, r)
	if status != 0 {
		http.Error(w, http.StatusText(status), status)
		return
	}
	select {
	case a.slots <- struct{}{}:
		defer func() { <-a.slots }()
	default:
		http.Error(w, "too many requests at once", http.StatusServiceUnavailable)
		return
	}
	payload, err := payloadOf(kind, r.Header.Get("Content-Type"), body)
	if err != nil {
		http.Error(w, http.StatusText(http.StatusBadRequest), http.StatusBadRequest)
		return
	}
	if kind == "events_api" {
		var v struct{ Type, Challenge string }
		if json.Unmarshal(payload, &v) == nil && v.Type == "url_verification" {
			w.Header().Set("Content-Type", "text/plain; charset=utf-8")
			w.Header().Set("X-Content-Type-Options", "nosniff")
			io.WriteString(w, v.Challenge)
			return
		}
	}
	done := make(chan any, 1)
	ack := func(answer any) error {
		select {
		case done <- answer:
			return nil
		default:
			return errors.New("it was acknowledged before")
		}
	}
	if err := a.take(envelope{kind: kind, payload: payload, ack: ack}); err != nil {
		http.Error(w, "busy", http.StatusServiceUnavailable)
		return
	}
	t := time.NewTimer(answerTime)
	defer t.Stop()
	select {
	case answer := <-done:
		writeAnswer(w, answer)
	case <-t.C:
		http.Error(w, "not in time", http.StatusServiceUnavailable)
	case <-r.Context().Done():
	}
}

func writeAnswer(w http.ResponseWriter, answer any) {
	if answer == nil {
		w.WriteHeader(http.StatusOK)
		return
	}
	b, err := json.Marshal(answer)
	if err != nil {
		http.Error(w, "an answer that cannot be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Write(b)
}

// verified reads a request's body if Slack signed it; else it gives the status to answer with.
func (a *App) verified(w http.ResponseWriter, r *http.Request) (body []byte, status int) {
	switch {
	case r.Method != http.MethodPost:
		return nil, http.StatusMethodNotAllowed
	case r.URL.RawQuery != "" || r.URL.ForceQuery: // a query is not signed
		return nil, http.StatusBadRequest
	case r.ContentLength > maxBody:
		return nil, http.StatusRequestEntityTooLarge
	case r.Header.Get("Content-Encoding") != "":
		return nil, http.StatusUnsupportedMediaType
	case len(r.Header.Values("X-Slack-Signature")) != 1 || len(r.Header.Values("X-Slack-Request-Timestamp")) != 1:
		return nil, http.StatusUnauthorized
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, http.StatusRequestEntityTooLarge
		}
		return nil, http.StatusBadRequest
	}
	// The signature carries real time, whatever clock the bot is given.
	if !signed(a.cfg.SigningSecret, r.Header.Get("X-Slack-Request-Timestamp"), r.Header.Get("X-Slack-Signature"), body, time.Now()) {
		return nil, http.StatusUnauthorized
	}
	return body, 0
}

// signed says whether Slack signed body, at most five minutes before or after now.
func signed(secret Secret, timestamp, signature string, body []byte, now time.Time) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil || strconv.FormatInt(at, 10) != timestamp || secret == "" || at <= 0 || at > 1<<35 {
		return false
	}
	if d := now.Unix() - at; d > int64(signedFor/time.Second) || d < -int64(signedFor/time.Second) {
		return false
	}
	mac := hmac.New(sha256.New, []byte(secret.Reveal()))
	fmt.Fprintf(mac, "v0:%s:", timestamp)
	mac.Write(body)
	return hmac.Equal([]byte("v0="+hex.EncodeToString(mac.Sum(nil))), []byte(signature))
}

// payloadOf is the JSON of a request, out of the bytes that were signed.
func payloadOf(kind, contentType string, body []byte) ([]byte, error) {
	media, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return nil, err
	}
	if kind == "events_api" {
		if media != "application/json" {
			return nil, errUnreadable
		}
		return body, nil
	}
	if media != "application/x-www-form-urlencoded" {
		return nil, errUnreadable
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, err
	}
	one := map[string]string{}
	for k, v := range form {
		if len(v) != 1 {
			return nil, fmt.Errorf("%w: %s is there twice", errUnreadable, strings.ToValidUTF8(k, "?"))
		}
		one[k] = v[0]
	}
	if kind == "interactive" {
		return []byte(one["payload"]), nil
	}
	return json.Marshal(one)
}
