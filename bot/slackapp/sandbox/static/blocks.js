// Block Kit -> elements: what is shown. What is used (buttons, selects, inputs) is in elements.js. A block nobody knows is shown as such.
import { h } from "./dom.js";
import { channelTag, citations, emojis, groupTag, link, plain, textObject, userTag } from "./mrkdwn.js";
import { S, formatDate } from "./model.js";
import { element, isElement } from "./elements.js";

// blocks renders a list; ctx is where it stands (see elements.js).
export function blocks(list, ctx) {
  return (list || []).map((b) => {
    try {
      return (kinds[b.type] || unknown)(b, ctx);
    } catch (err) {
      console.error("block cannot be shown", b, err);
      return unknown(b);
    }
  });
}

function unknown(b) {
  return h("details", { class: "unknown" }, h("summary", null, `Block of the type “${b.type}”, which this page cannot draw`),
    h("pre", null, JSON.stringify(b, null, 2)));
}

function image(b) { // nothing is fetched from outside: the words stand for the picture
  const url = b.image_url || b.slack_file?.url || "";
  return h("span", { class: "image", role: "img", "aria-label": b.alt_text }, "🖼 ", b.alt_text, url ? [" ", link(url, "(picture)")] : null);
}

const kinds = {
  section: (b, ctx) => {
    const side = b.accessory && (b.accessory.type === "image" ? image(b.accessory) : element(b, b.accessory, ctx));
    return h("div", { class: "section" + (side ? " beside" : "") },
      h("div", { class: "grow" }, b.text ? h("div", { class: "text", dir: "auto" }, textObject(b.text)) : null,
        b.fields ? h("div", { class: "fields" }, b.fields.map((f) => h("div", { class: "text", dir: "auto" }, textObject(f)))) : null),
      side ? h("div", { class: "accessory" }, side) : null);
  },
  header: (b) => h("h3", { class: "header", dir: "auto" }, textObject(b.text)),
  divider: () => h("hr"),
  context: (b) => h("div", { class: "context", dir: "auto" },
    (b.elements || []).map((e) => (e.type === "image" ? image(e) : h("span", { class: "text" }, textObject(e))))),
  actions: (b, ctx) => h("div", { class: "actions" }, b.elements.map((e) => element(b, e, ctx))),
  context_actions: (b, ctx) => h("div", { class: "actions quiet" }, b.elements.map((e) => element(b, e, ctx))),
  image: (b) => h("div", { class: "section" }, b.title ? h("div", { dir: "auto" }, plain(b.title)) : null, image(b)),
  input: (b, ctx) => {
    const el = b.element, id = ctx.id(b, el);
    const group = ["checkboxes", "radio_buttons"].includes(el.type);
    const error = ctx.errors?.[b.block_id];
    const about = [b.hint ? id + "-hint" : "", error ? id + "-error" : ""].filter(Boolean).join(" ");
    const control = element(b, el, { ...ctx, input: true, labelled: id + "-label", describedby: about, invalid: !!error, required: !b.optional });
    const label = [plain(b.label), b.optional ? h("span", { class: "optional" }, " (optional)") : null];
    return h("div", { class: "input", "data-block": b.block_id },
      group || !isElement(el.type) ? h("span", { id: id + "-label", class: "label", dir: "auto" }, label)
        : h("label", { id: id + "-label", class: "label", for: id, dir: "auto" }, label),
      control,
      b.hint ? h("div", { id: id + "-hint", class: "hint", dir: "auto" }, plain(b.hint)) : null,
      error ? h("div", { id: id + "-error", class: "error" }, error) : null);
  },
  rich_text: (b) => h("div", { class: "rich" }, (b.elements || []).map(rich)),
  markdown: (b) => h("div", { class: "text prewrap", dir: "auto" }, citations(emojis(b.text))),
  table: (b) => table(b.rows, b.column_settings, "Table"),
  data_table: (b) => table(b.rows, b.column_settings, plain(b.caption)),
  file: (b) => h("div", { class: "context" }, "📄 " + (b.external_id || b.file_id || "file")),
  video: (b) => h("div", { class: "section" }, link(b.title_url || b.video_url, plain(b.title))),
};

function table(rows, settings, caption) {
  const cell = (c, i, tag) => h(tag, { dir: "auto", scope: tag === "th" ? "col" : null, class: settings?.[i]?.align ? "to-" + settings[i].align : null },
    c.type === "rich_text" ? kinds.rich_text(c) : c.type === "raw_number" ? String(c.value ?? c.text ?? "") : citations(c.text || ""));
  const [head, ...body] = rows;
  return h("div", { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    h("table", null, h("thead", null, h("tr", null, (head || []).map((c, i) => cell(c, i, "th")))),
      h("tbody", null, body.map((r) => h("tr", null, r.map((c, i) => cell(c, i, "td")))))));
}

// rich renders one element of a rich text block.
function rich(e) {
  switch (e.type) {
    case "rich_text_section": return h("div", { class: "text", dir: "auto" }, e.elements.map(piece));
    case "rich_text_quote": return h("blockquote", { dir: "auto" }, e.elements.map(piece));
    case "rich_text_preformatted": return h("pre", { dir: "auto" }, e.elements.map(piece));
    case "rich_text_list":
      return h(e.style === "ordered" ? "ol" : "ul", { class: "level" + (e.indent || 0), start: e.offset ? e.offset + 1 : null },
        e.elements.map((x) => h("li", { dir: "auto" }, x.elements.map(piece))));
  }
  return unknown(e);
}

function piece(p) {
  const styled = (x) => {
    if (p.style?.code) x = h("code", null, x);
    if (p.style?.bold) x = h("strong", null, x);
    if (p.style?.italic) x = h("em", null, x);
    if (p.style?.strike) x = h("s", null, x);
    return x;
  };
  switch (p.type) {
    case "text": return styled(broken(p.text));
    case "link": return styled(link(p.url, p.text));
    case "user": return userTag(p.user_id);
    case "channel": return channelTag(p.channel_id);
    case "usergroup": return groupTag(p.usergroup_id);
    case "broadcast": return h("span", { class: "mention me" }, "@" + p.range);
    case "emoji": return p.unicode ? String.fromCodePoint(...p.unicode.split("-").map((x) => parseInt(x, 16))) : emojis(`:${p.name}:`);
    case "date": return h("time", null, formatDate(p.timestamp, p.format || "{date}"));
    case "color": return h("code", null, p.value);
  }
  return h("code", null, p.type);
}

const broken = (t) => h("span", null, t.split("\n").flatMap((l, i) => (i ? [h("br"), ...citations(l)] : citations(l))));

// summary is a message in plain words, for announcements.
export function summary(m) {
  const out = [];
  const walk = (x) => {
    if (Array.isArray(x)) x.forEach(walk);
    else if (x && typeof x === "object") {
      if (x.type === "user") out.push("@" + (S.members.find((u) => u.id === x.user_id)?.real_name || ""));
      else if (typeof x.text === "string") out.push(x.text);
      else ["text", "elements", "fields", "rows"].forEach((k) => walk(x[k]));
    }
  };
  if (m.text) return m.text.replace(/<!date\^[^|>]*\|([^>]*)>/g, "$1").replace(/<@(\w+)>/g, (a, id) => "@" + (S.members.find((u) => u.id === id)?.real_name || id))
    .replace(/<[^|>]*\|([^>]*)>/g, "$1").replace(/[<>*_~`]/g, "").slice(0, 300);
  walk(m.blocks);
  return out.join(" ").slice(0, 300);
}
