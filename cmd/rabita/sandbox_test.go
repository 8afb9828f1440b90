package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rabita/bot/slackapp/sandbox"
	page "rabita/bot/slackapp/sandbox/sandboxtest"
)

// startSandbox runs the sandbox as `rabita sandbox` does, without its process, and returns its address and its parts.
func startSandbox(t *testing.T) (string, *app) {
	t.Helper()
	lg := slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
	clock := sandbox.NewClock(sandboxStart)
	e := &env{stdout: io.Discard, stderr: t.Output(), getenv: func(string) string { return "" }, now: clock.Now}
	a, err := openApp(e, options{dir: t.TempDir(), sample: true, now: clock.Now, log: lg})
	if err != nil {
		t.Fatal(err)
	}
	ln, err := sandbox.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b, err := a.furnish(clock, ln, false)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	for _, run := range []func(context.Context) error{b.front, b.reminders} {
		wg.Go(func() {
			if err := run(ctx); err != nil && ctx.Err() == nil {
				t.Errorf("the sandbox stopped: %v", err)
			}
		})
	}
	t.Cleanup(func() {
		cancel()
		wg.Wait()
		if err := a.close(); err != nil {
			t.Error(err)
		}
	})
	return "http://" + ln.Addr().String(), a
}

// filled puts a text into a field of a form, in the place of what is there.
func filled(label, text string) page.Step {
	return page.Until(`(l, v) => {
		const f = [...document.querySelectorAll("dialog label")].find((e) => e.textContent.includes(l)), e = f && document.getElementById(f.htmlFor);
		if (!e) return false;
		e.value = v;
		e.dispatchEvent(new Event("input", {bubbles: true}));
		e.dispatchEvent(new Event("change", {bubbles: true}));
		return true }`, label, text)
}

// answer opens the thread of the last message with these words, once it has a reply.
func answer(words string) page.Step {
	return page.Until(`(w) => { const m = [...document.querySelectorAll("#list .message")].findLast((e) => e.textContent.includes(w)), b = m?.querySelector(".replies"); b?.click(); return !!b }`, words)
}

// as loads the page as a member, in a channel or another view.
func as(url, who, where string) page.Step {
	return chromedp.Steps(chromedp.Navigate("about:blank"), chromedp.Navigate(url+"/?as="+who+"#/"+where), page.Shows("#nav", "Rabita"), page.Until(`(h) => h === "home" || !!document.querySelector("#composer")`, where))
}

const composer, paneBox = "#composer", "#pane-box"

const (
	coordinator, staffOfKP, guest = "U0COORD01", "U0STAFFKP", "U0GUEST01"
	roomKP, roomAll, roomPartners = "C0IPMGKP01", "C0IPMGALL1", "C0IPMGPTN1"
)

func TestSandboxAnswers(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := page.Browser(t)
	page.Do(t, ctx, "load", as(url, staffOfKP, roomKP))
	page.Do(t, ctx, "ask", page.Typed(composer, "@rabita what did KP report on VAW legislation?"), page.Press("#list .replies", "1 reply"), page.Shows("#thread", "31 of the 35"), page.Shows("#thread a.cite", "F12"),
		page.Until(`() => { const m = document.querySelector("#thread .message:nth-of-type(2)"), box = document.querySelector("#thread"); return Math.abs(m.getBoundingClientRect().top - box.getBoundingClientRect().top) < 60 }`))
	page.Shot(t, ctx, "thread")
	page.Do(t, ctx, "document", page.Press("#thread a.cite", "F12"), page.Shows("#pane .quoted", "para 12"))
	page.Shot(t, ctx, "document")
	page.Do(t, ctx, "follow up", page.Press("#list .replies", "repl"), page.Shows("#thread", "31 of the 35"), page.Typed(paneBox, "and Sindh?"), page.Shows("#thread .message:nth-of-type(4)", "Sindh"))
	page.Do(t, ctx, "close", chromedp.KeyEvent(kb.Escape), page.Until(`() => document.querySelector("#pane").hidden`))
	page.Shot(t, ctx, "channel")
}

func TestSandboxPromises(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := page.Browser(t)
	page.Do(t, ctx, "slash command", as(url, staffOfKP, roomKP), page.Typed(composer, "/action add send the list of committees | due 5 July"), page.Press("#nav a", "Rabita"), page.Shows("#list", "A-0001"))
	page.Do(t, ctx, "home", page.Press("#nav a", "Home"), page.Shows("#list", "send the list of committees"))
	page.Shot(t, ctx, "home")
	page.Do(t, ctx, "shortcut", as(url, staffOfKP, roomKP), page.Typed(composer, "KPCSW to share the budget figures by 12 July"), page.Shows("#list .message", "budget figures"),
		page.Press("#list .message button.more", "Actions"), page.Press("[role=menuitem]", "Log as action item"), page.Shows("dialog", "What is to be done"),
		page.Until(`() => document.querySelector("dialog textarea")?.value.includes("budget figures")`))
	page.Shot(t, ctx, "modal")
	page.Do(t, ctx, "modal refused", filled("By when", "some day soon"), page.Press("dialog button.primary", "Save"), page.Shows("dialog .error", ""))
	page.Do(t, ctx, "modal mended", filled("By when", "12 July 2023"), page.Press("dialog button.primary", "Save"), page.Until(`() => !document.querySelector("dialog[open]")`))
	page.Do(t, ctx, "home changed", page.Press("#nav a", "Home"), page.Shows("#list", "budget figures"), page.Shows("#list", "send the list of committees"))
	page.Do(t, ctx, "edit from home", page.Press("#list button", "Edit"), page.Shows("dialog", "Edit A-000"), filled("What is to be done", "share the audited figures"), page.Press("dialog button.primary", "Save"),
		page.Until(`() => !document.querySelector("dialog[open]")`), page.Shows("#list", "share the audited figures"))

	// Even two presses at once stop at the notice of the day before, and shows it alone.
	page.Do(t, ctx, "jump", as(url, staffOfKP, roomKP), page.Press("#clock summary", ""), page.PressTwice("#clock button", "To the next reminder"), page.Shows("#clock-now", "Tue, 4 Jul 2023, 09:00"))
	page.Do(t, ctx, "reminder", page.Shows("#list .message", "A-0001", "send the list of committees", "tomorrow"))
	reminders := func() int {
		n, err := chromedp.Run(ctx, chromedp.Evaluate[int](`[...document.querySelectorAll("#list .message")].filter((e) => e.textContent.includes("A-0001") && /tomorrow|today/.test(e.textContent)).length`))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := reminders(); n != 1 {
		t.Errorf("%d reminders after the first press, want 1", n)
	}
	page.Shot(t, ctx, "reminder")
	page.Do(t, ctx, "again", page.Press("#clock summary", ""), page.Press("#clock button", "To the next reminder"), page.Shows("#clock-now", "Wed, 5 Jul 2023, 09:00"), page.Shows("#list .message", "today"))
	if n := reminders(); n != 2 {
		t.Errorf("%d reminders after the second press, want 2", n)
	}
}

const record = `# Minutes of the 21st Meeting of the Inter-Provincial Ministerial Group (IPMG)

**Date:** Monday, 5 June 2023
**Venue:** Lahore
**Chair:** Nilofar Bakhtiar, Chairperson, National Commission on the Status of Women (NCSW)

## Item 1: Delegation updates

### Punjab

1. The Punjab delegation reported that forty-one crèche vans had been bought for the tehsils.

### Sindh

2. The Sindh delegation reported that the crèche rules were with the law department.

## Item 2: Decisions and action points

| No. | Decision | Responsible | Deadline |
|---|---|---|---|
| 21.1 | Share the list of crèche vans | WDD-Punjab | 31 Aug 2023 |
| 21.2 | Notify the crèche rules | WDD-Sindh | 30 Sep 2023 |
`

func TestSandboxRecords(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := page.Browser(t)
	page.Do(t, ctx, "drop", as(url, coordinator, roomAll), page.Dropped("minutes-21.md", record), page.Shows(".chip", "minutes-21.md"), page.Typed(composer, "@rabita index this"),
		page.Press("#list .replies", "1 reply"), page.Shows("#thread", "21st IPMG minutes, 5 Jun 2023, 2 delegations, 2 action points: correct?"))
	page.Shot(t, ctx, "record")
	page.Do(t, ctx, "found", page.Typed(composer, "@rabita what did Punjab report on crèche vans?"), answer("crèche vans?"), page.Shows("#thread", "forty-one crèche vans"))
	page.Do(t, ctx, "in words", page.Typed(composer, "@rabita D-0001 date is 6 June 2023"), answer("D-0001 date is"), page.Shows("#thread", "2023-06-05 → 2023-06-06"),
		page.Press("#thread button", "Yes"), page.Shows("#thread", "Changed the date"))
	page.Do(t, ctx, "open the form", answer("index this"), page.Press("#thread button", "Change…"), page.Shows("dialog", "What was read: D-0001"))
	page.Shot(t, ctx, "record-modal")
	page.Do(t, ctx, "no such date", filled("Date", "31 June 2023"), page.Press("dialog button.primary", "Save"), page.Shows("dialog .error", "no such date"))
	page.Do(t, ctx, "form", filled("Date", "7 June 2023"), page.Press("dialog button.primary", "Save"), page.Until(`() => !document.querySelector("dialog[open]")`), page.Shows("#thread", "21st IPMG minutes, 7 Jun 2023"))

	// Others propose; the guest's is refused.
	page.Do(t, ctx, "propose", as(url, staffOfKP, roomKP), page.Dropped("note.md", "# A note on shelters\n\nThe shelter in Swat has nineteen rooms.\n"), page.Shows(".chip", "note.md"), page.Typed(composer, "@rabita index this"),
		page.Press("#list .replies", "1 reply"), page.Shows("#thread", "Proposed to the secretariat as D-0002"))
	page.Do(t, ctx, "not yet", page.Typed(composer, "@rabita forget D-0001"), page.Shows("#list .ephemeral", "Only the secretariat can do that."))
	page.Do(t, ctx, "accept", as(url, coordinator, "C0IPMGSEC1"), page.Shows("#list", "proposes a paper"), page.Press("#list button", "Add it"), page.Shows("#list", "Changed the audience"))

	page.Do(t, ctx, "forget", as(url, coordinator, roomAll), page.Typed(composer, "@rabita forget D-0001"), answer("forget D-0001"), page.Press("#thread button", "Yes"), page.Shows("#thread", "is taken out"))
	page.Do(t, ctx, "gone everywhere", page.Press("[data-pane=documents]", "Documents"), page.Shows("#pane", "F04"), page.Gone("#pane", "D-0001"))
	if r, err := http.Get(url + "/doc/D-0001?as=" + coordinator); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("a paper taken out is still shown: %v, %v", r, err)
	}
}

func TestSandboxRights(t *testing.T) {
	url, a := startSandbox(t)
	ctx := page.Browser(t)
	const hidden = "D-0001"
	page.Do(t, ctx, "a paper not for guests", as(url, coordinator, "C0IPMGSEC1"), page.Dropped("members.md", "---\naudience: members\n---\n"+record), page.Shows(".chip", "members.md"),
		page.Typed(composer, "@rabita index this"), answer("index this"), page.Shows("#thread", hidden))
	page.Do(t, ctx, "switch", as(url, coordinator, roomAll), page.Press("[data-pane=documents]", "Documents"), page.Shows("#pane", hidden),
		page.Become(guest), page.Gone("#nav", "ipmg-all"), page.Shows("#head", "ipmg-partners"))
	page.Do(t, ctx, "papers", page.Press("[data-pane=documents]", "Documents"), page.Shows("#pane", "F04"), page.Gone("#pane", hidden))
	page.Do(t, ctx, "refused", as(url, guest, roomPartners), page.Typed(composer, "/action add keep something | due friday"), page.Shows("#list .ephemeral", "Guests can ask and read here"))
	page.Do(t, ctx, "no upload", page.Press("#list .ephemeral button", "×"), page.Gone("#list .ephemeral", ""), page.Dropped("note.md", "# A note\n\nSomething.\n"), page.Shows(".chip", "note.md"), page.Typed(composer, "@rabita index this"),
		page.Shows("#list .file", "note.md"), page.Shows("#list .ephemeral", "Guests can ask and read here"))
	if r, err := http.Get(url + "/doc/" + hidden + "?as=" + guest); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("the guest reads %s: %v, %v", hidden, r, err)
	}
	if n := len(a.ix.Documents(a.bot.AudienceOf(coordinator))); n != 45 {
		t.Errorf("%d papers after the guest's upload, want the sample's 44 and the secretariat's one", n)
	}
}

// TestSandboxByKeyboard asks, opens the thread and the quoted paper, and comes back, without a pointer.
func TestSandboxByKeyboard(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := page.Browser(t)
	// tab presses Tab until the element that has the focus is what the selector names and holds the words.
	tab := func(sel, words string, back bool) page.Step {
		return func(ctx context.Context, target *chromedp.Target) (chromedp.Void, error) {
			key := chromedp.KeyEvent(kb.Tab)
			if back {
				key = chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(8))
			}
			for range 80 {
				in, _ := json.Marshal([]string{sel, words})
				at, err := chromedp.Evaluate[bool](fmt.Sprintf(`((s, w) => { const e = document.activeElement; return e.matches(s) && (e.textContent + (e.getAttribute("aria-label") || "")).includes(w) })(...%s)`, in))(ctx, target)
				if err != nil || at {
					return chromedp.Void{}, err
				}
				if _, err := key(ctx, target); err != nil {
					return chromedp.Void{}, err
				}
			}
			return chromedp.Void{}, fmt.Errorf("eighty tabs do not lead to %s %q", sel, words)
		}
	}
	keys := func(s string) page.Step { return chromedp.KeyEvent(s) }
	page.Do(t, ctx, "load", chromedp.Navigate(url+"/?as="+staffOfKP+"#/"+roomKP), page.Until(`() => !!document.querySelector("#composer")`))
	page.Do(t, ctx, "skip", page.Until(`() => { document.activeElement.blur(); return true }`), tab("a.skip", "Skip", false), keys(kb.Enter), page.Until(`() => document.activeElement.id === "composer"`))
	page.Do(t, ctx, "ask", keys("@rabita timeline of DPCs in KP"), keys(kb.Enter), page.Shows("#list .replies", "1 reply"))
	page.Do(t, ctx, "thread", tab("#list .replies", "1 reply", true), keys(kb.Enter), page.Shows("#thread a.cite", "F"), tab("#thread a.cite", "F", false), keys(kb.Enter), page.Shows("#pane .quoted", ""))
	page.Do(t, ctx, "back", keys(kb.Escape), page.Until(`() => document.querySelector("#pane").hidden && document.activeElement !== document.body`))
	page.Do(t, ctx, "promise", tab("#composer", "", false), keys("/action add call the focal person | due friday"), keys(kb.Enter), keys(""), page.Until(`() => document.querySelector("#composer").value === ""`))
	page.Do(t, ctx, "home", tab("#nav a", "Home", true), keys(kb.Enter), page.Shows("#list", "call the focal person"))
}

// TestSandboxSays: the page says that its papers are samples, lest one be taken for a record.
func TestSandboxSays(t *testing.T) {
	url, _ := startSandbox(t)
	r, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(body), "the papers are samples") {
		t.Errorf("the page does not say that the papers are samples: %v", err)
	}
}

// TestSandboxFolder: a new folder becomes the sample's, with a group.yaml that every command reads; its clock goes on where it stood; and a
// group's own folder is never given the sample's papers.
func TestSandboxFolder(t *testing.T) {
	dir := t.TempDir()
	e := &env{stdout: io.Discard, stderr: t.Output(), getenv: func(string) string { return "" }, now: func() time.Time { return sandboxStart }}
	open := func(o options) (*app, error) {
		o.dir, o.now = dir, e.now
		a, err := openApp(e, o)
		if err != nil {
			a.close()
			return nil, err
		}
		t.Cleanup(func() { a.close() })
		return a, nil
	}
	a, err := open(options{sample: true, orOwn: true})
	if err != nil {
		t.Fatal(err)
	}
	later := sandboxStart.Add(40 * 24 * time.Hour)
	if err := errors.Join(a.st.RaiseHighWater(later), a.close()); err != nil {
		t.Fatal(err)
	}

	if a, err = open(options{}); err != nil {
		t.Fatalf("the folder cannot be opened by the other commands: %v", err)
	}
	clock := sandbox.NewClock(sandboxStart)
	if err := a.resume(clock); err != nil || clock.Now().Before(later) {
		t.Errorf("the clock begins at %v, want %v or later; %v", clock.Now(), later, err)
	}
	a.close()

	name := filepath.Join(dir, groupName)
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, append(text, "\n# changed by its owner\n"...), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := open(options{sample: true}); err == nil || !strings.Contains(err.Error(), "leave out -sample") {
		t.Errorf("the sample was put into a folder with its own group: %v", err)
	}
	if a, err = open(options{sample: true, orOwn: true}); err != nil || a.sample {
		t.Errorf("a folder with its own group is opened as the sample's: %v", err)
	}
}
