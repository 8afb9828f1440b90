package intent

import "strings"

// hanging are the ways of asking for one thing, whose words follow: whether something has it, how many there are of it, what was said of it.
var hanging = re(
	w(`(?:do|does|did|has|have|had|can|will|is|are|was|were)(?: \S+){1,8}? (?:have|has|got|own|run|offer|cover|covers|mention|mentions|include|includes|provide|contain|teach|ban|regulate|pay for|allow|allows|take in|takes in|admit|admits|accept|accepts)(?: for)?(?: an?| any| the| its own| their own)?`),
	`^(?:is|are|was|were) there (?:an? |any |the )?`,
	w(`how many`), w(`(?:the )?number of`),
	w(`(?:report|reported|say|said|tell|told|mention|mentioned)(?: us)?(?: anything| something| much)? (?:on|about|regarding|abt)(?: an?| any| the)?`),
)

// possessed is what something has, in "the salary of the chairperson".
var possessed = re(`^(?:(?:what|who)(?:'?s| is| are| was| were) )?(?:the )?(\S+) of `)

// Hangs are the words that name the one thing an English question asks for, its noun last: "helpline desks" in "how many helpline desks are
// there in AJK". Nil: no one thing, as far as the wording tells.
func (in *Intent) Hangs() []string {
	if in.Lang != "en" {
		return nil
	}
	t := strings.Trim(folded(in.Text), "?!. ")
	if m := possessed.FindStringSubmatch(t); m != nil {
		if questionWords[m[1]] || notThings[m[1]] {
			return nil
		}
		return m[1:2]
	}
	m := hanging.FindStringIndex(t)
	if m == nil {
		return nil
	}
	var out []string
	for _, w := range split(t[m[1]:]) {
		if questionWords[w.text] || notThings[w.text] || strings.HasSuffix(w.text, "ed") && len(out) > 0 || strings.HasSuffix(w.text, "ly") || digits(w.text) {
			break
		}
		out = append(out, w.raw)
	}
	return out
}

// notThings are words that name no thing themselves: they ask for a sort of thing, stand for one, or say what became of it.
var notThings = set(`source sources sort kind type copy text list gist meaning purpose role way means result effect one ones sent took taken gave given paid built voted won lost met came come went work works working exist exists protecting making getting there here it them someone anyone anybody somebody`)
