package slackapp

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"rabita/bot"
)

// Of the files of one message.
const (
	maxFiles     = 10
	maxAllFiles  = 100 << 20 // bytes together
	downloadTime = 2 * time.Minute
	maxFileName  = 200 // bytes
)

// fetch gets what was uploaded with a message. A file that cannot be had, or is too large, comes without its data.
func (a *App) fetch(ctx context.Context, files []inboundFile) []bot.File {
	var out []bot.File
	left := int64(maxAllFiles)
	for i, f := range files {
		if f.Lookup {
			if got, err := a.fileInfo(ctx, f.ID); err == nil {
				f = got
			} else {
				a.log.Warn("an uploaded file could not be looked up", "file", f.ID, "error", err)
			}
		}
		b := bot.File{Name: fileName(f.Name), Type: f.Type, URL: bareURL(f.URL)}
		if i < maxFiles && f.URL != "" {
			data, err := a.download(ctx, f.URL, min(a.cfg.MaxFile, left))
			if err != nil {
				a.log.Warn("an uploaded file could not be fetched", "file", f.ID, "error", err)
			} else {
				b.Data = data
				left -= int64(len(data))
			}
		}
		out = append(out, b)
	}
	return out
}

// fileInfo asks for a file that came without an address, as those of Slack Connect do.
func (a *App) fileInfo(ctx context.Context, id string) (inboundFile, error) {
	var f *slack.File
	err := a.call(ctx, write{method: "files.info", tries: 2}, func(ctx context.Context) (err error) {
		f, _, _, err = a.api.GetFileInfoContext(ctx, id, 0, 0)
		return err
	})
	if err != nil {
		return inboundFile{}, err
	}
	return fileOf(wireFile{ID: f.ID, Name: f.Name, Mimetype: f.Mimetype, Size: int64(f.Size), URL: f.URLPrivate, Download: f.URLPrivateDownload,
		Mode: f.Mode, IsExternal: f.IsExternal}), nil
}

// Why a file was not fetched.
var (
	errForeign  = errors.New("its address is not Slack's, so the token is not sent there")
	errTooBig   = errors.New("it is too large")
	errSignIn   = errors.New("the sign-in page came instead: the scope files:read is missing, or the file is not shared with the bot")
	errRedirect = errors.New("it was redirected elsewhere, which is not followed")
)

// download fetches a file of at most limit bytes, counted as they come, whatever sizes were told.
func (a *App) download(ctx context.Context, address string, limit int64) ([]byte, error) {
	if !a.trusted(address) {
		return nil, errForeign
	}
	ctx, cancel := context.WithTimeout(ctx, downloadTime)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, errForeign
	}
	req.Header.Set("Authorization", "Bearer "+a.cfg.BotToken.Reveal())
	hc := &http.Client{Transport: a.hc.Transport.(guard).next, CheckRedirect: a.hc.CheckRedirect}
	resp, err := hc.Do(req)
	if err != nil {
		return nil, errors.New("the connection to Slack failed") // the error of http holds the address
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode/100 == 3 && strings.Contains(resp.Header.Get("Location"), "redir="):
		return nil, errSignIn
	case resp.StatusCode/100 == 3:
		return nil, errRedirect
	case resp.StatusCode != http.StatusOK:
		return nil, fmt.Errorf("the answer had status %d", resp.StatusCode)
	case resp.ContentLength > limit:
		return nil, errTooBig
	}
	if kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type")); kind == "text/html" && !strings.Contains(strings.ToLower(address), ".htm") {
		return nil, errSignIn
	}
	data, err := io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case err != nil:
		return nil, errors.New("the connection to Slack broke off in the file")
	case int64(len(data)) > limit:
		return nil, errTooBig
	}
	return data, nil
}

// bareURL is an address without its query, which may hold a key to the file.
func bareURL(s string) string {
	u, err := url.Parse(s)
	if err != nil {
		return ""
	}
	u.RawQuery, u.Fragment, u.User = "", "", nil
	return u.String()
}

// fileName is a name fit to be shown; it is no path. Of one that is too long the middle is left out, so that its ending stays.
func fileName(s string) string {
	s = clean(s)
	if i := strings.LastIndexAny(s, `/\`); i >= 0 {
		s = s[i+1:]
	}
	s = strings.TrimLeft(strings.ReplaceAll(s, "\n", " "), ".- ")
	if len(s) > maxFileName {
		const half = (maxFileName - len("…")) / 2
		s = strings.ToValidUTF8(s[:half], "") + "…" + strings.ToValidUTF8(s[len(s)-half:], "")
	}
	if s == "" {
		return "file"
	}
	return s
}

// upload brings the files of a reply to where the reply is seen: its thread, or the direct conversation if only the asker sees it.
func (a *App) upload(ctx context.Context, in inbound, r bot.Reply) {
	to := whither(in, r, a.now())
	if to.how != posted && to.how != updated || to.channel == "" {
		id, err := a.direct(ctx, in.Who)
		if err != nil {
			a.log.Error("a file could not be sent", "error", err)
			return
		}
		to = place{channel: id}
	}
	if to.how == updated {
		to.thread = in.Thread
	}
	for _, f := range r.Files {
		if err := a.send(ctx, to.channel, to.thread, f); err != nil {
			a.log.Error("a file could not be sent", "channel", to.channel, "error", err)
		}
	}
}

// send uploads one file in Slack's three steps.
func (a *App) send(ctx context.Context, channel, thread string, f bot.File) error {
	if len(f.Data) == 0 {
		return errors.New("an empty file is not sent")
	}
	name := fileName(f.Name)
	return a.call(ctx, write{method: "files.completeUploadExternal", channel: channel}, func(ctx context.Context) error {
		_, err := a.api.UploadFileContext(ctx, slack.UploadFileParameters{Filename: name, Title: name, FileSize: len(f.Data),
			Reader: bytes.NewReader(f.Data), Channel: channel, ThreadTimestamp: thread})
		return err
	})
}
