// Package sandboxtest drives the sandbox's page in a real browser, for tests. A test is a list of steps that each wait for what they need, so
// nothing sleeps:
//
//	ctx := sandboxtest.Browser(t)
//	sandboxtest.Do(t, ctx, "ask", sandboxtest.Typed("#composer", "@rabita help"), sandboxtest.Shows("#list .replies", "1 reply"))
//
// RABITA_SHOTS names a folder in which pictures of what was seen are kept.
package sandboxtest

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A Step is one thing done or waited for in the browser.
type Step = chromedp.Action[chromedp.Void]

// How long a condition, and all the steps of one Do, may take before the test fails. They only end a test that hangs: busy machines are slow.
const (
	patience = 40 * time.Second
	limit    = 90 * time.Second
)

// Browser starts Chromium for one test, 1280 pixels wide. Without one the test says so and is left out; where CI is set it fails. A script's
// exception, an error on the console and a broken security policy fail the test.
func Browser(t testing.TB) context.Context {
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
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(1280, 860), enable); err != nil {
		t.Fatal(err)
	}
	err := chromedp.Listen(ctx, func(ev any) {
		switch e := ev.(type) {
		case *runtime.EventExceptionThrown:
			t.Errorf("a script failed: %+v", e.ExceptionDetails)
		case *runtime.EventConsoleAPICalled:
			if e.Type == "error" && len(e.Args) > 0 {
				t.Errorf("console error: %s", e.Args[0].Value)
			}
		case *cdplog.EventEntryAdded:
			if e.Entry.Source == cdplog.EntrySourceSecurity {
				t.Errorf("the security policy was broken: %s", e.Entry.Text)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

// enable makes the browser tell what its log says.
func enable(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	_, err := cdp.Call(ctx, t, cdplog.Enable, cdp.Empty{})
	return chromedp.Void{}, err
}

// Do runs steps in the browser; a failed one ends the test, with what the page showed.
func Do(t testing.TB, ctx context.Context, what string, steps ...Step) {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		Shot(t, ctx, "failed-"+t.Name())
		seen, _ := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#list, #pane:not([hidden]), dialog[open], #alert")].map((e) => e.innerText).join("\n----\n").slice(-4000)`))
		t.Fatalf("%s: %v\nThe page shows:\n%s", what, err, seen)
	}
}

// Shot keeps two pictures of the page in the folder RABITA_SHOTS names, one as wide as a desk's and one as wide as a phone's; nothing if it
// is not set.
func Shot(t testing.TB, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("RABITA_SHOTS")
	if dir == "" {
		return
	}
	was, err := chromedp.Run(ctx, chromedp.Evaluate[int64]("innerWidth"))
	if err != nil {
		t.Errorf("picture %s: %v", name, err)
		return
	}
	for _, width := range []int64{390, 1280} {
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 860)); err != nil {
			t.Errorf("picture %s: %v", name, err)
			return
		}
		png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
		if err == nil {
			err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%s.png", width, name)), png, 0o644)
		}
		if err != nil {
			t.Errorf("picture %s: %v", name, err)
		}
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(was, 860)); err != nil {
		t.Errorf("picture %s: %v", name, err)
	}
}

// Until waits until a JavaScript function of args holds; it is looked at again after each change of the page.
func Until(condition string, args ...any) Step {
	in, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		panic(err) // the caller's own literals
	}
	js := fmt.Sprintf(`new Promise((ok, no) => {
		const holds = () => (%s)(...%s);
		if (holds()) return ok(true);
		const o = new MutationObserver(() => holds() && (o.disconnect(), clearTimeout(late), ok(true)));
		o.observe(document, {subtree: true, childList: true, attributes: true, characterData: true});
		const late = setTimeout(() => no(new Error("it never came: " + %q + " " + %q)), %d);
	})`, condition, in, condition, in, patience.Milliseconds())
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](js, chromedp.EvalAwaitPromise)(ctx, t)
		return chromedp.Void{}, err
	}
}

// Shows waits until one element that the selector names holds all the words.
func Shows(sel string, words ...string) Step {
	return Until(`(s, ws) => [...document.querySelectorAll(s)].some((e) => ws.every((w) => e.textContent.includes(w)))`, sel, words)
}

// Gone waits until no element that the selector names holds the words.
func Gone(sel, words string) Step {
	return Until(`(s, w) => ![...document.querySelectorAll(s)].some((e) => e.textContent.includes(w))`, sel, words)
}

// Press waits for an element with the words, in its text or its label, that can be seen, and clicks the last one.
func Press(sel, words string) Step { return clicks(sel, words, 1) }

// PressTwice clicks it two times at once, as a hand that trembles does.
func PressTwice(sel, words string) Step { return clicks(sel, words, 2) }

func clicks(sel, words string, times int) Step {
	return Until(`(s, w, n) => {
		const e = [...document.querySelectorAll(s)].findLast((e) => (e.textContent + " " + (e.getAttribute("aria-label") || "")).includes(w) && e.checkVisibility());
		for (let i = 0; i < n; i++) e?.click();
		return !!e }`, sel, words, times)
}

// Typed writes a text into a message box and sends it, key by key.
func Typed(sel, text string) Step {
	css := chromedp.CSS(sel)
	return chromedp.Steps(chromedp.WaitVisible(css), chromedp.Focus(css), chromedp.SendKeys(css, text), chromedp.KeyEvent(kb.Enter))
}

// Dropped drops a Markdown file on the page.
func Dropped(name, text string) Step {
	return Until(`(name, text) => { const d = new DataTransfer(); d.items.add(new File([text], name, {type: "text/markdown"}));
		dispatchEvent(new DragEvent("dragenter", {dataTransfer: d})); dispatchEvent(new DragEvent("drop", {dataTransfer: d, cancelable: true})); return true }`, name, text)
}

// Become makes the page another member's.
func Become(member string) Step {
	return Until(`(id) => { const s = document.querySelector("#who"); s.value = id; s.dispatchEvent(new Event("change")); return true }`, member)
}

// Script runs JavaScript for its effect.
func Script(js string) Step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](js+"; true")(ctx, t)
		return chromedp.Void{}, err
	}
}
