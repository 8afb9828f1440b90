package index

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

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

// Kept in step paper by paper, the words are those counted afresh.
func TestWordsKeepInStep(t *testing.T) {
	ix := open(t, t.TempDir())
	rnd := rand.New(rand.NewPCG(3, 4))
	list := strings.Fields("violence violences shelter shelters bill bills act committee Quetta policies policy")
	for range 60 {
		id := fmt.Sprintf("W%d", rnd.IntN(5))
		if rnd.IntN(4) == 0 {
			if err := ix.Delete(t.Context(), id); err != nil {
				t.Fatal(err)
			}
		} else {
			put(t, ix, doc(id, []string{everyone, "secretariat"}[rnd.IntN(2)], list[rnd.IntN(len(list))]+" "+list[rnd.IntN(len(list))]+" "+fmt.Sprint("only", rnd.IntN(9))))
		}
		ix.Known("violence")
		var fresh words
		fresh.load(ix.current())
		if diff := cmp.Diff(fresh.counts, ix.words.counts); diff != "" {
			t.Fatalf("counts (-afresh +kept):\n%s", diff)
		}
		for _, w := range []*words{&fresh, &ix.words} {
			maps.DeleteFunc(w.bases, func(_ string, n int) bool { return n == 0 })
			for l := range w.byLen {
				slices.Sort(w.byLen[l])
				if len(w.byLen[l]) == 0 {
					delete(w.byLen, l)
				}
			}
		}
		if diff := cmp.Diff(fresh.bases, ix.words.bases) + cmp.Diff(fresh.byLen, ix.words.byLen); diff != "" {
			t.Fatalf("bases or lengths (-afresh +kept):\n%s", diff)
		}
	}
}
