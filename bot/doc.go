// Package bot works out what a member wants, does it, and says what to reply. It knows neither Slack nor terminals: a front end turns what
// happened into a Message and shows the Reply.
//
// Handle is the only way in. It reads the words (package intent), and passes them to the file that is about what was asked: ask.go and its
// neighbours answer from the index, items.go and its neighbours change the store. Every answer is made of quotes that are byte-exact pieces
// of stored passages; the bot's own words are the frame around them.
//
// # Questions
//
//	ask.go            a question, from the search to the reply; find.go searches and cites, ranks.go orders
//	coverage.go       whether a passage is about the question at all; foremost.go what stands first; hangs.go the one thing a question hangs on
//	parts.go clauses.go times.go     a question that asks several things, or of several moments
//	thread.go         what the next message may lean on
//	law.go definition.go figure.go compare.go timeline.go digest.go documents.go commitment.go whohas.go own.go     one kind of question each
//	meeting.go decisions.go missing.go     meetings: what happened, what became of what was decided, who has not reported
//	record.go         what a meeting decided, as the records have it by a day: for answers and for items alike
//	nothing.go doubt.go gaps.go      no answer, two readings, questions for the secretariat
//	frame.go words.go care.go        the words around quotes, in three languages; what is said in danger
//	rights.go         who may read what, decided twice
//
// # Promises
//
//	command.go        a desk is one order with who gave it; it names the method for each verb
//	items.go itemtarget.go itemchange.go itemlist.go     adding, which one is meant, changing, listing
//	proposals.go shares.go requests.go     what minutes propose; who has done their part, and what shows it; what the secretariat asks of many
//	reminders.go reminderpick.go reminderlist.go fromdeadline.go watches.go     reminders, and questions that come again
//	deadline.go       what a deadline means, as it is kept and as it is said
//	brief.go home.go export.go docx.go ics.go sheet.go     before a meeting, at a glance, as files
//	registers.go registerorders.go settings.go mend.go uploads.go     what is said about the group, a member, a paper
//	undo.go click.go click_ask.go forms.go     the same by buttons and forms: another way to write a line, with the rights of who presses
//	promisewords.go refusals.go help.go identity.go     what is said, in three languages, and what is not done
//
// # To change it, know this
//
// An order is a line: whatever a button or a form does can be typed, is read again and checked again. What an asker may not see must leave no
// trace in counts, order or suggestions (TestRights). A reply is data: Parts to show, Actions and ReadAs for machines, Notify for others. What
// was misunderstood is first added as a line to testdata.
package bot
