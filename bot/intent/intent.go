package intent

import (
	"rabita/index"
)

// A Kind is what the member wants; the set is closed.
type Kind string

// The kinds, in the words of `rabita ask -json`.
const (
	Report     Kind = "report"     // what did a body report on a topic
	Status     Kind = "status"     // where does a bill, an act or a promise stand
	Section    Kind = "section"    // what does a section or a law say
	Compare    Kind = "compare"    // two to seven bodies or acts side by side
	Timeline   Kind = "timeline"   // a topic over the meetings, or a figure over time
	Missing    Kind = "missing"    // who has not reported
	Decisions  Kind = "decisions"  // what was decided
	Actions    Kind = "actions"    // action points, open and overdue
	Meeting    Kind = "meeting"    // who attended, when, where, what happened
	Definition Kind = "definition" // what a term means, or how two differ
	Plan       Kind = "plan"       // targets and areas of a plan or policy
	Documents  Kind = "documents"  // which papers there are
	Digest     Kind = "digest"     // a summary in at most N cited lines
	FactCheck  Kind = "fact_check" // a premise to be confirmed or corrected
	Commitment Kind = "commitment" // evidence for an international commitment
	Items      Kind = "items"      // action items: add, list, done, due ...
	Reminders  Kind = "reminders"  // reminders: add, list, cancel ...
	Request    Kind = "request"    // the secretariat asks many bodies
	Register   Kind = "register"   // meetings, holidays, members, aliases, mended fields
	Help       Kind = "help"
	Refuse     Kind = "refuse"     // survivors' personal data
	Crisis     Kind = "crisis"     // somebody is in danger now
	SmallTalk  Kind = "small_talk" // thanks, greetings, people talking to each other
)

// An Intent is a question as it was read. The zero Intent is nothing understood. A facet that was not asked is empty.
type Intent struct {
	Kind      Kind
	Text      string            // the member's words
	Words     string            // the words left for the search once facets and question words are taken out
	English   []string          // English words for the Urdu ones among Words, for the search
	Heard     map[string]string // words of Roman Urdu by the word of the glossary that sounds like them
	Quoted    []string          // phrases in quotation marks: must occur
	Bodies    []string          // keys; a place stands for the bodies that report for it
	Places    []string
	Topics    []string
	Types     []string
	Meetings  []int
	Sections  []string
	Numbers   []string // decisions and action points: "14.5"
	Docs      []string // ids of the papers that were named
	Title     string   // folded, the name or short name that named them
	Papers    []string // names of laws and plans that are none of the papers known, as the member wrote them
	Meant     []string // ids of the laws that the question describes without a year
	LawTopics []string // of Topics, those that name a law: "the harassment act"
	Sets      []string // "WDDs", "commissions"
	Asked     []string // of Bodies, those that were named themselves and not only through their place
	Forms     []Form   // the topics as the member wrote them
	Context   string   // follow-up: the search words of the question before
	Latest    bool     // only the newest counts
	Said      bool     // it asks what somebody said, so that records of meetings go before laws
	Counts    bool     // a number is asked for
	Punishes  bool     // a punishment is asked for
	Positive  bool     // it asks who did report, not who did not
	All       bool     // every province is asked about, so that no single reading is meant
	Having    bool     // it asks which places have a law
	Why       bool     // reasons are asked for
	Own       bool     // it is about somebody's own case
	Hurt      bool     // of one's own case: somebody is hurt or threatened in it
	Itself    bool     // the group itself is named, and no meeting of it
	Answered  []string // follow-up: number of the action point that the answer before was about
	Last      []string // follow-up: ids of the laws and plans that the answer before quoted
	Who       bool     // a person is asked for
	Sheet     bool     // a CSV file is asked for
	More      int      // follow-up: how often more was asked for; that many answers were shown
	Year      string   // a year that the answer must speak of, where no paper of that year holds it
	Called    []Form   // the bodies as the member wrote them
	Named     []string // names of things that are no body, place or topic here: "UN Commission on the Status of Women"
	From, To  index.Date
	Times     []Time   // several moments, each of which is asked about; From and To span them
	Lang      string   // en, roman_ur, ur: the language of the frame
	Limit     int      // "in 3 lines"; 0: not asked
	Unknown   []string // words nobody knows
	Doubts    []Doubt  // abbreviations and misspellings that could be several things
	Fixed     []Fix    // misspellings that were read as something, and said so
	Kept      []string // follow-up: facets kept from the question before
	Replaced  []string // follow-up: facets replaced

	Trail []string   // follow-up: places of the questions before, the newest last, for "compare all three"
	Led   string     // follow-up: id of the paper that the answer before led with
	Told  index.Date // follow-up: the day of that paper

	Sought  string // follow-up: the question before that asked for a sort of thing, where this one asks for none
	Changed bool   // follow-up: it asks whether the law that was spoken of was changed

	wants     *Sort    // see Wants
	spoken    []span   // where bodies and places stand in Text
	placed    []naming // of them, those of one place
	bodyNames []span   // of them, the bodies
}

// A naming is where a place, or a body of a place, is named. Place is its key; empty: a body of no one place.
type naming struct {
	span
	place string
}

// A Form is a topic in the member's own words.
type Form struct{ Key, Text string }

// A Doubt is a word with several readings; the member is asked. A Guess is a misspelling that is offered and not applied.
type Doubt struct {
	Word     string
	Readings []string
	Guess    bool

	topics []string // of the readings
}

// A Fix is a misspelling that was read as a known word.
type Fix struct{ Word, As string }

// Orders reports whether what was said orders something, and asks nothing.
func (k Kind) Orders() bool { return k == Items || k == Reminders || k == Request || k == Register }
