package slackapp

import "sync"

// recent remembers the newest n keys, roughly: between n and 2n.
type recent[V any] struct {
	mu       sync.Mutex
	n        int
	now, old map[string]V
}

func newRecent[V any](n int) *recent[V] { return &recent[V]{n: n, now: map[string]V{}} }

func (r *recent[V]) get(key string) (V, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok := r.now[key]; ok {
		return v, true
	}
	v, ok := r.old[key]
	if ok {
		r.put(key, v)
	}
	return v, ok
}

func (r *recent[V]) set(key string, v V) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.put(key, v)
}

func (r *recent[V]) put(key string, v V) {
	if _, ok := r.now[key]; !ok && len(r.now) >= r.n {
		r.old, r.now = r.now, make(map[string]V, r.n)
	}
	r.now[key] = v
}

// add sets the keys if all of them are new, and reports whether they were; empty ones do not count.
func (r *recent[V]) add(v V, keys ...string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, key := range keys {
		_, now := r.now[key]
		_, old := r.old[key]
		if now || old {
			return false
		}
	}
	for _, key := range keys {
		if key != "" {
			r.put(key, v)
		}
	}
	return true
}
