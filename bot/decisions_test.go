package bot_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"rabita/bot"
)

// laterPapers are the record of a meeting, a correction of it that names no decision, and five trackers, the newest with the lowest id.
func laterPapers() fstest.MapFS {
	paper := func(id, kind, issued, text string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte(fmt.Sprintf("---\nid: %s\ntitle: Paper %[1]s of the 25th IPMG\ntype: %s\nmeeting: 25\ndate: %s\nissued: %[3]s\nbody: NCSW\njurisdiction: PK\nlanguage: en\n"+
			"provenance: synthetic\nstatus: confirmed\naudience: everyone\n%s", id, kind, issued, text))}
	}
	files := fstest.MapFS{
		"minutes.md": paper("D10", "minutes", "2030-03-01", `---
# Minutes of the 25th IPMG

## Item 3: Decisions and action points

25.1 The Women Development Department of Sindh shall send the register of shelters to NCSW by 31 May 2030.

25.2 The Women Development Department of Punjab shall send the list of focal persons to NCSW by 30 June 2030.

### Action matrix

| No. | Action | Responsible | Support | Deadline |
|---|---|---|---|---|
| 25.1 | Register of shelters to NCSW | Sindh WDD | NCSW | 31 May 2030 |
| 25.2 | List of focal persons to NCSW | Punjab WDD | NCSW | 30 Jun 2030 |
`),
		"corrigendum.md": paper("D11", "corrigendum", "2030-03-20", `relations:
  - kind: corrects
    to: D10
---
# Corrigendum to the minutes of the 25th IPMG

1. In item 3, decision 25.1 and the row below it, for "31 May 2030" read "30 September 2030".
`)}
	for i, said := range []string{"Drafted", "Sent to districts", "Half of the districts answered", "All districts answered", "With the Secretary for signature"} {
		id := fmt.Sprintf("D%02d", 9-i)
		files[id+".md"] = paper(id, "tracker", fmt.Sprintf("2030-%02d-10", 4+i), fmt.Sprintf(`---
# Action tracker of the 25th IPMG

| No. | Action | Responsible | Status |
|---|---|---|---|
| 25.1 | Register of shelters to NCSW | Sindh WDD | %s |
`, said))
	}
	return files
}

// TestDecisions holds that answers, items, and briefs have the same day of a decision and the same last word on it.
func TestDecisions(t *testing.T) {
	grp, ix, err := buildSample(t, laterPapers())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := ix.Close(); err != nil {
			t.Error(err)
		}
	})
	b := newBot(t, grp, ix)
	said := func(who string, at time.Time, text string) string {
		t.Helper()
		r := say(t, b, bot.Message{Who: who, Text: text, At: at, Channel: "C0IPMGSEC1"})
		return everything(r)
	}
	before, after := time.Date(2030, 3, 10, 10, 0, 0, 0, time.UTC), time.Date(2030, 8, 20, 10, 0, 0, 0, time.UTC)
	said(secretary, before.AddDate(0, -1, 0), "25th IPMG is 1 March 2030 in Lahore")
	for _, c := range []struct {
		at        time.Time
		text      string
		want, not string
	}{
		{before, "is 25.1 overdue?", "31 May 2030", "30 Sep 2030"},
		{after, "is 25.1 overdue?", "30 Sep 2030", "due 31 May 2030"},
		{after, "decisions of the 25th", "25.1 by 30 Sep 2030", "25.1 by 31 May 2030"},
		{after, "is 25.1 overdue?", "With the Secretary for signature", "All districts answered"},
		{after, "brief 26th", "With the Secretary for signature", "All districts answered"},
		{after, "action propose 25th", "Mon 30 Sep 2030", "31 May 2030"},
		{after, "action claim 25.1", "Mon 30 Sep 2030", "31 May 2030"},
		{after, "which actions of the 25th are overdue", "25.2", "25.1 Register"},
	} {
		got := said(secretary, c.at, c.text)
		if !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
			t.Errorf("%q at %s: want %q and not %q in\n%s", c.text, c.at.Format(time.DateOnly), c.want, c.not, got)
		}
	}
}
