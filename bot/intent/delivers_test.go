package intent

import (
	"os"
	"strings"
	"testing"
)

// TestDelivers reads the lines of testdata/delivers.txt: a reply, "->", and whether it brings what was asked for.
func TestDelivers(t *testing.T) {
	data, err := os.ReadFile("testdata/delivers.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		reply, want, ok := strings.Cut(strings.TrimSpace(line), " -> ")
		if strings.HasPrefix(line, "#") || !ok {
			continue
		}
		if got := Delivers(reply); got != (want == "yes") {
			t.Errorf("Delivers(%q) = %v, want %s", reply, got, want)
		}
	}
}
