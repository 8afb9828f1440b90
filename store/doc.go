// Package store keeps what people promised: items, reminders, the notices planned for them and the messages that carried those, and the
// little else that must survive a restart. It is one bbolt file, and nothing outside this package knows that.
//
// One exported method is one transaction: a whole operation of the bot, never a bucket; SetThread alone goes with the next one. Times come
// from the caller, in UTC when they come back; the store looks at no clock. What it returns is the caller's own copy. Errors that callers act
// on are the Err variables; all others are the machine's doing.
//
// # The methods
//
//	Open  Close  Check  Path  InstallKey           package functions: Open, CheckFile, Migrate, ReadHolder, OccurrenceKey
//	WriteTo  Backup                                a snapshot; a checked one in a file
//
//	AddItem  Item  Items  CountItems  ChangeItem   ItemFilter says which are quick; change functions get the item as it is now
//	AddReminder  Reminder  Reminders  ChangeReminder
//	Undo                                           of the last change to an item, reminder or register entry, for ten minutes
//
//	SetEntry  DropEntry  Entry  Entries            the registers (Aliases, Meetings, Holidays, Members, Fields, Settings, Notes)
//	AddCount  CountsNamed                          counters
//	AcceptEvent  TakeEvents  EventTried  EventDone  EventFailed  EventAside    the durable inbox
//	Seen                                           events seen in the last 24 hours
//	SetThread  Thread                              how a thread's last question was read, 30 days
//	AskSecretariat  Questions  ChangeQuestion
//	SetFeedback  Feedbacks  AddAudit  Audits
//	Occurrence  Occurrences  Delivery  Deliveries  Counts    what is planned, sent, blocked
//
//	Restored                                       marks a backup that was put back
//
//	For bot/remind: Unreconciled, Reconcile, Replan, NextDue, DueChannels, TakeDue, Commit, Refused, Block, Unblock, Ambiguous, Unseen, Unread, Resend, Intents,
//	ToAudit, Audited, Edits, Edited, HighWater, RaiseHighWater.
//
// # Notices
//
// Options.Plan says which notices an item or reminder should have, and is asked in the transaction that changes it, so that there is no
// moment at which a promise is kept and its notices are not. A notice (Occurrence) goes due -> intent -> posted, or back to due, or blocked,
// or cancelled; none is ever deleted. TakeDue freezes what is due in a channel into a Delivery and writes its intent before anything is
// sent; Commit, Refused, Block and Ambiguous write what became of the attempt; the rest settles what is ambiguous. Each is written so that
// doing it twice does it once.
//
// # The file
//
// Around every record stands an envelope with a checksum and the schema version (record.go), for bbolt sums its describing pages alone. The
// stored types (stored.go) are not the exported ones. Numbers and times in keys are big-endian, 0 parts strings. "->" nothing means that
// the key says it all. Buckets:
//
//	meta            schema, key, high, restored  -> version; installation key; latest moment the scheduler worked; last backup put back
//	item            number                       -> item
//	item-index      facet value 0 class due number -> status       (facets a all, b body, c creator, e event, h channel, m meeting, o owner;
//	                                                                class o open, p draft, q closed; due is text, ~ for none)
//	reminder        number                       -> reminder
//	reminder-index  facet value 0 class number   -> nothing        (class a alive, e ended)
//	occurrence      key                          -> occurrence
//	subject         item or reminder id 0 key    -> letter of the occurrence's state
//	due             time key                     -> channel        (occurrences that are due or planned)
//	due-in          channel 0 time key           -> nothing
//	blocked-in      channel 0 key                -> nothing
//	delivery        marker                       -> delivery
//	delivery-in     channel 0 day 0 marker       -> nothing
//	intent          time marker                  -> nothing        (sent or about to be, by when it began)
//	to-audit        time marker                  -> nothing        (shown and not audited, by when it was shown)
//	edit            marker                       -> channel        (shown, and what it shows changed since)
//	channel         channel                      -> when it last got a message nobody asked for, and was looked through after a restore
//	seen            event id                     -> time           (ids longer than 512 bytes: their hash)
//	seen-at         time event id                -> nothing
//	inbox           number                       -> event
//	said            hash of member and words     -> time number    (to know a command given twice)
//	said-at         time hash                    -> nothing
//	undo            number of the change         -> the record before it
//	register        register 0 key               -> entry
//	count           name                         -> number
//	thread          key                          -> reading
//	thread-at       time key                     -> nothing
//	question        number                       -> question
//	question-key    hash of the words            -> number         (questions that wait for an answer)
//	feedback        message 0 member             -> feedback
//	audit           number                       -> line of the log, with a hash over itself and the line before
package store
