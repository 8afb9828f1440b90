// Making elements, and the small things every view needs: menus, questions, announcements. Text always goes in as text.

// h("button", {class: "x", onclick: f, "aria-label": "Y"}, "text", child, [children], null) makes an element.
export function h(tag, attrs, ...children) {
  const e = document.createElement(tag);
  for (const [k, v] of Object.entries(attrs || {})) {
    if (v === undefined || v === null || v === false) continue;
    if (k.startsWith("on")) e.addEventListener(k.slice(2), v);
    else if (k === "value" || k === "checked" || k === "selected" || k === "multiple") e[k] = v;
    else e.setAttribute(k, v === true ? "" : v);
  }
  e.append(...children.flat(9).filter((c) => c !== null && c !== undefined && c !== false));
  return e;
}

export const $ = (id) => document.getElementById(id);

// say tells screen readers, alertUser tells everyone, for a while.
export function say(text) {
  $("say").textContent = "";
  $("say").textContent = text;
}

let toast;
export function alertUser(text) {
  $("alert").textContent = text;
  $("alert").classList.add("shown");
  clearTimeout(toast);
  toast = setTimeout(() => {
    $("alert").classList.remove("shown");
    $("alert").textContent = "";
  }, 7000);
}

// ask puts a question; it resolves to true if the member agrees.
export function ask({ title, text, confirm, deny, danger }) {
  return new Promise((resolve) => {
    const d = h("dialog", { class: "modal small-modal", "aria-labelledby": "ask-title" },
      h("h2", { id: "ask-title", dir: "auto" }, title), h("div", { class: "body", dir: "auto" }, text),
      h("div", { class: "foot" },
        h("button", { onclick: () => d.close() }, deny || "Cancel"),
        h("button", { class: danger ? "danger" : "primary", onclick: () => d.close("yes") }, confirm || "OK")));
    d.addEventListener("close", () => {
      d.remove();
      resolve(d.returnValue === "yes");
    });
    document.body.append(d);
    d.showModal();
  });
}

// menu opens a list of entries [{label, run, danger}] beside a button.
let openMenu;
export function menu(button, label, entries) {
  openMenu?.();
  const list = h("div", { class: "menu", role: "menu", "aria-label": label });
  const close = (back) => {
    list.remove();
    button.setAttribute("aria-expanded", "false");
    document.removeEventListener("pointerdown", away, true);
    openMenu = null;
    if (back) button.focus();
  };
  const away = (e) => list.contains(e.target) || e.target === button || close(false);
  for (const en of entries) {
    list.append(h("button", { role: "menuitem", tabindex: "-1", class: en.danger ? "danger" : "", dir: "auto",
      onclick: () => { close(true); en.run(); } }, en.label));
  }
  list.addEventListener("keydown", (e) => {
    const all = [...list.children], i = all.indexOf(document.activeElement);
    const to = { ArrowDown: i + 1, ArrowUp: i - 1, Home: 0, End: all.length - 1 }[e.key];
    if (to !== undefined) {
      e.preventDefault();
      all[(to + all.length) % all.length].focus();
    } else if (e.key === "Escape" || e.key === "Tab") {
      e.stopPropagation();
      e.preventDefault();
      close(true);
    }
  });
  (button.closest("dialog") || document.body).append(list);
  const r = button.getBoundingClientRect();
  const w = list.offsetWidth, ht = list.offsetHeight;
  list.style.left = Math.max(8, Math.min(r.left, innerWidth - w - 8)) + "px";
  list.style.top = (r.bottom + ht + 8 > innerHeight ? Math.max(8, r.top - ht - 4) : r.bottom + 4) + "px";
  button.setAttribute("aria-expanded", "true");
  document.addEventListener("pointerdown", away, true);
  openMenu = () => close(false);
  list.firstChild?.focus();
}
