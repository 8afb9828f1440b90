package sandbox

import (
	"net"
	"net/http"
	"strings"
)

// loopback says whether a host name or address can only mean this machine.
func loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return ip != nil && ip.IsLoopback()
}

// slackOrigin is the Origin that slack-go names on Socket Mode's WebSocket, whatever the API's address.
const slackOrigin = "https://api.slack.com"

// guard lets only this machine's own pages and programs in. A foreign Host is a name that somebody pointed at 127.0.0.1; a foreign Origin is
// a page elsewhere. Programs send no Origin, but for slack-go on its WebSocket, which takes a ticket nobody can guess.
func guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		origins := r.Header["Origin"]
		site := r.Header.Get("Sec-Fetch-Site")
		switch {
		case !loopback(host):
			http.Error(w, "This address is not the sandbox's: open it as http://127.0.0.1 or http://localhost.", http.StatusMisdirectedRequest)
		case len(origins) > 1 || len(origins) == 1 && origins[0] != "http://"+r.Host && !(origins[0] == slackOrigin && r.URL.Path == "/slack/link"):
			http.Error(w, "Requests from other pages are refused.", http.StatusForbidden)
		case site == "cross-site" && r.Header.Get("Sec-Fetch-Mode") != "navigate":
			http.Error(w, "Requests from other pages are refused.", http.StatusForbidden)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// secure sets the headers of everything the page consists of.
func secure(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' ws://"+r.Host+
		"; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if strings.HasPrefix(r.URL.Path, "/static/") {
		h.Set("Cache-Control", "no-cache")
	}
}
