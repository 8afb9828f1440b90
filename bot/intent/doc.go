// Package intent reads what a member says into a small struct: which question or command it is, and about which bodies, places, topics,
// papers, meetings, sections and dates.
//
// A question becomes an Intent (Reader.Read), a command an Order (Orders.Read, ReadAll). Nothing is looked up here: what the group knows is
// given to Reader and Orders as plain values, so that the same words at the same moment are always read alike.
//
// # Questions
//
//	read.go           the way of a question; words.go cuts it, shorthand.go writes out what phones shorten, glossary.go gives English for Urdu
//	guard.go danger.go identity.go talk.go     what is no question: danger, survivors' data, thanks and talk
//	cues.go           signs in the words that tell what is wanted, tried in order; wants.go and hangs.go the sort of thing, and the one thing
//	facets.go dates.go laws.go titles.go loose.go named.go impossible.go     what is named in it
//	follow.go beside.go wish.go     what leans on the question before, and what is wished of the answer
//
// # Orders
//
//	order.go          Order and its plain form; orderfilter.go the filter of a list
//	command.go talk.go        whether a message is an order at all
//	orderread.go      the plain form; orderwords.go orderabout.go the ways of saying it in other words
//	orderdue.go orderparts.go ordernames.go     deadlines, ids, people inside it
//	orderremind.go orderregister.go orderseveral.go     reminders, registers, several in one message
//	ordermend.go orderhedge.go mistake.go     slips of spelling, what is no order after all, and what is wrong with one
//	goeson.go pointed.go takeup.go delivers.go     what goes on about the thing spoken of last
//
// # To change it, know this
//
// String of an Order reads back to the same Order, and of an Intent the cases are lines in testdata: what was misread is first added there.
// Cues and ways are tried in order, so the more particular stand first. What is not understood is left empty or refused as a Mistake that holds
// the smallest correction; nothing is guessed that would be kept.
package intent
