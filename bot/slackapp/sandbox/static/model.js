// What this tab knows: the member's state, messages by conversation, the clock. Views read it; app.js changes it.

export const S = {
  me: null, bot: null, members: [], groups: [], channels: [], ephemerals: [], modals: [], home: null, documents: [],
  commands: [], shortcuts: [], faults: [], api: {}, questions: [],
  messages: new Map(), // channel -> Map of ts -> message, as far as loaded
  more: new Map(), // channel -> there are older messages than those loaded
  unread: new Map(), // channel -> count
  assistants: new Map(), // "channel ts" -> what the agent pane shows
  at: null, // conversation shown: a channel id, or "home"
  thread: null, // {channel, ts} shown beside
  zone: "UTC", abbr: "UTC", offset: 0, next: null,
};

export const now = () => Date.now() + S.offset;
export const member = (id) => S.members.find((m) => m.id === id);
export const nameOf = (id) => member(id)?.real_name || member(id)?.name || id;
export const channel = (id) => S.channels.find((c) => c.id === id);
export const botDM = () => S.channels.find((c) => c.kind === "im" && c.with === S.bot.id)?.id;

export function title(id) {
  const c = channel(id);
  if (!c) return member(id) ? nameOf(id) : "…";
  if (c.kind === "im") return nameOf(c.with);
  return (c.kind === "private" ? "🔒 " : "# ") + c.name;
}

// Messages of the conversation in order; the map is filled in any order.
export const sorted = (map) => [...map.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
export const inThread = (m) => m.thread_ts && m.thread_ts !== m.ts;

export function put(m) {
  if (!S.messages.has(m.channel)) S.messages.set(m.channel, new Map());
  S.messages.get(m.channel).set(m.ts, m);
}

export const zone = () => S.me?.tz || S.zone;

function parts(ms, opts) {
  return new Intl.DateTimeFormat("en-GB", { timeZone: zone(), ...opts }).format(ms);
}

export const clockTime = (ms) => parts(ms, { hour: "2-digit", minute: "2-digit", hour12: false });
export const dayKey = (ms) => parts(ms, { year: "numeric", month: "2-digit", day: "2-digit" });
export const tsMs = (ts) => parseFloat(ts) * 1000;

// relative says today, yesterday or tomorrow; empty for other days.
export function relative(ms) {
  const days = [["today", 0], ["yesterday", -1], ["tomorrow", 1]];
  for (const [word, d] of days) if (dayKey(ms) === dayKey(now() + d * 864e5)) return word;
  return "";
}

export function dayName(ms) {
  const r = relative(ms);
  const d = parts(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return r ? r[0].toUpperCase() + r.slice(1) + ", " + d : d;
}

// formatDate fills Slack's <!date> forms: "{date_short_pretty} at {time}".
export function formatDate(unix, form) {
  const ms = unix * 1000;
  const long = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  const forms = {
    date: () => parts(ms, { day: "numeric", month: "long", year: "numeric" }),
    date_num: () => parts(ms, { year: "numeric", month: "2-digit", day: "2-digit" }).split("/").reverse().join("-"),
    date_slash: () => parts(ms, { year: "numeric", month: "2-digit", day: "2-digit" }),
    date_short: () => parts(ms, { day: "numeric", month: "short", year: "numeric" }),
    date_long: () => parts(ms, long),
    date_pretty: () => relative(ms) || forms.date(),
    date_short_pretty: () => relative(ms) || forms.date_short(),
    date_long_pretty: () => relative(ms) || forms.date_long(),
    time: () => clockTime(ms),
    time_secs: () => parts(ms, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }),
    day_divider_pretty: () => relative(ms) || forms.date_long(),
    ago: () => {
      const min = Math.round((ms - now()) / 60000), f = new Intl.RelativeTimeFormat("en");
      if (Math.abs(min) < 60) return f.format(min, "minute");
      return Math.abs(min) < 1440 ? f.format(Math.round(min / 60), "hour") : f.format(Math.round(min / 1440), "day");
    },
  };
  return form.replace(/\{(\w+)\}/g, (all, f) => (forms[f] ? forms[f]() : all));
}

// wallToUnix reads "2023-07-01T09:00" in the member's zone.
export function wallToUnix(wall) {
  const utc = Date.parse(wall + ":00Z");
  const shown = (ms) => {
    const p = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit",
      hour: "2-digit", minute: "2-digit", hour12: false }).formatToParts(ms).map((x) => [x.type, x.value]));
    return Date.parse(`${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}:00Z`);
  };
  let t = utc - (shown(utc) - utc);
  t = utc - (shown(t) - t);
  return Math.round(t / 1000);
}

export function unixToWall(unix) {
  const p = Object.fromEntries(new Intl.DateTimeFormat("en-GB", { timeZone: zone(), year: "numeric", month: "2-digit", day: "2-digit",
    hour: "2-digit", minute: "2-digit", hour12: false }).formatToParts(unix * 1000).map((x) => [x.type, x.value]));
  return `${p.year}-${p.month}-${p.day}T${p.hour}:${p.minute}`;
}
