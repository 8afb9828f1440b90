// Messages: the list of a conversation, a thread beside it, the menu of a message.
import { $, alertUser, ask, h, menu, say } from "./dom.js";
import { op } from "./net.js";
import { blocks, summary } from "./blocks.js";
import { emojis, mrkdwn } from "./mrkdwn.js";
import { S, channel, clockTime, dayKey, dayName, inThread, member, nameOf, sorted, title, tsMs } from "./model.js";

let open = () => {}; // opens a thread; set by app.js
export const onThread = (f) => { open = f; };

// guarded runs an operation and shows what went wrong.
export const guarded = (p) => p.catch((err) => alertUser(err.message));

// actor is the ctx of a message's elements (see elements.js).
function actor(m, where) {
  return {
    id: (b, el) => `${where}-${m.ts}-${b.block_id}-${el.action_id}`.replace(/[^\w-]/g, "_"),
    act: (b, el, values) => {
      const same = (m.blocks || []).flatMap((x) => [x.accessory, x.element, ...(x.elements || [])]).filter((x) => x?.action_id === el.action_id);
      guarded(op("click", { channel: m.channel, ts: m.ts, ephemeral: !!m.to, values,
        action: same.length > 1 ? `${b.block_id}/${el.action_id}` : el.action_id }));
    },
    changed: () => {},
  };
}

// avatar is a square with initials; the bot has its own colour.
export function avatar(id) {
  const words = nameOf(id).split(/\s+/).filter(Boolean);
  const initials = id === S.bot.id ? "ر" : (words[0]?.[0] || "?") + (words.length > 1 ? words[words.length - 1][0] : "");
  const n = [...id].reduce((a, c) => a + c.charCodeAt(0), 0) % 6;
  return h("span", { class: `avatar a${id === S.bot.id ? "bot" : n}`, "aria-hidden": "true" }, initials);
}

const size = (n) => (n < 1024 ? n + " B" : n < 1 << 20 ? Math.round(n / 1024) + " KB" : (n / (1 << 20)).toFixed(1) + " MB");

// row makes one message; where is "list" or "thread" and keeps ids apart.
export function row(m, where) {
  const who = m.user || S.bot.id, mine = m.user === S.me.id;
  const name = m.username || nameOf(who), time = clockTime(tsMs(m.ts));
  const system = /^channel_|^tombstone/.test(m.subtype || "");
  const body = m.subtype === "tombstone" ? h("em", { class: "small" }, "This message was deleted.")
    : m.blocks?.length ? blocks(m.blocks, actor(m, where)) : h("div", { class: "text", dir: "auto" }, mrkdwn(m.text));
  const attached = (m.attachments || []).map((a) => h("div", { class: "attachment" }, a.blocks ? blocks(a.blocks, actor(m, where)) : mrkdwn(a.text || a.fallback || "")));
  const files = (m.shared || []).map((f) => h("div", { class: "file" }, f.gone ? h("em", null, "This file was deleted.")
    : [h("a", { href: `/file/${f.id}?as=${encodeURIComponent(S.me.id)}`, download: f.name, dir: "auto" }, "📄 " + f.name), h("span", { class: "small" }, " " + size(f.size))]));
  const reactions = (m.reactions || []).map((r) => h("button", { class: "reaction", "aria-pressed": String(r.users.includes(S.me.id)),
    "aria-label": `${r.name}, ${r.users.length}`, onclick: () => guarded(op("react", { channel: m.channel, ts: m.ts, name: r.name })) },
    `${emojis(`:${r.name}:`)} ${r.users.length}`));
  const replies = where === "list" && m.reply_count ? h("button", { class: "replies", onclick: () => open(m.channel, m.ts) },
    `${m.reply_count} ${m.reply_count === 1 ? "reply" : "replies"}`, h("span", { class: "small" }, " last " + clockTime(tsMs(m.latest_reply)))) : null;
  return h("article", { class: "message" + (m.to ? " ephemeral" : "") + (system ? " system" : ""), "data-ts": m.ts, "aria-label": `${name}, ${time}` },
    avatar(who),
    h("div", { class: "body" },
      h("div", { class: "by" }, h("strong", { dir: "auto" }, name), m.bot_id ? h("span", { class: "badge" }, "APP") : null,
        member(who)?.is_restricted || member(who)?.is_ultra_restricted ? h("span", { class: "badge" }, "GUEST") : null,
        h("time", { datetime: new Date(tsMs(m.ts)).toISOString() }, time),
        m.edited_ts ? h("span", { class: "small" }, "(edited)") : null,
        m.to ? h("span", { class: "small" }, "Only visible to you") : null),
      m.broadcast && where === "list" ? h("div", { class: "small" }, "replied to a thread") : null,
      body, attached, files,
      reactions.length ? h("div", { class: "reactions" }, reactions) : null, replies),
    m.to ? h("button", { class: "icon more", "aria-label": "Dismiss", onclick: () => dismiss(m) }, "×")
      : system ? null : h("button", { class: "icon more", id: `${where}-menu-${m.ts}`, "aria-haspopup": "menu", "aria-expanded": "false",
        "aria-label": `Actions on the message of ${name}, ${time}`, onclick: (e) => actions(e.currentTarget, m, mine) }, "⋯"));
}

function dismiss(m) {
  S.ephemerals = S.ephemerals.filter((x) => x.ts !== m.ts);
  document.querySelectorAll(`.ephemeral[data-ts="${m.ts}"]`).forEach((x) => x.remove());
}

function actions(button, m, mine) {
  const entries = [{ label: "Reply in thread", run: () => open(m.channel, m.thread_ts || m.ts) }];
  for (const s of S.shortcuts.filter((x) => !x.global)) {
    entries.push({ label: s.label, run: () => guarded(op("shortcut", { channel: m.channel, ts: m.ts, callback: s.id })) });
  }
  entries.push({ label: "React 👍", run: () => guarded(op("react", { channel: m.channel, ts: m.ts, name: "+1" })) });
  if (mine) {
    entries.push({ label: "Edit", run: () => edit(m) },
      { label: "Delete", danger: true, run: async () => {
        if (await ask({ title: "Delete message", text: "This cannot be undone.", confirm: "Delete", danger: true })) guarded(op("delete", { channel: m.channel, ts: m.ts }));
      } });
  }
  menu(button, "Message", entries);
}

function edit(m) {
  const was = m.text.replace(/<@(\w+)>/g, (a, id) => "@" + (member(id)?.name || id)).replace(/<#\w+\|([^>]*)>/g, "#$1")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");
  const field = h("textarea", { rows: "4", "aria-label": "Message", dir: "auto", value: was });
  ask({ title: "Edit message", text: field, confirm: "Save" }).then((yes) => yes && guarded(op("edit", { channel: m.channel, ts: m.ts, text: field.value })));
}

// ---- the list of the conversation shown ----

const divider = (m) => h("div", { class: "day", "data-day": dayKey(tsMs(m.ts)) }, h("span", null, dayName(tsMs(m.ts))));

function shown(id) {
  const list = sorted(S.messages.get(id) || new Map()).filter((m) => !inThread(m) || m.broadcast);
  return [...list, ...S.ephemerals.filter((m) => m.channel === id && !m.thread_ts)].sort((a, b) => (a.ts < b.ts ? -1 : 1));
}

// drawList draws the whole conversation; stick scrolls to its end.
export function drawList(stick) {
  const box = $("list"), id = S.at;
  const from = box.scrollHeight - box.scrollTop;
  const out = [];
  if (S.more.get(id)) out.push(h("button", { class: "earlier", onclick: earlier }, "Earlier messages"));
  let day = "";
  for (const m of shown(id)) {
    const d = dayKey(tsMs(m.ts));
    if (d !== day) out.push(divider(m));
    day = d;
    out.push(row(m, "list"));
  }
  if (!out.length) out.push(h("p", { class: "empty" }, `This is the beginning of ${title(id)}.`));
  box.setAttribute("aria-label", "Messages in " + title(id).replace("# ", "#"));
  box.replaceChildren(...out);
  if (stick) toEnd(box);
  else box.scrollTop = box.scrollHeight - from;
}

async function earlier() {
  const id = S.at, first = shown(id)[0]?.ts;
  try {
    const c = await op("open", { channel: id, before: first });
    for (const m of c.messages) S.messages.get(id).set(m.ts, m);
    S.more.set(id, c.more);
    if (S.at === id) drawList(false);
  } catch (err) {
    alertUser(err.message);
  }
}

// place puts a new or changed message where it belongs in a box, keeping focus and the reader's place.
function place(box, m, where) {
  const focused = document.activeElement?.id;
  const end = box.scrollHeight - box.scrollTop - box.clientHeight < 120;
  const made = row(m, where), old = box.querySelector(`[data-ts="${m.ts}"]`);
  if (old) {
    const had = old.contains(document.activeElement);
    old.replaceWith(made);
    if (had && focused) $(focused)?.focus();
  } else {
    box.querySelector(".empty")?.remove();
    const next = [...box.querySelectorAll(":scope > [data-ts]")].find((x) => x.dataset.ts > m.ts);
    if (!next && where === "list" && ![...box.querySelectorAll(".day")].some((x) => x.dataset.day === dayKey(tsMs(m.ts)))) box.append(divider(m));
    if (next) next.before(made);
    else box.append(made);
  }
  if (end || m.user === S.me.id && !old) toEnd(box);
}

// toEnd shows the end of a box; of a last message that is longer than the box, the beginning, where its finding stands.
function toEnd(box) {
  box.scrollTop = box.scrollHeight;
  const last = box.lastElementChild;
  if (last && last.offsetHeight > box.clientHeight) box.scrollTop += last.getBoundingClientRect().top - box.getBoundingClientRect().top;
}

const loaded = (id) => S.messages.has(id);

// arrived handles a message that came or changed.
export function arrived(m, fresh) {
  if (m.to) S.ephemerals = [...S.ephemerals.filter((x) => x.ts !== m.ts), m];
  else if (loaded(m.channel)) S.messages.get(m.channel).set(m.ts, m);
  const reply = inThread(m);
  if (m.channel === S.at && (!reply || m.broadcast)) place($("list"), m, "list");
  const t = S.thread && $("thread");
  const mineToo = t && m.channel === S.thread.channel && (m.ts === S.thread.ts || m.thread_ts === S.thread.ts);
  if (mineToo) place(t, m, "thread");
  if (!fresh || m.user === S.me.id) return;
  if (m.channel === S.at || mineToo) say(`${m.username || nameOf(m.user || S.bot.id)}: ${summary(m)}`);
  if (m.channel !== S.at && !mineToo && !m.to && channel(m.channel)?.mine) S.unread.set(m.channel, (S.unread.get(m.channel) || 0) + 1);
}

export function gone(m) {
  S.messages.get(m.channel)?.delete(m.ts);
  S.ephemerals = S.ephemerals.filter((x) => x.ts !== m.ts);
  document.querySelectorAll(`.message[data-ts="${m.ts}"]`).forEach((x) => x.remove());
}

// drawThread fills the thread beside the conversation.
export async function drawThread(box, status) {
  const t = S.thread;
  if (!t.ts) return;
  try {
    const got = await op("thread", { channel: t.channel, ts: t.ts });
    if (S.thread !== t) return;
    S.assistants.set(t.channel + " " + t.ts, got.assistant);
    const whispers = S.ephemerals.filter((m) => m.channel === t.channel && m.thread_ts === t.ts);
    box.replaceChildren(...[...(got.messages || []), ...whispers].sort((a, b) => (a.ts < b.ts ? -1 : 1)).map((m) => row(m, "thread")));
    toEnd(box);
    status();
  } catch (err) {
    alertUser(err.message);
  }
}
