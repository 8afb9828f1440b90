// Modals and the home tab. What the member has filled in stays here until it is sent, so that an update of the view loses nothing.
import { $, alertUser, h } from "./dom.js";
import { op } from "./net.js";
import { blocks } from "./blocks.js";
import { plain } from "./mrkdwn.js";
import { S } from "./model.js";

const drafts = new Map(); // view id -> Map of "block/action" -> values
const problems = new Map(); // view id -> block id -> sentence, found before sending
let box; // the dialog shown
let shownID;

function viewCtx(v) {
  const mine = drafts.get(v.id) || drafts.set(v.id, new Map()).get(v.id);
  const key = (b, el) => `${b.block_id}/${el.action_id}`;
  const send = () => { // what was filled in travels with a click, as in Slack
    const quiet = Object.fromEntries([...mine].filter(([k]) => {
      const b = (v.blocks || []).find((x) => x.block_id === k.split("/")[0]);
      return b?.type === "input" && !b.dispatch_action;
    }));
    return Object.keys(quiet).length ? op("fill", { view: v.id, fields: quiet }) : Promise.resolve();
  };
  return {
    id: (b, el) => `v-${v.id}-${b.block_id}-${el.action_id}`.replace(/[^\w-]/g, "_"),
    errors: { ...v.errors, ...problems.get(v.id) },
    state: (b, el) => {
      const st = v.state?.[b.block_id]?.[el.action_id];
      const d = mine.get(key(b, el)); // as a list of values, which is how chosen() reads selected_users for any element
      return d ? { type: el.type, selected_users: d } : st;
    },
    act: (b, el, values) => send().then(() => op("click_view", { view: v.id, action: key(b, el), values })).catch((err) => alertUser(err.message)),
    changed: (b, el, values) => {
      mine.set(key(b, el), values);
      const typed = /_input$/.test(el.type);
      if (b.dispatch_action && (!typed || el.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered"))) {
        op("fill", { view: v.id, fields: { [key(b, el)]: values } }).catch((err) => alertUser(err.message));
      }
    },
    suggest: (b, el, text) => op("suggest", { view: v.id, action: key(b, el), text }),
    draft: mine,
  };
}

// drawModals shows the topmost modal, or none.
export function drawModals() {
  const v = S.modals?.[S.modals.length - 1];
  for (const id of drafts.keys()) {
    if (id !== S.home?.id && !(S.modals || []).some((m) => m.id === id)) {
      drafts.delete(id);
      problems.delete(id);
    }
  }
  if (!v) {
    shownID = null;
    box?.close();
    box?.replaceChildren();
    return;
  }
  const ctx = viewCtx(v), focused = document.activeElement?.id, scroll = box?.querySelector(".body")?.scrollTop;
  const general = ctx.errors[""];
  const submit = async () => {
    problems.delete(v.id);
    try {
      await op("submit", { view: v.id, fields: Object.fromEntries([...ctx.draft].filter(([k]) => (v.blocks || []).some((b) => b.block_id === k.split("/")[0]))) });
    } catch (err) {
      if (!err.fields) {
        alertUser(err.message);
        return;
      }
      problems.set(v.id, err.fields);
      drawModals();
      box.querySelector("[aria-invalid], .error")?.focus();
    }
  };
  const close = () => op("close", { view: v.id }).catch((err) => alertUser(err.message));
  const content = h("form", { novalidate: true, onsubmit: (e) => { e.preventDefault(); submit(); } },
    h("div", { class: "title" }, h("h2", { id: "modal-title", dir: "auto" }, plain(v.title)),
      h("button", { type: "button", class: "icon", "aria-label": "Close", onclick: close }, "×")),
    h("div", { class: "body" }, general ? h("p", { class: "error", role: "alert" }, general) : null, blocks(v.blocks, ctx)),
    h("div", { class: "foot" }, h("button", { type: "button", onclick: close }, plain(v.close) || "Cancel"),
      v.submit ? h("button", { type: "submit", class: "primary" }, plain(v.submit)) : null));
  content.querySelectorAll("button:not([type])").forEach((b) => b.setAttribute("type", "button"));
  if (!box) {
    box = h("dialog", { class: "modal", "aria-labelledby": "modal-title" });
    box.addEventListener("cancel", (e) => {
      e.preventDefault();
      const top = S.modals?.[S.modals.length - 1];
      if (top) op("close", { view: top.id }).catch((err) => alertUser(err.message));
    });
    box.addEventListener("close", () => { shownID = null; });
    document.body.append(box);
  }
  box.replaceChildren(content);
  if (!box.open) box.showModal();
  if (shownID === v.id) {
    if (focused) $(focused)?.focus();
    if (scroll) box.querySelector(".body").scrollTop = scroll;
  } else {
    (box.querySelector(".body input, .body textarea, .body select") || box.querySelector(".foot .primary, .foot button"))?.focus();
  }
  shownID = v.id;
  const bad = box.querySelector("[aria-invalid]");
  if (bad && v.errors && Object.keys(v.errors).length) bad.focus();
}

// home draws the app's home tab for this member.
export function home() {
  const v = S.home;
  if (!v) return [h("p", { class: "empty" }, "The home tab is empty: the app has published nothing yet.")];
  return blocks(v.blocks, viewCtx(v));
}
