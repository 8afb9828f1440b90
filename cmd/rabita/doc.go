// Rabita keeps a coordination group's papers and promises, in Slack.
//
// # The program
//
//	Rabita keeps a coordination group's papers and promises, in Slack.
//
//	Usage: rabita COMMAND [flags]
//
//	  sandbox [-addr 127.0.0.1:8484] [-data DIR]                        the same bot in a local workspace in your browser
//	  serve [-data DIR]                                                 answer people in Slack and deliver reminders
//	  ask [-sample] [-as-of TIME] [-json] WORDS                         ask what a member can ask after @rabita
//	  when [-zone ZONE] [-json] PHRASE                                  show how a deadline or a repetition is read
//	  ingest [-prune] [-json] PATH...                                   add or refresh documents
//	  documents [-json] [show ID]                                       list the documents known, or show one
//	  items [-all] [-late] [-body KEY] [-owner MEMBER] [-json]          list the action items kept
//	  reminders [-channel ID] [-limit N] [-json]                        list reminders, what is planned, sent and blocked, with reasons
//	  init [-sample]                                                    write a group.yaml to begin with; nothing is overwritten
//	  doctor [-json]                                                    check the configuration and the data, and say what to do
//	  backup [-to DIR] [-keep] [-json]                                  write a verified copy of the data, also of a bot at work
//	  restore [-json] BACKUP                                            put a backup into an empty folder
//	  migrate                                                           bring the data of an older version up to this one
//	  manifest [-http URL]                                              print the app manifest to paste into Slack
//	  eval -corpus F -queries F -qrels F [-within] [-run FILE] [-json]  measure search quality on a test collection
//	  bench [-passages N] [-due] [-items] [-json]                       measure speed on this machine
//	  version                                                           print the version
//
//	Every command takes -data DIR (or RABITA_DATA) where it keeps or reads data; TIME is RFC 3339, seconds may be missing.
//	-now TIME sets the clock, -as-of TIME the moment an answer speaks for. -json prints one JSON object on standard output.
//	Exit status: 0 done, 1 failed, 2 wrong usage. "rabita COMMAND -h" shows a command's flags.
//
// # A tour of the code, bottom up
//
// Every package can be read alone, top to bottom, knowing only those above it in this list. Arrows of imports only point down to what was
// read before; layers_test.go holds the picture.
//
// [rabita/index/vocab] knows the group's names: bodies, places, topics and their aliases in English, Roman Urdu and Urdu script, and finds
// them in any text.
//
// [rabita/index] keeps the papers and finds passages in them. The library on disk, one checked file per document, is the truth; the index
// is derived from it and can be deleted at any moment. The ranking is our own.
//
// [rabita/index/ingest] makes documents of files: what is this paper, who speaks in it, what was decided, what does it change.
//
// [rabita/store] keeps what people promised: items, reminders, the notices planned for them and the messages that carried those. One
// exported method is one transaction.
//
// [rabita/bot/calendar] turns wall times into instants and knows working days and repetitions. [rabita/bot/group] reads group.yaml, which
// says everything that is particular to one group. [rabita/bot/when] reads deadlines as people write them.
//
// [rabita/bot/intent] reads what a member said into one of a closed set of intents.
//
// [rabita/bot] does what was asked, and says what to reply: quotes from the index, changes in the store. It knows neither Slack nor
// terminals.
//
// [rabita/bot/remind] brings promises back: never lost, never doubled, never early. Its package comment has the protocol.
//
// [rabita/bot/slackapp] is the bot in Slack: events in, replies out as blocks. [rabita/bot/slackapp/fakeslack] is a Slack in one process,
// for tests and for [rabita/bot/slackapp/sandbox], the same bot in a page of your browser.
//
// [rabita/fixtures] is the sample: a group and its papers.
//
// The program connects them. Read main.go (the table of commands), app.go (all wiring, on one page), config.go (flags and environment),
// then one file per command. serve.go and sandbox.go hold a folder of data and listen on its control socket (control.go), through which
// the other commands work meanwhile. testdata/script drives the whole program.
//
// # Where does new code go?
//
// Ask in this order. Would it be the same without Slack? Then not slackapp. Is it about words people type? intent or when. Is it about
// finding text? index. Must it survive a restart? store. Does it connect two of these? bot, or here.
package main
