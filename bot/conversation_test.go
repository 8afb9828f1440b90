package bot_test

import (
	"flag"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"rabita/bot"
	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/index"
	"rabita/store"
)

// TestConversations plays the files of testdata/conversations. Each file is one conversation on an empty store of the sample group:
//
//	# a comment
//	2019-11-05T10:30 @U0STAFFKP #ipmg-kp> /action add send the list by friday
//	A-0001 logged: send the list
//	!late
//
// A line with a time, a member and a channel (or "dm") before ">" is something said, in the group's zone; a time may be left out when it is
// the same. The lines under it must each be found in the reply, in their order; one that begins with "!" must not be found, one that begins
// with "~" is a pattern. What is said can also be a button of the speaker's last reply in brackets ("[Undo (10 min)]"), a form sent
// ("submit item.edit text=… ; due=…"), a message shortcut ("log: …"), "home", a "reply:" in the thread of a notice that has an item, or a
// button that is not on the last reply ("press ACTION VALUE"), or a file to be taken in ("attach NAME: CONTENT", without CONTENT one that cannot be
// fetched); "x×1200" stands for twelve hundred of them.
// With UPDATE=1 the lines under something said that has none are filled in with the whole reply.
//
// All of them together reach every refusal and every question back, in English and in Roman Urdu; and every line that a refusal or a question
// offers ready to send is tried on a copy of the store, see sendable.
func TestConversations(t *testing.T) {
	files, err := filepath.Glob("testdata/conversations/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no conversations: %v", err)
	}
	var replies []string
	for _, name := range files {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) { replies = append(replies, play(t, name)...) })
	}
	if f := flag.Lookup("test.run"); strings.Contains(f.Value.String(), "/") {
		return // only some were played
	}
	told := strings.Join(replies, "\n")
	for name, table := range map[string]map[string][3]string{"bot": bot.Refusals, "intent": intent.Mistakes} {
		for _, key := range slices.Sorted(maps.Keys(table)) {
			for tongue, language := range []string{"English", "Roman Urdu"} {
				if !unsaid[key] && !sentenceOf(table[key][tongue]).MatchString(told) {
					t.Errorf("no conversation reaches the %s sentence %q of %s: %s", language, key, name, table[key][tongue])
				}
			}
		}
	}
}

// unsaid are the refusals that no conversation can bring about: for one the disk has to be full, for the others a file or the papers that all
// conversations share would have to be others; TestUploads has those.
var unsaid = map[string]bool{"full": true, "has it already": true, "only replaces": true, "holds nothing": true}

// sentenceOf matches a sentence with its particulars filled in, with a capital or without.
func sentenceOf(form string) *regexp.Regexp {
	begin, rest, n := "", form, 0
	if n = strings.IndexFunc(form, unicode.IsLetter); n == 0 {
		_, size := utf8.DecodeRuneInString(form)
		begin, rest = "(?i:"+regexp.QuoteMeta(form[:size])+")", form[size:]
	}
	return regexp.MustCompile(begin + filledIn.ReplaceAllString(regexp.QuoteMeta(rest), `.+?`))
}

var filledIn = regexp.MustCompile(`%(?:0?\d*\\\[\d+\\\])?[a-z]`)

// manyTimes is a letter, or words in brackets, with how often they are typed: "x×1200", "(action mine; )×30".
var manyTimes = regexp.MustCompile(`(?:\pL|\([^()]+\))×\d+`)

var saidLine = regexp.MustCompile(`^(?:(\d{4}-\d\d-\d\dT\d\d:\d\d) )?(@\S+) (#\S+|dm)(?:/(\S+))?> (.*)$`)

// A stage is a conversation being played.
type stage struct {
	t     *testing.T
	bot   *bot.Bot
	st    *store.Store
	at    time.Time
	zone  *time.Location
	last  map[string]bot.Reply // by member
	posts map[string]string    // channel of a notice with an item -> ts
	n     int
	grp   *group.Group
	ix    *index.Index
	msg   bot.Message // what was said last
	said  bot.Reply   // and the reply
}

func newStage(t *testing.T) *stage {
	grp, ix := sampleIndex(t)
	return stageOn(t, grp, ix)
}

// stageOn is a stage with an empty store on papers that are there.
func stageOn(t *testing.T, grp *group.Group, ix *index.Index) *stage {
	st, err := store.Open(filepath.Join(t.TempDir(), "store.db"), store.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := st.Check(); err != nil {
			t.Errorf("the store after the conversation: %v", err)
		}
		if err := st.Close(); err != nil {
			t.Error(err)
		}
	})
	b, err := bot.New(slog.New(slog.NewTextHandler(t.Output(), nil)), grp, st, ix)
	if err != nil {
		t.Fatal(err)
	}
	return &stage{t: t, bot: b, st: st, zone: grp.Location(), last: map[string]bot.Reply{}, posts: map[string]string{}, grp: grp, ix: ix}
}

// play plays one file and gives the replies as text.
func play(t *testing.T, name string) (replies []string) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	s, lines := newStage(t), strings.Split(strings.TrimRight(string(data), "\n"), "\n")
	var out []string
	for i := 0; i < len(lines); i++ {
		out = append(out, lines[i])
		m := saidLine.FindStringSubmatch(lines[i])
		if m == nil {
			if strings.TrimSpace(lines[i]) != "" && !strings.HasPrefix(lines[i], "#") {
				t.Fatalf("%s:%d: %q is no line of a conversation", name, i+1, lines[i])
			}
			continue
		}
		at, reply := i+1, s.say(m)
		replies = append(replies, reply)
		s.sendable(fmt.Sprintf("%s:%d", name, at))
		var want []string
		for i+1 < len(lines) && lines[i+1] != "" && !strings.HasPrefix(lines[i+1], "#") && saidLine.FindStringSubmatch(lines[i+1]) == nil {
			i++
			want = append(want, lines[i])
		}
		if len(want) == 0 && os.Getenv("UPDATE") != "" {
			out = append(out, strings.Split(reply, "\n")...)
			continue
		}
		out = append(out, want...)
		compare(t, fmt.Sprintf("%s:%d", name, at), lines[at-1], reply, want)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(name, []byte(strings.Join(out, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return replies
}

func compare(t *testing.T, at, said, reply string, want []string) {
	t.Helper()
	if len(want) == 0 {
		t.Errorf("%s: nothing is expected of %q; the reply was\n%s", at, said, reply)
	}
	rest := reply
	for _, w := range want {
		if not, ok := strings.CutPrefix(w, "!"); ok {
			if strings.Contains(reply, not) {
				t.Errorf("%s: %q\nholds %q:\n%s", at, said, not, reply)
			}
			continue
		}
		found := -1
		if p, ok := strings.CutPrefix(w, "~"); ok {
			if loc := regexp.MustCompile(p).FindStringIndex(rest); loc != nil {
				found = loc[1]
			}
		} else if k := strings.Index(rest, w); k >= 0 {
			found = k + len(w)
		}
		if found < 0 {
			t.Errorf("%s: %q\nlacks %q in\n%s", at, said, w, reply)
			continue
		}
		rest = rest[found:]
	}
}

// say plays one thing that was said and gives the reply as text.
func (s *stage) say(m []string) string {
	s.t.Helper()
	if m[1] != "" {
		at, err := time.ParseInLocation("2006-01-02T15:04", m[1], s.zone)
		if err != nil {
			s.t.Fatal(err)
		}
		s.at = at
	}
	s.n++
	who := strings.TrimPrefix(m[2], "@")
	text := manyTimes.ReplaceAllStringFunc(m[5], func(s string) string {
		word, n, _ := strings.Cut(s, "×")
		k, _ := strconv.Atoi(n)
		return strings.Repeat(strings.Trim(word, "()"), k)
	})
	msg := bot.Message{Kind: bot.Mention, Text: text, Who: who, At: s.at, TS: fmt.Sprintf("%d.%06d", s.at.Unix(), s.n), Thread: m[4]}
	if who == "nobody" {
		msg.Who = ""
	}
	if name, ok := strings.CutPrefix(m[3], "#"); ok {
		msg.Room = bot.Room{Name: name}
		for _, c := range sample.grp.Channels {
			if c.Name == name {
				msg.Channel, msg.Room.Shared = c.ID, c.Shared
			}
		}
	} else {
		msg.Kind, msg.Channel, msg.Room = bot.Direct, "D0"+who, bot.Room{Direct: true}
	}
	s.kind(&msg, text)
	if strings.HasPrefix(text, "reply:") {
		msg.Thread = s.posts[msg.Channel]
		msg.Text = strings.TrimSpace(strings.TrimPrefix(text, "reply:"))
		r, ok, err := s.bot.Received(s.t.Context(), msg)
		if err != nil {
			s.t.Fatalf("%q: %v", text, err)
		}
		if !ok {
			return "(silent)"
		}
		return s.keep(who, r)
	}
	r, err := s.bot.Handle(s.t.Context(), msg)
	if err != nil {
		s.t.Fatalf("%q: %v", text, err)
	}
	s.msg, s.said = msg, r
	return s.keep(who, r)
}

// sendable holds that the lines which the last reply offers ready to send are carried out, or asked about, when the same member sends them.
func (s *stage) sendable(at string) {
	s.t.Helper()
	r, msg := s.said, s.msg
	papers := slices.ContainsFunc(r.Actions, func(a bot.Action) bool { return a.Kind == "mend" || a.Kind == "forget" }) // which all conversations share
	if r.Outcome != bot.Refused && r.Outcome != bot.Clarify || len(r.Suggestions) == 0 || papers {
		return
	}
	copied := stageFrom(s)
	for i, line := range r.Suggestions {
		line = example.Replace(line)
		msg.Kind, msg.Text, msg.Thread, msg.Action, msg.Value, msg.Fields = bot.Direct, line, "", "", "", nil
		msg.Channel, msg.Room, msg.TS = "D0"+msg.Who, bot.Room{Direct: true}, fmt.Sprintf("%d.%06d", s.at.Unix(), 900000+i)
		got, err := copied.Handle(s.t.Context(), msg)
		if err != nil || got.Outcome == bot.Refused || got.ReadAs.Intent == "report" {
			s.t.Errorf("%s offers %q, which is not carried out (%v):\n%s", at, line, err, got.Text())
		}
	}
}

// example fills in what stands for anything in a line that is offered.
var example = strings.NewReplacer("@name", "@imran", "<link or reference>", "notification 12", "<link>", "https://example.org/notification", "<date>", "15 December 2027")

// stageFrom is the bot of a stage on a copy of its store, so that what is tried leaves the conversation as it is.
func stageFrom(s *stage) *bot.Bot {
	s.t.Helper()
	path := filepath.Join(s.t.TempDir(), "store.db")
	f, err := os.Create(path)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.st.WriteTo(f); err != nil {
		s.t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		s.t.Fatal(err)
	}
	st, err := store.Open(path, store.Options{NoSync: true})
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { st.Close() })
	b, err := bot.New(slog.New(slog.DiscardHandler), s.grp, st, s.ix)
	if err != nil {
		s.t.Fatal(err)
	}
	return b
}

// kind finds out how something was said.
func (s *stage) kind(msg *bot.Message, text string) {
	s.t.Helper()
	switch {
	case strings.HasPrefix(text, "/"):
		msg.Kind, msg.Text, msg.Thread = bot.Command, strings.TrimPrefix(text, "/"), ""
	case strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]"):
		msg.Kind = bot.Click
		label := strings.Trim(text, "[]")
		for _, p := range s.last[strings.TrimPrefix(msg.Who, "@")].Parts {
			for _, b := range p.Buttons {
				if b.Label == label {
					msg.Action, msg.Value = b.Action, b.Value
				}
			}
		}
		if msg.Action == "" {
			s.t.Errorf("%s has no button %q in the last reply", msg.Who, label)
		}
	case strings.HasPrefix(text, "attach "):
		name, content, ok := strings.Cut(strings.TrimPrefix(text, "attach "), ": ")
		msg.Text, msg.Files = "index this", []bot.File{{Name: name}}
		if ok {
			msg.Files[0].Data = []byte(content)
		}
	case strings.HasPrefix(text, "press "):
		msg.Kind = bot.Click
		msg.Action, msg.Value, _ = strings.Cut(strings.TrimPrefix(text, "press "), " ")
	case strings.HasPrefix(text, "submit "):
		msg.Kind, msg.Fields = bot.Submit, map[string]string{}
		form, fields, _ := strings.Cut(strings.TrimPrefix(text, "submit "), " ")
		msg.Action = form
		if modal := s.last[msg.Who].Modal; modal != nil {
			msg.Value = modal.Meta
			for _, f := range modal.Fields {
				msg.Fields[f.ID] = f.Value
			}
		}
		for _, f := range strings.Split(fields, ";") {
			if k, v, ok := strings.Cut(strings.TrimSpace(f), "="); ok {
				msg.Fields[k] = v
			}
		}
	case strings.HasPrefix(text, "log: "):
		msg.Kind, msg.Action, msg.Value = bot.Shortcut, "log", "https://example.slack.com/archives/"+msg.Channel+"/p1"
		msg.Text, msg.TS = strings.TrimPrefix(text, "log: "), "1572931800.000100"
	case text == "home":
		msg.Kind = bot.Home
	}
}

// keep remembers a reply and its notices, as a front end does, and gives it as text.
func (s *stage) keep(who string, r bot.Reply) string {
	s.t.Helper()
	if len(r.Errors) == 0 { // a form that fails stays open
		s.last[who] = r
	}
	for i, n := range r.Notify {
		ts := fmt.Sprintf("%d.%06d", s.at.Unix(), s.n*100+i)
		if n.Item != "" {
			s.posts[n.Channel] = ts
			if err := s.bot.Posted(n, ts, s.at); err != nil {
				s.t.Fatal(err)
			}
		}
		if strings.HasPrefix(n.Channel, "U") {
			s.last[n.Channel] = n.Reply
		}
	}
	return shown(r)
}

// shown is a reply with everything a member would see of it.
func shown(r bot.Reply) string {
	out := []string{strings.TrimSpace(fmt.Sprint("(", r.Outcome, " ", r.Where) + ")")}
	if r.Edit != "" {
		out[0] += " edits"
	}
	if s := r.Text(); s != "" {
		out = append(out, s)
	}
	for _, f := range r.Files {
		out = append(out, "file "+f.Name)
		if strings.HasPrefix(f.Type, "text/") {
			out = append(out, strings.TrimSpace(strings.ReplaceAll(string(f.Data[:min(len(f.Data), 1500)]), "\r\n", "\n")))
		}
	}
	if r.Modal != nil {
		out = append(out, "modal "+r.Modal.ID+" "+r.Modal.Title)
		for _, f := range r.Modal.Fields {
			out = append(out, strings.TrimRight("  "+f.ID+" = "+f.Value+" · "+f.Hint, " ·"))
		}
	}
	for _, k := range sortedKeys(r.Errors) {
		out = append(out, "error "+k+": "+r.Errors[k])
	}
	for _, n := range r.Notify {
		out = append(out, strings.TrimSpace("to "+n.Channel+" "+n.Thread)+": "+strings.ReplaceAll(n.Reply.Text(), "\n", " / "))
	}
	return strings.Join(out, "\n")
}

func sortedKeys(m map[string]string) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
