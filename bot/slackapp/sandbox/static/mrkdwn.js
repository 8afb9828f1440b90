// Slack's mrkdwn -> elements: escapes, mentions, links, dates, bold, italic, strike, code, quotes; and citations -> links to the papers.
import { h } from "./dom.js";
import { S, channel, formatDate, member, nameOf } from "./model.js";

const unescape = (s) => s.replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&amp;/g, "&");

const emoji = { white_check_mark: "✅", heavy_check_mark: "✔️", x: "❌", warning: "⚠️", bell: "🔔", calendar: "📅", date: "📅", pushpin: "📌",
  page_facing_up: "📄", books: "📚", memo: "📝", hourglass: "⌛", hourglass_flowing_sand: "⏳", eyes: "👀", "+1": "👍", thumbsup: "👍",
  "-1": "👎", thumbsdown: "👎", tada: "🎉", bulb: "💡", mag: "🔍", lock: "🔒", house: "🏠", link: "🔗", arrow_right: "➡️",
  large_green_circle: "🟢", large_yellow_circle: "🟡", red_circle: "🔴", white_circle: "⚪", speech_balloon: "💬", pencil2: "✏️",
  pencil: "📝", wastebasket: "🗑️", information_source: "ℹ️", question: "❓", exclamation: "❗", wave: "👋", pray: "🙏", star: "⭐" };
const emojis = (s) => s.replace(/:([a-z0-9_+-]+):/g, (all, n) => emoji[n] || all);

export function userTag(id) {
  const m = member(id);
  return h("span", { class: "mention" + (id === S.me?.id ? " me" : ""), "data-user": id }, "@" + (m ? m.real_name : id));
}

export function channelTag(id, label) {
  const c = channel(id);
  return h("a", { class: "mention", href: "#/" + id }, "#" + (c ? c.name : label || "private channel"));
}

export function groupTag(id) {
  const g = (S.groups || []).find((x) => x.id === id);
  return h("span", { class: "mention" }, "@" + (g ? g.handle : id));
}

// link makes an address clickable if it is one a browser may open. A link to a paper opens beside the conversation.
export function link(url, text) {
  let u;
  try {
    u = new URL(url);
  } catch {
    return text || `<${url}>`;
  }
  if (!["http:", "https:", "mailto:"].includes(u.protocol)) return text || url;
  if (u.origin === location.origin && u.pathname.startsWith("/doc/")) {
    return h("a", { href: u.pathname + u.search + u.hash, class: "cite", "data-doc": decodeURIComponent(u.pathname.slice(5)),
      "data-at": decodeURIComponent(u.hash.slice(1)) }, text || url);
  }
  return h("a", { href: u.href, target: "_blank", rel: "noopener noreferrer" }, text || url);
}

// bracket is where the last bracket stands that is not closed, as in "(20th minutes, s. 4(1)"; -1: nowhere.
function bracket(text) {
  let closed = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    if (text[i] === ")") closed++;
    else if (text[i] === "(" && closed-- === 0) return i;
  }
  return -1;
}

// citations turns "…, item 5, para 12, p. 5 [F04]" into a link to the passage.
export function citations(text) {
  const out = [];
  let at = 0;
  for (const m of text.matchAll(/\[([A-Za-z][A-Za-z0-9_.-]*)\]/g)) {
    if (!S.documents.some((d) => d.id === m[1])) continue;
    const before = text.slice(at, m.index);
    const cut = Math.max(before.lastIndexOf("\n") + 1, before.lastIndexOf("— ") + 2, before.lastIndexOf("· ") + 2, before.lastIndexOf("• ") + 2,
      before.lastIndexOf("] ") + 2, before.lastIndexOf("; ") + 2, bracket(before) + 1);
    const start = cut > 1 ? cut : 0;
    const words = before.slice(start);
    if (start) out.push(before.slice(0, start));
    out.push(h("a", { class: "cite", "data-doc": m[1], "data-at": words.trim(),
      href: `/doc/${m[1]}?as=${encodeURIComponent(S.me.id)}&at=${encodeURIComponent(words.trim())}` }, words + m[0]));
    at = m.index + m[0].length;
  }
  out.push(text.slice(at));
  return out.filter((x) => x !== "");
}

// lines puts line breaks where the text has them.
function lines(text, raw) {
  const out = [];
  text.split("\n").forEach((l, i) => {
    if (i) out.push(h("br"));
    if (l) out.push(...(raw ? [l] : citations(l)));
  });
  return out;
}

function token(body) {
  const [head, ...rest] = body.split("|");
  const label = rest.length ? unescape(rest.join("|")) : "";
  if (head[0] === "@") return userTag(head.slice(1));
  if (head[0] === "#") return channelTag(head.slice(1), label);
  if (head.startsWith("!date^")) {
    const [, unix, form, url] = head.split("^");
    if (!/^-?\d+$/.test(unix || "")) return label;
    const t = h("time", { datetime: new Date(unix * 1000).toISOString(), title: label }, formatDate(+unix, unescape(form || "{date}")));
    return url ? link(unescape(url), t) : t;
  }
  if (head.startsWith("!subteam^")) return groupTag(head.slice(9));
  if (/^!(here|channel|everyone)$/.test(head)) return h("span", { class: "mention me" }, "@" + head.slice(1));
  if (head[0] === "!") return label || head;
  return link(unescape(head), label);
}

const spans = [
  [/```([\s\S]+?)```/, (t) => h("pre", null, unescape(t).replace(/^\n|\n$/g, ""))],
  [/`([^`\n]+)`/, (t) => h("code", null, unescape(t))],
  [/<([^<>\s][^<>]*)>/, token],
  [/(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]*[^*\s])\*(?![\p{L}\p{N}*])/u, (t) => h("strong", null, inline(t))],
  [/(?<![\p{L}\p{N}_])_(?=\S)([^_\n]*[^_\s])_(?![\p{L}\p{N}_])/u, (t) => h("em", null, inline(t))],
  [/(?<![\p{L}\p{N}~])~(?=\S)([^~\n]*[^~\s])~(?![\p{L}\p{N}~])/u, (t) => h("s", null, inline(t))],
];

// inline handles what stands within lines: the earliest span wins, the first of the table on a tie.
function inline(text) {
  const out = [];
  while (text) {
    let best, make;
    for (const [re, f] of spans) {
      const m = re.exec(text);
      if (m && (!best || m.index < best.index)) [best, make] = [m, f];
    }
    if (!best) break;
    out.push(...lines(emojis(unescape(text.slice(0, best.index)))), make(best[1]));
    text = text.slice(best.index + best[0].length);
  }
  out.push(...lines(emojis(unescape(text))));
  return out;
}

// mrkdwn renders a text; lines beginning with > become quotes.
export function mrkdwn(text) {
  const out = [];
  let quote = [], plain = [];
  const flush = () => {
    if (plain.length) out.push(...inline(plain.join("\n")));
    if (quote.length) out.push(h("blockquote", { dir: "auto" }, inline(quote.join("\n"))));
    plain = [];
    quote = [];
  };
  let pre = false;
  for (const l of (text || "").split("\n")) {
    const q = /^(?:&gt;|>) ?(.*)$/.exec(l);
    if (q && !pre) {
      if (plain.length) flush();
      quote.push(q[1]);
    } else {
      if (quote.length) flush();
      plain.push(l);
      if ((l.match(/```/g) || []).length % 2) pre = !pre;
    }
  }
  flush();
  return out;
}

// textObject renders a text object, mrkdwn or plain_text, or a bare string.
export function textObject(t) {
  if (!t) return [];
  if (typeof t === "string") return lines(emojis(t));
  if (t.type === "mrkdwn") return mrkdwn(t.text);
  return lines(t.emoji === false ? t.text : emojis(t.text), true);
}

export const plain = (t) => (typeof t === "string" ? t : emojis(t?.text || ""));
export { emojis, nameOf };
