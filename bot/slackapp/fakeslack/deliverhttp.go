package fakeslack

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Sign makes the headers by which an app knows a request as Slack's: the v0
// signature of body under secret, at the moment t.
func Sign(secret string, t time.Time, body []byte) http.Header {
	ts := strconv.FormatInt(t.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:", ts)
	mac.Write(body)
	h := http.Header{}
	h.Set("X-Slack-Request-Timestamp", ts)
	h.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return h
}

// deliverHTTP posts a delivery to a request URL. The lock is held on entry.
func (s *Server) deliverHTTP(d *delivery, to string) {
	d.sent = time.Now()
	body, kind := []byte(d.payload), "application/json"
	switch d.kind {
	case "slash_commands":
		body, kind = commandForm(d.payload), "application/x-www-form-urlencoded"
	case "interactive":
		body, kind = []byte(url.Values{"payload": {string(d.payload)}}.Encode()), "application/x-www-form-urlencoded"
	}
	attempt, reason := d.attempt, d.reason
	s.tellFrame("out", d.kind, d.label, d.payload)
	s.posting++
	s.wg.Go(func() {
		answer, noRetry, why := s.postSigned(to, kind, body, attempt, reason)
		s.mu.Lock()
		defer s.mu.Unlock()
		s.posting--
		switch {
		case d.over || s.closed:
		case why == "":
			s.tellFrame("in", "ack", d.label, answer)
			s.acknowledged(d, answer)
		case noRetry:
			s.drop(d, ErrDispatch)
		case d.kind != "events_api" && why != "http_timeout":
			s.drop(d, ErrDispatch)
		default:
			s.unanswered(d, why)
		}
	})
}

// postSigned makes one signed request. why is empty on success, else Slack's
// retry reason; answer is the body if it is JSON.
func (s *Server) postSigned(to, kind string, body []byte, attempt int, reason string) (answer json.RawMessage, noRetry bool, why string) {
	req, err := http.NewRequestWithContext(s.ctx, http.MethodPost, to, bytes.NewReader(body))
	if err != nil {
		return nil, true, "connection_failed"
	}
	// The signature carries real time: apps compare it with their own clock.
	req.Header = Sign(s.opt.SigningSecret, time.Now(), body)
	req.Header.Set("Content-Type", kind)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	if attempt > 0 {
		req.Header.Set("X-Slack-Retry-Num", strconv.Itoa(attempt))
		req.Header.Set("X-Slack-Retry-Reason", reason)
	}
	hc := *s.httpCalls
	hc.Timeout = s.opt.AckTimeout
	resp, err := hc.Do(req)
	if err != nil {
		if e, ok := err.(*url.Error); ok && e.Timeout() {
			return nil, false, "http_timeout"
		}
		return nil, false, "connection_failed"
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	switch {
	case err != nil:
		return nil, false, "http_timeout"
	case resp.StatusCode/100 != 2:
		return nil, resp.Header.Get("X-Slack-No-Retry") == "1", "http_error"
	case json.Valid(b):
		return b, false, ""
	case len(bytes.TrimSpace(b)) > 0: // a plain text answer to a command is its reply
		return mustJSON(obj{"text": string(b)}), false, ""
	}
	return nil, false, ""
}

// commandForm is a slash command as a form.
func commandForm(payload json.RawMessage) []byte {
	var o map[string]string
	if json.Unmarshal(payload, &o) != nil {
		return payload
	}
	v := url.Values{}
	for k, s := range o {
		v.Set(k, s)
	}
	return []byte(v.Encode())
}

// VerifyURL does what Slack does when an events URL is entered: it posts a signed
// url_verification and wants the challenge back, plain or as JSON.
func (s *Server) VerifyURL() error {
	challenge := secret()
	body := mustJSON(obj{"type": "url_verification", "token": "", "challenge": challenge})
	answer, _, why := s.postSigned(s.opt.HTTP.Events, "application/json", body, 0, "")
	if why != "" {
		return fmt.Errorf("url_verification: %s", why)
	}
	var a struct{ Challenge, Text string }
	json.Unmarshal(answer, &a)
	if a.Challenge != challenge && a.Text != challenge {
		return fmt.Errorf("url_verification: the answer does not hold the challenge")
	}
	return nil
}
