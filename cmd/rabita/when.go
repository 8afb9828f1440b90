package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"rabita/bot/when"
)

// runWhen shows how a phrase is read: by the sample group's calendar, or by the group's own with -data.
func runWhen(ctx context.Context, e *env) error {
	fs, c := flags(e, "when", "data", "json", "now")
	zone := fs.String("zone", "", "`ZONE` of the speaker, like Asia/Karachi (default: the group's)")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	now, _, err := c.moment(e)
	if err != nil {
		return err
	}
	grp, err := loadGroup(c.dir)
	if err != nil {
		return err
	}
	loc := grp.Location()
	if *zone != "" {
		if loc, err = time.LoadLocation(*zone); err != nil {
			return usagef("-zone: there is no zone %q; write one like Asia/Karachi", *zone)
		}
	}
	phrase := strings.Join(fs.Args(), " ")
	res := when.Parse(phrase, now.In(loc), whenOptions(grp, loc))
	if c.json {
		return json.NewEncoder(e.stdout).Encode(res)
	}
	switch {
	case res.Kind == when.Ambiguous:
		fmt.Fprintln(e.stdout, res.Hint)
		for _, r := range res.Readings {
			fmt.Fprintln(e.stdout, "  "+r.Echo)
		}
	case res.Echo != "":
		fmt.Fprintln(e.stdout, res.Echo)
		if res.Hint != "" {
			fmt.Fprintln(e.stdout, res.Hint)
		}
	default:
		fmt.Fprintln(e.stdout, res.Hint)
	}
	return nil
}
