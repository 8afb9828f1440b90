package bot_test

import (
	"bytes"
	"io/fs"
	"strings"
	"testing"
	"time"

	"rabita/bot"
	"rabita/fixtures"
	"rabita/index"
)

// brought is a message with a paper.
func brought(who, name, text string) bot.Message {
	return bot.Message{Kind: bot.Mention, Text: "index this", Who: who, Channel: "C0IPMGALL1", TS: "1.1", At: time.Date(2023, 6, 30, 10, 0, 0, 0, time.UTC),
		Room: bot.Room{Name: "ipmg-all", Public: true}, Files: []bot.File{{Name: name, Data: []byte(text)}}}
}

// TestUploads: who may bring which paper, and what becomes of it. Each case sees the library the one before left.
func TestUploads(t *testing.T) {
	grp, ix, err := buildSample(t)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { ix.Close() })
	b := newBot(t, grp, ix)
	minutes, err := fs.ReadFile(fixtures.Files(), "documents/F04-minutes-14th-ipmg.md")
	if err != nil {
		t.Fatal(err)
	}
	anew := string(bytes.Replace(minutes, []byte("id: F04\n"), nil, 1))
	const secretariat, member, guest = "U0COORD01", "U0STAFFKP", "U0GUEST01"
	const points = `# Minutes of the 31st Meeting of the Inter-Provincial Ministerial Group

Held on 2 March 2023 at Karachi.

## Decisions

31.1 All WDDs shall send the list of protection officers to NCSW by 15 August 2023.

31.2 KP shall notify the rules by 31 August 2023.
`
	before := ix.Document("F04")
	for _, c := range []struct {
		name, who, file, text string
		says                  string
		id, audience          string // of the paper that is there afterwards; empty: none is new
	}{
		{"the secretariat's is read back", secretariat, "minutes.md", anew, "14th IPMG minutes, 29 Oct 2019, 7 delegations, 8 action points: correct? [D-0001]", "D-0001", "everyone"},
		{"its action points are proposed", secretariat, "31st.md", points, "2 action points of the 31st IPMG proposed. Nothing is filed until somebody claims it.", "D-0002", "everyone"},
		{"the same once more", secretariat, "minutes.md", anew, "It is there already: 14th IPMG minutes", "", ""},
		{"a member's is a proposal, whatever it says of itself", member, "note.md", "---\nid: F91\naudience: everyone\n---\n# A note\n\nThe shelter has nine rooms.\n", "Proposed to the secretariat as F91", "F91", "secretariat"},
		{"and again, in the same words for all that one may not see", member, "note.md", "---\nid: F91\naudience: everyone\n---\n# A note\n\nThe shelter has nine rooms.\n", "the secretariat has it already", "", ""},
		{"a member replaces nothing by an id", member, "mine.md", "---\nid: F04\n---\n# Mine\n\nOther words.\n", "only the secretariat replaces papers", "", ""},
		{"nor by a file's name", member, "minutes.md", "# Mine\n\nOther words.\n", "only the secretariat replaces papers", "", ""},
		{"a survivor's number is refused", secretariat, "case.md", "# A case\n\nCNIC 42101-1234567-1 came to the shelter.\n", "survivor", "", ""},
		{"a format that is not read", secretariat, "tune.mp3", "ID3", "was not taken in", "", ""},
		{"a guest's is refused", guest, "note2.md", "# A note\n\nWords.\n", "Guests can ask and read here", "", ""},
	} {
		n := len(ix.Papers().Documents())
		r, err := b.Handle(t.Context(), brought(c.who, c.file, c.text))
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		if !strings.Contains(r.Text(), c.says) {
			t.Errorf("%s: says %q, want %q", c.name, r.Text(), c.says)
		}
		if d := ix.Document(c.id); c.id != "" && (d == nil || d.Audience != c.audience) {
			t.Errorf("%s: %s is %+v, want it for %s", c.name, c.id, d, c.audience)
		}
		if grown := len(ix.Papers().Documents()) - n; (grown == 1) != (c.id != "") {
			t.Errorf("%s: %d papers more", c.name, grown)
		}
	}
	if got := ix.Document("F04"); got.Checksum != before.Checksum || got.Audience != before.Audience {
		t.Error("F04 was changed")
	}
	if d := ix.Document("F91"); d == nil || b.AudienceOf(member).Sees(d.Audience) {
		t.Error("the proposer sees the proposal before the secretariat opened it")
	}
	for _, m := range []bot.Message{
		{Kind: bot.Click, Action: "paper.change", Value: "D-0001"},
		{Kind: bot.Submit, Action: "paper.mend", Value: `{"item":"D-0001"}`, Fields: map[string]string{"date": "1 June 2001"}},
	} {
		m.Who, m.At = member, time.Date(2023, 6, 30, 10, 0, 0, 0, time.UTC)
		if r, err := b.Handle(t.Context(), m); err != nil || r.Outcome != bot.Refused || r.Modal != nil {
			t.Errorf("%s by a member: %+v, %v, want a refusal", m.Kind, r, err)
		}
	}
	if got := ix.Document("D-0001").Date; got != index.Date("2019-10-29") {
		t.Errorf("a member changed the date to %s", got)
	}
}
