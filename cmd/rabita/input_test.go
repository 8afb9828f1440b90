package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

// rabita runs the program in this process, at a fixed moment.
func rabita(t testing.TB, args ...string) (stdout, stderr string, code int) {
	t.Helper()
	var out, err bytes.Buffer
	code = run(t.Context(), &env{args: args, stdin: strings.NewReader(""), stdout: &out, stderr: &err, getenv: func(string) string { return "" },
		now: func() time.Time { return time.Date(2023, time.June, 30, 5, 0, 0, 0, time.UTC) }})
	return out.String(), err.String(), code
}

// TestBadInput says that nothing a member can type costs more than two seconds, panics, mentions anybody or ends without words.
func TestBadInput(t *testing.T) {
	inputs := map[string]string{
		"empty":           "",
		"spaces":          " \t\n ",
		"one NUL":         "\x00",
		"40,000 letters":  strings.Repeat("a", 40_000),
		"40,000 words":    strings.Repeat("what did KP report ", 2_200),
		"one long word":   strings.Repeat("x", 262_144),
		"invalid UTF-8":   "what did \xff\xfe report",
		"wildcards":       strings.Repeat("doc* ", 200),
		"a query":         `_id:* AND (a~9 OR /.*/) "((((`,
		"quotes":          strings.Repeat(`"`, 9_999),
		"brackets":        strings.Repeat("(", 5_000),
		"a mention":       "<!channel> <!here> <!everyone> what did KP report?",
		"a link":          "<https://evil.example|https://gov.example> report",
		"no such day":     "remind me on 30 Feb to call",
		"nor this":        "action add send the list by 31/2/2024",
		"nor that":        "0000-00-00",
		"direction":       "\u202Ewhat did KP report",
		"nothing to see":  "\u200b\u200b\u200b",
		"accents":         strings.Repeat("\u0301", 5_000),
		"formats":         "%s%n%d $(id) ../../etc/passwd",
		"Turkish letters": "İstanbul ıssız ß",
		"digits":          "۳۱ دسمبر ٣٠/٢",
	}
	if _, stderr, code := rabita(t, "ask", "-sample", "help"); code != 0 { // the first reads the papers
		t.Fatal(stderr)
	}
	for name, text := range inputs {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			stdout, stderr, code := rabita(t, "ask", "-sample", "-json", "--", text)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("it took %v", took)
			}
			if code != 0 {
				t.Fatalf("exit status %d: %s", code, stderr)
			}
			var a answerJSON
			if err := json.Unmarshal([]byte(stdout), &a); err != nil {
				t.Fatalf("no JSON: %v", err)
			}
			if strings.TrimSpace(a.Text) == "" || a.Outcome == "" {
				t.Errorf("no reply: %+v", a)
			}
			if len(a.Actions) > 0 && a.Actions[0].ID != "" {
				t.Errorf("something was kept: %+v", a.Actions)
			}
		})
	}
}

// TestAskShape compares what `rabita ask -json` prints with the shape that others rely on, key by key and in both directions.
func TestAskShape(t *testing.T) {
	data, err := os.ReadFile("testdata/ask.json")
	if err != nil {
		t.Fatal(err)
	}
	var want any
	if err := json.Unmarshal(data, &want); err != nil {
		t.Fatal(err)
	}
	question := []string{"ask", "-sample", "-as-of", "2019-11-20T10:00:00+05:00", "-json"}
	for _, words := range []string{"what did KP report on VAW legislation?", "action add send the list by 8 November", "asdf qwer", ""} {
		stdout, stderr, code := rabita(t, append(question, words)...)
		if code != 0 {
			t.Fatalf("%q: exit status %d: %s", words, code, stderr)
		}
		if strings.Count(stdout, "\n") != 1 {
			t.Errorf("%q: %d lines on standard output, want one", words, strings.Count(stdout, "\n"))
		}
		var got any
		if err := json.Unmarshal([]byte(stdout), &got); err != nil {
			t.Fatalf("%q: %v", words, err)
		}
		for _, diff := range shapes("", want, got) {
			t.Errorf("%q: %s", words, diff)
		}
	}
	stdout, _, _ := rabita(t, append(question, "what did KP report on VAW legislation?")...)
	var a answerJSON
	if err := json.Unmarshal([]byte(stdout), &a); err != nil {
		t.Fatal(err)
	}
	if !a.Found || a.Outcome != "answer" || a.AsOf != "2019-11-20T10:00:00+05:00" || len(a.Passages) == 0 || !slices.Equal(a.ReadAs.Places, []string{"KP"}) {
		t.Errorf("the shape is filled with %+v", a)
	}
}

// shapes compares the kinds of two JSON values: the same keys, lists where lists are wanted, elements like the first of the wanted list.
func shapes(at string, want, got any) (diffs []string) {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if !ok {
			return []string{at + " is no object"}
		}
		for k := range want {
			if _, ok := got[k]; !ok {
				diffs = append(diffs, at+"."+k+" is missing")
				continue
			}
			diffs = append(diffs, shapes(at+"."+k, want[k], got[k])...)
		}
		for k := range got {
			if _, ok := want[k]; !ok {
				diffs = append(diffs, at+"."+k+" is not in the design")
			}
		}
	case []any:
		got, ok := got.([]any)
		if !ok {
			return []string{at + " is no list"}
		}
		for i := range got {
			diffs = append(diffs, shapes(fmt.Sprintf("%s[%d]", at, i), want[0], got[i])...)
		}
	default:
		if fmt.Sprintf("%T", want) != fmt.Sprintf("%T", got) {
			diffs = append(diffs, fmt.Sprintf("%s is a %T, want a %T", at, got, want))
		}
	}
	return diffs
}

// TestSecretsStayHidden prints a configuration in every way there is.
func TestSecretsStayHidden(t *testing.T) {
	c := Config{BotToken: "xoxb-canary", AppToken: "xapp-canary", SigningSecret: "canary"}
	j, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{fmt.Sprint(c), fmt.Sprintf("%v", c), fmt.Sprintf("%+v", c), fmt.Sprintf("%#v", c), fmt.Sprintf("%s %q", c.BotToken, c.AppToken), string(j), strings.Join(c.check(), " ")} {
		if strings.Contains(text, "canary") {
			t.Errorf("a secret shows in %s", text)
		}
	}
}
