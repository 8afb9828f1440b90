package bot_test

import (
	"slices"
	"testing"
	"time"

	"rabita/bot"
)

// BenchmarkAnswer asks every question of the field's page in turn: a whole answer, read, searched and put together.
func BenchmarkAnswer(b *testing.B) {
	bt, _ := sampleBot(b)
	var asked []bot.Message
	for _, q := range readQuestions(b, questionsDir) {
		at, err := time.Parse("2006-01-02T15:04Z07:00", q.AsOf)
		if err != nil {
			b.Fatal(err)
		}
		asked = append(asked, bot.Message{Kind: bot.Mention, Text: q.Question, Channel: "D1", At: at, Room: bot.Room{Direct: true}})
	}
	var took []time.Duration
	for b.Loop() {
		for _, m := range asked {
			start := time.Now()
			if _, err := bt.Handle(b.Context(), m); err != nil {
				b.Fatal(err)
			}
			took = append(took, time.Since(start))
		}
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-us")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-us")
}
