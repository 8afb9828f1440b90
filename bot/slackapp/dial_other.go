//go:build !linux

package slackapp

import "syscall"

// dialControl has nothing to set here: only Linux bounds how long the kernel repeats what was written.
func dialControl(_, _ string, _ syscall.RawConn) error { return nil }
