package fakeslack

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// journalName is the file of a kept workspace: one JSON object a line, later lines
// win over earlier ones. The bytes of uploads lie beside it, named by file id.
const journalName = "workspace.jsonl"

// line is one line of a journal; exactly one of its parts is set.
type line struct {
	Message *Message   `json:"message,omitempty"`
	Gone    *goneLine  `json:"gone,omitempty"`
	Channel *roomLine  `json:"channel,omitempty"`
	Member  *Member    `json:"member,omitempty"`
	Group   *UserGroup `json:"group,omitempty"`
	File    *File      `json:"file,omitempty"`
	Home    *View      `json:"home,omitempty"`
	Count   *countLine `json:"count,omitempty"`
}

type goneLine struct {
	Channel string `json:"channel"`
	TS      string `json:"ts"`
}

type roomLine struct {
	Channel
	Created int64 `json:"created"`
}

// countLine keeps ids and timestamps from being given out twice.
type countLine struct {
	Seq    uint64 `json:"seq"`
	LastTS int64  `json:"last_ts"`
}

// journal appends every change to a file. Its writes are short and happen with
// the Server's lock held, so that the file has the order of the changes.
type journal struct {
	dir string
	f   *os.File
	err error // the first failure; nothing is written after it
}

func (j *journal) write(l line) {
	if j.err == nil {
		_, j.err = j.f.Write(append(mustJSON(l), '\n'))
	}
}

func (j *journal) close() error { return errors.Join(j.err, j.f.Close()) }

func (s *Server) saved(m *Message) {
	if s.journal == nil {
		return
	}
	s.journal.write(line{Message: m})
	s.savedCount()
	if r := s.rooms[m.Channel]; m.InThread() && r != nil && r.byTS[m.ThreadTS] != nil {
		s.journal.write(line{Message: r.byTS[m.ThreadTS]})
	}
}

func (s *Server) savedCount() {
	s.journal.write(line{Count: &countLine{Seq: s.seq, LastTS: s.lastTS}})
}

func (s *Server) unsaved(m *Message) {
	if s.journal != nil {
		s.journal.write(line{Gone: &goneLine{m.Channel, m.TS}})
	}
}

func (s *Server) savedRoom(r *room) {
	if s.journal != nil {
		s.journal.write(line{Channel: &roomLine{r.Channel, r.created}})
		s.savedCount()
	}
}

func (s *Server) savedMember(m *Member) {
	if s.journal != nil {
		s.journal.write(line{Member: m})
		s.savedCount()
	}
}

func (s *Server) savedGroup(g *UserGroup) {
	if s.journal != nil {
		s.journal.write(line{Group: g})
		s.savedCount()
	}
}

func (s *Server) savedView(v *View) {
	if s.journal != nil {
		s.journal.write(line{Home: v})
		s.savedCount()
	}
}

func (s *Server) savedFile(f *File) {
	if s.journal == nil || s.journal.err != nil {
		return
	}
	if s.journal.err = writeContent(s.journal.dir, f); s.journal.err == nil {
		s.journal.write(line{File: f})
		s.savedCount()
	}
}

func contentPath(dir, id string) string { return filepath.Join(dir, "files", id) }

func writeContent(dir string, f *File) error {
	if f.Content == nil {
		return nil
	}
	return replaceFile(contentPath(dir, f.ID), f.Content)
}

// replaceFile writes a file so that after a crash there is the old or the new one.
func replaceFile(name string, content []byte) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	t, err := os.CreateTemp(filepath.Dir(name), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(t.Name()) // fails once it is renamed
	_, err = t.Write(content)
	if err = errors.Join(err, t.Sync(), t.Close()); err != nil {
		return err
	}
	return os.Rename(t.Name(), name)
}

// Snapshot writes what the workspace holds into dir: members, channels, messages,
// files, home tabs. Modals, ephemeral messages and what is under way are not kept.
func (s *Server) Snapshot(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.snapshot(dir)
}

func (s *Server) snapshot(dir string) error {
	var b bytes.Buffer
	put := func(l line) {
		b.Write(mustJSON(l))
		b.WriteByte('\n')
	}
	put(line{Count: &countLine{s.seq, s.lastTS}})
	for _, id := range s.memOrder {
		put(line{Member: s.members[id]})
	}
	for _, id := range s.groupIDs() {
		put(line{Group: s.groups[id]})
	}
	for _, id := range sortedKeys(s.files) {
		if err := writeContent(dir, s.files[id]); err != nil {
			return fmt.Errorf("keeping file %s: %w", id, err)
		}
		put(line{File: s.files[id]})
	}
	for _, id := range s.roomList {
		r := s.rooms[id]
		put(line{Channel: &roomLine{r.Channel, r.created}})
		for _, m := range r.msgs {
			put(line{Message: m})
		}
	}
	for _, user := range sortedKeys(s.homes) {
		put(line{Home: s.views[s.homes[user]]})
	}
	if err := replaceFile(filepath.Join(dir, journalName), b.Bytes()); err != nil {
		return fmt.Errorf("keeping the workspace in %s: %w", dir, err)
	}
	return nil
}

func sortedKeys[V any](m map[string]V) []string {
	ks := make([]string, 0, len(m))
	for k := range m {
		ks = append(ks, k)
	}
	slices.Sort(ks)
	return ks
}

// Restore reads what Snapshot or Keep left in dir over what Options described:
// what has the same id is replaced, the rest is added. Members and channels should
// therefore have fixed ids. It returns os.ErrNotExist if dir holds no workspace.
// A last line that was not written to its end is left out.
func (s *Server) Restore(dir string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	f, err := os.Open(filepath.Join(dir, journalName))
	if err != nil {
		return fmt.Errorf("restoring the workspace: %w", err)
	}
	defer f.Close()
	rd := bufio.NewReader(f)
	for n := 1; ; n++ {
		b, err := rd.ReadBytes('\n')
		if err == io.EOF {
			if len(b) > 0 {
				s.opt.Log.Info("the kept workspace ends in half a line, which is left out", "line", n)
			}
			return nil
		}
		if err == nil {
			var l line
			if err = json.Unmarshal(b, &l); err == nil {
				err = s.apply(dir, l)
			}
		}
		if err != nil {
			return fmt.Errorf("restoring the workspace: %s line %d: %w", f.Name(), n, err)
		}
	}
}

func (s *Server) apply(dir string, l line) error {
	switch {
	case l.Count != nil:
		s.seq, s.lastTS = max(s.seq, l.Count.Seq), max(s.lastTS, l.Count.LastTS)
	case l.Member != nil:
		if p := s.members[l.Member.ID]; p != nil {
			*p = *l.Member
			return nil
		}
		_, err := s.addMember(*l.Member)
		return err
	case l.Group != nil:
		s.groups[l.Group.ID] = l.Group
	case l.Channel != nil:
		if r := s.rooms[l.Channel.ID]; r != nil {
			r.Channel, r.created = l.Channel.Channel, l.Channel.Created
			return nil
		}
		r, err := s.addRoom(l.Channel.Channel)
		if err == nil {
			r.created = l.Channel.Created
		}
		return err
	case l.Message != nil:
		m := l.Message
		r := s.rooms[m.Channel]
		if r == nil {
			return fmt.Errorf("message %s stands in the unknown channel %s", m.TS, m.Channel)
		}
		if i := r.index(m.TS); i >= 0 {
			r.msgs[i], r.byTS[m.TS] = m, m
		} else {
			s.insert(r, m)
		}
		t, _ := parseTS(m.TS)
		s.lastTS = max(s.lastTS, t)
	case l.Gone != nil:
		if r := s.rooms[l.Gone.Channel]; r != nil && r.byTS[l.Gone.TS] != nil {
			m := r.byTS[l.Gone.TS]
			m.ReplyCount = 0
			s.remove(r, m)
		}
	case l.File != nil:
		if strings.ContainsAny(l.File.ID, `/\`) {
			return fmt.Errorf("%q is no file id", l.File.ID)
		}
		b, err := os.ReadFile(contentPath(dir, l.File.ID))
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
		l.File.Content = b
		s.files[l.File.ID] = l.File
	case l.Home != nil:
		s.views[l.Home.ID], s.homes[l.Home.User] = l.Home, l.Home.ID
	}
	return nil
}

// Keep restores what dir holds, if anything, and from then on writes every change
// there as it happens, so that a killed process loses nothing that was answered.
// (The operating system decides when it reaches the disk.) Call it once, before
// Start; Close ends it and returns the first error of writing.
func (s *Server) Keep(dir string) error {
	if err := s.Restore(dir); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.journal != nil {
		return errors.New("the workspace is kept already")
	}
	if err := s.snapshot(dir); err != nil { // short again after each start
		return err
	}
	f, err := os.OpenFile(filepath.Join(dir, journalName), os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return fmt.Errorf("keeping the workspace: %w", err)
	}
	s.journal = &journal{dir: dir, f: f}
	return nil
}
