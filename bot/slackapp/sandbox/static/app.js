// The page: who you are, where you are, and what arrives. The other files each draw one thing; see doc.go for what crosses the wire.
import { $, alertUser, h } from "./dom.js";
import { op, start } from "./net.js";
import { S, botDM, channel, member, nameOf, put, title } from "./model.js";
import * as chat from "./chat.js";
import * as clock from "./clock.js";
import * as guide from "./guide.js";
import * as panes from "./panes.js";
import * as views from "./views.js";
import { composer, dropping } from "./composer.js";

let box; // the composer of the conversation shown
let first = true;
const bare = (hash) => (hash.startsWith("#/") ? hash.slice(2) : "");

// ---- what arrives ----

const on = {
  state(m) {
    Object.assign(S, { run: m.run, me: m.me, bot: m.bot, members: m.members, groups: m.groups || [], channels: m.channels, ephemerals: m.ephemerals || [],
      modals: m.modals || [], home: m.home, documents: m.documents || [], commands: m.commands || [], shortcuts: m.shortcuts || [], faults: m.faults,
      api: m.api, questions: m.questions || [], action: m.action_item, start: m.start });
    S.messages.clear();
    S.assistants.set(botDM() + " ", m.prompts);
    clock.set(m.clock);
    who();
    nav();
    views.drawModals();
    go(bare(location.hash) || S.at || S.start, true);
    if (panes.kind === "wire") panes.wire();
    if (S.thread?.ts && S.channels.some((c) => c.id === S.thread.channel)) chat.drawThread($("thread"), panes.status);
    else if (S.thread) panes.hide();
  },
  clock(m) {
    clock.set(m);
    guide.draw();
    if (channel(S.at)) chat.drawList(true);
  },
  message: (m) => { chat.arrived(m.message, true); nav(); },
  message_changed: (m) => chat.arrived(m.message, false),
  message_deleted: (m) => chat.gone(m.message),
  ephemeral: (m) => chat.arrived(m.message, true),
  ephemeral_deleted: (m) => chat.gone(m.message),
  modals(m) {
    S.modals = m.modals || [];
    views.drawModals();
  },
  home(m) {
    S.home = m.home;
    if (S.at === "home") drawHome();
  },
  assistant(m) {
    S.assistants.set(m.assistant.channel + " " + m.assistant.thread_ts, m.assistant);
    if (m.assistant.thread_ts) panes.status();
    else panes.prompts();
  },
  people(m) {
    const had = S.at === "home" || channel(S.at);
    Object.assign(S, { channels: m.channels, members: m.members, groups: m.groups || [] });
    nav();
    if (had && S.at !== "home" && !channel(S.at)) go(S.start);
    else head();
  },
  wire: (m) => panes.wired(m.entry),
  faults(m) {
    S.faults = m.faults;
    panes.faults();
  },
};

// ---- who ----

function who() {
  const s = $("who");
  s.replaceChildren(...S.members.filter((m) => m.id !== S.bot.id && !m.deleted).map((m) => h("option", { value: m.id, selected: m.id === S.me.id },
    m.real_name + (m.restricted || m.is_restricted || m.is_ultra_restricted ? " (guest)" : ""))));
  s.title = S.me.title || "";
}

function become(id) {
  const u = new URL(location.href);
  u.searchParams.set("as", id);
  history.replaceState(null, "", u);
  panes.hide();
  S.unread.clear();
  start(id, (m) => on[m.type]?.(m), status);
}

function status(up) {
  document.body.classList.toggle("offline", !up);
  if (!up) alertUser("The connection to the sandbox was lost; trying again…");
  else if (!first) $("alert").classList.remove("shown");
  first = false;
}

// ---- where ----

function nav() {
  const link = (id, text, extra, face) => h("li", null, h("a", { href: "#/" + id, class: S.unread.get(id) ? "unread" : "", "aria-current": S.at === id ? "page" : null },
    face ? chat.avatar(face) : null, h("span", { class: "name", dir: "auto" }, text), S.unread.get(id) ? h("span", { class: "count", "aria-label": S.unread.get(id) + " new" }, String(S.unread.get(id))) : null, extra));
  const rooms = S.channels.filter((c) => c.kind !== "im" && !c.archived);
  const dms = S.members.filter((m) => m.id !== S.bot.id && m.id !== S.me.id && !m.deleted);
  const dm = (m) => S.channels.find((c) => c.kind === "im" && c.with === m.id)?.id || m.id;
  const group = (name, list) => (list.length ? [h("h2", null, name), h("ul", null, list)] : []);
  const was = document.activeElement?.getAttribute?.("href");
  $("nav").replaceChildren(
    ...group("Channels", rooms.filter((c) => c.mine).map((c) => link(c.id, title(c.id), c.shared ? h("span", { class: "small" }, " shared") : null))),
    ...group("Other channels", rooms.filter((c) => !c.mine).map((c) => link(c.id, title(c.id)))),
    ...group("App", [link("home", "Home", null, S.bot.id), link(botDM(), nameOf(S.bot.id), null, S.bot.id)]),
    ...group("Direct messages", dms.map((m) => link(dm(m), m.real_name, null, m.id))));
  if (was && $("nav").contains(document.activeElement) === false) $("nav").querySelector(`a[href="${CSS.escape(was)}"]`)?.focus();
}

// go shows a conversation, or the home tab.
async function go(id, fresh) {
  if (id !== "home" && !channel(id) && !member(id)) id = channel(S.start)?.mine ? S.start : S.channels.find((c) => c.mine && c.kind !== "im")?.id || botDM();
  S.at = id;
  closeNav();
  if (bare(location.hash) !== id) history.replaceState(null, "", location.pathname + location.search + "#/" + id);
  S.unread.delete(id);
  if (id === "home") {
    head();
    drawHome();
    op("open_home").catch(() => {});
    $("compose").replaceChildren();
    box = null;
    nav();
    guide.draw();
    return;
  }
  $("list").classList.remove("home");
  head();
  guide.draw();
  try {
    const c = await op("open", { channel: id });
    if (S.at !== id) return;
    S.at = channel(c.channel) ? c.channel : id;
    if (!S.messages.has(c.channel)) S.messages.set(c.channel, new Map());
    c.messages.forEach(put);
    S.more.set(c.channel, c.more);
    chat.drawList(true);
    nav();
    foot(fresh);
  } catch (err) {
    alertUser(err.message);
  }
}

function head() {
  const c = channel(S.at);
  if (S.at === "home") {
    $("head").replaceChildren(h("h2", null, nameOf(S.bot.id) + ": home"));
    return;
  }
  const count = c && c.kind !== "im" ? `${c.members.length} members` : "";
  $("head").replaceChildren(h("h2", { dir: "auto" }, title(S.at)),
    h("p", { class: "small", dir: "auto" }, [c?.topic, count, c?.shared ? "shared with guests and partners" : "", c?.kind === "im" && c.with !== S.bot.id ? member(c.with)?.title : ""].filter(Boolean).join(" · ")));
}

function drawHome() {
  const l = $("list");
  l.classList.add("home");
  l.setAttribute("aria-label", "Home of " + nameOf(S.bot.id));
  const was = document.activeElement?.id;
  l.replaceChildren(h("div", { class: "surface" }, views.home()));
  if (was) $(was)?.focus();
}

// foot draws the message box, or what stands in its place.
function foot(fresh) {
  const c = channel(S.at), el = $("compose"), had = el.contains(document.activeElement);
  if (c && c.kind !== "im" && !c.mine) {
    box = null;
    el.replaceChildren(h("div", { class: "join" }, `You are not in ${title(c.id)}. `, h("button", { class: "primary", onclick: () =>
      op("join", { channel: c.id }).then(() => go(c.id)).catch((err) => alertUser(err.message)) }, "Join")));
    return;
  }
  const draft = box?.box.value && fresh ? box.box.value : "";
  box = composer("composer", "Message to " + title(S.at).replace("# ", "#"), () => ({ channel: S.at }), (m) => {
    if (m.channel !== S.at) go(m.channel); // a direct conversation that did not exist before
  });
  box.box.value = draft;
  el.replaceChildren(box.root);
  if (had || matchMedia("(min-width: 800px)").matches && !panes.kind) box.box.focus();
}

function closeNav() {
  document.body.classList.remove("nav-open");
  $("menu").setAttribute("aria-expanded", "false");
}

// ---- once ----

function setUp() {
  const theme = localStorage.getItem("rabita-theme");
  if (theme) document.documentElement.dataset.theme = theme;
  $("theme").addEventListener("click", () => {
    const dark = document.documentElement.dataset.theme ? document.documentElement.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    localStorage.setItem("rabita-theme", document.documentElement.dataset.theme = dark ? "light" : "dark");
  });
  $("who").addEventListener("change", (e) => become(e.target.value));
  $("menu").addEventListener("click", () => {
    const on = document.body.classList.toggle("nav-open");
    $("menu").setAttribute("aria-expanded", String(on));
    if (on) $("nav").querySelector("a")?.focus();
  });
  for (const b of document.querySelectorAll("[data-pane]")) {
    b.addEventListener("click", () => (b.getAttribute("aria-pressed") === "true" ? panes.hide() : panes[b.dataset.pane]()));
  }
  chat.onThread(panes.thread);
  dropping(() => panes.paneComposer() || box);
  clock.build();
  addEventListener("hashchange", () => {
    const id = bare(location.hash);
    if (id && id !== S.at) go(id);
  });
  document.querySelector(".skip").addEventListener("click", (e) => {
    e.preventDefault();
    (box?.box || $("list")).focus();
  });
  document.addEventListener("click", (e) => {
    const a = e.target.closest?.("a[data-doc]");
    if (!a || e.ctrlKey || e.metaKey || e.shiftKey || e.button) return;
    e.preventDefault();
    panes.paper(a.dataset.doc, a.dataset.at);
  });
  document.addEventListener("paper", (e) => panes.paper(e.detail.id, e.detail.at));
  document.addEventListener("keydown", (e) => {
    if (e.key !== "Escape" || e.defaultPrevented || document.querySelector("dialog[open]")) return;
    if (document.body.classList.contains("nav-open")) {
      closeNav();
      $("menu").focus();
    } else if (panes.kind) panes.hide();
  });
  become(new URL(location.href).searchParams.get("as") || document.body.dataset.member);
}

setUp();
