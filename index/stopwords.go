package index

import "strings"

// stopWords carry no meaning of their own in English and Urdu. They are neither indexed nor searched, so "Status of Women" and
// "status women" are one phrase. Spelled as vocab.Fold leaves them.
var stopWords = wordSet(`
a about above after again against all also am an and any are aren't as at be because been before being below between both but by
can cannot could did do does doing down during each few for from further had has have having he her here hers herself him himself his
how i if in into is it its itself just let me more most my myself no nor not of off on once only or other ought our ours ourselves
out over own same shall she should so some such than that the their theirs them themselves then there these they this those through to
too under until up upon us very was we were what when where which while who whom whose why will with would you your yours yourself
yourselves dont doesnt didnt isnt arent wasnt werent cant wont im ive youre theyre thats
کا کی کے کو میں سے پر نے اور ہے ہیں تھا تھی تھے یہ وہ کہ جو اس ان ایک بہی تو ہو ہوا ہوئی ہوئے گا گی گے کر کیا
`)

// askingWords belong to the asking, not to what is asked: "what did ... say about". They are ranked like other words, since taking them off a question
// gains nothing on the development collections and "points" of "stagnation points" would go too; but a passage is not quoted, and no excerpt
// chosen, for them alone.
var askingWords = wordSet(`
about answer attitude comment concern describe detail discuss discussed discussing discussion discussions explain find give idea information introduce
know list main meeting mention mentioned opinion opinions point points please question questioning said say says saying show speak summarise
summarize summary talk talked tell think thinks thought thoughts view views why
`)

func wordSet(list string) map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(list) {
		set[foldWord(w)] = true
	}
	return set
}
