package index

import "testing"

func TestSuggest(t *testing.T) {
	ix := open(t, t.TempDir())
	put(t, ix, doc("S1", everyone, "Violence and shelters; the ordinance of Balochistan. Violence again. 12345 numbers."),
		doc("S2", "secretariat", "confidential hearings"))
	for word, want := range map[string]string{
		"violance": "violence", "voilence": "violence", "sheltrs": "shelters", "Baluchistan": "balochistan", "ordinence": "ordinance",
		"violence": "", "violences": "", "shelter": "", // known in another form
		"confidentail": "", // not everyone may see that paper
		"xyz":          "", "": "", "the": "", "12346": "", "two words": "", "completelydifferent": "",
	} {
		got, ok := ix.Suggest(word)
		if got != want || ok != (want != "") {
			t.Errorf("Suggest(%q) = %q, %v, want %q", word, got, ok, want)
		}
	}
	for word, want := range map[string]bool{"violence": true, "VIOLENCE": true, "shelter": true, "the": true, "hearings": false, "violance": false} {
		if got := ix.Known(word); got != want {
			t.Errorf("Known(%q) = %v", word, got)
		}
	}
	put(t, ix, doc("S3", everyone, "hearings"))
	if !ix.Known("hearing") {
		t.Error("a word that came later is not known")
	}
	if list := ix.Suggestions("violance"); len(list) == 0 || list[0].Edits != 1 || list[0].Count != 2 || list[0].Certainty < .8 {
		t.Errorf("Suggestions(violance) = %+v", list)
	}
}
