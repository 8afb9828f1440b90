package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"rabita/bot/slackapp/sandbox"
)

type step = chromedp.Action[chromedp.Void]

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

// chromium starts a browser for one test. Without one the test says so and is left out; in CI it fails.
func chromium(t *testing.T) context.Context {
	t.Helper()
	name := ""
	for _, n := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(n); err == nil {
			name = p
			break
		}
	}
	if name == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("no browser: .ci/run installs chromium")
		}
		t.Skip("no browser found: install chromium to run this test")
	}
	opts := []chromedp.ExecAllocatorOption{chromedp.ExecPath(name), chromedp.UserDataDir(t.TempDir()), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.WindowSize(1280, 860)}
	for _, f := range []string{"disable-quic", "disable-background-networking", "disable-component-update", "disable-sync"} {
		opts = append(opts, chromedp.Flag(f, true))
	}
	actx, stop := chromedp.NewExecAllocator(context.Background(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(actx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 860)); err != nil {
		t.Fatal(err)
	}
	return ctx
}

// do runs steps in the browser; a failed one ends the test.
func do(t *testing.T, ctx context.Context, what string, steps ...step) {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		shot(t, ctx, "failed-"+t.Name())
		list, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#list, #pane:not([hidden]), dialog[open], #alert")].map((e) => e.innerText).join("\n----\n").slice(-4000)`))
		t.Fatalf("%s: %v\nThe page shows:\n%s", what, err, list)
	}
}

// shot keeps a picture of the page in the folder RABITA_SHOTS names, as wide as the page is and on a phone; nothing if it is not set.
func shot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("RABITA_SHOTS")
	if dir == "" {
		return
	}
	for _, size := range []int64{390, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(size, 860)); err != nil {
			t.Errorf("picture %s: %v", name, err)
			return
		}
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%s.png", size, name)), png, 0o644)
		}
		if err != nil {
			t.Errorf("picture %s: %v", name, err)
		}
	}
}

// until waits until a JavaScript condition holds; it is looked at again after each change of the page.
func until(condition string, args ...any) step {
	in, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		panic(err) // the caller's own literals
	}
	js := fmt.Sprintf(`new Promise((ok, no) => {
		const holds = () => (%s)(...%s);
		if (holds()) return ok(true);
		const o = new MutationObserver(() => holds() && (o.disconnect(), clearTimeout(late), ok(true)));
		o.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		const late = setTimeout(() => no(new Error("it never came: " + %q + " " + %q)), 8000);
	})`, condition, in, condition, in)
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](js, chromedp.EvalAwaitPromise)(ctx, t)
		return chromedp.Void{}, err
	}
}

// shows waits until an element that the selector names holds the words; gone, until none does; press clicks one that does, if it is seen.
func shows(sel, words string) step {
	return until(`(s, w) => [...document.querySelectorAll(s)].some((e) => e.textContent.includes(w))`, sel, words)
}

func gone(sel, words string) step {
	return until(`(s, w) => ![...document.querySelectorAll(s)].some((e) => e.textContent.includes(w))`, sel, words)
}

func press(sel, words string) step {
	return until(`(s, w) => { const e = [...document.querySelectorAll(s)].findLast((e) => (e.textContent + " " + (e.getAttribute("aria-label") || "")).includes(w) && e.checkVisibility()); e?.click(); return !!e }`, sel, words)
}

// twice presses a button two times at once, as a hand that trembles does.
func twice(sel, words string) step {
	return until(`(s, w) => { const e = [...document.querySelectorAll(s)].find((e) => e.textContent.includes(w)); e?.click(); e?.click(); return !!e }`, sel, words)
}

// typed writes a text into a message box and sends it, key by key.
func typed(sel, text string) step {
	css := chromedp.CSS(sel)
	return chromedp.Steps(chromedp.WaitVisible(css), chromedp.Focus(css), chromedp.SendKeys(css, text), chromedp.KeyEvent(kb.Enter))
}

// filled puts a text into a field of a form, in the place of what is there.
func filled(label, text string) step {
	return until(`(l, v) => {
		const f = [...document.querySelectorAll("dialog label")].find((e) => e.textContent.includes(l)), e = f && document.getElementById(f.htmlFor);
		if (!e) return false;
		e.value = v;
		e.dispatchEvent(new Event("input", {bubbles: true}));
		e.dispatchEvent(new Event("change", {bubbles: true}));
		return true }`, label, text)
}

// answer opens the thread of the last message with these words, once it has a reply.
func answer(words string) step {
	return until(`(w) => { const m = [...document.querySelectorAll("#list .message")].findLast((e) => e.textContent.includes(w)), b = m?.querySelector(".replies"); b?.click(); return !!b }`, words)
}

// as loads the page as a member, in a channel or another view.
func as(url, who, where string) step {
	return chromedp.Steps(chromedp.Navigate("about:blank"), chromedp.Navigate(url+"/?as="+who+"#/"+where), shows("#nav", "Rabita"), until(`(h) => h === "home" || !!document.querySelector("#composer")`, where))
}

const composer, paneBox = "#composer", "#pane-box"

// dropped drops a file on the page.
func dropped(name, text string) step {
	return until(`(name, text) => { const d = new DataTransfer(); d.items.add(new File([text], name, {type: "text/markdown"}));
		dispatchEvent(new DragEvent("dragenter", {dataTransfer: d})); dispatchEvent(new DragEvent("drop", {dataTransfer: d, cancelable: true})); return true }`, name, text)
}

const (
	coordinator, staffOfKP, guest = "U0COORD01", "U0STAFFKP", "U0GUEST01"
	roomKP, roomAll, roomPartners = "C0IPMGKP01", "C0IPMGALL1", "C0IPMGPTN1"
)

func TestSandboxAnswers(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := chromium(t)
	do(t, ctx, "load", as(url, staffOfKP, roomKP))
	do(t, ctx, "ask", typed(composer, "@rabita what did KP report on VAW legislation?"), press("#list .replies", "1 reply"), shows("#thread", "Bill 2019"), shows("#thread a.cite", "F04"),
		until(`() => { const m = document.querySelector("#thread .message:nth-of-type(2)"), box = document.querySelector("#thread"); return Math.abs(m.getBoundingClientRect().top - box.getBoundingClientRect().top) < 60 }`))
	shot(t, ctx, "thread")
	do(t, ctx, "document", press("#thread a.cite", "F04"), shows("#pane .quoted", "para 12"))
	shot(t, ctx, "document")
	do(t, ctx, "follow up", press("#list .replies", "repl"), shows("#thread", "Bill 2019"), typed(paneBox, "and Sindh?"), shows("#thread .message:nth-of-type(4)", "Sindh"))
	do(t, ctx, "close", chromedp.KeyEvent(kb.Escape), until(`() => document.querySelector("#pane").hidden`))
	shot(t, ctx, "channel")
}

func TestSandboxPromises(t *testing.T) {
	url, _ := startSandbox(t)
	ctx := chromium(t)
	do(t, ctx, "slash command", as(url, staffOfKP, roomKP), typed(composer, "/action add send the list of committees | due 5 July"), press("#nav a", "Rabita"), shows("#list", "A-0001"))
	do(t, ctx, "home", press("#nav a", "Home"), shows("#list", "send the list of committees"))
	shot(t, ctx, "home")
	do(t, ctx, "shortcut", as(url, staffOfKP, roomKP), typed(composer, "KPCSW to share the budget figures by 12 July"), shows("#list .message", "budget figures"),
		press("#list .message button.more", "Actions"), press("[role=menuitem]", "Log as action item"), shows("dialog", "What is to be done"),
		until(`() => document.querySelector("dialog textarea")?.value.includes("budget figures")`))
	shot(t, ctx, "modal")
	do(t, ctx, "modal refused", filled("By when", "some day soon"), press("dialog button.primary", "Save"), shows("dialog .error", ""))
	do(t, ctx, "modal mended", filled("By when", "12 July 2023"), press("dialog button.primary", "Save"), until(`() => !document.querySelector("dialog[open]")`))
	do(t, ctx, "home changed", press("#nav a", "Home"), shows("#list", "budget figures"), shows("#list", "send the list of committees"))
	do(t, ctx, "edit from home", press("#list button", "Edit"), shows("dialog", "Edit A-000"), filled("What is to be done", "share the audited figures"), press("dialog button.primary", "Save"),
		until(`() => !document.querySelector("dialog[open]")`), shows("#list", "share the audited figures"))

	// Even two presses at once stop at the notice of the day before, and shows it alone.
	do(t, ctx, "jump", as(url, staffOfKP, roomKP), press("#clock summary", ""), twice("#clock button", "To the next reminder"), shows("#clock-now", "Tue, 4 Jul 2023, 09:00"))
	do(t, ctx, "reminder", shows("#list .message", "send the list of committees"))
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
	shot(t, ctx, "reminder")
	do(t, ctx, "again", press("#clock summary", ""), press("#clock button", "To the next reminder"), shows("#clock-now", "Wed, 5 Jul 2023, 09:00"), shows("#list .message", "today"))
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
	ctx := chromium(t)
	do(t, ctx, "drop", as(url, coordinator, roomAll), dropped("minutes-21.md", record), shows(".chip", "minutes-21.md"), typed(composer, "@rabita index this"),
		press("#list .replies", "1 reply"), shows("#thread", "21st IPMG minutes, 5 Jun 2023, 2 delegations, 2 action points: correct?"))
	shot(t, ctx, "record")
	do(t, ctx, "found", typed(composer, "@rabita what did Punjab report on crèche vans?"), answer("crèche vans?"), shows("#thread", "forty-one crèche vans"))
	do(t, ctx, "in words", typed(composer, "@rabita D-0001 date is 6 June 2023"), answer("D-0001 date is"), shows("#thread", "2023-06-05 → 2023-06-06"),
		press("#thread button", "Yes"), shows("#thread", "Changed the date"))
	do(t, ctx, "open the form", answer("index this"), press("#thread button", "Change…"), shows("dialog", "What was read: D-0001"))
	shot(t, ctx, "record-modal")
	do(t, ctx, "no such date", filled("Date", "31 June 2023"), press("dialog button.primary", "Save"), shows("dialog .error", "no such date"))
	do(t, ctx, "form", filled("Date", "7 June 2023"), press("dialog button.primary", "Save"), until(`() => !document.querySelector("dialog[open]")`), shows("#thread", "21st IPMG minutes, 7 Jun 2023"))

	// Others propose; the guest's is refused.
	do(t, ctx, "propose", as(url, staffOfKP, roomKP), dropped("note.md", "# A note on shelters\n\nThe shelter in Swat has nineteen rooms.\n"), shows(".chip", "note.md"), typed(composer, "@rabita index this"),
		press("#list .replies", "1 reply"), shows("#thread", "Proposed to the secretariat as D-0002"))
	do(t, ctx, "not yet", typed(composer, "@rabita forget D-0001"), shows("#list .ephemeral", "Only the secretariat can do that."))
	do(t, ctx, "accept", as(url, coordinator, "C0IPMGSEC1"), shows("#list", "proposes a paper"), press("#list button", "Add it"), shows("#list", "Changed the audience"))

	do(t, ctx, "forget", as(url, coordinator, roomAll), typed(composer, "@rabita forget D-0001"), answer("forget D-0001"), press("#thread button", "Yes"), shows("#thread", "is taken out"))
	do(t, ctx, "gone everywhere", press("[data-pane=documents]", "Documents"), shows("#pane", "F04"), gone("#pane", "D-0001"))
	if r, err := http.Get(url + "/doc/D-0001?as=" + coordinator); err != nil || r.StatusCode != http.StatusNotFound {
		t.Errorf("a paper taken out is still shown: %v, %v", r, err)
	}
}

func TestSandboxRights(t *testing.T) {
	url, a := startSandbox(t)
	ctx := chromium(t)
	const hidden = "D-0001"
	do(t, ctx, "a paper not for guests", as(url, coordinator, "C0IPMGSEC1"), dropped("members.md", "---\naudience: members\n---\n"+record), shows(".chip", "members.md"),
		typed(composer, "@rabita index this"), answer("index this"), shows("#thread", hidden))
	do(t, ctx, "switch", as(url, coordinator, roomAll), press("[data-pane=documents]", "Documents"), shows("#pane", hidden),
		until(`(id) => { const s = document.querySelector("#who"); s.value = id; s.dispatchEvent(new Event("change")); return true }`, guest), gone("#nav", "ipmg-all"), shows("#head", "ipmg-partners"))
	do(t, ctx, "papers", press("[data-pane=documents]", "Documents"), shows("#pane", "F04"), gone("#pane", hidden))
	do(t, ctx, "refused", as(url, guest, roomPartners), typed(composer, "/action add keep something | due friday"), shows("#list .ephemeral", "Guests can ask and read here"))
	do(t, ctx, "no upload", press("#list .ephemeral button", "×"), gone("#list .ephemeral", ""), dropped("note.md", "# A note\n\nSomething.\n"), shows(".chip", "note.md"), typed(composer, "@rabita index this"),
		shows("#list .file", "note.md"), shows("#list .ephemeral", "Guests can ask and read here"))
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
	ctx := chromium(t)
	// tab presses Tab until the element that has the focus is what the selector names and holds the words.
	tab := func(sel, words string, back bool) step {
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
	keys := func(s string) step { return chromedp.KeyEvent(s) }
	do(t, ctx, "load", chromedp.Navigate(url+"/?as="+staffOfKP+"#/"+roomKP), until(`() => !!document.querySelector("#composer")`))
	do(t, ctx, "skip", until(`() => { document.activeElement.blur(); return true }`), tab("a.skip", "Skip", false), keys(kb.Enter), until(`() => document.activeElement.id === "composer"`))
	do(t, ctx, "ask", keys("@rabita timeline of DPCs in KP"), keys(kb.Enter), shows("#list .replies", "1 reply"))
	do(t, ctx, "thread", tab("#list .replies", "1 reply", true), keys(kb.Enter), shows("#thread a.cite", "F"), tab("#thread a.cite", "F", false), keys(kb.Enter), shows("#pane .quoted", ""))
	do(t, ctx, "back", keys(kb.Escape), until(`() => document.querySelector("#pane").hidden && document.activeElement !== document.body`))
	do(t, ctx, "promise", tab("#composer", "", false), keys("/action add call the focal person | due friday"), keys(kb.Enter), keys(""), until(`() => document.querySelector("#composer").value === ""`))
	do(t, ctx, "home", tab("#nav a", "Home", true), keys(kb.Enter), shows("#list", "call the focal person"))
}

// TestSandboxSays: the page says that its papers are samples, lest one be taken for a record.
func TestSandboxSays(t *testing.T) {
	url, _ := startSandbox(t)
	r, err := http.Get(url + "/")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	page, err := io.ReadAll(r.Body)
	if err != nil || !strings.Contains(string(page), "the papers are samples") {
		t.Errorf("the page does not say that the papers are samples: %v", err)
	}
}
