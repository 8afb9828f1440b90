package sandbox

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

type step = chromedp.Action[chromedp.Void]

// browser starts Chromium for one test. Without one the test says so and is left out; in CI it fails. A script's exception, a console error
// and a broken security policy fail the test.
func browser(t *testing.T) context.Context {
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
			if e.Type == "error" {
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

// do runs steps in the browser; a failed one ends the test.
func do(t *testing.T, ctx context.Context, what string, steps ...step) {
	t.Helper()
	limited, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	if err := chromedp.Do(limited, steps...); err != nil {
		shot(t, ctx, "failed-"+t.Name())
		t.Fatalf("%s: %v", what, err)
	}
}

// shot keeps a picture of the page in the folder RABITA_SHOTS names; nothing if it is not set.
func shot(t *testing.T, ctx context.Context, name string) {
	t.Helper()
	dir := os.Getenv("RABITA_SHOTS")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		t.Errorf("picture %s: %v", name, err)
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

// shows waits until an element that the selector names holds the words; press clicks it then, if it is to be seen.
func shows(sel, words string) step {
	return until(`(s, w) => [...document.querySelectorAll(s)].some((e) => e.textContent.includes(w))`, sel, words)
}

func press(sel, words string) step {
	return until(`(s, w) => { const e = [...document.querySelectorAll(s)].find((e) => (e.textContent + " " + (e.getAttribute("aria-label") || "")).includes(w) && e.checkVisibility()); e?.click(); return !!e }`, sel, words)
}

// typed writes a text into a message box and sends it, key by key.
func typed(sel, text string) step {
	css := chromedp.CSS(sel)
	return chromedp.Steps(chromedp.WaitVisible(css), chromedp.Focus(css), chromedp.SendKeys(css, text), chromedp.KeyEvent(kb.Enter))
}

// evaluate runs a script for its effect.
func evaluate(js string) step {
	return func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := chromedp.Evaluate[bool](js+"; true")(ctx, t)
		return chromedp.Void{}, err
	}
}
