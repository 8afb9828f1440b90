package ingest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"rabita/bot/group"
	"rabita/index"
	"rabita/index/vocab"
)

const sampleDir = "../../fixtures/ipmg/documents"

func sampleVocabulary(t testing.TB) *vocab.Vocabulary {
	t.Helper()
	g, err := group.LoadFile("../../fixtures/ipmg/group.yaml")
	if err != nil {
		t.Fatalf("the sample group: %v", err)
	}
	v, err := g.Vocabulary()
	if err != nil {
		t.Fatalf("the sample vocabulary: %v", err)
	}
	return v
}

// listing prints a document for golden files: what it is, then its passages with what was read of them.
func listing(d *index.Document) string {
	var b strings.Builder
	field := func(name, value string) {
		if value == "" || value == "0" {
			return
		}
		from := d.TakenFrom[name]
		if from != "" && from != "front matter" {
			from = " (" + from + ")"
		} else {
			from = ""
		}
		fmt.Fprintf(&b, "%s: %s%s\n", name, value, from)
	}
	field("id", d.ID)
	for _, name := range fieldOrder[1 : len(fieldOrder)-1] {
		field(name, Field(d, name))
	}
	for _, r := range d.Relations {
		fmt.Fprintf(&b, "relation: %s %s\n", r.Kind, strings.Join(strings.Fields(r.To+" "+r.Passage+" "+r.Target), " "))
	}
	for _, x := range d.Doubts {
		fmt.Fprintf(&b, "doubt: %s %q: %s\n", x.Field, x.Choices, x.Why)
	}
	for _, a := range d.Attendance {
		fmt.Fprintf(&b, "attendance: %s %s %s\n", a.Body, a.State, a.Passage)
	}
	var path []string
	for i := range d.Passages {
		p := &d.Passages[i]
		if !slices.Equal(path, p.Heading) {
			path = p.Heading
			fmt.Fprintf(&b, "\n= %s\n", strings.Join(path, " > "))
		}
		fmt.Fprintf(&b, "\n%s [%s]", p.Locator, p.Kind)
		for _, f := range []struct{ name, value string }{{"body", p.Body}, {"place", p.Place}, {"speaker", p.Speaker}, {"number", p.Number}, {"section", p.Section},
			{"responsible", strings.Join(p.Responsible, ",")}, {"support", strings.Join(p.Support, ",")}, {"deadline", string(p.Deadline)}, {"event", p.Event},
			{"corrected by", strings.Join(p.CorrectedBy, ",")}} {
			if f.value != "" {
				fmt.Fprintf(&b, " %s=%s", f.name, f.value)
			}
		}
		fmt.Fprintf(&b, "\n  %s\n", strings.ReplaceAll(d.Quote(p), "\n", "\n  "))
		if len(p.Cells) > 0 {
			var headers []string
			for _, c := range p.Cells {
				headers = append(headers, c.Header)
			}
			fmt.Fprintf(&b, "  under: %s\n", strings.Join(headers, " | "))
		}
	}
	return b.String()
}

// golden compares got with the file, or writes it where UPDATE is set.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if os.Getenv("UPDATE") != "" {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: run with UPDATE=1 to write it, and read what it says", err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s differs (-want +got):\n%s", file, diff)
	}
}

// sample reads the whole sample, resolved.
func sample(t testing.TB) map[string]*index.Document {
	t.Helper()
	v := sampleVocabulary(t)
	docs := map[string]*index.Document{}
	var list []*index.Document
	for _, f := range sampleFiles(t) {
		d, err := Parse(f, readFile(t, f), nil, v)
		if err != nil {
			t.Fatal(err)
		}
		docs[d.ID] = d
		list = append(list, d)
	}
	for _, d := range Resolve(list) {
		docs[d.ID] = d
	}
	return docs
}

func TestGoldens(t *testing.T) {
	docs := sample(t)
	for _, id := range []string{"F04", "F06", "F16", "F32", "F33", "F40"} {
		d := docs[id]
		if d == nil {
			t.Errorf("the sample has no %s", id)
			continue
		}
		golden(t, "testdata/golden/"+id+".txt", listing(d))
	}
}

// TestPapers reads small papers, each showing one habit of offices, beside the golden file of what comes out. A refused one has the
// refusal there.
func TestPapers(t *testing.T) {
	v := sampleVocabulary(t)
	files, err := filepath.Glob("testdata/papers/*.*")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d papers, %v", len(files), err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".golden") || strings.HasSuffix(f, sidecarSuffix) {
			continue
		}
		t.Run(filepath.Base(f), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			sidecar, _ := os.ReadFile(f + sidecarSuffix)
			d, err := Parse(f, data, sidecar, v)
			if err != nil {
				golden(t, f+".golden", "refused: "+err.Error()+"\n")
				return
			}
			if err := check(d); err != nil {
				t.Error(err)
			}
			golden(t, f+".golden", listing(d))
		})
	}
}

// TestFacts pins what questions about the sample rest on.
func TestFacts(t *testing.T) {
	docs := sample(t)
	p := docs["F04"].Passage("F04#item-5-para-12")
	if p == nil || p.Body != "SWDWE-KP" || p.Place != "KP" || p.Locator != "item 5, para 12, p. 5" {
		t.Errorf("F04's paragraph on the KP bill is %+v", p)
	}
	for n := 1; n <= 8; n++ {
		if p := docs["F40"].Passage(fmt.Sprintf("F40#row-14-%d", n)); p == nil || p.Number != fmt.Sprintf("14.%d", n) || len(p.Responsible) == 0 {
			t.Errorf("F40's row 14.%d is %+v", n, p)
		}
	}
	for _, s := range []string{"7", "18", "19"} {
		if p := docs["F16"].Passage("F16#s-" + s); p == nil || p.Section != s {
			t.Errorf("F16's section %s is %+v", s, p)
		}
	}
	if p := docs["F04"].Passage("F04#item-5-para-11"); !slices.Equal(p.CorrectedBy, []string{"F06#para-1"}) {
		t.Errorf("F04's paragraph 11 is corrected by %v", p.CorrectedBy)
	}
	for _, id := range []string{"F04#decision-14-5", "F04#row-14-5"} {
		if p := docs["F04"].Passage(id); p == nil || !slices.Equal(p.CorrectedBy, []string{"F06#para-2"}) {
			t.Errorf("%s is corrected by %+v", id, p)
		}
	}
	if p := docs["F04"].Passage("F04#decision-14-4"); len(p.CorrectedBy) != 0 {
		t.Errorf("decision 14.4 stands, but is corrected by %v", p.CorrectedBy)
	}
	for id, want := range map[string]map[string]string{
		"F02": {"WDD-GB": "absent", "SWDWE-KP": "present"},
		"F03": {"SWWDD-AJK": "silent", "WDD-GB": "written", "WDD-Punjab": "present"},
		"F04": {"SWWDD-AJK": "present", "BCSW": "absent"},
		"F07": {"WDD-GB": "silent"},
		"F08": {"WDD-GB": "written", "SWWDD-AJK": "present"},
		"F09": {"SWDWE-KP": "absent"},
		"F10": {"SWDWE-KP": "present"},
		"F11": {"WDD-Balochistan": "absent"},
	} {
		got := map[string]string{}
		for _, a := range docs[id].Attendance {
			got[a.Body] = a.State
		}
		for body, state := range want {
			if got[body] != state {
				t.Errorf("at the meeting of %s, %s was %q, want %q", id, body, got[body], state)
			}
		}
	}
	want := []string{"F05 press_about F04", "F06 corrects F04", "F14 bill_of F15", "F21 amends F20", "F22 bill_of F23", "F25 amends F24", "F32 supersedes F31"}
	var got []string
	for _, id := range slices.Sorted(keys(docs)) {
		for _, r := range docs[id].Relations {
			if s := fmt.Sprintf("%s %s %s", id, r.Kind, r.To); !slices.Contains(got, s) {
				got = append(got, s)
			}
		}
	}
	for _, w := range want {
		if !slices.Contains(got, w) {
			t.Errorf("the relation %q is missing from %q", w, got)
		}
	}
}

func keys(m map[string]*index.Document) func(func(string) bool) {
	return func(yield func(string) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
