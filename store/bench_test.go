package store_test

import (
	"fmt"
	"testing"
	"time"

	"rabita/store"
	"rabita/store/storetest"
)

// BenchmarkItems measures a store of 20,000 items, loaded without disk syncs: each is added with its audit, undo image and notice.
func BenchmarkItems(b *testing.B) {
	st := storetest.Open(b, store.Options{Plan: daily, NoSync: true})
	const n = 20000
	began := time.Now()
	for i := range n {
		_, err := st.AddItem(store.Item{Text: fmt.Sprint("Send the list of protection committees of district ", i), Creator: "U1", Owner: fmt.Sprint("U", i%200), Channel: fmt.Sprint("C", i%40),
			Body: fmt.Sprint("B", i%12), Due: store.Due{Date: start.AddDate(0, 0, 1+i%300).Format(time.DateOnly)}}, start.Add(time.Duration(i)*time.Second))
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Logf("%d items in %v", n, time.Since(began))
	for name, f := range map[string]store.ItemFilter{"mine": {Owner: "U7"}, "list": {}, "late": {Before: "2019-12-05"}, "body and owner": {Owner: "U7", Body: "B7"},
		"words": {Words: []string{"district 777"}}} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := st.Items(f, store.Page{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	b.Run("next due", func(b *testing.B) {
		for b.Loop() {
			if _, ok, err := st.NextDue(start); !ok || err != nil {
				b.Fatal(ok, err)
			}
		}
	})
	b.Run("add", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			if _, err := st.AddItem(store.Item{Text: fmt.Sprint("more ", i), Creator: "U1", Channel: "C1", Due: store.Due{Date: "2019-12-01"}}, start); err != nil {
				b.Fatal(err)
			}
		}
	})
}
