package bot

import (
	"context"
	"errors"
	"log/slog"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"rabita/bot/group"
	"rabita/bot/intent"
	"rabita/index"
	"rabita/index/vocab"
	"rabita/store"
)

// A Bot answers one group. It is safe for use by many goroutines.
type Bot struct {
	log *slog.Logger
	grp *group.Group
	st  *store.Store
	ix  *index.Index
	voc atomic.Pointer[vocab.Vocabulary]

	checks []Check

	bare   atomic.Pointer[bareWords]
	titles atomic.Pointer[knownTitles]
	terms  sync.Map     // passage id -> readPassage
	kept   atomic.Int64 // entries put into terms
}

// A Check is what a part of the program that the bot does not know says about itself when the secretariat asks for its health: sentences,
// the weightiest first; none if all is well and nothing worth saying. shown writes a time as the reader wants it.
type Check func(now time.Time, shown func(time.Time) string) []string

// Watch adds to what "health" tells. It is called before the first Handle.
func (b *Bot) Watch(checks ...Check) { b.checks = append(b.checks, checks...) }

// bareWords are the words of a vocabulary by their consonants, and its names by their terms.
type bareWords struct {
	of    *vocab.Vocabulary
	words map[string]string
	loose []intent.LooseName
}

// bareNames gives the words of the vocabulary by their consonants and its names by their terms; they are worked out anew when the vocabulary
// was changed.
func (b *Bot) bareNames() *bareWords {
	voc := b.voc.Load()
	if have := b.bare.Load(); have != nil && have.of == voc {
		return have
	}
	now := &bareWords{voc, intent.Skeletons(voc), intent.LooseNames(voc)}
	b.bare.Store(now)
	return now
}

// New makes the bot of a group from what people promised and what they wrote. The vocabulary is the group's, with what the secretariat
// added in Slack.
func New(lg *slog.Logger, grp *group.Group, st *store.Store, ix *index.Index) (*Bot, error) {
	b := &Bot{log: lg, grp: grp, st: st, ix: ix}
	voc, err := grp.Vocabulary()
	if err != nil {
		return nil, err
	}
	b.voc.Store(voc)
	return b, b.refresh()
}

// Handle answers one message. It never panics on what a member can say, and it returns an error only for what is nobody's doing but the
// machine's; Sorry turns that into words.
func (b *Bot) Handle(ctx context.Context, m Message) (Reply, error) {
	if m.AsOf.IsZero() {
		m.AsOf = m.At
	}
	if r, ok, err := b.uploads(ctx, m); ok || err != nil {
		return r, err
	}
	switch m.Kind {
	case Submit:
		if r, ok, err := b.askSubmit(ctx, m); ok || err != nil {
			return r, err
		}
		return b.act(ctx, m)
	case Click, Shortcut, Home:
		return b.act(ctx, m)
	}
	text := strings.TrimSpace(m.Text)
	if text == "" || bareAsk.MatchString(text) {
		return b.help(intent.Intent{Lang: b.settings(m.Who).Language}), nil
	}
	was := b.recall(m)
	in, said, which := b.understand(m, text, was)
	in.Text = askWord.ReplaceAllString(in.Text, "")           // the question alone is shown to be changed, shared and sent on
	in.Docs, in.Last = b.seen(m, in.Docs), b.seen(m, in.Last) // a thread may have spoken of papers that this asker must not know of
	if m.Kind == Overhear && !b.addressed(in, was.question()) {
		return Reply{}, nil
	}
	if said != text {
		m.Text = said
	}
	r, err := b.reply(ctx, m, in, which)
	if errors.Is(err, index.ErrRebuilding) {
		return Reply{Outcome: Refused, Where: Ephemeral, Parts: []Part{Say(Finding, rebuilding)}}, nil
	}
	if err != nil {
		return Reply{}, err
	}
	if len(text) > intent.MaxText && !in.Kind.Orders() {
		r.Parts = append(r.Parts, Say(Small, tooLong))
	}
	switch st := b.ix.Status(); {
	case st.Damaged != nil || st.Problem != nil:
		r.Parts = append(r.Parts, Say(Small, damaged))
	case st.Replacing:
		r.Parts = append(r.Parts, Say(Small, replacing))
	}
	r.ReadAs = readAs(in)
	b.remember(m, was, in, r)
	return r, nil
}

// askWord begins a question that is asked by the command for it.
var askWord = regexp.MustCompile(`(?i)^/?ask\s+`)

// bareAsk is the command to ask with nothing asked.
var bareAsk = regexp.MustCompile(`(?i)^/?ask(?:\s+help)?[\s?!.]*$`)

const rebuilding = "The papers are being indexed again, which takes a minute or so. Nothing is lost; please ask again then."

const replacing = "The index of the papers is being built again; this answer was found without it and is complete."

const damaged = "Some papers could not be read from the disk; the operator has been told. This answer is from the others."

const tooLong = "Your message was long: only its first 2,000 bytes were read. Ask about one thing at a time."

// reply answers a message by how it was read. Which are the lines it can stand for, where they are several.
func (b *Bot) reply(ctx context.Context, m Message, in intent.Intent, which []string) (Reply, error) {
	if len(which) > 0 {
		return b.whichDecision(m, in, which), nil
	}
	switch in.Kind {
	case intent.Crisis, intent.Refuse, intent.SmallTalk, intent.Help: // the bot's own words, and none of the papers'
		in.Lang = b.spoken(m, in.Lang)
	}
	switch in.Kind {
	case intent.Crisis:
		return b.crisis(in), nil
	case intent.Refuse:
		if b.identifies(m.Text) {
			return b.desk(m, in.Lang).refusal("survivor"), nil
		}
		return b.refuse(in), nil
	case intent.SmallTalk:
		return b.smallTalk(m, in), nil
	case intent.Help:
		return b.help(in), nil
	case intent.Items, intent.Reminders, intent.Request, intent.Register:
		return b.command(ctx, m, in)
	case intent.Missing:
		if r, ok, err := b.requestAsked(ctx, m, in); ok || err != nil {
			return r, err
		}
	}
	return b.askInRoom(ctx, m, in)
}

// Sorry is the reply to an error that is not the member's doing; the caller logs the error.
func Sorry() Reply {
	return Reply{Outcome: Refused, Where: Ephemeral, Parts: []Part{Say(Finding,
		"Sorry, something went wrong on my side and I could not answer. Nothing you typed was lost; please try again in a minute. The operator can see what happened.")}}
}

// addressed reports whether something said in a thread, but not to the bot, is a follow-up it should answer: a question that leans on the
// one before, and not talk among people.
func (b *Bot) addressed(in intent.Intent, prev *intent.Intent) bool {
	if prev == nil {
		return false
	}
	switch in.Kind {
	case intent.SmallTalk, intent.Help, intent.Items, intent.Reminders, intent.Request, intent.Register:
		return false
	case intent.Crisis:
		return true
	}
	return in.Spoken()
}

// certain is how sure a misspelling must be to be read as another word without asking. At .8 "punishmnt" is, and "beats" is no "seats".
const certain = 0.8

// reader gives the reader of questions with what is known at the moment of the message.
func (b *Bot) reader(m Message) *intent.Reader {
	r := &intent.Reader{Vocabulary: b.voc.Load(), Known: b.ix.Known, Group: b.grp.Short, Skeletons: b.bareNames().words, Loose: b.bareNames().loose, TownPlace: b.grp.PlaceOfTown}
	r.Suggest = func(word string) string {
		if s := b.ix.Suggestions(word); len(s) > 0 && s[0].Edits == 1 && s[0].Certainty >= certain && s[0].Word[0] == word[0] {
			return s[0].Word
		}
		return ""
	}
	r.Hook = func(key string) []string {
		h, _ := b.grp.Hook(key)
		return append([]string{h.Text}, h.Topics...)
	}
	for _, h := range b.meetings(m.At) {
		r.Held = append(r.Held, intent.Held{Number: h.Number, Date: index.Date(h.Date.String()), Place: h.Place})
	}
	d := b.desk(m, "en")
	r.Mine, r.Keeps = d.owns, d.isSecretariat()
	r.Laws = b.laws(b.ix.Documents(b.audience(m)))
	return r
}

func readAs(in intent.Intent) ReadAs {
	r := ReadAs{Intent: string(in.Kind), Bodies: in.Bodies, Places: in.Places, Topics: in.Topics, Types: in.Types, Meetings: in.Meetings,
		Sections: in.Sections, From: string(in.From), To: string(in.To), Unknown: in.Unknown}
	for _, list := range []*[]string{&r.Bodies, &r.Places, &r.Topics, &r.Types, &r.Sections, &r.Unknown} {
		if *list == nil {
			*list = []string{}
		}
	}
	if r.Meetings == nil {
		r.Meetings = []int{}
	}
	return r
}
