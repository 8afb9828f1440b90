package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"rabita/bot/slackapp/fakeslack"
	"rabita/store"
)

// TestTermination ends the real program at arbitrary points of its life, busy and idle: it stops within ten seconds without a complaint,
// and leaves a store that is whole and was closed.
func TestTermination(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Log("there is no SIGTERM here")
		return
	}
	program := built(t)
	fake := fakeslack.New(fakeslack.Options{Workspace: fakeslack.Workspace{
		Members:  []fakeslack.Member{{ID: "U0000COORD", Name: "coordinator"}},
		Channels: []fakeslack.Channel{{ID: "C0000GROUP", Name: "group-all", Members: []string{"coordinator", "bot"}}},
	}})
	if err := fake.Start("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	defer fake.Close()
	tries := 6
	if os.Getenv("RABITA_LONG") != "" {
		tries = 200
	}
	rnd := rand.New(rand.NewPCG(1, 2))
	dir := t.TempDir()
	if _, stderr, code := rabita(t, "init", "-data", dir); code != 0 {
		t.Fatal(stderr)
	}
	for i := range tries {
		cmd := exec.CommandContext(t.Context(), program, "serve", "-data", dir)
		cmd.Env = append(os.Environ(), "SLACK_API_URL="+fake.APIURL(), "SLACK_BOT_TOKEN="+fakeslack.DefaultBotToken, "SLACK_APP_TOKEN="+fakeslack.DefaultAppToken)
		var words strings.Builder
		cmd.Stdout, cmd.Stderr = &words, &words
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 { // at work, with something to do
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			if err := fake.WaitSockets(ctx, 1); err != nil {
				t.Fatalf("%v: %s", err, words.String())
			}
			cancel()
			for n := range 1 + rnd.IntN(5) {
				if _, err := fake.Command("coordinator", "group-all", "/action", fmt.Sprintf("add try %d part %d by 1 Jan 2031", i, n)); err != nil {
					t.Logf("a command at the end: %v", err)
				}
			}
		} else { // in the middle of its start: the lock is there, or not yet
			time.Sleep(time.Duration(20+rnd.IntN(200)) * time.Millisecond)
		}
		began := time.Now()
		if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		err := cmd.Wait()
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("try %d: it took %v to stop", i, took)
		}
		if state := cmd.ProcessState.Sys().(syscall.WaitStatus); err != nil && !(i%2 == 1 && state.Signaled()) { // before it listens for signals
			t.Errorf("try %d: %v: %s", i, err, words.String())
		}
		if _, held := store.ReadHolder(filepath.Join(dir, storeName)); held && err == nil {
			t.Errorf("try %d: the store was not closed", i)
		}
		if _, err := os.Lstat(filepath.Join(dir, controlName)); err == nil {
			t.Errorf("try %d: the control socket stayed behind", i)
		}
	}
	if err := store.CheckFile(filepath.Join(dir, storeName)); err != nil {
		t.Error(err)
	}
}

// built is this program, as the test binary under another name.
func built(t *testing.T) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "rabita")
	if err := os.Link(self, path); err != nil {
		if err := copyFile(self, path); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// TestSurplus says which backups are worth keeping.
func TestSurplus(t *testing.T) {
	now := time.Date(2026, time.March, 31, 12, 0, 0, 0, time.UTC)
	made := map[time.Time]bool{}
	for hours := 0; hours < 24*60; hours += 12 {
		made[now.Add(-time.Duration(hours)*time.Hour)] = true
	}
	drop := surplus(made, now)
	for _, at := range drop {
		delete(made, at)
	}
	if len(made) != 7+3 {
		t.Errorf("%d are kept, want one a day for 7 days and one for each of three more weeks", len(made))
	}
	if !made[now] {
		t.Error("the newest is not kept")
	}
	if again := surplus(made, now); len(again) != 0 {
		t.Errorf("thinning twice drops %v more", again)
	}
	old := map[time.Time]bool{now.AddDate(-1, 0, 0): true}
	if drop := surplus(old, now); len(drop) != 0 {
		t.Error("the only backup there is was dropped for its age")
	}
}
