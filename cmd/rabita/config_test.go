package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestConfigMistakes runs testdata/config.txt: what .env holds and the environment says, and what serve answers: one line that names the
// variable and what to do, exit status 2, and nothing of any token.
func TestConfigMistakes(t *testing.T) {
	data, err := os.ReadFile("testdata/config.txt")
	if err != nil {
		t.Fatal(err)
	}
	const fine = "SLACK_BOT_TOKEN=xoxb-CANARY-0123456789\nSLACK_APP_TOKEN=xapp-CANARY-0123456789\nRABITA_DATA=data\n"
	unescape := strings.NewReplacer(`\n`, "\n", `\t`, "\t", `\r`, "\r", "BOM", "\ufeff", "FINE", fine, "SECRET", "CANARY0123456789abcdef")
	n := 0
	for line := range strings.Lines(string(data)) {
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		given, want, ok := strings.Cut(line, " -> ")
		if !ok {
			t.Fatalf("no \" -> \" in %q", line)
		}
		n++
		t.Run(given, func(t *testing.T) {
			dir := t.TempDir()
			file, vars, _ := strings.Cut(given, " | ")
			switch file {
			case "none":
			case "folder":
				if err := os.Mkdir(filepath.Join(dir, ".env"), 0o700); err != nil {
					t.Fatal(err)
				}
			default:
				if err := os.WriteFile(filepath.Join(dir, ".env"), []byte(unescape.Replace(file)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			environ := map[string]string{}
			for v := range strings.SplitSeq(vars, ";") {
				name, value, _ := strings.Cut(strings.TrimSpace(v), "=")
				environ[name] = unescape.Replace(value)
			}
			var stdout, stderr bytes.Buffer
			code := run(t.Context(), &env{args: []string{"serve"}, stdin: strings.NewReader(""), stdout: &stdout, stderr: &stderr, folder: dir,
				getenv: func(name string) string { return environ[name] }, now: time.Now})
			said := stderr.String()
			if code != 2 || strings.Count(said, "\n") != 1 || strings.Contains(said, "CANARY") || stdout.Len() > 0 {
				t.Errorf("exit status %d, %q; want 2 and one line without a token", code, said)
			}
			for w := range strings.SplitSeq(want, " ... ") {
				if !strings.Contains(said, w) {
					t.Errorf("%q is not in %q", w, said)
				}
			}
		})
	}
	if n < 30 {
		t.Errorf("%d cases, want 30", n)
	}
}

// TestSettingFromDotEnv: every command finds the data that .env names, but for the sandbox, which is not to work on the real bot's.
func TestSettingFromDotEnv(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, ".env"), []byte("\ufeffRABITA_DATA=here\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	e := &env{folder: dir, getenv: func(string) string { return "" }}
	if _, c := flags(e, "doctor", "data"); c.dir != "here" {
		t.Errorf("doctor looks at %q", c.dir)
	}
	e.getenv = func(name string) string { return map[string]string{"RABITA_DATA": "there"}[name] }
	if _, c := flags(e, "doctor", "data"); c.dir != "there" {
		t.Errorf("doctor looks at %q, though the environment says otherwise", c.dir)
	}
}
