package slackapp

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// Of a modal.
const (
	maxTitle   = 24 // title, submit and close
	maxMeta    = 3_000
	maxInput   = 3_000
	maxHint    = 2_000
	maxOptions = 100 // of a select, and of groups of options
	maxChecks  = 10  // checkboxes; more become a select
)

// sealed is the private metadata of a modal: what the bot gave, and where the modal was opened, so that the reply goes there. It is signed:
// it comes back from the member's side.
type sealed struct {
	Value   string `json:"v,omitempty"`
	Channel string `json:"c,omitempty"`
	Thread  string `json:"t,omitempty"`
	TS      string `json:"s,omitempty"`
	Direct  bool   `json:"d,omitempty"`
	Sum     string `json:"h"`
}

func (s sealed) sum(key []byte) string {
	mac := hmac.New(sha256.New, key)
	fmt.Fprintf(mac, "%q %q %q %q %v", s.Value, s.Channel, s.Thread, s.TS, s.Direct)
	return hex.EncodeToString(mac.Sum(nil)[:12])
}

// formKey signs the private metadata of modals.
func (a *App) formKey() []byte {
	mac := hmac.New(sha256.New, a.st.InstallKey())
	mac.Write([]byte("slackapp form"))
	return mac.Sum(nil)
}

// seal makes a modal's private metadata.
func (in inbound) seal(key []byte, value string) (string, error) {
	s := sealed{Value: value, Channel: in.Channel, Thread: in.Thread, TS: in.TS, Direct: in.Direct || in.OnHome}
	s.Sum = s.sum(key)
	b, err := json.Marshal(s)
	if err == nil && runes(string(b)) > maxMeta {
		err = errors.New("the form's own data is too long for Slack")
	}
	return string(b), err
}

// unseal puts what seal put in back. Metadata that was not made here, or was changed, is as good as none.
func (in *inbound) unseal(key []byte) {
	var s sealed
	raw := in.Value
	in.Value = ""
	if json.Unmarshal([]byte(raw), &s) != nil || !hmac.Equal([]byte(s.Sum), []byte(s.sum(key))) {
		return
	}
	in.Value, in.Channel, in.Thread, in.TS, in.Direct = s.Value, s.Channel, s.Thread, s.TS, s.Direct
}

// modalView makes the view of a form. Its input blocks carry the fields' ids, so that what was typed stays when it is shown again.
func modalView(m bot.Modal, meta string) slack.ModalViewRequest {
	v := slack.ModalViewRequest{Type: slack.VTModal, Title: plain(m.Title, maxTitle), Close: plain("Cancel", maxTitle),
		CallbackID: shorten(m.ID, maxID), PrivateMetadata: meta}
	inputs := false
	seen := map[string]bool{}
	for _, f := range m.Fields {
		if len(v.Blocks.BlockSet) == maxHomeBlocks {
			break
		}
		if el := fieldElement(f); el != nil && f.ID != "" && runes(f.ID) <= maxID && !seen[f.ID] {
			seen[f.ID] = true
			b := slack.NewInputBlock(f.ID, plain(f.Label, maxHint), nil, el)
			if f.Hint != "" {
				b.Hint = plain(f.Hint, maxHint)
			}
			b.Optional = f.Optional
			v.Blocks.BlockSet = append(v.Blocks.BlockSet, b)
			inputs = true
			continue
		}
		for _, t := range cut(strings.TrimSpace(clean(note(f))), maxBlockText) {
			if t != "" && len(v.Blocks.BlockSet) < maxHomeBlocks {
				v.Blocks.BlockSet = append(v.Blocks.BlockSet, slack.NewSectionBlock(plain(t, maxBlockText), nil, nil))
			}
		}
	}
	if len(v.Blocks.BlockSet) == 0 {
		v.Blocks.BlockSet = []slack.Block{slack.NewSectionBlock(plain(m.Title, maxBlockText), nil, nil)}
	}
	if m.Submit != "" || inputs {
		s := m.Submit
		if s == "" {
			s = "Save"
		}
		v.Submit = plain(s, maxTitle)
	}
	return v
}

// note is what a field that is shown and not asked says.
func note(f bot.Field) string {
	var lines []string
	for _, s := range []string{f.Label, f.Value, f.Hint} {
		if s != "" {
			lines = append(lines, s)
		}
	}
	if f.Kind == "choice" || f.Kind == "choices" {
		lines = append(lines, "There is nothing to choose from.")
	}
	return strings.Join(lines, "\n")
}

// fieldElement is the input of a field; nil for a note, and for a choice of nothing.
func fieldElement(f bot.Field) slack.BlockElement {
	switch f.Kind {
	case "text", "lines":
		el := slack.NewPlainTextInputBlockElement(nil, f.ID)
		el.Multiline = f.Kind == "lines"
		el.MaxLength = maxInput
		if v := []rune(clean(f.Value)); len(v) > 0 {
			el.InitialValue = string(v[:min(len(v), maxInput)])
		}
		return el
	case "date":
		el := slack.NewDatePickerBlockElement(f.ID)
		if _, err := time.Parse(time.DateOnly, f.Value); err == nil {
			el.InitialDate = f.Value
		}
		return el
	case "time":
		el := slack.NewTimePickerBlockElement(f.ID)
		if _, err := time.Parse("15:04", f.Value); err == nil && len(f.Value) == 5 {
			el.InitialTime = f.Value
		}
		return el
	case "member":
		el := slack.NewOptionsSelectBlockElement(slack.OptTypeUser, nil, f.ID)
		if id.MatchString(f.Value) {
			el.InitialUser = f.Value
		}
		return el
	case "channel":
		el := slack.NewOptionsSelectBlockElement(slack.OptTypeConversations, nil, f.ID)
		if id.MatchString(f.Value) {
			el.InitialConversation = f.Value
		}
		return el
	case "choice":
		return choiceElement(f)
	case "choices":
		return choicesElement(f)
	}
	return nil
}

func fieldOptions(f bot.Field) (all, chosen []*slack.OptionBlockObject) {
	set := strings.Split(f.Value, ",")
	seen := map[string]bool{}
	for _, c := range f.Choices {
		if c.Value == "" || runes(c.Value) > 150 || seen[c.Value] || len(all) == maxOptions*maxOptions {
			continue
		}
		seen[c.Value] = true
		o := slack.NewOptionBlockObject(c.Value, plain(c.Label, maxLabel), nil)
		all = append(all, o)
		if f.Value == c.Value || f.Kind == "choices" && slices.Contains(set, c.Value) {
			chosen = append(chosen, o)
		}
	}
	return all, chosen
}

func optionGroups(all []*slack.OptionBlockObject) []*slack.OptionGroupBlockObject {
	var groups []*slack.OptionGroupBlockObject
	for part := range slices.Chunk(all, maxOptions) {
		first, last := part[0].Text.Text, part[len(part)-1].Text.Text
		groups = append(groups, slack.NewOptionGroupBlockElement(plain(shorten(first, 30)+" … "+shorten(last, 30), maxLabel), part...))
	}
	return groups
}

func choiceElement(f bot.Field) slack.BlockElement {
	all, chosen := fieldOptions(f)
	if len(all) == 0 {
		return nil
	}
	el := slack.NewOptionsSelectBlockElement(slack.OptTypeStatic, nil, f.ID, all...)
	if len(all) > maxOptions {
		el = slack.NewOptionsGroupSelectBlockElement(slack.OptTypeStatic, nil, f.ID, optionGroups(all)...)
	}
	if len(chosen) > 0 {
		el.InitialOption = chosen[0]
	}
	return el
}

func choicesElement(f bot.Field) slack.BlockElement {
	all, chosen := fieldOptions(f)
	switch {
	case len(all) == 0:
		return nil
	case len(all) <= maxChecks:
		el := slack.NewCheckboxGroupsBlockElement(f.ID, all...)
		el.InitialOptions = chosen
		return el
	case len(all) <= maxOptions:
		el := slack.NewOptionsMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, f.ID, all...)
		el.InitialOptions = chosen
		return el
	}
	el := slack.NewOptionsGroupMultiSelectBlockElement(slack.MultiOptTypeStatic, nil, f.ID, optionGroups(all)...)
	el.InitialOptions = chosen
	return el
}

// openModal shows a form: over the one it was asked for in, else as a new one, for which Slack leaves three seconds.
func (a *App) openModal(ctx context.Context, in inbound, m bot.Modal) {
	meta, err := in.seal(a.formKey(), m.Meta)
	if err == nil {
		v := modalView(m, meta)
		old := m.Replace
		if old == "" && !in.OnHome {
			old = in.View
		}
		if old != "" {
			err = a.call(ctx, write{method: "views.update", tries: 2}, func(ctx context.Context) error {
				_, err := a.api.UpdateViewContext(ctx, v, "", "", old)
				return err
			})
		} else {
			err = a.call(ctx, write{method: "views.open", tries: 1, patience: 3 * time.Second}, func(ctx context.Context) error {
				_, err := a.api.OpenViewContext(ctx, in.Trigger, v)
				return err
			})
		}
	}
	if err == nil {
		return
	}
	a.log.Error("a form could not be opened", "form", m.ID, "error", err)
	a.place(ctx, in, bot.Reply{Outcome: bot.Refused, Where: bot.Ephemeral, Parts: []bot.Part{bot.Say(bot.Finding,
		"The form could not be opened in time. Nothing was changed; please press it once more.")}})
}

// formAnswer is how a form's submission is acknowledged: nil closes the form.
func (a *App) formAnswer(in inbound, r bot.Reply) any {
	if errs := fieldErrors(in, r); len(errs) > 0 {
		return slack.NewErrorsViewSubmissionResponse(errs)
	}
	if r.Modal != nil {
		in.unseal(a.formKey())
		meta, err := in.seal(a.formKey(), r.Modal.Meta)
		if err != nil {
			a.log.Error("a form could not be shown", "form", r.Modal.ID, "error", err)
			return formNote("This could not be shown", "Something went wrong on my side. What you sent before was kept.")
		}
		v := modalView(*r.Modal, meta)
		return slack.NewUpdateViewSubmissionResponse(&v)
	}
	return nil
}

// fieldErrors are the sentences to be shown at a form's fields. What belongs to no field, and a refusal as a whole, stands at the first, so
// that the form stays open with all that was typed.
func fieldErrors(in inbound, r bot.Reply) map[string]string {
	errs := map[string]string{}
	for _, f := range slices.Sorted(maps.Keys(r.Errors)) {
		at := f
		if _, ok := in.Fields[f]; !ok {
			at = in.First
		}
		if at == "" {
			continue
		}
		if errs[at] != "" {
			errs[at] += " "
		}
		errs[at] += clean(r.Errors[f])
	}
	if len(errs) == 0 && r.Outcome == bot.Refused && in.First != "" && r.Modal == nil {
		errs[in.First] = shorten(clean(r.Text()), maxHint)
	}
	return errs
}

// formTrouble keeps a form open that could not be kept.
func formTrouble(in inbound) any {
	if in.First == "" {
		return formNote("Not saved", "This could not be saved just now. Nothing was changed; please try again in a minute.")
	}
	return slack.NewErrorsViewSubmissionResponse(map[string]string{in.First: "This could not be saved just now. What you typed is still here: please send it once more in a minute."})
}

// formLater replaces a form whose outcome takes longer than Slack waits.
func formLater() any {
	return formNote("Being saved", "This takes longer than usual. It was received and you will get a direct message when it is done.")
}

func formNote(title, text string) any {
	v := modalView(bot.Modal{Title: title, Fields: []bot.Field{{Kind: "note", Label: text}}}, "")
	v.Close = plain("Close", maxTitle)
	return slack.NewUpdateViewSubmissionResponse(&v)
}

// lateErrors tells in a message what a form that is gone would have told, with what was typed, so that nothing is lost.
func lateErrors(in inbound, r bot.Reply) bot.Reply {
	out := bot.Reply{Outcome: bot.Refused, Where: bot.DM, Parts: []bot.Part{bot.Say(bot.Finding, "What you sent could not be saved.")}}
	for _, f := range slices.Sorted(maps.Keys(r.Errors)) {
		out.Parts = append(out.Parts, bot.Say(bot.Bullet, r.Errors[f]))
	}
	out.Parts = append(out.Parts, bot.Say(bot.Plain, "This is what you typed:"))
	for _, f := range slices.Sorted(maps.Keys(in.Fields)) {
		if v := in.Fields[f]; v != "" {
			out.Parts = append(out.Parts, bot.Say(bot.Bullet, v))
		}
	}
	return out
}
