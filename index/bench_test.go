package index

import (
	"encoding/json"
	"os"
	"testing"
)

func TestMeasure(t *testing.T) {
	n := 600
	if os.Getenv("RABITA_LONG") != "" {
		n = 10_000
	}
	b, err := Measure(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.MarshalIndent(b, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%s", data)
	if b.Passages != n || len(b.Questions) != 9 || b.Build.PerSecond <= 0 || b.Build.DiskMB <= 0 || b.OpenMs <= 0 || b.VisibleMs <= 0 {
		t.Errorf("Measure(%d) = %+v", n, b)
	}
	for _, k := range b.Questions {
		if k.P50 <= 0 || k.P99 < k.P50 || (k.MatchP50 == 0) != (k.Kind == "gaps") {
			t.Errorf("%+v", k)
		}
	}
}
