package group_test

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"rabita/index/vocab"
)

// TestFind, TestAmbiguous and TestPhonetic read lines "text -> what is found". UPDATE=1 rewrites the right side: read the diff.
func TestFind(t *testing.T)      { cases(t, "testdata/find.txt") }
func TestAmbiguous(t *testing.T) { cases(t, "testdata/ambiguous.txt") }
func TestPhonetic(t *testing.T)  { cases(t, "testdata/phonetic.txt") }

func cases(t *testing.T, file string) {
	v, err := sample(t).Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines, n := strings.Split(string(data), "\n"), 0
	friends := false // the part of the file where nothing may be found
	for i, line := range lines {
		friends = friends || strings.HasPrefix(line, "# False friends")
		text, want, ok := strings.Cut(line, " ->")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		n++
		want = strings.TrimSpace(want)
		got := show(v.FindIn(context(text)))
		if friends {
			want = "-"
		}
		if os.Getenv("UPDATE") != "" && !friends {
			lines[i] = text + " -> " + got
		} else if got != want {
			t.Errorf("%s:%d: Find(%q)\n got %s\nwant %s", file, i+1, text, got, want)
		}
	}
	if n < 20 {
		t.Errorf("%s holds %d cases; its lines read \"text -> what is found\"", file, n)
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(strings.Join(lines, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// context takes "year=2012 place=KP" off the front of a case.
func context(text string) (string, vocab.Context) {
	var c vocab.Context
	for {
		word, rest, _ := strings.Cut(text, " ")
		switch {
		case strings.HasPrefix(word, "year="):
			c.Year, _ = strconv.Atoi(word[len("year="):])
		case strings.HasPrefix(word, "place="):
			c.Place = word[len("place="):]
		default:
			return text, c
		}
		text = rest
	}
}

func show(found []vocab.Mention) string {
	if len(found) == 0 {
		return "-"
	}
	var out []string
	for _, m := range found {
		s := m.Text
		switch m.How {
		case vocab.Sounded:
			s += " ~" + m.Alias
		case vocab.Misspelt:
			s += " =" + m.Alias
		}
		s += " " + readings(m.Readings)
		if m.Ask {
			s += " ASK"
		}
		if !m.Certain {
			s += " ?"
		}
		if m.Also != nil {
			s += " (" + readings(m.Also) + ")"
		}
		out = append(out, s)
	}
	return strings.Join(out, " | ")
}

func readings(rs []vocab.Reading) string {
	var out []string
	for _, r := range rs {
		s := fmt.Sprintf("%s:%s", r.Kind, r.Key)
		if r.Kind == "" {
			s = fmt.Sprintf("%q", r.Name)
		} else if r.Kind == vocab.Topic && r.Place != "" {
			s += "@" + r.Place
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}
