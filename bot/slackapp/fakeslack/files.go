package fakeslack

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strings"
)

// File is something uploaded.
type File struct {
	ID       string   `json:"id"`
	Name     string   `json:"name"`
	Title    string   `json:"title"`
	Mimetype string   `json:"mimetype"`
	Filetype string   `json:"filetype"`
	User     string   `json:"user"`
	Size     int      `json:"size"` // as files.info says it; a test may let it lie
	Created  int64    `json:"created"`
	Channels []string `json:"channels"` // where it was shared
	AltText  string   `json:"alt_txt,omitempty"`
	Content  []byte   `json:"-"`

	// What makes trouble; see Server.AlterFile.
	Mode       string `json:"mode"`                  // hosted; tombstone and hidden_by_limit have no content
	External   string `json:"external,omitempty"`    // address of a remote file, outside Slack
	FileAccess string `json:"file_access,omitempty"` // check_file_info: events carry no URLs
	// HTTPStatus, when not 0, is what a download answers instead of the content.
	HTTPStatus int `json:"http_status,omitempty"`
	// Truncate cuts the connection of a download after so many bytes; 0 never.
	Truncate int `json:"truncate,omitempty"`
	// SignIn sends a download to the sign-in page, as if files:read were missing.
	SignIn bool `json:"sign_in,omitempty"`
	// Redirect, when set, is where a download is sent.
	Redirect string `json:"redirect,omitempty"`
}

// upload is an upload URL given out and not yet completed.
type upload struct {
	file   *File
	length int
	done   bool
}

// maxUpload is the largest file taken; Slack's own limit is 1 GB.
const maxUpload = 64 << 20

func (w *world) newFile(user, name string, content []byte) *File {
	f := &File{ID: w.newID("F"), Name: name, Title: name, User: user, Size: len(content), Created: w.clock().Unix(), Content: content, Mode: "hosted"}
	f.Filetype = strings.TrimPrefix(strings.ToLower(path.Ext(name)), ".")
	f.Mimetype = mime.TypeByExtension(path.Ext(name))
	if known := map[string]string{"md": "text/markdown", "csv": "text/csv", "txt": "text/plain", "ics": "text/calendar",
		"docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}[f.Filetype]; known != "" {
		f.Mimetype = known
	}
	f.Mimetype, _, _ = strings.Cut(cmpOr(f.Mimetype, "application/octet-stream"), ";")
	if f.Filetype == "" {
		f.Filetype = "binary"
	}
	return f
}

// wireFile shows a file; inside the message m of a shared channel only its id.
func (w *world) wireFile(id string, m *Message) obj {
	f := w.files[id]
	if f == nil {
		return obj{"id": id, "mode": "tombstone"}
	}
	if f.Mode != "hosted" && f.Mode != "external" {
		return obj{"id": id, "mode": f.Mode, "file_access": "file_not_found"}
	}
	access := f.FileAccess
	if r := w.rooms[channelOf(m)]; r != nil && r.ExtShared && w.teamOf(f.User) != w.team.ID && access == "" {
		access = "check_file_info"
	}
	if m != nil && access == "check_file_info" {
		return obj{"id": f.ID, "mode": "file_access", "file_access": "check_file_info", "created": 0, "timestamp": 0, "user": f.User}
	}
	o := obj{"id": f.ID, "created": f.Created, "timestamp": f.Created, "name": f.Name, "title": f.Title, "mimetype": f.Mimetype,
		"filetype": f.Filetype, "pretty_type": strings.ToUpper(f.Filetype), "user": f.User, "user_team": w.teamOf(f.User), "mode": f.Mode,
		"editable": false, "size": f.Size, "is_external": f.External != "", "external_type": "", "is_public": true, "alt_txt": f.AltText,
		"public_url_shared": false, "file_access": "visible", "channels": f.Channels, "groups": []string{}, "ims": []string{},
		"permalink":   fmt.Sprintf("https://%s.slack.test/files/%s/%s/%s", w.team.Domain, f.User, f.ID, f.Name),
		"url_private": w.base + "/files-pri/" + f.ID + "/" + pathName(f.Name), "url_private_download": w.base + "/files-pri/" + f.ID + "/download/" + pathName(f.Name)}
	if f.External != "" {
		o["url_private"], o["external_type"] = f.External, "app"
		delete(o, "url_private_download")
	}
	return o
}

func channelOf(m *Message) string {
	if m == nil {
		return ""
	}
	return m.Channel
}

// pathName makes a file's name fit for an address, as Slack does.
func pathName(name string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '.', r == '-', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return '_'
	}, path.Base("/"+strings.ReplaceAll(name, "\\", "/")))
}

func filesGetUploadURL(c *call) (obj, *Error) {
	s := c.s
	n, ok := c.args.int("length", 0)
	switch {
	case !ok || n < 0:
		return nil, c.refuse("invalid_arguments", "[ERROR] must be a valid integer [json-pointer:/length]")
	case c.args["filename"] == "" || n == 0:
		return nil, c.refuse("missing_argument")
	}
	if n > maxUpload {
		return nil, c.refuse("file_upload_size_restricted")
	}
	f := s.newFile(c.user, c.args["filename"], nil)
	f.AltText = c.args["alt_txt"]
	key := secret()
	s.uploads[key] = &upload{file: f, length: n}
	return obj{"upload_url": s.base + "/upload/" + key, "file_id": f.ID}, nil
}

// serveUpload takes the bytes, as a form's file or as the plain body.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload+1<<20)
	var content []byte
	var err error
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		var part io.ReadCloser
		if mr, e := r.MultipartReader(); e == nil {
			for part == nil && err == nil {
				p, e := mr.NextPart()
				if err = e; e == nil && p.FileName() != "" {
					part = p
				}
			}
		}
		if part != nil {
			content, err = io.ReadAll(part)
		}
	} else {
		content, err = io.ReadAll(r.Body)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.uploads[r.PathValue("id")]
	switch {
	case u == nil:
		http.Error(w, "no such upload", http.StatusNotFound)
	case err != nil:
		http.Error(w, "reading the upload: "+err.Error(), http.StatusBadRequest)
	case len(content) > u.length:
		http.Error(w, "more bytes than announced", http.StatusRequestEntityTooLarge)
	default:
		u.file.Content, u.file.Size, u.done = content, len(content), true
		fmt.Fprintf(w, "OK - %d", len(content))
	}
}

func filesCompleteUpload(c *call) (obj, *Error) {
	s := c.s
	var want []struct{ ID, Title string }
	if err := json.Unmarshal([]byte(c.args["files"]), &want); err != nil || len(want) == 0 {
		return nil, c.refuse("invalid_arguments", "[ERROR] must provide an array of files [json-pointer:/files]")
	}
	var ups []string
	for _, f := range want {
		key := ""
		for k, u := range s.uploads {
			if u.file.ID == f.ID && u.file.User == c.user && u.done {
				key = k
			}
		}
		if key == "" {
			return nil, c.refuse("file_not_found")
		}
		ups = append(ups, key)
	}
	channels := c.args.list("channels")
	if ch := c.args["channel_id"]; ch != "" {
		channels = append(channels, ch)
	}
	var rooms []*room
	for _, ch := range channels {
		r := s.rooms[ch]
		switch {
		case r == nil || !s.sees(r, c.user):
			return nil, c.refuse("channel_not_found")
		case r.Archived:
			return nil, c.refuse("is_archived")
		case !r.has(c.user):
			return nil, c.refuse("not_in_channel")
		}
		rooms = append(rooms, r)
	}
	var ids []string
	var out []obj
	for i, f := range want {
		file := s.uploads[ups[i]].file
		delete(s.uploads, ups[i])
		file.Title = cmpOr(f.Title, file.Name)
		s.files[file.ID] = file
		ids = append(ids, file.ID)
	}
	for _, r := range rooms {
		m := &Message{Channel: r.ID, User: c.user, Text: c.args["initial_comment"], SubType: "file_share"}
		if c.bot {
			m.BotID = s.botID
		}
		if p := r.byTS[c.args["thread_ts"]]; p != nil {
			m.ThreadTS = p.Root()
		}
		s.share(r, m, ids)
		c.ts = m.TS
	}
	for _, id := range ids {
		s.savedFile(s.files[id])
		out = append(out, s.wireFile(id, nil))
	}
	return obj{"files": out}, nil
}

// share posts a message with files.
func (s *Server) share(r *room, m *Message, ids []string) {
	m.Files = ids
	for _, id := range ids {
		f := s.files[id]
		if !slices.Contains(f.Channels, r.ID) {
			f.Channels = append(slices.Clip(f.Channels), r.ID)
		}
	}
	s.post(r, m)
	for _, id := range ids {
		s.emitIn(r, "file_shared", obj{"type": "file_shared", "channel_id": r.ID, "file_id": id, "user_id": s.files[id].User,
			"file": obj{"id": id}, "event_ts": m.TS})
	}
}

// seesFile says whether someone may read a file: theirs, or shared where they are.
func (s *Server) seesFile(f *File, user string) bool {
	return f.User == user || slices.ContainsFunc(f.Channels, func(ch string) bool { return s.rooms[ch] != nil && s.sees(s.rooms[ch], user) })
}

func filesInfo(c *call) (obj, *Error) {
	f := c.s.files[c.args["file"]]
	switch {
	case f == nil || !c.s.seesFile(f, c.user):
		return nil, c.refuse("file_not_found")
	case f.Mode == "tombstone":
		return nil, c.refuse("file_deleted")
	}
	return obj{"file": c.s.wireFile(f.ID, nil), "comments": []any{}, "paging": obj{"count": 100, "total": 0, "page": 1, "pages": 0}}, nil
}

func filesDelete(c *call) (obj, *Error) {
	f := c.s.files[c.args["file"]]
	switch {
	case f == nil || !c.s.seesFile(f, c.user):
		return nil, c.refuse("file_not_found")
	case f.Mode == "tombstone":
		return nil, c.refuse("file_deleted")
	case f.User != c.user:
		return nil, c.refuse("cant_delete_file")
	}
	c.s.deleteFile(f)
	return nil, nil
}

func (s *Server) deleteFile(f *File) {
	f.Mode, f.Content = "tombstone", nil
	s.savedFile(f)
	s.emit("file_deleted", obj{"type": "file_deleted", "file_id": f.ID, "event_ts": formatTS(s.clock().UnixMicro())}, false)
	s.tell(Event{Kind: "file", User: f.User})
}

// serveDownload gives a file's content to who may read it; others are sent to a
// sign-in page, as Slack does.
func (s *Server) serveDownload(w http.ResponseWriter, r *http.Request) {
	token := strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	c := &call{s: s, method: "files.info", args: args{}}
	s.mu.Lock()
	refused := s.authorize(c, token)
	f := s.files[r.PathValue("file")]
	var k File
	ok := refused == nil && f != nil && s.seesFile(f, c.user)
	if ok {
		k = *f
	}
	base := s.base
	s.mu.Unlock()
	switch {
	case !ok || k.SignIn:
		here := r.URL.Path
		if u, err := url.Parse(base); err == nil {
			here = u.Path + here
		}
		http.Redirect(w, r, base+"/signin?redir="+url.QueryEscape(here), http.StatusFound)
	case k.Redirect != "":
		http.Redirect(w, r, k.Redirect, http.StatusFound)
	case k.HTTPStatus != 0:
		http.Error(w, http.StatusText(k.HTTPStatus), k.HTTPStatus)
	case k.Mode == "tombstone":
		http.NotFound(w, r)
	default:
		w.Header().Set("Content-Type", k.Mimetype)
		w.Header().Set("Content-Length", fmt.Sprint(len(k.Content)))
		w.Header().Set("Content-Disposition", "attachment")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if k.Truncate > 0 && k.Truncate < len(k.Content) {
			w.Write(k.Content[:k.Truncate])
			panic(http.ErrAbortHandler)
		}
		w.Write(k.Content)
	}
}

func serveSignIn(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	io.WriteString(w, "<!DOCTYPE html><title>Sign in</title><p>Sign in to see this file.")
}
