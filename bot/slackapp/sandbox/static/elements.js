// Block Kit's interactive elements. ctx says where they stand:
//   act(block, element, values)   it was used: tell the app
//   id(block, element)            a unique id in the page
//   state(block, element)         what is chosen: the state value of a view, undefined in messages
//   input                         it stands in an input block: collected on submit, told at once only with dispatch_action
//   changed(block, element, values)   an input was changed
import { h, alertUser, ask, menu } from "./dom.js";
import { mrkdwn, plain, textObject } from "./mrkdwn.js";
import { S, nameOf, unixToWall, wallToUnix } from "./model.js";

const kinds = {
  button, workflow_button: button, icon_button: iconButton, feedback_buttons: feedback, overflow,
  static_select: select, external_select: suggested, users_select: select, channels_select: select, conversations_select: select,
  multi_static_select: select, multi_external_select: suggested, multi_users_select: select, multi_channels_select: select,
  multi_conversations_select: select, checkboxes: choices, radio_buttons: choices,
  datepicker: typed, timepicker: typed, datetimepicker: typed,
  plain_text_input: typed, email_text_input: typed, url_text_input: typed, number_input: typed, rich_text_input: typed,
};

export const isElement = (t) => t in kinds;

export function element(b, el, ctx) {
  const make = kinds[el.type];
  return make ? make(b, el, ctx) : h("span", { class: "unknown" }, `Element of the type “${el.type}”, which this page cannot draw`);
}

// confirmed runs f, after asking where the element wants that.
async function confirmed(el, f) {
  const c = el.confirm;
  if (c && !(await ask({ title: plain(c.title), text: c.text?.type === "mrkdwn" ? mrkdwn(c.text.text) : textObject(c.text), confirm: plain(c.confirm), deny: plain(c.deny), danger: c.style === "danger" }))) return false;
  f();
  return true;
}

function button(b, el, ctx) {
  return h("button", { id: ctx.id(b, el), class: el.style || "", dir: "auto", "aria-label": el.accessibility_label || null,
    onclick: () => confirmed(el, () => {
      if (el.url) openURL(el.url);
      ctx.act(b, el, []);
    }) }, textObject(el.text), el.url ? h("span", { class: "unseen" }, " (opens a page)") : null);
}

function openURL(url) {
  let u;
  try {
    u = new URL(url, location.href);
  } catch {
    return;
  }
  if (!["http:", "https:"].includes(u.protocol)) return;
  if (u.origin === location.origin && u.pathname.startsWith("/doc/")) {
    document.dispatchEvent(new CustomEvent("paper", { detail: { id: decodeURIComponent(u.pathname.slice(5)), at: decodeURIComponent(u.hash.slice(1)) } }));
    return;
  }
  window.open(u.href, "_blank", "noopener,noreferrer");
}

function iconButton(b, el, ctx) {
  return h("button", { id: ctx.id(b, el), class: "icon", "aria-label": el.accessibility_label || plain(el.text), title: plain(el.text),
    onclick: () => confirmed(el, () => ctx.act(b, el, [])) }, el.icon === "trash" ? "🗑" : plain(el.text));
}

function feedback(b, el, ctx) {
  const group = h("span", { class: "feedback", role: "group", "aria-label": "Was this useful?" });
  const one = (side, sign) => h("button", { class: "icon", id: ctx.id(b, el) + "-" + side, "aria-pressed": "false",
    "aria-label": el[side + "_button"].accessibility_label || plain(el[side + "_button"].text), title: plain(el[side + "_button"].text),
    onclick: (e) => {
      for (const x of group.children) x.setAttribute("aria-pressed", String(x === e.currentTarget));
      ctx.act(b, el, [side]);
    } }, sign);
  group.append(one("positive", "👍"), one("negative", "👎"));
  return group;
}

function overflow(b, el, ctx) {
  return h("button", { id: ctx.id(b, el), class: "icon", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": "More actions",
    onclick: (e) => menu(e.currentTarget, "More actions", el.options.map((o) => ({ label: plain(o.text), run: () => confirmed(el, () => {
      if (o.url) openURL(o.url);
      ctx.act(b, el, [o.value]);
    }) }))) }, "⋯");
}

// common is what controls share; a control outside an input block is named by its placeholder.
function common(b, el, ctx) {
  return { id: ctx.id(b, el), "aria-describedby": ctx.describedby || null, "aria-invalid": ctx.invalid ? "true" : null,
    "aria-required": ctx.input && ctx.required ? "true" : null, "aria-label": ctx.labelled ? null : plain(el.placeholder) || plain(b.text) || "Choose" };
}

function use(b, el, ctx, values, undo) {
  if (ctx.input) ctx.changed(b, el, values);
  else confirmed(el, () => ctx.act(b, el, values)).then((ok) => ok || undo?.());
}

// chosen lists what a state value or the initial_... fields hold.
export function chosen(st, el) {
  const one = (v) => (v === null || v === undefined || v === "" ? [] : [String(v.value ?? v)]);
  const from = (o, p) => [...one(o[p + "option"]), ...(o[p + "options"] || []).map((x) => x.value), ...one(o[p + "user"]), ...(o[p + "users"] || []),
    ...one(o[p + "channel"]), ...(o[p + "channels"] || []), ...one(o[p + "conversation"]), ...(o[p + "conversations"] || []), ...one(o[p + "date"]),
    ...one(o[p + "time"]), ...one(o[p + "date_time"]), ...(p === "initial_" && typeof o.initial_value === "string" ? one(o.initial_value) : [])];
  if (!st) return from(el, "initial_");
  if (st.rich_text_value) return [(st.rich_text_value.elements || []).flatMap((s) => s.elements || []).map((x) => x.text || "").join("")];
  return [...from(st, "selected_"), ...one(st.value)];
}

function optionsOf(el) {
  if (el.type.includes("users")) return [["", S.members.filter((m) => !m.deleted && m.id !== S.bot.id).map((m) => [m.id, m.real_name])]];
  if (el.type.includes("channels")) return [["", S.channels.filter((c) => c.kind === "public").map((c) => [c.id, "# " + c.name])]];
  if (el.type.includes("conversations")) return [["", S.channels.map((c) => [c.id, c.kind === "im" ? nameOf(c.with) : "# " + c.name])]];
  const flat = (os) => (os || []).map((o) => [o.value, plain(o.text) + (o.description ? " – " + plain(o.description) : "")]);
  return el.option_groups ? el.option_groups.map((g) => [plain(g.label), flat(g.options)]) : [["", flat(el.options)]];
}

function select(b, el, ctx) {
  const multi = el.type.startsWith("multi_");
  const now = chosen(ctx.state?.(b, el), el);
  const s = h("select", { ...common(b, el, ctx), multiple: multi, size: multi ? "4" : null, dir: "auto" });
  if (!multi) s.append(h("option", { value: "" }, plain(el.placeholder) || "Choose"));
  for (const [label, opts] of optionsOf(el)) {
    const list = opts.map(([v, t]) => h("option", { value: v, selected: now.includes(v) }, t));
    s.append(...(label ? [h("optgroup", { label }, list)] : list));
  }
  s.addEventListener("change", () => {
    const values = [...s.selectedOptions].map((o) => o.value).filter(Boolean);
    if (!multi && !values.length && !ctx.input) return;
    use(b, el, ctx, values, () => { s.value = now[0] || ""; });
  });
  return s;
}

// suggested is a select whose options come from the app while typing.
function suggested(b, el, ctx) {
  const id = ctx.id(b, el), list = h("datalist", { id: id + "-list" });
  const i = h("input", { ...common(b, el, ctx), list: id + "-list", autocomplete: "off", placeholder: plain(el.placeholder), value: chosen(ctx.state?.(b, el), el).join(", ") });
  i.addEventListener("input", async () => {
    if (i.value.length < (el.min_query_length ?? 3)) return;
    try {
      const a = await ctx.suggest(b, el, i.value);
      const opts = a?.options || (a?.option_groups || []).flatMap((g) => g.options);
      list.replaceChildren(...(opts || []).map((o) => h("option", { value: o.value }, plain(o.text))));
    } catch (err) {
      alertUser(err.message);
    }
  });
  i.addEventListener("change", () => use(b, el, ctx, el.type.startsWith("multi_") ? i.value.split(",").map((x) => x.trim()).filter(Boolean) : i.value ? [i.value] : []));
  return h("span", null, i, list);
}

function choices(b, el, ctx) {
  const kind = el.type === "checkboxes" ? "checkbox" : "radio", name = ctx.id(b, el);
  const now = chosen(ctx.state?.(b, el), el);
  const box = h("div", { class: "choices", role: kind === "radio" ? "radiogroup" : "group", id: name, "aria-labelledby": ctx.labelled || null,
    "aria-label": ctx.labelled ? null : plain(b.text) || "Choices", "aria-describedby": ctx.describedby || null });
  el.options.forEach((o, n) => box.append(h("label", { dir: "auto" },
    h("input", { type: kind, name, id: name + "-" + n, value: o.value, checked: now.includes(o.value), onchange: () =>
      use(b, el, ctx, [...box.querySelectorAll("input:checked")].map((x) => x.value)) }),
    h("span", null, textObject(o.text), o.description ? h("span", { class: "hint" }, " ", textObject(o.description)) : null))));
  return box;
}

const inputTypes = { datepicker: "date", timepicker: "time", datetimepicker: "datetime-local", email_text_input: "email", url_text_input: "url", number_input: "text" };

function typed(b, el, ctx) {
  const many = el.multiline || el.type === "rich_text_input", at = el.type === "datetimepicker";
  const now = chosen(ctx.state?.(b, el), el)[0] || "";
  const picks = el.type.endsWith("picker");
  const i = h(many ? "textarea" : "input", { ...common(b, el, ctx), type: many ? null : inputTypes[el.type] || "text", dir: picks ? null : "auto",
    inputmode: el.type === "number_input" ? "decimal" : null, placeholder: picks ? null : plain(el.placeholder) || null, rows: many ? "4" : null,
    value: at && now ? unixToWall(+now) : now, autocomplete: "off" });
  const value = () => (!i.value ? [] : at ? [String(wallToUnix(i.value))] : [i.value]);
  if (picks) {
    i.addEventListener("change", () => { if (i.value || ctx.input) use(b, el, ctx, value(), () => { i.value = now; }); });
    return i;
  }
  i.addEventListener("input", () => ctx.changed?.(b, el, value()));
  i.addEventListener("keydown", (e) => {
    if (e.key !== "Enter" || many || e.isComposing) return;
    const when = el.dispatch_action_config?.trigger_actions_on || ["on_enter_pressed"];
    if (b.dispatch_action && when.includes("on_enter_pressed")) {
      e.preventDefault();
      ctx.act(b, el, value());
    }
  });
  return i;
}
