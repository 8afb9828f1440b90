// The message box: sending, slash commands, completion after / @ #, files.
import { $, alertUser, h, menu, say } from "./dom.js";
import { op } from "./net.js";
import { S, member } from "./model.js";

// composer makes a message box. where() gives {channel, thread}; sent(message) is told what was posted.
export function composer(id, label, where, sent) {
  let files = [], options = [], chosen = 0, word = null;
  const list = h("div", { class: "complete", role: "listbox", id: id + "-list", "aria-label": "Suggestions", hidden: true });
  const chips = h("div", { class: "chips" });
  const box = h("textarea", { id, rows: "1", dir: "auto", "aria-label": label, placeholder: label, "aria-autocomplete": "list", "aria-controls": id + "-list",
    autocomplete: "off", spellcheck: "true" });
  const pick = h("input", { type: "file", multiple: true, hidden: true, tabindex: "-1", "aria-hidden": "true", onchange: () => { attach(pick.files); pick.value = ""; } });
  const send = h("button", { class: "primary send", type: "submit", "aria-label": "Send" }, "Send");
  const globals = S.shortcuts.filter((s) => s.global);
  const root = h("form", { class: "composer", onsubmit: (e) => { e.preventDefault(); submit(); } }, list, chips, box,
    h("div", { class: "bar" },
      h("button", { type: "button", class: "icon", "aria-label": "Attach files", onclick: () => pick.click() }, "📎"),
      h("button", { type: "button", class: "icon", "aria-label": "Mention somebody", onclick: () => insert("@") }, "@"),
      h("button", { type: "button", class: "icon", "aria-label": "Commands", onclick: () => insert("/") }, "/"),
      globals.length ? h("button", { type: "button", class: "icon", "aria-label": "Shortcuts", "aria-haspopup": "menu", "aria-expanded": "false",
        onclick: (e) => menu(e.currentTarget, "Shortcuts", globals.map((s) => ({ label: s.label, run: () => op("global_shortcut", { callback: s.id }).catch((err) => alertUser(err.message)) }))) }, "⚡") : null,
      pick, h("span", { class: "hint grow" }, "Enter sends, Shift+Enter begins a line"), send));

  function grow() {
    box.style.height = "auto";
    box.style.height = Math.min(box.scrollHeight + 2, 220) + "px";
  }

  function insert(sign) {
    if (sign === "/" && box.value && !box.value.startsWith("/")) box.value = "";
    const at = box.selectionStart;
    const space = at && !/\s$/.test(box.value.slice(0, at)) ? " " : "";
    box.setRangeText(space + sign, at, box.selectionEnd, "end");
    box.focus();
    complete();
  }

  // complete finds what is being typed and what it may become.
  function complete() {
    grow();
    const before = box.value.slice(0, box.selectionStart);
    const m = /(^|\s)([@#])([\p{L}\p{N}._-]*)$/u.exec(before), c = /^\/(\S*)$/.exec(before);
    options = [];
    if (c) {
      options = S.commands.filter((x) => x.name.startsWith("/" + c[1])).map((x) => ({ text: x.name, about: [x.hint, x.about].filter(Boolean).join(" – "), put: x.name + " " }));
      word = [0, before.length];
    } else if (m) {
      const typed = m[3].toLowerCase(), from = before.length - m[3].length - 1;
      const fits = (...names) => names.some((n) => n?.toLowerCase().split(/[\s-]+/).some((w) => w.startsWith(typed)) || n?.toLowerCase().startsWith(typed));
      word = [from, before.length];
      options = m[2] === "@"
        ? [...S.members].filter((x) => !x.deleted && fits(x.name, x.real_name)).map((x) => ({ text: "@" + x.name, about: x.real_name + (x.title ? ", " + x.title : ""), put: "@" + x.name + " " }))
          .concat((S.groups || []).filter((g) => fits(g.handle)).map((g) => ({ text: "@" + g.handle, about: g.name, put: "@" + g.handle + " " })))
        : S.channels.filter((x) => x.name && fits(x.name)).map((x) => ({ text: "#" + x.name, about: x.topic || "", put: "#" + x.name + " " }));
    }
    options = options.slice(0, 8);
    chosen = 0;
    draw();
  }

  function draw() {
    list.hidden = !options.length;
    list.replaceChildren(...options.map((o, i) => h("div", { role: "option", id: `${id}-o${i}`, "aria-selected": String(i === chosen),
      onpointerdown: (e) => { e.preventDefault(); take(i); } }, h("strong", null, o.text), " ", h("span", { class: "small" }, o.about))));
    if (options.length) box.setAttribute("aria-activedescendant", `${id}-o${chosen}`);
    else box.removeAttribute("aria-activedescendant");
    list.children[chosen]?.scrollIntoView({ block: "nearest" });
  }

  function take(i) {
    box.setRangeText(options[i].put, word[0], word[1], "end");
    options = [];
    draw();
    box.focus();
    grow();
  }

  box.addEventListener("input", complete);
  box.addEventListener("blur", () => { options = []; draw(); });
  box.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (options.length) {
      if (e.key === "ArrowDown" || e.key === "ArrowUp") {
        e.preventDefault();
        chosen = (chosen + (e.key === "ArrowDown" ? 1 : -1) + options.length) % options.length;
        draw();
        return;
      }
      if (e.key === "Tab" && !e.shiftKey || e.key === "Enter" && !(box.value.trim() === options[chosen].text)) {
        e.preventDefault();
        take(chosen);
        return;
      }
      if (e.key === "Escape") {
        e.preventDefault();
        options = [];
        draw();
        return;
      }
    }
    if (e.key === "Enter" && !e.shiftKey) {
      e.preventDefault();
      submit();
    }
  });
  // Enter has done its work on the way down: some keyboards put a line break in all the same.
  let down = false;
  box.addEventListener("keydown", (e) => { down = e.key === "Enter" && !e.shiftKey; });
  box.addEventListener("keyup", () => { down = false; });
  box.addEventListener("beforeinput", (e) => { if (down && e.inputType === "insertLineBreak") e.preventDefault(); });

  function attach(more) {
    files = [...files, ...more].slice(0, 10);
    drawFiles();
    box.focus();
    say(`${files.length} ${files.length === 1 ? "file" : "files"} attached`);
  }

  function drawFiles() {
    chips.replaceChildren(...files.map((f) => h("span", { class: "chip" }, "📄 " + f.name,
      h("button", { type: "button", class: "icon", "aria-label": "Remove " + f.name, onclick: () => { files = files.filter((x) => x !== f); drawFiles(); box.focus(); } }, "×"))));
  }

  async function submit() {
    const text = box.value.trim(), attached = files;
    if (!text && !attached.length) return;
    box.value = "";
    files = [];
    options = [];
    draw();
    drawFiles();
    grow();
    try {
      await post(text, attached, where(), sent);
    } catch (err) {
      if (!box.value) { // nothing is lost
        box.value = text;
        files = attached;
        drawFiles();
        grow();
      }
      alertUser(err.message);
    }
  }

  return { root, box, attach };
}

// post says a text in a conversation, runs it as a command, or uploads files with it; "posted" then tells the page.
export async function post(text, files, where, sent) {
  await put(text, files, where, sent);
  document.dispatchEvent(new CustomEvent("posted", { detail: text }));
}

async function put(text, files, { channel, thread }, sent) {
  if (files?.length) {
    const form = new FormData();
    form.append("channel", channel);
    form.append("text", text);
    form.append("thread", thread || "");
    for (const f of files) form.append("files", f, f.name);
    const r = await fetch("/upload?as=" + encodeURIComponent(S.me.id), { method: "POST", body: form });
    if (!r.ok) throw new Error((await r.text()).trim());
    return;
  }
  const c = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text);
  if (c) {
    await op("command", { channel, thread: thread || "", command: c[1], text: (c[2] || "").trim() });
    return;
  }
  const m = await op("say", { channel, thread: thread || "", text });
  sent?.(m);
}

// dropping takes files that are dragged over the page to the box that is shown.
export function dropping(to) {
  let depth = 0;
  const has = (e) => [...(e.dataTransfer?.types || [])].includes("Files");
  addEventListener("dragenter", (e) => { if (has(e)) { depth++; $("drop").hidden = false; } });
  addEventListener("dragleave", (e) => { if (has(e) && --depth <= 0) { depth = 0; $("drop").hidden = true; } });
  addEventListener("dragover", (e) => has(e) && e.preventDefault());
  addEventListener("drop", (e) => {
    if (!has(e)) return;
    e.preventDefault();
    depth = 0;
    $("drop").hidden = true;
    if (e.dataTransfer.files.length) to()?.attach(e.dataTransfer.files);
  });
}

export const mention = () => "@" + (member(S.bot.id)?.name || S.bot.name);
