// Package remind brings promises back: it decides which notices an item or reminder has (Planner, compose) and shows them in channels,
// each exactly once (Scheduler).
//
// # The promise
//
// A notice that was planned is shown, once, and not before its instant, through crashes, lost answers and outages. Slack has no key that
// makes a second identical request harmless, so a Scheduler works like this:
//
//  1. The notices due in a channel are frozen into a delivery with a marker of its own, and this intent is written, before anything is sent.
//  2. The message is posted, once. A definite refusal makes its notices due again, or blocks them and tells their owner; an answer with the
//     message's ts commits it. Whatever else happens is ambiguous: a time-out, a cut connection, the end of this process.
//  3. What is ambiguous is left alone until an application under way must have shown in the channel's history (Options.Settle), then
//     looked up there by its marker. Found: committed. A complete read without it: the same list is posted again under the same marker.
//     No read, no second post.
//  4. Some minutes after a message was shown the history is read once more, and a second copy is deleted.
//
// After a backup was put back, what was shown since it was made is on no record: each channel's history is looked through once, before
// anything is sent to it, and the notices whose marks stand in a message are taken for shown.
//
// All of it hangs on the clock. While this machine's and another's (Options.Witness) are apart by more than five minutes nothing is planned or
// sent, and Health says so (clock.go).
//
// The residual case: a request that is applied later than Settle after everybody stopped waiting for it is seen twice until step 4 comes.
//
// # What you must know to change it
//
// The planner is a pure function that runs inside the store's transactions, so it must be quick and must not ask the store. What is shown
// is composed at the last moment, inside the transaction that writes the intent, so that words and state agree; compose is pure as well.
// The Scheduler has one loop, which looks at what is due, unsettled, to be edited or to be audited, and starts for each channel at most one
// goroutine that works through it; so two messages of a channel are never under way together. Instants come from Options.Clock; waiting is
// real time. Faults can be put into Promises and Channel. Each protection can be taken away by tests, which must then see the loss or the
// double (protections in scheduler.go).
package remind
