package main

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
)

// TestControlSocket holds data in folders of short and of very long names: commands work through the socket, only its owner may open it, a
// socket left by a process that died is in nobody's way, and nothing stays behind.
func TestControlSocket(t *testing.T) {
	for name, dir := range map[string]string{"short": t.TempDir(), "long": filepath.Join(t.TempDir(), strings.Repeat("long", 40))} {
		t.Run(name, func(t *testing.T) {
			if _, stderr, code := rabita(t, "init", "-data", dir); code != 0 {
				t.Fatal(stderr)
			}
			path := filepath.Join(dir, controlName)
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
			if stdout, stderr, code := rabita(t, "items", "-data", dir, "-json"); code != 0 || stdout != "{\"items\":[]}\n" {
				t.Fatalf("with what a dead process left: %d %s %s", code, stdout, stderr)
			}
			e := &env{stdout: os.Stdout, stderr: os.Stderr, getenv: func(string) string { return "" }, now: time.Now}
			a, err := openApp(e, options{dir: dir, now: time.Now})
			if err != nil {
				t.Fatal(err)
			}
			ctx, end := context.WithCancel(t.Context())
			ready, ended := make(chan struct{}), make(chan error, 1)
			go func() {
				ended <- a.work(ctx, e, func(ctx context.Context) error {
					close(ready)
					<-ctx.Done()
					return nil
				})
			}()
			<-ready
			if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
				t.Errorf("the socket: %v %v", info, err)
			}
			at, _ := filepath.EvalSymlinks(path)
			if stdout, stderr, code := rabita(t, "items", "-data", dir, "-json"); code != 0 || stdout != "{\"items\":[]}\n" {
				t.Errorf("through the socket: %d %s %s", code, stdout, stderr)
			}
			if _, stderr, code := rabita(t, "items", "-data", dir, "-body", "NOBODY"); code != 2 || !strings.Contains(stderr, "NOBODY") {
				t.Errorf("a mistake through the socket: %d %s", code, stderr)
			}
			if _, stderr, code := rabita(t, "migrate", "-data", dir); code != 1 || !strings.Contains(stderr, "in use") {
				t.Errorf("migrating a store in use: %d %s", code, stderr)
			}
			end()
			if err := <-ended; err != nil {
				t.Error(err)
			}
			for _, name := range []string{path, at} {
				if _, err := os.Lstat(name); err == nil {
					t.Errorf("%s stays behind", name)
				}
			}
			if _, stderr, code := rabita(t, "items", "-data", dir); code != 0 {
				t.Errorf("afterwards: %s", stderr)
			}
		})
	}
}
