package ingest

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"rabita/index"
)

// check tells what is wrong with a document: the promises that index, bot and every citation rest on.
func check(d *index.Document) error {
	ids, locators, end := map[string]bool{}, map[string]bool{}, 0
	if !utf8.ValidString(d.Text) || !norm.NFC.IsNormalString(d.Text) {
		return fmt.Errorf("the stored text is no NFC")
	}
	for i := range d.Passages {
		p := &d.Passages[i]
		switch {
		case p.Start < end || p.End <= p.Start || p.End > len(d.Text):
			return fmt.Errorf("%s is bytes %d to %d, after %d of %d", p.Locator, p.Start, p.End, end, len(d.Text))
		case strings.TrimSpace(d.Quote(p)) != d.Quote(p) || !utf8.ValidString(d.Quote(p)):
			return fmt.Errorf("%s quotes %q", p.Locator, d.Quote(p))
		case ids[p.ID] || locators[p.Locator] || p.ID != d.ID+"#"+index.Slug(p.Locator):
			return fmt.Errorf("%q with id %q is not unique or not its slug", p.Locator, p.ID)
		case len(p.Hash) != 64 || p.Kind == "":
			return fmt.Errorf("%s has hash %q, kind %q", p.Locator, p.Hash, p.Kind)
		}
		ids[p.ID], locators[p.Locator], end = true, true, p.End
		for _, c := range p.Cells {
			if !strings.Contains(d.Quote(p), c.Text) {
				return fmt.Errorf("%s does not hold its cell %q", p.Locator, c.Text)
			}
		}
	}
	for _, a := range d.Attendance {
		if !ids[a.Passage] || attendanceRank[a.State] == 0 {
			return fmt.Errorf("attendance %+v", a)
		}
	}
	return nil
}

func TestSampleKeepsItsPromises(t *testing.T) {
	v := sampleVocabulary(t)
	files := sampleFiles(t)
	if len(files) < 40 {
		t.Fatalf("%d sample papers, want 40 and more", len(files))
	}
	for _, f := range files {
		d, err := Parse(f, readFile(t, f), nil, v)
		if err != nil {
			t.Error(err)
			continue
		}
		if err := check(d); err != nil {
			t.Errorf("%s: %v", d.ID, err)
		}
		// Nothing a passage says is lost or invented: its words are in the file, in order.
		words := strings.Fields(lettersOnly(string(readFile(t, f))))
		at := 0
		for i := range d.Passages {
			for _, w := range strings.Fields(lettersOnly(d.Quote(&d.Passages[i]))) {
				for at < len(words) && words[at] != w && !(at+1 < len(words) && words[at]+words[at+1] == w) {
					at++
				}
				if at == len(words) {
					t.Fatalf("%s %s: the word %q is not in the file at its place", d.ID, d.Passages[i].Locator, w)
				}
				if words[at] != w {
					at++ // a word that was cut at the end of a line
				}
				at++
			}
		}
	}
}

func lettersOnly(s string) string {
	return strings.Map(func(r rune) rune {
		if wordRune(r) {
			return r
		}
		return ' '
	}, norm.NFC.String(s))
}

func sampleFiles(t testing.TB) []string {
	t.Helper()
	files, err := fs.Glob(os.DirFS(sampleDir), "F*.md")
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func readFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(sampleDir, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// pieces are what random papers are put together from: everything that gave trouble, and plain words.
var pieces = []string{
	"\n", "\n\n", "# ", "## ", "### ", "12. ", "13. ", "(a) ", "(1) ", "(i) ", "14.1 ", "**14.1** ", "DECISION 12.1", "Item 5: ", "## Item 5: x\n", "# THE X ACT, 2016\n",
	"## 2. Definitions\n", "## 7. Order\n", "Provided that ", "Explanation. ", "| a | b |\n|---|---|\n| 14.1 | x |\n", "| No. | Action | Responsible | Deadline |\n|---|---|---|---|\n",
	"| 1 | x | All WDDs | by 30 Jun 2020 |\n", "<!-- page 2 -->\n", "\f", "Page 3 of 9\n", "Punjab", "The Sindh delegation reported that ", "KPCSW", "Annex A", "imple-\nmentation ",
	"e\u0301", "پنجاب ", "۔ ", "\u200c", "*", "_", "`", "\\", "[x](y)", "&amp;", "> ", "- ", "1. ", "    ", "\t", "word ", "Some sentence here. ", "THE HEADING\n\n", "Title\n=====\n",
	"No.   Action        By\n1     do          WDD\n2     go          x\n", strings.Repeat("long words in a row. ", 80), strings.Repeat("x", 3000), "(498-A)", "\"498-A. Depriving.—Whoever ", "[^1]: note\n",
	"Absentees: Punjab; Sindh (no report)\n", "vote of thanks", "---\n", "\u202e", "\x02", "\u00ad\n",
	"**Sindh**\n\n", "**Part II: The review**\n", "MINUTES OF THE 3RD MEETING\nOF THE COMMITTEE\n", "CHAPTER 2\nSHELTERS\n\n", "3.2.1 ", "B.1 ", "(12) ", "Para 7. ",
	"۱۲۔ ", "۱۴.۱ ", "۲۹ اکتوبر ۲۰۱۹", "29.10.19", "Decision: ", "Resolution 2: ", "[ ] WDD Punjab - report - 5 May 2019\n", "a) All WDDs shall send it\n", "Decisions\n\n",
	"List of participants\n\n", "Present: KPCSW, Sindh; AJK sent regrets. ", "Responsible: All WDDs\nDeadline: next meeting\n", "Section 3.– Centres.– (1) The ", "1[4. Inspection.---The ",
	"CONTENTS\n\n1. Title.\n2. Words.\n", "Penalty\n4. Whoever ", "THE SCHEDULE\n", "Punjab: done. ", "سندھ کے وفد نے بتایا ", "Date: 5 May 2019   Venue: Lahore\n", "Subject: Minutes of it\n",
}

func TestRandomPapersKeepTheirPromises(t *testing.T) {
	v := sampleVocabulary(t)
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 60).Draw(t, "pieces"), "")
		name := rapid.SampledFrom([]string{"a.md", "a.txt"}).Draw(t, "name")
		kind := rapid.SampledFrom([]string{"", "---\ntype: minutes\nmeeting: 14\n---\n", "---\ntype: act\njurisdiction: PB\n---\n", "---\ntype: matrix\n---\n"}).Draw(t, "kind")
		d, err := Parse(name, []byte(kind+text), nil, v)
		if err != nil {
			return
		}
		if err := check(d); err != nil {
			t.Fatal(err)
		}
		again, err := Parse(name, []byte(kind+text), nil, v)
		if err != nil || again.Text != d.Text || len(again.Passages) != len(d.Passages) {
			t.Fatalf("the same paper reads differently the second time (%v)", err)
		}
	})
}

func FuzzParse(f *testing.F) {
	v := sampleVocabulary(f)
	for _, p := range pieces {
		f.Add("a.md", []byte("---\nid: X1\ntype: act\n---\n"+p+"text"), []byte(nil))
		f.Add("a.txt", []byte(p), []byte("title: x"))
	}
	f.Add("a.md", []byte("\xff\xfea\x00b\x00"), []byte("date: 2019-02-30"))
	f.Fuzz(func(t *testing.T, name string, data, sidecar []byte) {
		d, err := Parse(name, data, sidecar, v)
		if err != nil {
			if r, ok := err.(*Refused); !ok || r.Reason == "" {
				t.Fatalf("Parse = %#v, want a *Refused with a reason", err)
			}
			return
		}
		if err := check(d); err != nil {
			t.Fatal(err)
		}
		if err := check(WithID(d, "D-7")); err != nil {
			t.Fatal(err)
		}
	})
}
