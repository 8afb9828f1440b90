package sandbox

import (
	"fmt"
	"html/template"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"rabita/bot/slackapp/fakeslack"
	"rabita/index"
)

var pageFuncs = template.FuncMap{"slug": slug}

// slug is the part of a passage id behind the "#": the passage's address within its document.
func slug(id string) string {
	_, s, _ := strings.Cut(id, "#")
	return s
}

// piece is something of a document in reading order: a heading (with the passage that consists of it, if there is one), loose text, a passage
// or a table.
type piece struct {
	Heading string
	Level   int    // of Heading: 2, 3, 4
	Text    string // what belongs to no passage
	Passage *index.Passage
	Quote   string // the passage's own words
	Marked  bool
	Table   *docTable
}

// docTable is a run of rows with the same columns.
type docTable struct {
	Header []string
	Rows   []docRow
}

type docRow struct {
	Passage *index.Passage
	Marked  bool
}

// reader is the member a document is shown to, named by ?as=; without it, the page's first member.
func (b *Sandbox) reader(r *http.Request) string {
	if m, ok := b.opt.Fake.Member(r.URL.Query().Get("as")); ok {
		return m.ID
	}
	return b.opt.Member
}

func (b *Sandbox) serveDocuments(w http.ResponseWriter, r *http.Request) {
	who := b.reader(r)
	var list []*index.Document
	if b.opt.Documents != nil {
		list = b.opt.Documents(who)
	}
	b.render(w, http.StatusOK, "documents.html", map[string]any{"Title": "Documents", "Documents": list, "As": who})
}

// serveDocument shows a paper. With ?at= the words of a citation ("14th IPMG minutes, 29 Oct 2019, item 5, para 12, p. 5") mark the passage
// whose locator they end in; the part of the address behind # does the same in any browser.
func (b *Sandbox) serveDocument(w http.ResponseWriter, r *http.Request) {
	who, id := b.reader(r), r.PathValue("id")
	var d *index.Document
	if b.opt.Document != nil {
		d = b.opt.Document(who, id)
	}
	if d == nil {
		b.render(w, http.StatusNotFound, "missing.html", map[string]any{"Title": "No such document", "ID": id})
		return
	}
	marked := cited(d, r.URL.Query().Get("at"))
	b.render(w, http.StatusOK, "document.html", map[string]any{"Title": d.Title, "Doc": d, "Pieces": pieces(d, marked), "Marked": marked, "As": who})
}

// cited finds the passage a citation names: by its id or slug, or by the longest locator in its words. Empty: none.
func cited(d *index.Document, at string) string {
	if at == "" {
		return ""
	}
	best, from := "", 0
	words := at + " "
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.ID == at || slug(p.ID) == at {
			return p.ID
		}
		bare, _, _ := strings.Cut(p.Locator, ", p. ") // a finding may leave the page out
		for _, loc := range []string{p.Locator, bare} {
			if n := strings.LastIndex(words, loc); n >= 0 && len(loc) > from && !digitAt(words, n+len(loc)) {
				best, from = p.ID, len(loc)
			}
		}
	}
	return best
}

// digitAt keeps "para 1" from being found in "para 12".
func digitAt(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

// pieces cuts a document into what the page shows, marking one passage.
func pieces(d *index.Document, marked string) []piece {
	var out []piece
	var headings []string
	at := 0
	for i := range d.Passages {
		p := &d.Passages[i]
		if p.Start < at || p.End > len(d.Text) {
			continue // a damaged document still shows what it can
		}
		between := d.Text[at:p.Start]
		at = p.End
		for n, h := range p.Heading {
			if n >= len(headings) || !slices.Equal(headings[:n+1], p.Heading[:n+1]) {
				out = append(out, piece{Heading: h, Level: min(n+2, 4)})
			}
		}
		headings = p.Heading
		var header []string
		for _, c := range p.Cells {
			header = append(header, c.Header)
		}
		if t := rest(between, d.Title, append([]string{strings.Join(header, " | ")}, p.Heading...)); t != "" {
			out = append(out, piece{Text: t})
		}
		if len(p.Cells) == 0 {
			q := d.Quote(p)
			if last := len(out) - 1; last >= 0 && out[last].Heading == strings.TrimSpace(q) && out[last].Passage == nil {
				out[last].Passage, out[last].Marked = p, p.ID == marked // a section's marginal heading is a passage of its own
			} else {
				out = append(out, piece{Passage: p, Quote: q, Marked: p.ID == marked})
			}
			continue
		}
		if last := len(out) - 1; last >= 0 && out[last].Table != nil && slices.Equal(out[last].Table.Header, header) {
			out[last].Table.Rows = append(out[last].Table.Rows, docRow{p, p.ID == marked})
		} else {
			out = append(out, piece{Table: &docTable{header, []docRow{{p, p.ID == marked}}}})
		}
	}
	if t := rest(d.Text[at:], d.Title, nil); t != "" {
		out = append(out, piece{Text: t})
	}
	return out
}

// rest is what stands between two passages without what is shown otherwise: the title, headings, and the drawing of tables.
func rest(text, title string, shown []string) string {
	var keep []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		bare := strings.TrimSpace(strings.TrimLeft(line, "#"))
		drawn := strings.Trim(line, "|-: ") == "" || strings.HasPrefix(line, "|") && strings.HasSuffix(line, "|")
		if bare == "" || bare == title || drawn || slices.Contains(shown, bare) || strings.HasPrefix(line, "<!--") {
			continue
		}
		keep = append(keep, bare)
	}
	return strings.Join(keep, "\n")
}

// maxUpload is how many bytes may be dropped on a conversation at once.
const maxUpload = 25 << 20

// serveUpload takes files dropped on a conversation: a form with channel, thread, text and files.
func (b *Sandbox) serveUpload(w http.ResponseWriter, r *http.Request) {
	who, ok := b.opt.Fake.Member(r.URL.Query().Get("as"))
	if !ok {
		http.Error(w, "There is no such member.", http.StatusNotFound)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxUpload)
	mr, err := r.MultipartReader()
	if err != nil {
		http.Error(w, "A form with files is expected.", http.StatusBadRequest)
		return
	}
	form := map[string]string{}
	var list []fakeslack.NewFile
	for {
		p, err := mr.NextPart()
		if err == io.EOF {
			break
		}
		var data []byte
		if err == nil {
			data, err = io.ReadAll(p)
		}
		if err != nil {
			http.Error(w, fmt.Sprintf("The files could not be read; together they may have %d MB.", maxUpload>>20), http.StatusRequestEntityTooLarge)
			return
		}
		if p.FileName() == "" {
			form[p.FormName()] = string(data)
			continue
		}
		list = append(list, fakeslack.NewFile{Name: p.FileName(), Content: data})
	}
	if len(list) == 0 || len(list) > 10 {
		http.Error(w, "One to ten files at a time.", http.StatusBadRequest)
		return
	}
	if _, err := b.opt.Fake.UploadWith(who.ID, form["channel"], b.opt.Fake.Compose(form["text"]), form["thread"], list...); err != nil {
		http.Error(w, (&tab{b: b, who: who}).words(err, args{}), http.StatusForbidden)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// serveFile gives a shared file to a member who sees a conversation it was shared in. It is always saved, never shown.
func (b *Sandbox) serveFile(w http.ResponseWriter, r *http.Request) {
	who := b.reader(r)
	f, ok := b.opt.Fake.File(r.PathValue("id"))
	seen := ok && slices.ContainsFunc(b.opt.Fake.Channels(who), func(c fakeslack.Channel) bool { return slices.Contains(f.Channels, c.ID) })
	if !seen && f.User != who || f.Mode != "hosted" {
		http.Error(w, "There is no such file, or you may not see it.", http.StatusNotFound)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	w.Header().Set("Content-Disposition", "attachment; filename*=UTF-8''"+url.PathEscape(f.Name))
	w.Write(f.Content)
}
