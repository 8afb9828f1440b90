// The guided first minute: ask, promise, be reminded. One step is shown at a time; this browser keeps how far it got in this run of the program.
import { $, alertUser, h } from "./dom.js";
import { S, channel } from "./model.js";
import { mention, post } from "./composer.js";
import { thread } from "./panes.js";
import { jump, nextWords } from "./clock.js";

const key = "rabita-first-minute";
function step() {
  const [run, n] = (localStorage.getItem(key) || "").split(" ");
  return run === S.run ? Number(n) : 0;
}

function next(to) {
  localStorage.setItem(key, `${S.run} ${to}`);
  draw();
}

// A step is done by its button or by the member's own words.
document.addEventListener("posted", ({ detail: text }) => {
  const asked = channel(S.at)?.with === S.bot.id || text.startsWith("/ask") || text.includes(mention());
  if (step() === 1 && /\baction add\b/.test(text)) next(2);
  else if (step() === 0 && asked) next(1);
});

const attempt = (what) => what().catch((err) => alertUser(err.message));

// say puts a question to the bot where the member is, and opens the thread in which it answers.
async function say(text) {
  const c = channel(S.at);
  if (!c) throw new Error("Open a channel first.");
  const direct = c.kind === "im";
  return post(direct ? text : mention() + " " + text, [], { channel: c.id }, (m) => thread(m.channel, m.ts));
}

// draw shows the step that comes next, or nothing once all are done.
export function draw() {
  const g = $("guide"), n = step();
  g.hidden = n > 2 || S.at === "home" || !S.questions.length;
  if (g.hidden) return;
  const skip = h("button", { class: "quiet", onclick: () => next(9) }, "Skip");
  const steps = [
    () => ["Ask something the papers know.", S.questions.slice(0, 3).map((q) => h("button", { dir: "auto", onclick: () => attempt(() => say(q)) }, q))],
    () => ["Promise something. The bot keeps it, with its deadline.", h("button", { dir: "auto", onclick: () => attempt(() => post(S.action, [], { channel: S.at })) }, S.action)],
    () => ["Let the time pass. The reminder appears in the channel" + (nextWords() ? ", " + nextWords() : "") + ".",
      h("button", { onclick: () => jump({ by: "next" }).then((ok) => ok && next(3)) }, "Jump to the next reminder")],
  ];
  if (n === 1 && !S.action) return next(3);
  const [words, buttons] = steps[n]();
  g.replaceChildren(h("p", null, h("strong", null, `First minute, ${n + 1} of 3. `), words), h("div", { class: "prompts" }, buttons, skip));
}
