package main

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"rabita/bot/slackapp/fakeslack"
)

// TestMain makes the test binary be the program itself where a script, or the program, runs it as one. The sample's cache is one for all.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "check-store" { // as verifyStore runs it from within a test
		main()
	}
	testscript.Main(tests{m}, map[string]func(){"rabita": main, "slackprocess": slackProcess})
}

type tests struct{ *testing.M }

// Run is testing.M's, with a cache that goes with the tests.
func (t tests) Run() int {
	dir, err := os.MkdirTemp("", "rabita-test-")
	if err != nil {
		panic(err)
	}
	defer os.RemoveAll(dir)
	for _, name := range []string{"XDG_CACHE_HOME", "LocalAppData"} {
		os.Setenv(name, dir)
	}
	for _, name := range variables { // the operator's own
		os.Unsetenv(name)
	}
	return t.M.Run()
}

// TestScript drives the whole program: testdata/script/*.txtar. Beside testscript's own words a script has
//
//	exits STATUS rabita ARGS...   run a command that ends with that exit status
//	slack                         a Slack of the test's own, with tokens for the program in the environment
//	connected                     wait until the program has opened a socket to it
//	within SECONDS rabita ARGS... run a command that must fail within that time
func TestScript(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE") != "",
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"XDG_CACHE_HOME", "LocalAppData"} {
				env.Setenv(name, os.Getenv(name))
			}
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": scriptExits, "slack": scriptSlack, "connected": scriptConnected, "within": scriptWithin,
		},
	})
}

func scriptExits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		exit, ended := errors.AsType[*exec.ExitError](err)
		if !ended {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}

func scriptWithin(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: within SECONDS COMMAND...")
	}
	limit, err := strconv.ParseFloat(args[0], 64)
	ts.Check(err)
	began := time.Now()
	if err := ts.Exec(args[1], args[2:]...); err == nil {
		ts.Fatalf("it did not fail")
	}
	if took := time.Since(began).Seconds(); took > limit {
		ts.Fatalf("it took %.1f s, want at most %v", took, limit)
	}
}

// scriptSlacks are the Slacks of running scripts, by working folder.
var scriptSlacks = make(chan map[string]*fakeslack.Server, 1)

func init() { scriptSlacks <- map[string]*fakeslack.Server{} }

func scriptSlack(ts *testscript.TestScript, neg bool, args []string) {
	fake := fakeslack.New(fakeslack.Options{Workspace: fakeslack.Workspace{
		Members:  []fakeslack.Member{{ID: "U0000COORD", Name: "coordinator"}},
		Channels: []fakeslack.Channel{{ID: "C0000GROUP", Name: "group-all", Members: []string{"coordinator", "bot"}}},
	}})
	ts.Check(fake.Start("127.0.0.1:0"))
	dir := ts.MkAbs(".")
	all := <-scriptSlacks
	all[dir] = fake
	scriptSlacks <- all
	ts.Setenv("SLACK_API_URL", fake.APIURL())
	ts.Setenv("SLACK_BOT_TOKEN", fakeslack.DefaultBotToken)
	ts.Setenv("SLACK_APP_TOKEN", fakeslack.DefaultAppToken)
	ts.Defer(func() {
		all := <-scriptSlacks
		delete(all, dir)
		scriptSlacks <- all
		fake.Close()
	})
}

func scriptConnected(ts *testscript.TestScript, neg bool, args []string) {
	all := <-scriptSlacks
	fake := all[ts.MkAbs(".")]
	scriptSlacks <- all
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	ts.Check(fake.WaitSockets(ctx, 1))
}

// TestExampleGroupLoads keeps the file that `rabita init` writes right.
func TestExampleGroupLoads(t *testing.T) {
	path := filepath.Join(t.TempDir(), groupName)
	if err := writeNew(path, firstGroup); err != nil {
		t.Fatal(err)
	}
	if _, err := loadGroup(filepath.Dir(path)); err != nil {
		t.Error(err)
	}
	if err := writeNew(path, firstGroup); err == nil {
		t.Error("a file that was there was written over")
	}
}
