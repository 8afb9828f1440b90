package remind

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"rabita/bot/calendar"
	"rabita/store"
)

const (
	digest   = 40                  // lines of one message; the rest goes into the next
	longText = 300                 // runes of a promise that a line shows; the item's id leads to the rest
	lateFrom = 5 * time.Minute     // a notice later than this says when it was due
	tooLate  = 30 * 24 * time.Hour // later than this it goes to its owner for review, not to a channel
)

// A Finding is a passage that a watch shows.
type Finding struct {
	Hash string // of its text: each is shown once
	Text string // the quote with its citation, as it is to be shown
}

// compose decides what of that which is due in a channel is shown now, and freezes the words: a pure function. found are the new passages
// of watches, by reminder id.
func compose(p *Policy, tk store.Taking, now time.Time, found map[string][]Finding) store.Draft {
	c := &composing{Policy: p, now: now, channel: tk.Channel, found: found, draft: store.Draft{Hold: map[string]time.Time{}, Drop: map[string]string{},
		Move: map[string]string{}, Seen: map[string][]string{}}}
	c.draft.Day = calendar.DateOf(now.In(p.Calendar.Location())).String()
	slices.SortStableFunc(tk.Notices, func(a, b store.Notice) int {
		return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.Subject(), b.Subject()), cmp.Compare(a.Body, b.Body))
	})
	asked, unasked := c.sort(tk.Notices)
	hours := p.hours(tk.Channel)
	if hours.Never {
		unasked = c.leaveOut(unasked)
	}
	if until, waits := hours.Waits(now); waits {
		unasked = c.troubles(unasked, until)
	}
	if len(asked) == 0 {
		if until, quiet := hours.Quiet(now); quiet {
			return c.hold(unasked, until, true)
		}
		if c.hadOne(tk.LastUnasked) {
			loc := c.Calendar.Location()
			unasked = c.troubles(unasked, calendar.Resolve(calendar.DateOf(now.In(loc)).AddDays(1), c.Calendar.NoticeAt(), loc))
		}
	}
	c.write(append(asked, unasked...))
	return c.draft
}

type composing struct {
	*Policy
	now     time.Time
	channel string
	found   map[string][]Finding
	draft   store.Draft
}

// sort puts what is due into what members asked for and what nobody did, leaving out what goes elsewhere or nowhere.
func (c *composing) sort(due []store.Notice) (asked, unasked []store.Notice) {
	for _, n := range due {
		switch to := reviewer(n); {
		case n.On == nil && n.Of == nil:
			c.draft.Drop[n.Key] = "what it was about was undone"
		case n.Rule == ruleWatch && len(c.found[n.Reminder]) == 0:
			c.draft.Drop[n.Key] = "nothing new was found"
		case !n.Tells() && c.now.Sub(n.At) > tooLate && to != "" && to != c.channel:
			c.draft.Move[n.Key] = to
		case n.Of != nil && !n.Tells():
			asked = append(asked, n)
		default:
			unasked = append(unasked, n)
		}
	}
	return asked, unasked
}

// reviewer is who looks after what a notice is about.
func reviewer(n store.Notice) string {
	switch {
	case n.On != nil && n.On.Owner != "":
		return n.On.Owner
	case n.On != nil:
		return n.On.Creator
	case n.Of != nil:
		return n.Of.Who
	}
	return ""
}

// hold puts notices off.
func (c *composing) hold(list []store.Notice, until time.Time, all bool) store.Draft {
	for _, n := range list {
		if all || !n.Tells() {
			c.draft.Hold[n.Key] = until
		}
	}
	return c.draft
}

// hadOne reports whether the channel is a member's, who already got a message today that nobody asked for.
func (c *composing) hadOne(last time.Time) bool {
	loc := c.Calendar.Location()
	return isMember(c.channel) && !last.IsZero() && calendar.DateOf(last.In(loc)) == calendar.DateOf(c.now.In(loc))
}

// troubles puts notices off, but for those that tell of trouble, and returns these.
func (c *composing) troubles(list []store.Notice, until time.Time) []store.Notice {
	c.hold(list, until, false)
	return slices.DeleteFunc(slices.Clone(list), func(n store.Notice) bool { return !n.Tells() })
}

// leaveOut gives up notices that a member does not want, and returns those that tell of trouble.
func (c *composing) leaveOut(list []store.Notice) []store.Notice {
	return slices.DeleteFunc(slices.Clone(list), func(n store.Notice) bool {
		if !n.Tells() {
			c.draft.Drop[n.Key] = "the member wants no messages unasked"
		}
		return !n.Tells()
	})
}

// write makes the lines: one for each subject and share, the longest due first.
func (c *composing) write(list []store.Notice) {
	lines := map[string]bool{}
	for _, n := range list {
		about := n.Subject() + "\x00" + n.Body
		if n.Tells() {
			about = n.Key
		}
		if !lines[about] && len(lines) == digest {
			continue // it stays due, and comes with the next message
		}
		c.draft.Keys = append(c.draft.Keys, n.Key)
		c.draft.Unasked = c.draft.Unasked || n.Of == nil
		if lines[about] {
			continue
		}
		lines[about] = true
		newest := n
		for _, o := range list {
			if o.Subject() == n.Subject() && o.Body == n.Body && !o.Tells() && !n.Tells() && o.At.After(newest.At) {
				newest = o
			}
		}
		line := c.line(newest)
		line.Key = n.Key
		c.draft.Lines = append(c.draft.Lines, line)
		if n.Rule == ruleWatch {
			for _, f := range c.found[n.Reminder] {
				c.draft.Seen[n.Reminder] = append(c.draft.Seen[n.Reminder], f.Hash)
			}
		}
	}
	c.draft.Text = text(c.draft.Lines)
}

// text is the notification and the fallback: all lines, the first one first.
func text(lines []store.Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteString("\n")
		}
		if l.Done {
			b.WriteString("(done) ")
		}
		b.WriteString(l.Text)
	}
	return b.String()
}

// line says one notice in words.
func (c *composing) line(n store.Notice) store.Line {
	var l store.Line
	switch {
	case n.Rule == store.RuleBlocked:
		l = store.Line{Room: n.To, Text: fmt.Sprintf("I could not show a notice about %s there (%s), and try again every day. Invite me, or name another place.",
			c.subject(n), n.Reason)}
	case n.Rule == store.RuleUnsure:
		l = store.Line{Room: n.To, Text: fmt.Sprintf("A notice about %s may or may not have been shown there: I cannot read the channel (%s).", c.subject(n), n.Reason)}
	case n.Of != nil:
		l = c.reminderLine(n)
	default:
		l = c.itemLine(n)
	}
	if late := c.now.Sub(n.At); late > lateFrom && !n.Tells() && (n.Hold.IsZero() || n.Attempt > 0) {
		l.Text += c.wasDue(n, late)
	}
	return l
}

// wasDue says when a late notice was due, and how late it is once that is a day.
func (c *composing) wasDue(n store.Notice, late time.Duration) string {
	at := n.At.In(c.zone(n))
	s := " (was due " + calendar.DateOf(at).Words() + at.Format(" 15:04") + ")"
	if days := int(late / (24 * time.Hour)); days > 0 {
		s = strings.TrimSuffix(s, ")") + fmt.Sprintf(", %s late)", count(days, "day"))
	}
	if late > tooLate {
		s += ": does it still stand?"
	}
	return s
}

func (c *composing) zone(n store.Notice) *time.Location {
	if loc, err := time.LoadLocation(n.Zone); n.Zone != "" && err == nil {
		return loc
	}
	return c.Calendar.Location()
}

// subject names what a notice is about, in short.
func (c *composing) subject(n store.Notice) string {
	if n.On != nil {
		return n.On.ID + " " + quoted(n.On.Text)
	}
	return n.Of.ID + " " + quoted(n.Of.Text)
}

func (c *composing) reminderLine(n store.Notice) store.Line {
	l := store.Line{Text: "Reminder: " + short(n.Of.Text)}
	if n.Rule == ruleWatch {
		l.Text = "New on " + quoted(n.Of.Watch.Question) + ":"
		for _, f := range c.found[n.Reminder] {
			l.Text += "\n" + f.Text
		}
		return l
	}
	switch {
	case n.Of.For != "" && !isMember(c.channel):
		l.Who = n.Of.For
	case n.Of.For != "" && n.Of.For != n.Of.Who:
		l.Text += " (from a member who asked me to remind you)"
	}
	return l
}

func (c *composing) itemLine(n store.Notice) store.Line {
	it := n.On
	l := store.Line{Text: it.ID + " " + quoted(it.Text)}
	if it.Number != "" {
		l.Text = it.Number + ", " + l.Text
	}
	if n.Body != "" {
		l.Text = n.Body + ": " + l.Text
	} else if it.Owner != "" && !isMember(c.channel) {
		l.Who = it.Owner
	}
	l.Text += ": " + c.standing(n)
	if n.Shifted != "" {
		nominal, _, _ := strings.Cut(n.Nominal, "T")
		if d, err := calendar.ParseDate(nominal); err == nil {
			l.Text += fmt.Sprintf(" (brought forward from %s, %s)", d.Words(), n.Shifted)
		}
	}
	return l
}

// standing says where an item stands: how much was received, and its deadline seen from today.
func (c *composing) standing(n store.Notice) string {
	it := n.On
	var parts []string
	if len(it.Shares) > 0 && n.Body == "" {
		got := 0
		var awaited []string
		for _, s := range it.Shares {
			if s.Received.IsZero() {
				awaited = append(awaited, s.Body)
			} else {
				got++
			}
		}
		parts = append(parts, fmt.Sprintf("%d of %d received", got, len(it.Shares)))
		if it.Named && len(awaited) > 0 {
			parts = append(parts, "awaited from "+strings.Join(awaited, ", "))
		}
	}
	due, err := calendar.ParseDate(it.Due.Date)
	if err != nil {
		return strings.Join(append(parts, "due "+it.Due.String()), ", ")
	}
	when := due.Words()
	if it.Due.Time != "" {
		when += " " + it.Due.Time
	}
	switch left := calendar.DateOf(c.now.In(c.zone(n))).DaysUntil(due); {
	case left < 0:
		parts = append(parts, "awaited since "+when+", "+count(-left, "day"))
	case left == 0:
		parts = append(parts, "due today, "+when)
	case left == 1:
		parts = append(parts, "due tomorrow, "+when)
	default:
		parts = append(parts, "due "+when+", in "+count(left, "day"))
	}
	return strings.Join(parts, ", ")
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// short is text on one line, cut at a number of runes.
func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) <= longText {
		return s
	}
	return string([]rune(s)[:longText-1]) + "…"
}

func quoted(s string) string { return "“" + short(s) + "”" }

// amended are the lines of a shown delivery as they should read now: what is finished is struck out, what came back is not any more, and
// on the day itself a line says what is true now. The same reports whether nothing changed.
func amended(p *Policy, e store.Edit, now time.Time) (lines []store.Line, same bool) {
	c := &composing{Policy: p, now: now, channel: e.Channel}
	byKey := map[string]store.Notice{}
	for _, n := range e.Notices {
		byKey[n.Key] = n
	}
	lines = slices.Clone(e.Lines)
	for i, l := range lines {
		n, ok := byKey[l.Key]
		if !ok || n.Tells() || n.Rule == ruleWatch {
			continue
		}
		lines[i].Done = finished(n)
		if !lines[i].Done && n.On != nil && now.Sub(e.Posted) < 24*time.Hour {
			fresh := c.itemLine(n)
			if at := strings.LastIndex(l.Text, " (was due "); at > 0 {
				fresh.Text += l.Text[at:]
			}
			lines[i].Text, lines[i].Who = fresh.Text, fresh.Who
		}
	}
	return lines, slices.Equal(lines, e.Lines)
}

// finished reports whether nothing more is awaited of what a notice is about.
func finished(n store.Notice) bool {
	switch {
	case n.On == nil && n.Of == nil:
		return true
	case n.Of != nil:
		return false // it was shown, and there is nothing to do about it
	case !n.On.Open():
		return true
	case n.Body != "":
		s := n.On.Share(n.Body)
		return s != nil && !s.Received.IsZero()
	}
	return false
}

// watches are the reminders among notices that ask for passages.
func watches(list []store.Occurrence) []string {
	ids := map[string]bool{}
	for _, o := range list {
		if o.Rule == ruleWatch {
			ids[o.Reminder] = true
		}
	}
	return slices.Sorted(maps.Keys(ids))
}
