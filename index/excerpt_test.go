package index

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestSentences(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences.txt")
	if err != nil {
		t.Fatal(err)
	}
	cases := 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		cases++
		want := strings.Split(line, " | ")
		text := strings.Join(want, " ")
		var got []string
		for _, s := range Sentences(text) {
			got = append(got, text[s.Start:s.End])
		}
		if !slices.Equal(got, want) {
			t.Errorf("Sentences(%q) = %q", text, got)
		}
	}
	if cases < 15 {
		t.Fatalf("testdata/sentences.txt holds %d cases", cases)
	}
	if got := Sentences("Heading\n\nText here. More."); len(got) != 3 {
		t.Errorf("an empty line does not end a sentence: %v", got)
	}
}

func TestExcerpt(t *testing.T) {
	text := "The delegation thanked the Chair. The Domestic Violence Bill was tabled on 11 February 2019. It was sent to a select committee of nine members. " +
		"The budget of the department was Rs. 30 million. Shelters were opened in four districts. Nothing else was reported."
	tests := []struct {
		words []string
		max   int
		want  string
	}{
		{[]string{"bill"}, 80, "The Domestic Violence Bill was tabled on 11 February 2019."},
		{[]string{"domestic violence", "tabled", "committee"}, 150, "The Domestic Violence Bill was tabled on 11 February 2019. It was sent to a select committee of nine members."},
		{[]string{"committee"}, 150, "The Domestic Violence Bill was tabled on 11 February 2019. It was sent to a select committee of nine members."}, // "It" needs the one before
		{[]string{"committee"}, 60, "It was sent to a select committee of nine members."},
		{[]string{"shelter"}, 100, "Shelters were opened in four districts."},
		{[]string{"what", "did", "budget"}, 60, "The budget of the department was Rs. 30 million."},
		{[]string{"department"}, 20, "of the department"},
		{nil, 40, "The delegation thanked the Chair."},
		{[]string{"bill"}, 10_000, text},
		{[]string{"bill"}, 0, ""},
	}
	for _, tt := range tests {
		if got := Excerpt(text, tt.words, tt.max); got != tt.want {
			t.Errorf("Excerpt(%q, %d) = %q, want %q", tt.words, tt.max, got, tt.want)
		}
	}
	if got := Excerpt("  padded. ", []string{"x"}, 100); got != "padded." {
		t.Errorf("space around is kept: %q", got)
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("One. Two? Three!\n\nFour۔ پانچ۔ Rs. 5", "two", 10)
	f.Add("\xff. \xfe", "a b", 3)
	f.Add(strings.Repeat("a.", 50), "a", 7)
	f.Add(`He said "No." (Then left.) 12. Next`, "no", 12)
	f.Fuzz(func(t *testing.T, text, word string, limit int) {
		limit = min(max(limit, 0), 1000)
		got := Excerpt(text, []string{word}, limit)
		if !strings.Contains(text, got) || utf8.RuneCountInString(got) > limit {
			t.Errorf("Excerpt(%q, %q, %d) = %q: no piece of the text, or too long", text, word, limit, got)
		}
		if limit > 0 && got == "" && strings.TrimSpace(text) != "" {
			t.Errorf("Excerpt(%q, %q, %d) is empty", text, word, limit)
		}
		end := 0
		for _, s := range Sentences(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) || strings.TrimSpace(text[end:s.Start]) != "" {
				t.Fatalf("Sentences(%q): %v leaves words out or overlaps", text, s)
			}
			end = s.End
		}
		if strings.TrimSpace(text[end:]) != "" {
			t.Fatalf("Sentences(%q) leaves the end out", text)
		}
	})
}
