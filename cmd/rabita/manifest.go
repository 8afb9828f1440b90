package main

import (
	"bytes"
	"context"
	"net/url"

	"rabita/bot/slackapp"
)

// manifestHost is what stands in slackapp's manifest where the operator's own address belongs.
const manifestHost = "https://rabita.example.org"

// runManifest prints what a new Slack app is made from: the scopes, events and commands the bot uses, and no others.
func runManifest(_ context.Context, e *env) error {
	fs, _ := flags(e, "manifest")
	host := fs.String("http", "", "`URL` at which Slack reaches the bot, for signed HTTP requests instead of Socket Mode")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usagef("%q is no flag of manifest", fs.Arg(0))
	}
	text := slackapp.Manifest(*host == "")
	if *host != "" {
		u, err := url.Parse(*host)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || u.Path != "" && u.Path != "/" {
			return usagef("-http is %q: write the address Slack can reach, like https://rabita.example.org", *host)
		}
		text = bytes.ReplaceAll(text, []byte(manifestHost), []byte("https://"+u.Host))
	}
	_, err := e.stdout.Write(text)
	return err
}
