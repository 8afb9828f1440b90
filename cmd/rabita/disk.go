package main

import (
	"context"
	"os"
	"path/filepath"
	"time"
)

const (
	ballastName = "ballast"
	ballastSize = 4 << 20   // bytes kept back for the deliveries of a day on which the disk is full
	lowSpace    = 200 << 20 // below it an operator should act
	noSpace     = 16 << 20  // below it the ballast is let go
	dayOfSpace  = 64 << 20  // above it the ballast is taken again
)

// watchDisk keeps a little space back while the bot runs, and gives it up when the disk is full, so that what was promised before can
// still be delivered and recorded.
func (a *app) watchDisk(ctx context.Context) error {
	path := filepath.Join(a.home, ballastName)
	tick := time.NewTicker(10 * time.Second)
	defer tick.Stop()
	low := false
	for {
		free, err := freeSpace(a.home)
		_, have := os.Stat(path)
		switch {
		case err != nil:
			a.log.Debug("the free space is not known", "error", err)
		case free < noSpace && have == nil:
			a.log.Error("the disk is full: make room at once", "folder", a.home, "free_mb", free>>20)
			err = os.Remove(path)
		case free > dayOfSpace && have != nil:
			err = os.WriteFile(path, make([]byte, ballastSize), 0o600)
		}
		if err != nil {
			a.log.Warn("keeping space back", "error", err)
		}
		if now := err == nil && free < lowSpace; now != low {
			if low = now; low {
				a.log.Warn("little space is left on the disk", "folder", a.home, "free_mb", free>>20)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
