// A small app on Slack's own framework. It says on standard output, one JSON object a line, that it is ready and what it heard, and ends
// when its standard input does. MODE is "socket" or "http".
const { App, HTTPReceiver, LogLevel } = require("@slack/bolt");

const env = process.env;
const tell = (what, more) => process.stdout.write(JSON.stringify({ what, ...more }) + "\n");
const plain = (text) => ({ type: "plain_text", text });
const section = (text) => ({ type: "section", text: { type: "mrkdwn", text } });

const common = { token: env.BOT_TOKEN, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl: env.API_URL } };
const app = env.MODE === "http"
  ? new App({ ...common, receiver: new HTTPReceiver({ signingSecret: env.SIGNING_SECRET, logLevel: LogLevel.ERROR }) })
  : new App({ ...common, appToken: env.APP_TOKEN, socketMode: true });

const form = {
  type: "modal", callback_id: "form", title: plain("A form"), submit: plain("Save"), private_metadata: "kept",
  blocks: [
    { type: "input", block_id: "text", label: plain("What"), element: { type: "plain_text_input", action_id: "text" } },
    { type: "input", block_id: "due", optional: true, label: plain("When"), element: { type: "datepicker", action_id: "due" } },
  ],
};

app.event("app_mention", async ({ event, body, say }) => {
  tell("mention", { user: event.user, text: event.text, event_id: body.event_id });
  const button = { type: "actions", elements: [{ type: "button", action_id: "press", value: "v1", text: plain("Press") }] };
  await say({ text: "Heard you", thread_ts: event.ts, blocks: [section("Heard you"), button] });
});

app.message("hello", async ({ message, say }) => {
  tell("message", { user: message.user, text: message.text, kind: message.channel_type });
  await say("Hello to you");
});

app.event("app_home_opened", async ({ event, client }) => {
  if (event.tab !== "home") return;
  tell("home", { user: event.user });
  await client.views.publish({ user_id: event.user, view: { type: "home", blocks: [section("Your home")] } });
});

app.command("/echo", async ({ command, ack, respond }) => {
  tell("command", { user: command.user_id, text: command.text, channel: command.channel_id });
  await ack();
  await respond("You typed: " + command.text);
});

app.command("/form", async ({ command, ack, client }) => {
  await ack();
  const opened = await client.views.open({ trigger_id: command.trigger_id, view: form });
  tell("opened", { view: opened.view.id });
  const again = await client.views.open({ trigger_id: command.trigger_id, view: form }).catch((e) => e.data.error);
  tell("opened again", { error: again });
  await client.views.update({ view_id: opened.view.id, hash: opened.view.hash, view: { ...form, title: plain("A form, updated") } });
});

app.view("form", async ({ view, body, ack, client }) => {
  const text = view.state.values.text.text.value;
  tell("submitted", { user: body.user.id, text, due: view.state.values.due.due.selected_date, meta: view.private_metadata });
  if (text === "bad") return ack({ response_action: "errors", errors: { text: "Not that" } });
  await ack();
  await client.chat.postMessage({ channel: "C1", text: "Saved: " + text });
});

app.action("press", async ({ action, body, ack, client }) => {
  await ack();
  tell("pressed", { user: body.user.id, value: action.value });
  await client.chat.update({ channel: body.channel.id, ts: body.message.ts, text: "Pressed", blocks: [section("Pressed")] });
});

app.shortcut("log_item", async ({ shortcut, ack, client }) => {
  await ack();
  tell("shortcut", { text: shortcut.message.text });
  const refused = await client.chat.postMessage({ channel: "C404", text: "x" }).catch((e) => e.data.error);
  const me = await client.auth.test();
  tell("refused", { error: refused, user: me.user_id });
});

app.error(async (e) => tell("error", { error: String(e && e.code) + " " + String(e && e.message) }));

(async () => {
  const server = await app.start(env.MODE === "http" ? { port: 0, host: "127.0.0.1" } : undefined);
  tell("ready", { address: env.MODE === "http" ? "127.0.0.1:" + server.address().port : "" });
})().catch((e) => { tell("error", { error: String(e) }); process.exit(1); });
process.stdin.on("end", () => process.exit(0)).resume();
