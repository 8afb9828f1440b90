package fakeslack

import (
	"encoding/json"
	"net/http"
	"slices"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one WebSocket of the app. The Server's lock guards its fields.
type socket struct {
	conn    *websocket.Conn
	out     [][]byte      // frames to be written
	kick    chan struct{} // holds one token when out or closing changed
	leaving bool          // gets no new envelopes: a disconnect was sent
	closing bool          // close once out is written
	dead    bool
}

// cut ends the connection without a word. The lock is held.
func (k *socket) cut() {
	k.dead = true
	k.conn.Close()
	k.wake()
}

func (k *socket) wake() {
	select {
	case k.kick <- struct{}{}:
	default:
	}
}

var upgrader = websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}

// serveSocket is Socket Mode's WebSocket. The address is good for one connection.
func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request) {
	ticket := r.URL.Query().Get("ticket")
	s.mu.Lock()
	ok := s.tickets[ticket] && !s.closed
	delete(s.tickets, ticket)
	s.mu.Unlock()
	if !ok {
		http.Error(w, "the ticket is unknown or was used before", http.StatusForbidden)
		return
	}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	k := &socket{conn: conn, kick: make(chan struct{}, 1)}
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		conn.Close()
		return
	}
	s.wg.Add(1)
	defer s.wg.Done()
	if len(s.sockets) >= s.opt.MaxSockets {
		s.sendFrame(k, "disconnect", "too_many_websockets", s.disconnectFrame("too_many_websockets"))
		k.leaving, k.closing = true, true
	} else {
		s.sockets = append(s.sockets, k)
		s.sendFrame(k, "hello", "", mustJSON(obj{"type": "hello", "num_connections": len(s.sockets),
			"connection_info": obj{"app_id": s.appID},
			"debug_info":      obj{"host": "fakeslack", "build_number": 1, "approximate_connection_time": 18060}}))
		s.flushParked()
		s.tell(Event{Kind: "socket"})
	}
	s.mu.Unlock()

	written := make(chan struct{})
	go func() { // ends when the connection does; serveSocket waits for it
		defer close(written)
		s.writeSocket(k)
	}()
	s.readSocket(k)
	s.mu.Lock()
	k.cut()
	s.sockets = slices.DeleteFunc(s.sockets, func(x *socket) bool { return x == k })
	s.tell(Event{Kind: "socket"})
	s.mu.Unlock()
	<-written
}

// writeSocket writes frames and pings until the socket is dead.
func (s *Server) writeSocket(k *socket) {
	ping := time.NewTicker(s.opt.PingInterval)
	defer ping.Stop()
	pinged := k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second)) == nil
	for pinged {
		s.mu.Lock()
		out, closing, dead := k.out, k.closing, k.dead
		k.out = nil
		s.mu.Unlock()
		if dead {
			return
		}
		for _, b := range out {
			k.conn.SetWriteDeadline(time.Now().Add(5 * time.Second))
			if k.conn.WriteMessage(websocket.TextMessage, b) != nil {
				k.conn.Close()
				return
			}
		}
		if closing {
			k.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(websocket.CloseNormalClosure, ""), time.Now().Add(time.Second))
			k.conn.Close()
			return
		}
		select {
		case <-k.kick:
		case <-ping.C:
			if k.conn.WriteControl(websocket.PingMessage, []byte("ping"), time.Now().Add(time.Second)) != nil {
				k.conn.Close()
				return
			}
		}
	}
}

// maxAck is the largest answer Socket Mode accepts; more is dropped in silence.
const maxAck = 20 * 1024

// readSocket takes acknowledgements until the connection ends.
func (s *Server) readSocket(k *socket) {
	k.conn.SetReadLimit(1 << 20)
	for {
		_, b, err := k.conn.ReadMessage()
		if err != nil {
			return
		}
		var a struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		bad := json.Unmarshal(b, &a) != nil
		s.mu.Lock()
		s.tellFrame("in", "ack", "", b)
		if d := s.inflight[a.EnvelopeID]; d != nil && !bad && len(b) < maxAck && (d.sock == k || !s.opt.StrictAck) {
			s.acknowledged(d, a.Payload)
		}
		s.mu.Unlock()
	}
}

// pickSocket takes the sockets in turn, as Slack gives each envelope to one of them.
func (s *Server) pickSocket() *socket {
	for range s.sockets {
		s.nextSock++
		if k := s.sockets[s.nextSock%len(s.sockets)]; !k.leaving && !k.dead {
			return k
		}
	}
	return nil
}

// sendFrame queues a frame. The lock is held; nothing is written here.
func (s *Server) sendFrame(k *socket, kind, label string, b []byte) {
	k.out = append(k.out, b)
	k.wake()
	s.tellFrame("out", kind, label, b)
}

func (s *Server) disconnectFrame(reason string) []byte {
	return mustJSON(obj{"type": "disconnect", "reason": reason, "debug_info": obj{"host": "fakeslack"}})
}

// Disconnect reasons Slack gives.
const (
	Warning          = "warning"           // the socket will be closed soon
	RefreshRequested = "refresh_requested" // open another one; this one closes now
	LinkDisabled     = "link_disabled"     // Socket Mode was switched off
)

// Disconnect tells n sockets (all if n is 0), oldest first, that they are to go,
// and closes them unless the reason is Warning. It returns how many were told.
func (s *Server) Disconnect(reason string, n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	told := 0
	for _, k := range s.sockets {
		if k.leaving || n > 0 && told == n {
			continue
		}
		s.sendFrame(k, "disconnect", reason, s.disconnectFrame(reason))
		k.leaving = true
		k.closing = reason != Warning
		told++
	}
	return told
}

// Cut breaks n sockets (all if n is 0) without a word, as a network does.
func (s *Server) Cut(n int) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	cut := 0
	for _, k := range s.sockets {
		if !k.dead && (n == 0 || cut < n) {
			k.cut()
			cut++
		}
	}
	return cut
}

// Sockets counts the app's open WebSockets.
func (s *Server) Sockets() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.sockets)
}

// InjectFrame writes bytes of the caller's making to one socket, JSON or not. It
// reports false when no socket is open. Nothing waits for an acknowledgement.
func (s *Server) InjectFrame(b []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	k := s.pickSocket()
	if k == nil {
		return false
	}
	s.sendFrame(k, "injected", "", slices.Clone(b))
	return true
}
