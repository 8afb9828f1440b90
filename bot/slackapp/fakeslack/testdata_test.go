package fakeslack

import (
	"encoding/json"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// cases reads "words -> expectation" lines; # begins a comment line.
func cases(t *testing.T, file string) [][2]string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out [][2]string
	for l := range strings.Lines(string(b)) {
		l = strings.TrimSpace(l)
		if l == "" || strings.HasPrefix(l, "#") {
			continue
		}
		q, want, ok := strings.Cut(l, " -> ")
		if !ok {
			t.Fatalf("%s: no \" -> \" in %q", file, l)
		}
		out = append(out, [2]string{strings.TrimSpace(q), strings.TrimSpace(want)})
	}
	return out
}

// post calls a method with a form and returns the answer.
func post(t *testing.T, s *Server, token, method string, form url.Values) map[string]any {
	t.Helper()
	req, err := http.NewRequest(http.MethodPost, s.APIURL()+method, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var o map[string]any
	if err := json.NewDecoder(resp.Body).Decode(&o); err != nil {
		t.Fatalf("%s: %v", method, err)
	}
	return o
}

// outcome shortens an answer to "ok" or its error and messages.
func outcome(o map[string]any) string {
	if o["ok"] == true {
		return "ok"
	}
	out, _ := o["error"].(string)
	if m, ok := o["response_metadata"].(map[string]any); ok {
		list, _ := m["messages"].([]any)
		for _, x := range list {
			out += " " + x.(string)
		}
	}
	if n, _ := o["needed"].(string); n != "" {
		out += " needed " + n
	}
	return out
}

// TestRefusals runs testdata/refusals.txt: who calls what how, and the answer.
func TestRefusals(t *testing.T) {
	o := sample()
	s, _ := start(t, o)
	said, err := s.Say("amina", "general", "hers", "")
	if err != nil {
		t.Fatal(err)
	}
	limited := sample()
	limited.Scopes = []string{"chat:write", "channels:history"}
	ls, _ := start(t, limited)
	for _, c := range cases(t, "refusals.txt") {
		words := strings.Fields(c[0])
		srv, token := s, s.opt.BotToken
		switch words[0] {
		case "app":
			token = s.opt.AppToken
		case "nobody":
			token = ""
		case "stranger":
			token = "xoxb-wrong"
		case "limited":
			srv = ls
		case "bot":
		default:
			token = s.MemberToken(words[0])
		}
		form := url.Values{}
		for _, w := range words[2:] {
			k, v, _ := strings.Cut(w, "=")
			v = strings.NewReplacer("HERS", said.TS, "LONG", strings.Repeat("x", 200), "~", " ").Replace(v)
			form.Set(k, v)
		}
		if got := outcome(post(t, srv, token, words[1], form)); got != c[1] {
			t.Errorf("%s\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

// TestBlocks runs testdata/blocks.txt: blocks of a message, or a view, and what
// Slack says. "xN" inside the JSON stands for N letters x, "[*N {...}]" for N items.
func TestBlocks(t *testing.T) {
	s, _ := start(t, sample())
	for _, c := range cases(t, "blocks.txt") {
		kind, js, _ := strings.Cut(c[0], " ")
		js = expand(js)
		var got string
		switch kind {
		case "message":
			got = outcome(post(t, s, s.opt.BotToken, "chat.postMessage", url.Values{"channel": {"C1"}, "blocks": {js}}))
		case "home":
			got = outcome(post(t, s, s.opt.BotToken, "views.publish", url.Values{"user_id": {"U1"}, "view": {js}}))
		case "modal":
			s.mu.Lock()
			trig := s.newTrigger("U1", "")
			s.mu.Unlock()
			got = outcome(post(t, s, s.opt.BotToken, "views.open", url.Values{"trigger_id": {trig}, "view": {js}}))
		default:
			t.Fatalf("unknown kind %q", kind)
		}
		if got != c[1] {
			t.Errorf("%s\n got %s\nwant %s", c[0], got, c[1])
		}
	}
}

// expand writes out x3000 and [*51 item].
func expand(js string) string {
	js = rx(`"x(\d+)"`).ReplaceAllStringFunc(js, func(m string) string {
		return `"` + strings.Repeat("x", atoi(m[2:len(m)-1])) + `"`
	})
	return rx(`\[\*(\d+) ([^\]]*)\]`).ReplaceAllStringFunc(js, func(m string) string {
		p := rx(`\[\*(\d+) ([^\]]*)\]`).FindStringSubmatch(m)
		return "[" + strings.TrimSuffix(strings.Repeat(p[2]+",", atoi(p[1])), ",") + "]"
	})
}

// FuzzBlocks: whatever is sent as blocks or as a view gets an answer.
func FuzzBlocks(f *testing.F) {
	f.Add(`[{"type":"section","text":{"type":"mrkdwn","text":"a"},"accessory":{"type":"button","text":{"type":"plain_text","text":"b"}}}]`)
	f.Add(`[{"type":"table","rows":[[{"type":"raw_text","text":"a"}],[null]]},{"type":"actions","elements":[{"type":"overflow","options":[1]}]}]`)
	f.Add(`{"type":"modal","blocks":[{"type":"input","element":{}}]}`)
	s := New(sample())
	f.Fuzz(func(t *testing.T, js string) {
		s.mu.Lock()
		defer s.mu.Unlock()
		for _, m := range []string{"chat.postMessage", "views.publish"} {
			c := &call{s: s, method: m, bot: true, user: s.botUser, args: args{"channel": "C1", "user_id": "U1", "text": "t", "blocks": js, "view": js}}
			out, e := methods[m].run(c)
			if e == nil {
				if _, err := json.Marshal(out); err != nil {
					t.Errorf("%s accepted what it cannot show: %v", m, err)
				}
			}
		}
		if len(s.unlisted) > 0 {
			t.Errorf("errors missing from the table: %q", s.unlisted)
		}
	})
}
