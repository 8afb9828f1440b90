package remind

import (
	"context"
	"errors"
	"fmt"
	"time"

	"rabita/store"
)

// A Channel is where deliveries appear. Post, Edit and Delete return a *Refused if Slack definitely did not do it, a *Later if it did not
// and may be asked again after a while; any other error is ambiguous: it may have been done.
type Channel interface {
	// Post shows a delivery, with its marker in the message's metadata and in a block id, and returns the message's ts. It tries once.
	Post(ctx context.Context, d store.Delivery) (ts string, err error)
	// Find returns every message of ours in the channel that bears the delivery's marker, the oldest first. It reads the history back to a
	// minute before the delivery's first attempt, to its end; an error says that this was not possible, and is never taken for "none".
	Find(ctx context.Context, d store.Delivery) (ts []string, err error)
	// Shown returns the messages of ours that a channel has shown since a moment (zero: ever), the oldest first, each with the marks of its notices. An
	// error says that the history could not be read to its end.
	Shown(ctx context.Context, channel string, since time.Time) ([]store.Shown, error)
	// Edit makes the message show the delivery's lines as they are now. Doing it twice does it once.
	Edit(ctx context.Context, d store.Delivery, ts string) error
	// Delete removes a message; that it is gone already is no error.
	Delete(ctx context.Context, d store.Delivery, ts string) error
}

// Refused says that a message was definitely not shown, and why.
type Refused struct {
	Reason string // Slack's error: "is_archived"
	// Everywhere says that no message would be shown in any channel: the token was revoked, the app removed. The scheduler pauses.
	Everywhere bool
	// Gone says that the message to be edited is not there any more.
	Gone bool
}

func (r *Refused) Error() string { return "refused: " + r.Reason }

// Later says that a message was definitely not shown, and that it may be tried again after a while.
type Later struct {
	After      time.Duration // as the other side said; 0: it did not say
	Everywhere bool          // the limit is that of the whole workspace, not of the channel
	Reason     string        // "ratelimited"
}

func (l *Later) Error() string { return fmt.Sprintf("later (%s): after %v", l.Reason, l.After) }

// ErrPaused is what Run returns when the other side refuses everything: the token was revoked or the app removed. Nothing was lost; start
// again with a good token.
var ErrPaused = errors.New("slack refuses every message: check the token")
