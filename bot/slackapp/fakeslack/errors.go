package fakeslack

import (
	"fmt"
	"slices"
	"strings"
)

// Error is a refusal as Slack words it ("not_in_channel").
type Error struct {
	Code     string
	Messages []string // response_metadata.messages, where the code has some
	Needed   string   // missing_scope: what the token lacks
	Provided string

	also obj // what else stands beside the code
}

func (e *Error) Error() string {
	if len(e.Messages) == 0 {
		return e.Code
	}
	return e.Code + ": " + strings.Join(e.Messages, "; ")
}

// with puts one more word beside the code.
func (e *Error) with(key string, v any) *Error {
	e.also = obj{key: v}
	return e
}

// page is where a method's errors are documented.
func page(method string) string { return "https://docs.slack.dev/reference/methods/" + method }

// common are the errors any method may answer with.
const common = `account_inactive invalid_auth not_authed token_revoked token_expired not_allowed_token_type missing_scope
	ratelimited rate_limited invalid_arg_name invalid_array_arg internal_error fatal_error service_unavailable request_timeout team_added_to_org org_login_required ekm_access_denied
	access_denied accesslimited no_permission invalid_arguments invalid_json json_not_object invalid_form_data invalid_post_type
	missing_post_type invalid_charset deprecated_endpoint method_deprecated two_factor_setup_required team_access_not_granted`

// messaging are what the pages of chat.postMessage and chat.postEphemeral share.
const messaging = ` channel_not_found is_archived no_text msg_too_long msg_blocks_too_long invalid_blocks invalid_blocks_format
	invalid_attachments too_many_attachments markdown_text_conflict restricted_action restricted_action_read_only_channel
	restricted_action_thread_only_channel restricted_action_non_threadable_channel restricted_action_thread_locked user_not_found
	cannot_reply_to_message messages_tab_disabled `

// documented is the one table of error strings: what each method may refuse with,
// beside common. A code's meaning is at page(method), in the section "Errors";
// compare with that page before adding one. The pages list a few more that a
// workspace like this cannot meet. What is not in the table is never answered
// (see refuse), except by a Fault.
//
// Two entries rest on more than the page: user_not_found of chat.postMessage is
// what a direct message to someone deactivated gets here, a case no page names;
// unknown_method and invalid_auth for a wrong path come from the Web API guide.
var documented = map[string]string{
	"api.test":                              ``,
	"apps.connections.open":                 `forbidden_team`,
	"auth.test":                             ``,
	"chat.postMessage":                      messaging + `not_in_channel as_user_not_supported duplicate_message_not_found metadata_too_large invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app`,
	"chat.postEphemeral":                    messaging + `user_not_in_channel not_in_channel`,
	"chat.update":                           messaging + `cant_update_message edit_window_closed is_inactive message_not_found not_in_channel metadata_too_large invalid_metadata_format invalid_metadata_schema block_mismatch update_failed`,
	"chat.delete":                           `cant_delete_message channel_not_found compliance_exports_prevent_deletion message_not_found`,
	"chat.getPermalink":                     `channel_not_found message_not_found`,
	"conversations.list":                    `invalid_cursor invalid_limit invalid_types`,
	"conversations.info":                    `channel_not_found`,
	"conversations.history":                 `channel_not_found not_in_channel invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest invalid_metadata_keys`,
	"conversations.replies":                 `channel_not_found not_in_channel thread_not_found invalid_cursor invalid_limit invalid_ts_latest invalid_ts_oldest`,
	"conversations.members":                 `channel_not_found invalid_cursor invalid_limit fetch_members_failed`,
	"conversations.open":                    `channel_not_found user_not_found user_not_visible user_disabled users_list_not_supplied not_enough_users too_many_users cannot_dm_bot method_not_supported_for_channel_type`,
	"conversations.join":                    `channel_not_found is_archived method_not_supported_for_channel_type`,
	"conversations.leave":                   `channel_not_found is_archived cant_leave_general method_not_supported_for_channel_type`,
	"conversations.invite":                  `channel_not_found not_in_channel is_archived already_in_channel cant_invite_self cant_invite user_not_found no_user ura_max_channels user_is_ultra_restricted method_not_supported_for_channel_type`,
	"users.info":                            `user_not_found user_not_visible`,
	"users.list":                            `invalid_cursor limit_required`,
	"users.conversations":                   `user_not_found invalid_cursor invalid_limit invalid_types`,
	"users.lookupByEmail":                   `users_not_found`,
	"usergroups.list":                       ``,
	"usergroups.create":                     `invalid_name name_already_exists handle_already_exists no_such_channel permission_denied`,
	"usergroups.update":                     `no_such_subteam invalid_name name_already_exists handle_already_exists permission_denied`,
	"usergroups.enable":                     `no_such_subteam already_enabled permission_denied`,
	"usergroups.disable":                    `no_such_subteam already_disabled permission_denied`,
	"usergroups.users.list":                 `no_such_subteam subteam_not_found`,
	"usergroups.users.update":               `no_such_subteam no_users_provided invalid_users permission_denied`,
	"views.open":                            `duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id view_too_large`,
	"views.push":                            `duplicate_external_id exchanged_trigger_id expired_trigger_id invalid_trigger_id not_found push_limit_reached view_too_large`,
	"views.update":                          `duplicate_external_id hash_conflict not_found view_too_large`,
	"views.publish":                         `duplicate_external_id hash_conflict not_enabled user_not_found view_too_large`,
	"reactions.add":                         `already_reacted bad_timestamp channel_not_found invalid_name is_archived message_not_found no_item_specified not_reactable thread_locked too_many_reactions`,
	"reactions.remove":                      `bad_timestamp channel_not_found invalid_name message_not_found no_item_specified no_reaction`,
	"assistant.threads.setStatus":           `channel_not_found invalid_thread_ts`,
	"assistant.threads.setTitle":            `channel_not_found invalid_thread_ts`,
	"assistant.threads.setSuggestedPrompts": `channel_not_found invalid_thread_ts message_not_found`,
	"files.getUploadURLExternal":            `file_upload_size_restricted missing_argument unknown_snippet_type alt_txt_too_large`,
	"files.completeUploadExternal":          `channel_not_found file_not_found file_update_failed not_in_channel posting_to_channel_denied invalid_channel is_archived`,
	"files.info":                            `file_not_found file_deleted timezone_count_failed`,
	"files.delete":                          `file_not_found file_deleted cant_delete_file`,
	"team.info":                             `team_not_found`,
	"bots.info":                             `bot_not_found`,
}

// Errors lists every refusal a method may give, common ones included, with the
// page that documents them. It is nil for a method this double does not know.
func Errors(method string) (codes []string, from string) {
	own, ok := documented[method]
	if !ok {
		return nil, ""
	}
	codes = append(strings.Fields(own), strings.Fields(common)...)
	slices.Sort(codes)
	return slices.Compact(codes), page(method)
}

// refuse is how a method says no. A code its page does not have is noted as a
// fault of this double; tests ask for such notes at their end.
func (c *call) refuse(code string, messages ...string) *Error {
	if codes, _ := Errors(c.method); !slices.Contains(codes, code) {
		c.s.unlisted = append(c.s.unlisted, fmt.Sprintf("%s %s", c.method, code))
		c.s.opt.Log.Error("fakeslack answered with an error the method's page does not list", "method", c.method, "code", code)
	}
	return &Error{Code: code, Messages: messages}
}

// Unlisted tells which answers used a code missing from the table of errors, as
// "method code". It is empty unless this package has a defect.
func (s *Server) Unlisted() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.unlisted)
}
