package slackapp

import "sync"

// lanes run jobs: those of one key one after the other in their order, those of different keys side by side, and never more than a number
// waiting and running together.
type lanes struct {
	mu   sync.Mutex
	max  int
	n    int
	jobs map[string][]func() // waiting; a key that is present has a goroutine
	wg   sync.WaitGroup
	free chan struct{} // holds a token when room was made
	done func()        // called after each job
}

func newLanes(max int, done func()) *lanes {
	return &lanes{max: max, jobs: map[string][]func(){}, free: make(chan struct{}, 1), done: done}
}

// add puts a job into a lane; false if there is no room.
func (l *lanes) add(key string, job func()) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.n >= l.max {
		return false
	}
	l.n++
	if list, busy := l.jobs[key]; busy {
		l.jobs[key] = append(list, job)
		return true
	}
	l.jobs[key] = nil
	l.wg.Go(func() { l.run(key, job) })
	return true
}

func (l *lanes) run(key string, job func()) {
	for {
		job()
		l.mu.Lock()
		l.n--
		select {
		case l.free <- struct{}{}:
		default:
		}
		list := l.jobs[key]
		if len(list) == 0 {
			delete(l.jobs, key)
			l.mu.Unlock()
			l.done()
			return
		}
		job, l.jobs[key] = list[0], list[1:]
		l.mu.Unlock()
		l.done()
	}
}

// room is how many more jobs can be added now.
func (l *lanes) room() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.max - l.n
}

// busy is how many jobs wait or run.
func (l *lanes) busy() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.n
}

func (l *lanes) wait() { l.wg.Wait() }
