package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// version is the version the program was built as, with its commit.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			v += " " + s.Value
		}
	}
	return v
}

// runVersion prints the version, the commit and the Go release the program was built with.
func runVersion(_ context.Context, e *env) error {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return fmt.Errorf("this binary carries no build information")
	}
	_, err := fmt.Fprintf(e.stdout, "rabita %s, %s\n", version(), info.GoVersion)
	return err
}
