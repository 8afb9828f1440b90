package slackapp

import (
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/slack-go/slack"
)

// maxAnswer is the largest answer of Slack that is read.
const maxAnswer = 8 << 20

var errTooLarge = errors.New("the answer is too large")

// newHTTP makes the client for Slack: it gives up in time, reads no endless answers, and follows no redirects, so that neither a write nor
// a token goes where it was not sent.
func newHTTP() *http.Client {
	d := &net.Dialer{Timeout: 10 * time.Second, KeepAlive: 30 * time.Second, Control: dialControl}
	return &http.Client{
		Transport: guard{&http.Transport{
			Proxy:                 http.ProxyFromEnvironment,
			DialContext:           d.DialContext,
			ForceAttemptHTTP2:     true,
			TLSHandshakeTimeout:   10 * time.Second,
			ResponseHeaderTimeout: 15 * time.Second,
			ExpectContinueTimeout: time.Second,
			IdleConnTimeout:       60 * time.Second,
			MaxIdleConnsPerHost:   16,
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Timeout:       30 * time.Second,
	}
}

// guard limits answers and mends what would confuse slack-go about them.
type guard struct{ next http.RoundTripper }

func (g guard) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := g.next.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusTooManyRequests {
		resp.Header.Set("Retry-After", retryAfter(resp.Header.Get("Retry-After")))
	}
	resp.Body = &limitedBody{resp.Body, maxAnswer}
	return resp, nil
}

// retryAfter makes whole seconds of whatever form Retry-After has: seconds, a date, less than nothing, or nothing at all.
func retryAfter(v string) string {
	n, err := strconv.Atoi(v)
	if err != nil {
		n = 30
		if at, err := http.ParseTime(v); err == nil {
			n = int(time.Until(at)/time.Second) + 1
		}
	}
	return strconv.Itoa(min(max(n, 1), 3600))
}

type limitedBody struct {
	io.ReadCloser
	left int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		// Exactly at the limit there may be nothing more.
		var one [1]byte
		if n, err := b.ReadCloser.Read(one[:]); n == 0 {
			return 0, err
		}
		return 0, errTooLarge
	}
	if int64(len(p)) > b.left {
		p = p[:b.left]
	}
	n, err := b.ReadCloser.Read(p)
	b.left -= int64(n)
	return n, err
}

// newSlack makes the client of slack-go. Its own log is dropped: it may hold what people say.
func newSlack(cfg Config, hc *http.Client, more ...slack.Option) *slack.Client {
	return slack.New(cfg.BotToken.Reveal(), append(more, slack.OptionAPIURL(cfg.APIURL), slack.OptionAppLevelToken(cfg.AppToken.Reveal()),
		slack.OptionHTTPClient(hc), slack.OptionLog(log.New(io.Discard, "", 0)))...)
}
