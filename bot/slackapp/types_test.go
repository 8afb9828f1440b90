package slackapp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// typesDir holds Slack's own types and the compiler that checks against them; `npm ci` there fetches both.
const typesDir = "testdata/types"

// typeChecker makes a function that checks a TypeScript file and returns what the compiler complains of. Without Node or its packages the
// test is left out and says so; in CI it fails.
func typeChecker(t *testing.T) func(source string) (complaints string) {
	t.Helper()
	modules, err := filepath.Abs(filepath.Join(typesDir, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	node, err := exec.LookPath("node")
	compiler := filepath.Join(modules, "typescript", "bin", "tsc")
	if err == nil {
		_, err = os.Stat(compiler)
	}
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("%v: .ci/run sets it up", err)
		}
		t.Skipf("%v: install Node 20 or newer and run `npm ci --prefix bot/slackapp/%s` for this test", err, typesDir)
	}
	return func(source string) string {
		t.Helper()
		dir := t.TempDir()
		config := map[string]any{"files": []string{"emitted.ts"}, "compilerOptions": map[string]any{"strict": true, "noEmit": true, "skipLibCheck": true,
			"target": "es2022", "module": "preserve", "moduleResolution": "bundler", "types": []string{}, "noErrorTruncation": true,
			"paths": map[string][]string{"@slack/types": {filepath.Join(modules, "@slack", "types")}}}}
		raw, err := json.Marshal(config)
		if err != nil {
			t.Fatal(err)
		}
		for name, data := range map[string][]byte{"tsconfig.json": raw, "emitted.ts": []byte(source)} {
			if err := os.WriteFile(filepath.Join(dir, name), data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		out, err := exec.CommandContext(t.Context(), node, compiler, "--project", dir, "--pretty", "false").CombinedOutput()
		if err != nil && len(out) == 0 {
			t.Fatal(err)
		}
		return string(bytes.TrimSpace(out))
	}
}

// typesHead opens a file of constants. Slack documents the offset of a list, from which numbering starts, and slack-go always sends it; the
// types lack it.
const typesHead = `import type { KnownBlock, HomeView, ModalView } from "@slack/types";
declare module "@slack/types" { interface RichTextList { offset?: number } }
`

// emitted collects values as TypeScript constants of Slack's types.
type emitted struct {
	strings.Builder
	t *testing.T
	n int
}

// add writes a value of a type; what names it if the compiler objects.
func (e *emitted) add(kind, what string, v any) {
	e.t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		e.t.Fatal(err)
	}
	fmt.Fprintf(e, "export const v%d_%s: %s = %s;\n", e.n, strings.ReplaceAll(what, " ", "_"), kind, raw)
	e.n++
}

func (e *emitted) reply(what string, r bot.Reply) {
	e.t.Helper()
	for _, s := range []Surface{{}, {Feedback: true, Marker: "m"}} {
		for _, m := range Render(r, s) {
			e.add("KnownBlock[]", what, m.Blocks)
		}
	}
	e.add("HomeView", what+" home", homeView(r))
}

// TestEmittedTypes: every block and view the bot can emit is one by Slack's own types.
func TestEmittedTypes(t *testing.T) {
	check := typeChecker(t)
	e := &emitted{t: t}
	e.WriteString(typesHead)
	for _, name := range slices.Sorted(maps.Keys(replies)) {
		e.reply(name, replies[name])
	}
	n := 3
	if os.Getenv("RABITA_LONG") != "" {
		n = 100
	}
	list := payloads(t)
	for seed := range n {
		e.reply(fmt.Sprint("seed ", seed), randomReply(rand.New(rand.NewPCG(uint64(seed), 7)), list))
	}
	e.reply("sorry", bot.Sorry())
	e.reply("too many", tooMany())
	e.reply("share", bot.Reply{Parts: []bot.Part{bot.Say(bot.Finding, "x"), shareButton(inbound{Text: "what?", Kind: bot.Command})}})
	e.add("ModalView", "form", modalView(*form("A-0042"), "{}"))
	few := form("A-0042")
	few.Fields[6].Choices = few.Fields[6].Choices[:40]
	many := bot.Field{ID: "many", Label: "One of many", Kind: "choice", Value: "k7", Choices: form("").Fields[6].Choices}
	few.Fields = append(few.Fields, many, bot.Field{ID: "line", Label: "A line", Kind: "text"})
	e.add("ModalView", "other form", modalView(*few, ""))
	e.add("ModalView", "empty form", modalView(bot.Modal{Title: "Nothing"}, ""))
	for what, v := range map[string]any{"later": formLater(), "trouble": formTrouble(inbound{})} {
		e.add("ModalView", what, v.(*slack.ViewSubmissionResponse).View)
	}
	if bad := check(e.String()); bad != "" {
		t.Errorf("Slack's types do not take it:\n%s", shorten(bad, 6000))
	}
}

// TestTypesRefuse: the check itself refuses what is no block, each complaint on its own line.
func TestTypesRefuse(t *testing.T) {
	check := typeChecker(t)
	wrong := []string{
		`KnownBlock[] = [{"type":"header","text":{"type":"mrkdwn","text":"x"}}]`,
		`KnownBlock[] = [{"type":"section","txt":{"type":"mrkdwn","text":"x"}}]`,
		`KnownBlock[] = [{"type":"nothing"}]`,
		`HomeView = {"type":"modal","blocks":[]}`,
		`ModalView = {"type":"modal","blocks":[]}`,
	}
	src := typesHead
	for i, w := range wrong {
		src += fmt.Sprintf("export const w%d: %s;\n", i, w)
	}
	bad := check(src)
	for i := range wrong {
		if !strings.Contains(bad, fmt.Sprintf("emitted.ts(%d,", i+3)) {
			t.Errorf("%s is taken for right; the complaints are:\n%s", wrong[i], bad)
		}
	}
}
