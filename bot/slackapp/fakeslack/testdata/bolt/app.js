// A small app on Slack's own framework. It says on standard output, one JSON object a line, that it is ready and what it heard, and ends
// when its standard input does. MODE is "socket" or "http".
const { App, HTTPReceiver, LogLevel } = require("@slack/bolt");

const env = process.env;
const tell = (what, more) => process.stdout.write(JSON.stringify({ what, ...more }) + "\n");
const plain = (text) => ({ type: "plain_text", text });
const section = (text) => ({ type: "section", text: { type: "mrkdwn", text } });

const common = { token: env.BOT_TOKEN, logLevel: LogLevel.ERROR, clientOptions: { slackApiUrl: env.API_URL, rejectRateLimitedCalls: true } };
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

// What a client library does beside answering: pages, files in three steps, what only one member sees, the agent's own surfaces.
app.command("/tour", async ({ command, ack, client, respond }) => {
  await ack({ response_type: "ephemeral", text: "On the way" });
  const names = [];
  for await (const page of client.paginate("conversations.list", { limit: 1, types: "public_channel,private_channel" })) {
    names.push(...page.channels.map((c) => c.name));
  }
  tell("pages", { names: names.join(" ") });
  const members = [];
  for (let cursor = ""; ;) {
    const page = await client.users.list({ limit: 2, cursor });
    members.push(...page.members.map((m) => m.id));
    if (!(cursor = page.response_metadata.next_cursor)) break;
  }
  tell("members", { ids: members.join(" ") });
  const up = await client.filesUploadV2({
    channel_id: command.channel_id, initial_comment: "Two lists",
    file_uploads: [{ file: Buffer.from("a,b\n"), filename: "one.csv", title: "One" }, { file: Buffer.from("c\n"), filename: "two.csv" }],
  });
  const files = up.files.flatMap((f) => f.files);
  const info = await client.files.info({ file: files[0].id });
  const got = await fetch(info.file.url_private_download, { headers: { Authorization: "Bearer " + env.BOT_TOKEN } });
  tell("files", { ids: String(files.length), name: info.file.name, title: info.file.title, content: await got.text() });
  const foreign = await fetch(info.file.url_private, { redirect: "manual" });
  tell("without a token", { status: String(foreign.status) });
  const said = await client.chat.postMessage({ channel: command.channel_id, text: "First", metadata: { event_type: "tour", event_payload: { k: "v" } } });
  for (const n of [1, 2, 3]) await client.chat.postMessage({ channel: command.channel_id, thread_ts: said.ts, text: "Reply " + n });
  const replies = [];
  for await (const page of client.paginate("conversations.replies", { channel: command.channel_id, ts: said.ts, limit: 2, include_all_metadata: true })) {
    replies.push(...page.messages);
  }
  tell("replies", { texts: replies.map((m) => m.text).join(" "), marker: replies[0].metadata.event_payload.k });
  await client.reactions.add({ channel: command.channel_id, timestamp: said.ts, name: "eyes" });
  const link = await client.chat.getPermalink({ channel: command.channel_id, message_ts: said.ts });
  tell("permalink", { ends: String(link.permalink.endsWith("/p" + said.ts.replace(".", ""))) });
  await client.chat.postEphemeral({ channel: command.channel_id, user: command.user_id, text: "For you alone" });
  const dm = await client.conversations.open({ users: command.user_id });
  await client.assistant.threads.setSuggestedPrompts({ channel_id: dm.channel.id, title: "Ask", prompts: [{ title: "One", message: "one?" }] });
  const began = await client.chat.postMessage({ channel: dm.channel.id, text: "Began" });
  await client.assistant.threads.setStatus({ channel_id: dm.channel.id, thread_ts: began.ts, status: "is looking" });
  await client.assistant.threads.setTitle({ channel_id: dm.channel.id, thread_ts: began.ts, title: "A tour" });
  const refusals = [];
  for (const [method, args] of [["chat.update", { channel: command.channel_id, text: "x" }], ["conversations.info", { channel: "C0NONE" }], ["views.open", { trigger_id: "1.2.x", view: form }],
    ["chat.postMessage", { channel: command.channel_id }], ["chat.postEphemeral", { channel: command.channel_id, user: "U0NONE", text: "x" }]]) {
    refusals.push(await client.apiCall(method, args).then(() => "ok", (e) => e.data.error));
  }
  tell("refusals", { codes: refusals.join(" ") });
  const limited = await client.apiCall("team.info").then(() => "ok", (e) => e.code + " " + e.retryAfter);
  tell("rate", { limited });
  await client.chat.delete({ channel: command.channel_id, ts: said.ts });
  await respond({ replace_original: false, text: "The end" });
  tell("toured", {});
});

// A form on a form, a select whose options come from here, and its closing.
app.command("/stack", async ({ command, ack, client }) => {
  await ack();
  const select = { type: "external_select", action_id: "pick", min_query_length: 0 };
  await client.views.open({ trigger_id: command.trigger_id, view: { type: "modal", callback_id: "below", title: plain("Below"), notify_on_close: true,
    blocks: [{ type: "section", block_id: "pick", text: plain("Pick"), accessory: select },
      { type: "actions", elements: [{ type: "button", action_id: "more", text: plain("More") }] }] } });
  tell("stacked", {});
});
app.options("pick", async ({ options, ack }) => {
  tell("options", { typed: options.value });
  await ack({ options: [{ text: plain("Found " + options.value), value: "v" }] });
});
app.action("more", async ({ body, ack, client }) => {
  await ack();
  await client.views.push({ trigger_id: body.trigger_id, view: { ...form, title: plain("Above") } });
  tell("pushed", {});
});
app.view({ callback_id: "below", type: "view_closed" }, async ({ ack, body }) => {
  await ack();
  tell("closed", { user: body.user.id, cleared: String(body.is_cleared) });
});
app.event("message", async ({ event }) => {
  if (event.subtype === "file_share") tell("shared", { name: event.files[0].name, type: event.files[0].mimetype, user: event.user });
});
app.event("reaction_added", async ({ event }) => { tell("reaction", { name: event.reaction, user: event.user }); });

app.error(async (e) => tell("error", { error: String(e && e.code) + " " + String(e && e.message) }));

(async () => {
  const server = await app.start(env.MODE === "http" ? { port: 0, host: "127.0.0.1" } : undefined);
  tell("ready", { address: env.MODE === "http" ? "127.0.0.1:" + server.address().port : "" });
})().catch((e) => { tell("error", { error: String(e) }); process.exit(1); });
process.stdin.on("end", () => process.exit(0)).resume();
