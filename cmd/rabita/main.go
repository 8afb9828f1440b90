package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"text/tabwriter"
	"time"
)

// env is the world as a command sees it, so that tests can give it another.
type env struct {
	name   string   // of the command
	args   []string // after the command's name
	stdin  io.Reader
	stdout io.Writer
	stderr io.Writer
	getenv func(string) string
	now    func() time.Time
	folder string // that relative names count from; empty: the process's own
	held   *app   // the bot at work within which the command runs; nil: none
}

// path is a file's name as the command's caller meant it.
func (e *env) path(name string) string {
	if e.folder == "" || filepath.IsAbs(name) {
		return name
	}
	return filepath.Join(e.folder, name)
}

// A command is one line of the program's help. Those without a word of help are the program's own.
type command struct {
	name, args, help string
	run              func(context.Context, *env) error
}

// commands in the order a newcomer needs them.
func commands() []command {
	return []command{
		{"sandbox", "[-addr 127.0.0.1:8484] [-data DIR]", "the same bot in a local workspace in your browser", runSandbox},
		{"serve", "[-data DIR]", "answer people in Slack and deliver reminders", runServe},
		{"ask", "[-sample] [-as-of TIME] [-json] WORDS", "ask what a member can ask after @rabita", runAsk},
		{"when", "[-zone ZONE] [-json] PHRASE", "show how a deadline or a repetition is read", runWhen},
		{"ingest", "[-prune] [-json] PATH...", "add or refresh documents", runIngest},
		{"documents", "[-json] [show ID]", "list the documents known, or show one", runDocuments},
		{"items", "[-all] [-late] [-body KEY] [-owner MEMBER] [-json]", "list the action items kept", runItems},
		{"reminders", "[-channel ID] [-limit N] [-json]", "list reminders, what is planned, sent and blocked, with reasons", runReminders},
		{"init", "[-sample]", "write a group.yaml to begin with; nothing is overwritten", runInit},
		{"doctor", "[-json]", "check the configuration and the data, and say what to do", runDoctor},
		{"backup", "[-to DIR] [-keep] [-json]", "write a verified copy of the data, also of a bot at work", runBackup},
		{"restore", "[-json] BACKUP", "put a backup into an empty folder", runRestore},
		{"migrate", "", "bring the data of an older version up to this one", runMigrate},
		{"manifest", "[-http URL]", "print the app manifest to paste into Slack", runManifest},
		{"eval", "-corpus F -queries F -qrels F [-within] [-run FILE] [-json]", "measure search quality on a test collection", runEval},
		{"bench", "[-passages N] [-due] [-items] [-json]", "measure speed on this machine", runBench},
		{"version", "", "print the version", runVersion},
		{"check-store", "FILE", "", runCheckStore},
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	code := run(ctx, &env{args: os.Args[1:], stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr, getenv: os.Getenv, now: time.Now})
	stop()
	os.Exit(code)
}

// usageError is a mistake in how the program was called: exit status 2.
type usageError struct{ text string }

func (e usageError) Error() string { return e.text }

// exitStatus is the status of a command whose words were already printed, by the bot it ran in.
type exitStatus int

func (e exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

func usagef(format string, args ...any) error { return usageError{fmt.Sprintf(format, args...)} }

// run does one command and returns the exit status: 0 done, 1 failed, 2 wrong usage.
func run(ctx context.Context, e *env) int {
	if len(e.args) == 0 || e.args[0] == "help" || e.args[0] == "-h" || e.args[0] == "--help" || e.args[0] == "-help" {
		fmt.Fprint(e.stdout, help())
		if len(e.args) == 0 {
			return 2
		}
		return 0
	}
	for _, c := range commands() {
		if c.name != e.args[0] {
			continue
		}
		inner := *e
		inner.name, inner.args = c.name, e.args[1:]
		err := c.run(ctx, &inner)
		var usage usageError
		var status exitStatus
		switch {
		case err == nil, errors.Is(err, flag.ErrHelp):
			return 0
		case errors.As(err, &status):
			return int(status)
		case errors.As(err, &usage):
			fmt.Fprintf(e.stderr, "rabita %s: %v\n", c.name, err)
			return 2
		}
		fmt.Fprintf(e.stderr, "rabita %s: %v\n", c.name, err)
		return 1
	}
	fmt.Fprintf(e.stderr, "rabita: there is no command %q; `rabita help` lists them\n", e.args[0])
	return 2
}

// help is the program's usage text; doc.go holds the same, and a test keeps them equal.
func help() string {
	var b strings.Builder
	b.WriteString("Rabita keeps a coordination group's papers and promises, in Slack.\n\nUsage: rabita COMMAND [flags]\n\n")
	w := tabwriter.NewWriter(&b, 0, 4, 2, ' ', 0)
	for _, c := range commands() {
		if c.help == "" {
			continue
		}
		fmt.Fprintf(w, "  %s\t%s\n", strings.TrimSpace(c.name+" "+c.args), c.help)
	}
	w.Flush()
	b.WriteString(`
Every command takes -data DIR (or RABITA_DATA) where it keeps or reads data; TIME is RFC 3339, seconds may be missing.
-now TIME sets the clock, -as-of TIME the moment an answer speaks for. -json prints one JSON object on standard output.
Exit status: 0 done, 1 failed, 2 wrong usage. "rabita COMMAND -h" shows a command's flags.
`)
	return b.String()
}
