package intent

import "strings"

// guard reads what is looked at before every question: somebody in danger (danger.go), somebody's identity (identity.go), and talk (talk.go).
// The second value is false where none of it is.
func guard(text string) (Kind, bool) {
	t := inLaws.Replace(folded(text))
	switch {
	case inDanger(t):
		return Crisis, true
	case identifies(t):
		return Refuse, true
	case polite(t), talksToOthers(text):
		return SmallTalk, true
	case help.MatchString(t):
		return Help, true
	}
	return "", false
}

// inLaws makes one word of relatives, so that they are no law.
var inLaws = strings.NewReplacer("in-laws", "inlaws", "in laws", "inlaws", "in-law", "inlaw", "in law'", "inlaw'")
