package slackapp

import "syscall"

// tcpUserTimeout is TCP_USER_TIMEOUT of linux/tcp.h.
const tcpUserTimeout = 0x12

// dialControl lets the kernel give a connection up after 15 seconds without an acknowledgement, so that no write reaches Slack minutes after
// the bot stopped waiting for it.
func dialControl(_, _ string, c syscall.RawConn) error {
	return c.Control(func(fd uintptr) {
		// Where the kernel does not know it, the settle time of reminders still covers most of it.
		_ = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, 15_000)
	})
}
