package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"time"
)

const (
	bQuestion    = "question"
	bQuestionKey = "question-key"
	bFeedback    = "feedback"
)

// A Question is one that the records could not answer and a member sent to the secretariat.
type Question struct {
	ID       string // "Q-0003"; given by the store
	Text     string
	Who      string // who asked first
	Channel  string
	Thread   string
	At       time.Time
	Also     []string // who asked the same since
	Resolved time.Time
	By       string // who resolved it
	Answer   string
}

type storedQuestion struct {
	Text     string    `json:"text"`
	Who      string    `json:"who"`
	Channel  string    `json:"channel,omitempty"`
	Thread   string    `json:"thread,omitempty"`
	At       time.Time `json:"at"`
	Also     []string  `json:"also,omitempty"`
	Resolved time.Time `json:"resolved,omitzero"`
	By       string    `json:"by,omitempty"`
	Answer   string    `json:"answer,omitempty"`
}

func storeQuestion(q Question) storedQuestion {
	return storedQuestion{Text: q.Text, Who: q.Who, Channel: q.Channel, Thread: q.Thread, At: utc(q.At), Also: q.Also, Resolved: utc(q.Resolved), By: q.By,
		Answer: q.Answer}
}

func loadQuestion(id string, s storedQuestion) Question {
	return Question{ID: id, Text: s.Text, Who: s.Who, Channel: s.Channel, Thread: s.Thread, At: s.At, Also: s.Also, Resolved: s.Resolved, By: s.By,
		Answer: s.Answer}
}

func (t *tx) question(n uint64) (Question, error) {
	var s storedQuestion
	if err := t.get(bQuestion, numberKey(n), &s); err != nil {
		return Question{}, err
	}
	return loadQuestion(questionID(n), s), nil
}

// questionKey is what questions that are the same have in common while they are open.
func questionKey(q Question) []byte { return saidKey("question", "", q.Text) }

// AskSecretariat keeps a question; true: it is new. While the same words wait for an answer they are one question, and who asks again is
// noted in Also.
func (s *Store) AskSecretariat(q Question) (out Question, fresh bool, err error) {
	err = s.update(func(t *tx) error {
		if v := t.bucket(bQuestionKey).Get(questionKey(q)); v != nil {
			n := binary.BigEndian.Uint64(v)
			if out, err = t.question(n); err != nil {
				return err
			}
			fresh = false
			if out.Who == q.Who || slices.Contains(out.Also, q.Who) {
				return nil
			}
			out.Also = append(out.Also, q.Who)
			return t.put(bQuestion, numberKey(n), storeQuestion(out))
		}
		n, err := t.bucket(bQuestion).NextSequence()
		if err != nil {
			return err
		}
		q.ID = questionID(n)
		out, fresh = loadQuestion(q.ID, storeQuestion(q)), true
		if err := t.bucket(bQuestionKey).Put(questionKey(q), numberKey(n)); err != nil {
			return err
		}
		return t.put(bQuestion, numberKey(n), storeQuestion(q))
	})
	return out, fresh && err == nil, err
}

// ChangeQuestion changes a question, to resolve it.
func (s *Store) ChangeQuestion(id string, change func(*Question) error) (q Question, err error) {
	n, ok := idNumber(id, 'Q')
	if !ok {
		return q, fmt.Errorf("question %.40q: %w", id, ErrNotFound)
	}
	err = s.update(func(t *tx) error {
		if q, err = t.question(n); err != nil {
			return err
		}
		was := q
		if err := change(&q); err != nil {
			return err
		}
		q.ID, q.Text = was.ID, was.Text
		if was.Resolved.IsZero() && !q.Resolved.IsZero() {
			if err := t.delete(bQuestionKey, questionKey(q)); err != nil {
				return err
			}
		}
		if !was.Resolved.IsZero() {
			q.Resolved = was.Resolved
		}
		return t.put(bQuestion, numberKey(n), storeQuestion(q))
	})
	return q, err
}

// A QuestionFilter chooses questions; its zero value chooses those that wait for an answer.
type QuestionFilter struct {
	Resolved bool // those answered, instead
	Who      string
}

// Questions returns the questions a filter chooses, in the order of their ids.
func (s *Store) Questions(f QuestionFilter) (out []Question, err error) {
	err = s.view(func(t *tx) error {
		return t.scan(bQuestion, nil, func(k, v []byte) (bool, error) {
			var s storedQuestion
			if err := open(bQuestion, k, v, &s); err != nil {
				return false, err
			}
			q := loadQuestion(questionID(binary.BigEndian.Uint64(k)), s)
			if q.Resolved.IsZero() != f.Resolved && (f.Who == "" || q.Who == f.Who) {
				out = append(out, q)
			}
			return true, nil
		})
	})
	return out, err
}

// Feedback is what a member thought of a reply.
type Feedback struct {
	Who     string
	Message string // channel and ts of the reply
	Good    bool
	About   string // the question
	At      time.Time
}

type storedFeedback struct {
	Good  bool      `json:"good"`
	About string    `json:"about,omitempty"`
	At    time.Time `json:"at"`
}

// SetFeedback keeps what a member thought of a reply; the last time counts.
func (s *Store) SetFeedback(f Feedback) error {
	return s.update(func(t *tx) error {
		return t.put(bFeedback, pair(f.Message, f.Who), storedFeedback{f.Good, f.About, utc(f.At)})
	})
}

// Feedbacks returns the feedback given since a moment.
func (s *Store) Feedbacks(since time.Time) (out []Feedback, err error) {
	err = s.view(func(t *tx) error {
		return t.scan(bFeedback, nil, func(k, v []byte) (bool, error) {
			var f storedFeedback
			err := open(bFeedback, k, v, &f)
			if err == nil && !f.At.Before(since) {
				message, who, _ := bytes.Cut(k, []byte{0})
				out = append(out, Feedback{Who: string(who), Message: string(message), Good: f.Good, About: f.About, At: f.At})
			}
			return true, err
		})
	})
	return out, err
}
