// The clock in the header, and moving it forward.
import { $, alertUser, h, say } from "./dom.js";
import { op } from "./net.js";
import { S, now } from "./model.js";

const shown = () => new Intl.DateTimeFormat("en-GB", { timeZone: S.zone, weekday: "short", day: "numeric", month: "short", year: "numeric",
  hour: "2-digit", minute: "2-digit", hour12: false }).format(now());

export const nextWords = () => (S.next && S.next > now() ? new Intl.DateTimeFormat("en-GB", { timeZone: S.zone, weekday: "short", day: "numeric",
  month: "short", hour: "2-digit", minute: "2-digit", hour12: false }).format(S.next) : "");

// set takes what the server says of the clock.
export function set(c) {
  S.offset = Date.parse(c.now) - Date.now();
  S.zone = c.zone;
  S.abbr = c.abbr;
  S.next = c.next && !c.next.startsWith("0001") ? Date.parse(c.next) : null;
  tick();
}

let last = "";
function tick() {
  const t = $("clock-now");
  if (!t) return;
  const text = `${shown()} ${S.abbr}`;
  if (text !== last) t.textContent = last = text;
}

// jump moves the clock; args as in the operation.
export async function jump(args) {
  try {
    await op("jump", args);
    say("It is now " + shown());
    return true;
  } catch (err) {
    alertUser(err.message);
    return false;
  }
}

// build makes the clock's button and its menu.
export function build() {
  const when = h("input", { type: "datetime-local", id: "jump-to" });
  const close = () => { d.open = false; };
  const go = (label, args) => h("button", { type: "button", onclick: () => { close(); jump(args); } }, label);
  const d = h("details", { class: "jump" }, h("summary", { "aria-label": "Clock: move it forward" }, h("span", { id: "clock-now" })),
    h("div", { class: "panel" }, h("p", { class: "small" }, "The clock only moves forward. Bot and workspace share it."),
      go("To the next reminder", { by: "next" }), go("1 hour", { by: "1h" }), go("1 day", { by: "24h" }), go("1 week", { by: "168h" }),
      h("label", { for: "jump-to" }, "To"), when,
      h("button", { type: "button", onclick: () => {
        if (!when.value) return;
        close();
        jump({ to: at(when.value) });
      } }, "Go there")));
  d.addEventListener("keydown", (e) => { if (e.key === "Escape" && d.open) { close(); d.firstChild.focus(); } });
  document.addEventListener("pointerdown", (e) => { if (!d.contains(e.target)) close(); });
  $("clock").replaceChildren(d);
  last = "";
  setInterval(tick, 1000);
}

// at reads a wall time in the group's zone, which the header shows.
function at(wall) {
  const utc = Date.parse(wall + ":00Z");
  const off = (ms) => {
    const p = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: S.zone, year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit",
      minute: "2-digit", hour12: false }).formatToParts(ms).map((x) => [x.type, x.value]));
    return Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:00Z`) - ms;
  };
  const first = utc - off(utc);
  return new Date(utc - off(first)).toISOString();
}
