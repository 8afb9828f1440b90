package intent

import (
	"regexp"
	"strings"
)

// Members are also named without an @, in full or by their first name, with a title in front or "sahib" behind. Where an order says whom it
// is for, such a name is as good as a mention.

// Mentioned writes the name of a member, where an order names whom it is for, as the mention of that member: "remind Imran Yousafzai on friday"
// as "remind <@U0STAFFKP> on friday". Other texts, and names of nobody or of several, stay as they are.
func (r *Orders) Mentioned(text string) string {
	if r.Member == nil {
		return text
	}
	for i, cue := range nameCues {
		if i == 0 && !saysFocal.MatchString(text) {
			continue
		}
		for _, m := range cue.FindAllStringIndex(text, 3) {
			if id, end := r.nameAt(text[m[1]:]); id != "" {
				return text[:m[1]] + "<@" + id + ">" + r.alsoNamed(text[m[1]+end:])
			}
			if rest := text[m[1]:]; strings.HasPrefix(strings.ToLower(rest), "me ") {
				text = text[:m[1]+2] + r.alsoNamed(rest[2:])
			}
		}
	}
	for _, m := range beforeKo.FindAllStringSubmatchIndex(text, 6) {
		for _, from := range []int{2, 4} { // two words, then one
			if m[from] < 0 {
				continue
			}
			name := text[m[from]:m[5]]
			if from == 2 {
				name = nameTail.ReplaceAllString(name, "") // "imran sahib ko"
			}
			if id := r.Member(strings.ToLower(name)); id != "" {
				return text[:m[from]] + "<@" + id + "> " + text[m[6]:]
			}
		}
	}
	return text
}

// alsoNamed writes the name behind an "and" as a mention: "remind me and Imran".
func (r *Orders) alsoNamed(rest string) string {
	at := andWord.FindString(rest)
	if id, end := r.nameAt(rest[len(at):]); at != "" && id != "" {
		return at + "<@" + id + ">" + rest[len(at)+end:]
	}
	return rest
}

var andWord = icase(`^(?:,| and| n| &| aur) `)

// nameAt is the member whose name a text begins with, and where the name ends.
func (r *Orders) nameAt(text string) (id string, end int) {
	at := len(text) - len(nameTitle.ReplaceAllString(text, ""))
	words := nameWord.FindAllStringIndex(text[at:], 3)
	for n := len(words); n > 0; n-- {
		if words[0][0] != 0 || n > 1 && strings.TrimSpace(text[at+words[n-2][1]:at+words[n-1][0]]) != "" {
			continue
		}
		last := at + words[n-1][1]
		if id := r.Member(strings.ToLower(strings.Join(strings.Fields(text[at:last]), " "))); id != "" {
			return id, last + tailOf(text[last:])
		}
	}
	return "", 0
}

// tailOf is how long a title is that stands directly behind a name.
func tailOf(text string) int {
	if m := nameTail.FindStringIndex(text); m != nil && m[0] == 0 {
		return m[1]
	}
	return 0
}

var (
	nameCues = []*regexp.Regexp{
		icase(`^(?:make )?`), // "Zarmina is now focal person of BCSW", and only there
		icase(`^(?:(?:[^|]{0,40}[ ,])?(?:remind|nudge|tell|inform|ping|notify|alert|ask) )`),
		icase(`\b(?:assign(?:ed)?|re-?assign|give|hand(?:ed)?(?: over)?|transfer|pass)\b[^|]{0,40}? to `),
		icase(`\bowner\b[^|]{0,30}? to `),
		icase(`^(?:(?:item|task|action) )?` + oneWord + `:? (?:(?:is|now) )*(?:with )?`),
		icase(`\b(?:owner|owned by|responsible|responsibility|zimm?edar)(?: is| to|:)? `),
		icase(`^(?:(?:add|log|create|new|note)(?: down)?(?: (?:an?|the|new))* )?(?:task|item|action(?: item| point)?|to ?do) for `),
		icase(`\bfocal (?:person|point)s?\b[^|]{0,40}?(?: is| ab| now|:| =| -) `),
	}
	saysFocal = icase(`\bfocal (?:person|point)`)
	nameTitle = icase(`^(?:(?:mr|mrs|ms|miss|dr|madam|janab|muhtarma|sir|begum|syed|prof)\.? +)+`)
	nameWord  = icase(`[\p{L}][\p{L}.]*`)
	nameTail  = icase(` +(?:sahib|sahab|saab|sb|sahiba|bhai|ji|madam|apa|baji)\b`)
	beforeKo  = icase(`(?:^|[\s,])(?:([\p{L}]{2,}) )?([\p{L}]{3,})(?: (?:sahib|sahab|saab|sb|sahiba|bhai|ji|madam|apa|baji))? (ko (?:[^|]* )?(?:yaad|bol|kah|keh|bata|de|bhej|assign|inform|remind)|کو (?:[^|]* )?(?:یاد|بتا|کہ|بول|دے))`)
)
