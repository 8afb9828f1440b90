package fakeslack

import (
	"encoding/json"
	"time"
)

// AssistantThread is what the agent pane shows beside a thread's messages.
type AssistantThread struct {
	Channel         string    `json:"channel"`
	ThreadTS        string    `json:"thread_ts"`
	Status          string    `json:"status,omitempty"` // "is thinking..."; empty: none
	LoadingMessages []string  `json:"loading_messages,omitempty"`
	Title           string    `json:"title,omitempty"`
	PromptsTitle    string    `json:"prompts_title,omitempty"`
	Prompts         []Prompt  `json:"prompts,omitempty"`
	StatusSet       time.Time `json:"status_set"` // real time; Slack clears a status after two minutes
}

// Prompt is a suggested question: what the button says, what it sends.
type Prompt struct {
	Title   string `json:"title"`
	Message string `json:"message"`
}

// statusTTL is how long Slack shows a status nobody renewed.
const statusTTL = 2 * time.Minute

func (c *call) assistant(need bool) (*AssistantThread, *Error) {
	r := c.s.rooms[c.args["channel_id"]]
	if r == nil || !c.s.sees(r, c.user) {
		return nil, c.refuse("channel_not_found").with("detail", "Invalid channel_id")
	}
	ts := c.args["thread_ts"]
	if ts == "" && need || ts != "" && r.byTS[ts] == nil {
		return nil, c.refuse("invalid_thread_ts").with("detail", "Thread not found")
	}
	key := r.ID + " " + ts
	t := c.s.threads[key]
	if t == nil {
		t = &AssistantThread{Channel: r.ID, ThreadTS: ts}
		c.s.threads[key] = t
	}
	c.ts = ts
	return t, nil
}

func (c *call) assistantTold(t *AssistantThread) (obj, *Error) {
	k := *t
	c.s.tell(Event{Kind: "assistant", Channel: t.Channel, Assistant: &k})
	return nil, nil
}

func assistantSetStatus(c *call) (obj, *Error) {
	loading := c.args.list("loading_messages")
	if len(loading) > 10 {
		return nil, c.refuse("invalid_arguments", "[ERROR] no more than 10 items allowed [json-pointer:/loading_messages]")
	}
	t, e := c.assistant(true)
	if e != nil {
		return nil, e
	}
	t.Status, t.LoadingMessages, t.StatusSet = c.args["status"], loading, time.Now()
	return c.assistantTold(t)
}

func assistantSetTitle(c *call) (obj, *Error) {
	t, e := c.assistant(true)
	if e != nil {
		return nil, e
	}
	t.Title = c.args["title"]
	return c.assistantTold(t)
}

func assistantSetPrompts(c *call) (obj, *Error) {
	var ps []Prompt
	if err := json.Unmarshal([]byte(c.args["prompts"]), &ps); err != nil {
		return nil, c.refuse("invalid_arguments", "[ERROR] must be an array [json-pointer:/prompts]")
	}
	if len(ps) > 4 {
		return nil, c.refuse("invalid_arguments", "[ERROR] no more than 4 items allowed [json-pointer:/prompts]")
	}
	t, e := c.assistant(false)
	if e != nil {
		return nil, e
	}
	if c.args.has("thread_ts") {
		// In the agent view prompts belong to no thread; with one named, the method
		// page says, the call fails in silence.
		return nil, nil
	}
	t.PromptsTitle, t.Prompts = c.args["title"], ps
	return c.assistantTold(t)
}

// clearStatus: a message of the app in a thread ends its status.
func (s *Server) clearStatus(m *Message) {
	if t := s.threads[m.Channel+" "+m.Root()]; t != nil && t.Status != "" {
		t.Status, t.LoadingMessages = "", nil
		k := *t
		s.tell(Event{Kind: "assistant", Channel: t.Channel, Assistant: &k})
	}
}

// Assistant tells what the agent pane shows for a thread ("" for before any
// thread). A status older than two minutes is gone, as in Slack.
func (s *Server) Assistant(channel, threadTS string) AssistantThread {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.room(channel)
	if r == nil {
		return AssistantThread{}
	}
	t := s.threads[r.ID+" "+threadTS]
	if t == nil {
		return AssistantThread{Channel: r.ID, ThreadTS: threadTS}
	}
	k := *t
	if time.Since(k.StatusSet) > statusTTL {
		k.Status, k.LoadingMessages = "", nil
	}
	return k
}
