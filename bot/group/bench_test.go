package group_test

import (
	"strings"
	"testing"
)

// question has 500 characters of what members write: names, abbreviations, misspellings, Roman Urdu, ordinary words.
var question = strings.Repeat("what did the KP commission and Sindh WDD report on ghrelu tshadud, harrassment at workplaces and the child mariage bill since the 14th IPMG in "+
	"Islamabad, and has the select committee of the provincial assembly of blochistan notified district protection committees? ", 2)[:500]

func BenchmarkFind(b *testing.B) {
	v, err := sample(b).Vocabulary()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		v.Find(question)
	}
}
