// What opens beside the conversation: a thread, the agent pane, the papers, the developers' view.
import { $, alertUser, h, say } from "./dom.js";
import { op } from "./net.js";
import { S, botDM, nameOf, title } from "./model.js";
import { composer } from "./composer.js";
import { drawThread, guarded } from "./chat.js";

export let kind = null; // which pane is open: thread, agent, documents, document, wire
let opener; // what had the focus before
let box; // the pane's composer, if it has one

export const paneComposer = () => box;

// show opens a pane with a heading and what fills it.
function show(k, heading, ...content) {
  const p = $("pane");
  if (!kind) opener = document.activeElement;
  if (kind === "wire" && k !== "wire") op("wire", { on: false }).catch(() => {});
  if (k !== "thread" && k !== "agent") S.thread = null;
  box = null;
  kind = k;
  p.hidden = false;
  p.className = k;
  p.setAttribute("aria-label", heading);
  const hd = h("h2", { tabindex: "-1", dir: "auto" }, heading);
  p.replaceChildren(h("div", { class: "pane-head" }, hd, h("button", { class: "icon", "aria-label": "Close the side view", onclick: hide }, "×")), ...content);
  document.body.classList.add("beside");
  mark();
  return hd;
}

export function hide() {
  if (!kind) return;
  if (kind === "wire") op("wire", { on: false }).catch(() => {});
  kind = null;
  S.thread = null;
  box = null;
  $("pane").hidden = true;
  $("pane").replaceChildren();
  document.body.classList.remove("beside");
  mark();
  if (opener?.isConnected) opener.focus();
}

function mark() {
  for (const b of document.querySelectorAll("[data-pane]")) {
    b.setAttribute("aria-pressed", String(b.dataset.pane === kind || (b.dataset.pane === "documents" && kind === "document")));
  }
}

// thread opens a thread beside the conversation.
export function thread(channel, ts) {
  S.thread = { channel, ts };
  talk("thread", "Thread in " + title(channel), "Reply");
  drawThread($("thread"), status).then(() => box?.box.focus());
}

// agent opens the pane in which a member talks to the bot alone, as in Slack's agent view: each talk is a thread of the direct conversation.
export async function agent() {
  S.thread = { channel: botDM(), ts: null };
  op("open_messages").catch(() => {});
  talk("agent", "Ask " + nameOf(S.bot.id), "Ask anything about the papers");
  prompts();
  box.box.focus();
}

function talk(k, heading, label) {
  const t = S.thread;
  box = null;
  const c = composer("pane-box", label, () => ({ channel: t.channel, thread: t.ts || "" }), (m) => {
    if (t.ts || S.thread !== t) return;
    t.ts = m.ts;
    drawThread($("thread"), status);
  });
  show(k, heading, h("div", { class: "list", id: "thread", tabindex: "0", role: "region", "aria-label": heading }), h("div", { class: "status", id: "status", role: "status" }), c.root);
  S.thread = t;
  box = c;
}

// prompts shows the questions the app suggests before anything was asked.
export function prompts() {
  if (kind !== "agent" || S.thread.ts) return;
  const a = S.assistants.get(S.thread.channel + " ") || {};
  const list = a.prompts?.length ? a.prompts : S.questions.map((q) => ({ title: q, message: q }));
  $("thread").replaceChildren(h("p", { class: "empty" }, a.prompts_title || "Only you and " + nameOf(S.bot.id) + " see this conversation."),
    h("div", { class: "prompts" }, list.map((p) => h("button", { dir: "auto", onclick: () => { box.box.value = p.message; box.root.requestSubmit(); } }, p.title))));
}

// status says what the app is doing in the thread shown.
export function status() {
  const el = $("status");
  if (!el || !S.thread) return;
  const a = S.assistants.get(S.thread.channel + " " + (S.thread.ts || ""));
  el.textContent = a?.status ? nameOf(S.bot.id) + " " + a.status : "";
}

// ---- papers ----

// fetched brings a page of the papers into the pane.
async function fetched(k, heading, url) {
  const hd = show(k, heading, h("p", { class: "empty" }, "Loading…"));
  try {
    const r = await fetch(url);
    const page = new DOMParser().parseFromString(await r.text(), "text/html");
    const art = page.querySelector("article");
    const own = art.querySelector("h2");
    if (own && r.ok) {
      hd.textContent = own.textContent;
      own.remove();
    }
    $("pane").querySelector(".empty")?.remove();
    const body = h("div", { class: "list paper", tabindex: "0", role: "region", "aria-label": heading }, document.adoptNode(art));
    $("pane").append(body);
    return body;
  } catch (err) {
    alertUser("The page could not be loaded: " + err.message);
  }
}

export async function documents() {
  const body = await fetched("documents", "Documents", "/doc/?as=" + encodeURIComponent(S.me.id));
  body?.querySelector("a")?.focus();
}

// paper opens a document; at is what the citation says, or the part of its address behind #.
export async function paper(id, at) {
  const url = `/doc/${encodeURIComponent(id)}?as=${encodeURIComponent(S.me.id)}&at=${encodeURIComponent(at || "")}`;
  const body = await fetched("document", id, url);
  if (!body) return;
  const slug = body.querySelector("article").dataset.marked;
  body.prepend(h("p", { class: "small paper-links" }, h("button", { onclick: documents }, "All documents"), " ",
    h("a", { href: url + (slug ? "#" + slug : ""), target: "_blank", rel: "noopener" }, "Open on its own page")));
  const q = body.querySelector(".quoted");
  if (q) {
    q.tabIndex = -1;
    q.focus({ preventScroll: true });
    q.scrollIntoView({ block: "center" });
    say("The quoted passage: " + (q.querySelector(".locator")?.textContent || ""));
  } else {
    body.focus();
  }
}

// ---- developers ----

const wireKinds = { event: "events", command: "commands", interaction: "interactions", ack: "acks", call: "API calls", socket: "socket", trouble: "trouble" };
let entries = [], off = new Set(), filter = "";

export async function wire() {
  show("wire", "On the wire",
    h("details", { class: "box", id: "faults" }),
    h("details", { class: "box" }, h("summary", null, "Join with your own client"),
      h("p", null, "Any Slack client library can join as the member you are now. Give it this API base and this token:"),
      h("dl", null, h("dt", null, "API base"), h("dd", null, h("code", null, S.api.base)), h("dt", null, `Token of ${nameOf(S.me.id)}`), h("dd", null, h("code", null, S.api.token))),
      h("pre", null, `curl -s ${S.api.base}chat.postMessage \\\n  -H 'Authorization: Bearer ${S.api.token}' \\\n  -d channel=${S.at === "home" ? "C…" : S.at} --data-urlencode 'text=<@${S.bot.id}> help'`),
      h("p", { class: "small" }, "The tokens are no secrets: they work on this machine only.")),
    h("div", { class: "filters" },
      h("label", { for: "wire-filter" }, "Filter"), h("input", { id: "wire-filter", type: "search", value: filter, placeholder: "method, event, id or word", oninput: (e) => { filter = e.target.value.toLowerCase(); drawWire(); } }),
      h("div", { class: "kinds", role: "group", "aria-label": "Kinds" }, Object.entries(wireKinds).map(([k, label]) => h("label", null,
        h("input", { type: "checkbox", checked: !off.has(k), onchange: (e) => { if (e.target.checked) off.delete(k); else off.add(k); drawWire(); } }), " " + label))),
      h("button", { onclick: () => { entries = []; drawWire(); } }, "Clear")),
    h("div", { class: "list", id: "wire", tabindex: "0", role: "region", "aria-label": "What crossed the wire" }));
  faults();
  try {
    entries = (await op("wire", { on: true })) || [];
    drawWire();
  } catch (err) {
    alertUser(err.message);
  }
}

// faults draws the switches for trouble.
export function faults() {
  const d = $("faults");
  if (!d) return;
  const on = S.faults.filter((f) => f.on).length;
  d.replaceChildren(h("summary", null, on ? `Trouble: ${on} switched on` : "Make trouble"),
    h("p", null, "Switch something on and watch how the bot copes."),
    h("div", { class: "choices" }, S.faults.map((f) => h("label", null,
      h("input", { type: "checkbox", checked: f.on, onchange: (e) => guarded(op("fault", { name: f.name, on: e.target.checked })) }), " " + f.label))),
    h("button", { onclick: () => guarded(op("fault", { name: "disconnect" })) }, "Ask the bot to connect again"));
  d.classList.toggle("on", on > 0);
}

const fits = (e) => !off.has(e.kind) && (!filter || (e.label + " " + (e.note || "") + " " + JSON.stringify(e.body || "")).toLowerCase().includes(filter));
const arrow = { event: "→", command: "→", interaction: "→", ack: "←", call: "←", socket: "·", trouble: "!" };

function line(e) {
  const d = h("details", { class: "wire " + e.kind + (e.bad ? " bad" : "") },
    h("summary", null, h("span", { class: "dir", "aria-hidden": "true" }, arrow[e.kind]), h("span", { class: "kind" }, e.kind), " ", e.label ? h("code", null, e.label) : null, " ",
      h("span", { class: "small" }, e.note || "")));
  d.addEventListener("toggle", () => { // bodies are drawn when they are looked at
    if (d.open && d.children.length === 1) d.append(h("pre", { tabindex: "0" }, JSON.stringify(e.body ?? null, null, 2)));
  });
  return d;
}

function drawWire() {
  const w = $("wire");
  if (!w) return;
  const list = entries.filter(fits);
  w.replaceChildren(...(list.length ? list.map(line) : [h("p", { class: "empty" }, "Nothing yet. Ask something.")]));
  w.scrollTop = w.scrollHeight;
}

export function wired(e) {
  entries.push(e);
  const w = $("wire");
  if (entries.length > 600) entries = entries.slice(-300);
  if (!w || !fits(e)) return;
  const end = w.scrollHeight - w.scrollTop - w.clientHeight < 80;
  w.querySelector(".empty")?.remove();
  w.append(line(e));
  while (w.children.length > 400) w.firstChild.remove();
  if (end) w.scrollTop = w.scrollHeight;
}
