package slackapp

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

// An AuthError says that Slack refuses the app itself: no retry helps until somebody mends it. App.Run ends with it.
type AuthError struct {
	Code string // Slack's word: invalid_auth, token_revoked, missing_scope ...
	Need string // the scope that is missing, if that is it
	What string // which token: "bot token", "app token"
}

func (e *AuthError) Error() string {
	do := "take the present one from api.slack.com/apps and restart"
	switch e.Code {
	case "missing_scope", "no_permission":
		do = "add the scope " + e.Need + " under OAuth & Permissions, reinstall the app and restart"
		if e.Need == "" {
			do = "compare the app's scopes with those of: rabita manifest"
		}
	case "not_allowed_token_type":
		do = "another kind of token was set in its place"
	case "account_inactive", "token_revoked", "app_uninstalled":
		do = "the app was removed from the workspace: install it again"
	case "link_disabled":
		do = "Socket Mode is switched off: switch it on at api.slack.com/apps"
	}
	return fmt.Sprintf("Slack refuses the %s (%s): %s", e.What, e.Code, do)
}

// authCodes are the errors of Slack that no waiting mends.
var authCodes = map[string]bool{"invalid_auth": true, "not_authed": true, "account_inactive": true, "token_revoked": true, "token_expired": true,
	"not_allowed_token_type": true, "missing_scope": true, "no_permission": true, "org_login_required": true, "ekm_access_denied": true,
	"access_denied": true, "team_access_not_granted": true, "app_uninstalled": true, "link_disabled": true, "invalid_app_token": true,
	"two_factor_setup_required": true, "forbidden_team": true}

// refusals are the documented errors by which Slack says that it did not do what was asked.
var refusals = map[string]bool{"channel_not_found": true, "not_in_channel": true, "is_archived": true, "msg_too_long": true,
	"msg_blocks_too_long": true, "no_text": true, "invalid_blocks": true, "invalid_blocks_format": true, "invalid_arguments": true,
	"restricted_action": true, "restricted_action_read_only_channel": true, "restricted_action_thread_only_channel": true,
	"restricted_action_non_threadable_channel": true, "restricted_action_thread_locked": true, "user_not_found": true, "user_disabled": true,
	"user_not_visible": true, "user_not_in_channel": true, "cannot_dm_bot": true, "cannot_reply_to_message": true, "messages_tab_disabled": true,
	"metadata_too_large": true, "invalid_metadata_format": true, "invalid_metadata_schema": true, "too_many_attachments": true,
	"invalid_attachments": true, "message_not_found": true, "cant_update_message": true, "edit_window_closed": true, "cant_delete_message": true,
	"compliance_exports_prevent_deletion": true, "thread_not_found": true, "team_added_to_org": true, "accesslimited": true,
	"markdown_text_conflict": true, "metadata_must_be_sent_from_app": true, "as_user_not_supported": true, "not_enough_users": true,
	"expired_trigger_id": true, "exchanged_trigger_id": true, "invalid_trigger_id": true, "not_found": true, "hash_conflict": true,
	"view_too_large": true, "expired_url": true, "used_url": true, "invalid_url": true, "is_inactive": true, "block_mismatch": true,
	"message_limit_exceeded": true, "external_channel_migrating": true, "streaming_state_conflict": true, "team_not_found": true,
	"invalid_channel": true, "posting_to_channel_denied": true, "file_not_found": true, "invalid_thread_ts": true}

// unshowable are the refusals of how a message looks, not of where it goes: as plain text it may be shown.
var unshowable = map[string]bool{"invalid_blocks": true, "invalid_blocks_format": true, "msg_blocks_too_long": true, "msg_too_long": true,
	"block_mismatch": true, "invalid_arguments": true}

// limited are the errors by which Slack asks to come again later.
var limited = map[string]bool{"ratelimited": true, "rate_limited": true, "restricted_too_many": true}

// noConnection is the reason where nothing reached Slack.
const noConnection = "no connection to Slack"

// local says whether the refusal is of some calls only, or of the workspace and not of the app's token: those are tried again.
func (e *AuthError) local() bool {
	switch e.Code {
	case "missing_scope", "no_permission", "access_denied", "ekm_access_denied", "org_login_required":
		return true
	}
	return false
}

// What a failed call means.
type failure int

const (
	none      failure = iota
	refused           // definitely not done; trying again is of no use while the reason stands
	later             // definitely not done; it may be tried again after a while
	ambiguous         // it may have been done
)

// verdict says what the error of a call means, in a word that may be shown and logged, and after how long to come again.
func verdict(err error, sent bool) (f failure, reason string, after time.Duration) {
	if err == nil {
		return none, "", 0
	}
	if e, ok := errors.AsType[*slack.RateLimitedError](err); ok {
		return later, "ratelimited", between(e.RetryAfter, time.Second, time.Hour)
	}
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		code := word(e.Err)
		if e.Needed != "" {
			code += " " + word(e.Needed)
		}
		switch {
		case limited[e.Err]:
			return later, code, 30 * time.Second
		case refusals[e.Err], authCodes[e.Err]:
			return refused, code, 0
		}
		return ambiguous, code, 0
	}
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		if e.Code == http.StatusTooManyRequests {
			return later, "ratelimited", 30 * time.Second // Retry-After is missing
		}
		return ambiguous, fmt.Sprintf("HTTP status %d", e.Code), 0
	}
	switch {
	case errors.Is(err, errPaused):
		return later, "waiting for Slack", time.Second
	case !sent && isTransport(err):
		return later, noConnection, 5 * time.Second
	case !sent:
		return refused, "the call could not be made", 0 // slack-go found its arguments lacking
	case errors.Is(err, context.DeadlineExceeded):
		return ambiguous, "no answer in time", 0
	case errors.Is(err, errTooLarge):
		return ambiguous, "an answer too large to read", 0
	}
	return ambiguous, "the connection broke", 0
}

// answered says whether Slack answered a call, be it with no.
func answered(err error) bool {
	if e, ok := errors.AsType[slack.StatusCodeError](err); ok {
		return e.Code == http.StatusTooManyRequests
	}
	_, said := errors.AsType[slack.SlackErrorResponse](err)
	_, limited := errors.AsType[*slack.RateLimitedError](err)
	return err == nil || said || limited
}

// isTransport says whether an error comes from the connection, or from waiting for it.
func isTransport(err error) bool {
	_, ok := errors.AsType[*url.Error](err)
	return ok || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// authError makes an AuthError of an error that means one; nil otherwise.
func authError(err error, what string) *AuthError {
	if e, ok := errors.AsType[*AuthError](err); ok {
		return e
	}
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok && authCodes[e.Err] {
		return &AuthError{Code: word(e.Err), Need: word(e.Needed), What: what}
	}
	return nil
}

// word is what Slack said, fit to be logged.
func word(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_:.,-/ ", r) {
			return r
		}
		return -1
	}, s)
	if len(s) > 100 {
		s = s[:100]
	}
	return s
}

func between(d, low, high time.Duration) time.Duration { return min(max(d, low), high) }

// traced notes whether a connection was there to carry the request: before that, nothing can have reached Slack.
func traced(ctx context.Context) (context.Context, *atomic.Bool) {
	var sent atomic.Bool
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { sent.Store(true) }}), &sent
}
