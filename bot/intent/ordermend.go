package intent

import (
	"regexp"
	"strings"
)

// commandWords are words of commands that are mended where they are misspelt: long ones, which nothing else in English or Roman Urdu is close to.
var commandWords = strings.Fields("remind reminder reminders deadline cancel snooze postpone reschedule received evidence assign complete completed request settings")

// looksLike are words that are no misspelling, though they are close to one of a command.
var looksLike = set("remand remained remainder remainders minder competed compete setting receive receives receiver")

// mended writes misspelt words of commands as they are spelt: "remnd me", "set a remider", "mark as recieved". Only the first words of a message are
// looked at, where a command says what it is; a letter that was left out, doubled, added or swapped counts, one that was changed does not.
func mended(text string) string {
	n := 0
	return letterWords.ReplaceAllStringFunc(text, func(w string) string {
		n++
		low := strings.ToLower(w)
		if n > firstWords || len(low) < 5 || looksLike[low] {
			return w
		}
		best := ""
		for _, c := range commandWords {
			if strings.HasPrefix(low, c) { // the word itself, and "postponed"
				return w
			}
			if low[0] == c[0] && slipOf(low, c) && best == "" {
				best = c
			}
		}
		return orText(best, w)
	})
}

// firstWords is how many words of a message are looked at.
const firstWords = 7

var letterWords = regexp.MustCompile(`[A-Za-z]+`)

// slipOf reports whether a word is another with one letter left out or added, or two neighbours swapped.
func slipOf(word, of string) bool {
	if len(word) == len(of) {
		for i := 0; i+1 < len(of); i++ {
			if word == of[:i]+of[i+1:i+2]+of[i:i+1]+of[i+2:] {
				return true
			}
		}
		return false
	}
	long, short := word, of
	if len(long) < len(short) {
		long, short = short, long
	}
	if len(long) != len(short)+1 {
		return false
	}
	for i := range long {
		if long[:i]+long[i+1:] == short {
			return true
		}
	}
	return false
}
