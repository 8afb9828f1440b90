// The WebSocket of this tab. It connects again by itself; each connection begins with a new state.

let ws, n = 0, wait = 300, timer;
let waiting = new Map(); // number of an operation -> [resolve, reject]
let closed = false;

// start connects as a member. on gets every message that is no reply; status gets true and false.
export function start(member, on, status) {
  closed = true;
  clearTimeout(timer);
  ws?.close();
  closed = false;
  const me = new WebSocket(`ws://${location.host}/ws?as=${encodeURIComponent(member)}`);
  ws = me;
  me.onmessage = (e) => {
    if (me !== ws) return;
    const m = JSON.parse(e.data);
    if (m.type !== "reply") {
      if (m.type === "state") {
        wait = 300;
        status(true);
      }
      on(m);
      return;
    }
    const w = waiting.get(m.re);
    waiting.delete(m.re);
    if (!w) return;
    if (m.error) w[1](Object.assign(new Error(m.error), { fields: m.fields }));
    else w[0](m.data);
  };
  me.onclose = () => {
    if (me !== ws) return;
    for (const [, w] of waiting) w[1](new Error("The connection was lost; try again in a moment."));
    waiting = new Map();
    if (closed) return;
    status(false);
    timer = setTimeout(() => start(member, on, status), wait);
    wait = Math.min(wait * 2, 5000);
  };
}

// op sends an operation and resolves to its answer.
export function op(name, args) {
  return new Promise((resolve, reject) => {
    if (!ws || ws.readyState !== WebSocket.OPEN) {
      reject(new Error("There is no connection just now; try again in a moment."));
      return;
    }
    waiting.set(++n, [resolve, reject]);
    ws.send(JSON.stringify({ n, op: name, args: args || {} }));
  });
}
