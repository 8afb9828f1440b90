package bot_test

import (
	"fmt"
	"os"
	"testing"
)

var scratch []string

// mkdir makes a folder that outlives single tests and goes when all are done.
func mkdir() (string, error) {
	dir, err := os.MkdirTemp("", "rabita-bot-")
	scratch = append(scratch, dir)
	return dir, err
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range scratch {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = 1
		}
	}
	os.Exit(code)
}
