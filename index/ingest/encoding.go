package ingest

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	encunicode "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"rabita/index"
)

// magics are the first bytes of files that are no text, whatever their name says.
var magics = []struct{ start, what string }{
	{"%PDF", "a PDF file"}, {"PK\x03\x04", "a Word, Excel or zip file"}, {"\xd0\xcf\x11\xe0", "an old Word or Excel file"},
	{"\x89PNG", "a picture"}, {"\xff\xd8\xff", "a picture"}, {"GIF8", "a picture"}, {"{\\rtf", "an RTF file"}, {"\x1f\x8b", "a packed file"},
}

// decode turns bytes into text: UTF-8, UTF-16 with its mark, else Windows' Western or Arabic letters, whichever makes words. The text is in
// NFC with \n line ends. A doubt tells of a guess that a person should look at.
func decode(data []byte) (string, *index.Doubt, error) {
	if len(data) == 0 {
		return "", nil, refuse(0, "the file is empty")
	}
	for _, m := range magics {
		if bytes.HasPrefix(data, []byte(m.start)) {
			return "", nil, refuse(0, "the file is %s, not text; save it as text or Markdown", m.what)
		}
	}
	text, doubt := "", (*index.Doubt)(nil)
	switch {
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")) && utf8.Valid(data[3:]):
		text = string(data[3:])
	case bytes.HasPrefix(data, []byte("\xff\xfe")), bytes.HasPrefix(data, []byte("\xfe\xff")):
		out, err := encunicode.UTF16(encunicode.LittleEndian, encunicode.ExpectBOM).NewDecoder().Bytes(data)
		if err != nil || bytes.ContainsRune(out, utf8.RuneError) {
			return "", nil, refuse(0, "the file begins like UTF-16 text but breaks off; save it again as UTF-8")
		}
		text = string(out)
	case utf8.Valid(data):
		text = string(data)
	default:
		text, doubt = guess(data)
	}
	if binary(text) {
		return "", nil, refuse(0, "the file is not text; save it as text or Markdown in UTF-8")
	}
	text = strings.ReplaceAll(text, "\r\n", "\n")
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\r' || r == '\v' || r == '\u2028' || r == '\u2029' || r == '\u0085':
			return '\n'
		case r == '\u00a0' || r == '\u202f':
			return ' '
		case r == '\n' || r == '\t' || r == '\f' || r == '\x02':
			return r
		case unicode.Is(unicode.Cc, r) || r == '\ufeff':
			return -1
		}
		return r
	}, text)
	return norm.NFC.String(text), doubt, nil
}

// binary says that too much of the text are signs that no paper holds.
func binary(text string) bool {
	window := text[:min(len(text), 64<<10)]
	bad, n := 0, 0
	for _, r := range window {
		n++
		if r == 0 || r < ' ' && !strings.ContainsRune("\n\r\t\f\v\x02", r) {
			bad++
		}
	}
	return bad*50 > n
}

// guess reads bytes that are no UTF-8, line by line: a line that is UTF-8 stays, because papers are put together from pieces.
func guess(data []byte) (string, *index.Doubt) {
	arabic, _ := charmap.Windows1256.NewDecoder().Bytes(data)
	cm, name, other := charmap.Windows1252, "windows-1252", "windows-1256"
	if arabicWords(arabic)*2 > highRuns(data) {
		cm, name, other = charmap.Windows1256, "windows-1256", "windows-1252"
	}
	var b strings.Builder
	b.Grow(len(data) + len(data)/8)
	mixed := false
	for line := range bytes.Lines(data) {
		if utf8.Valid(line) {
			if !mixed && highRuns(line) > 0 {
				mixed = true
			}
			b.Write(line)
			continue
		}
		out, _ := cm.NewDecoder().Bytes(line) // a charmap decodes every byte
		b.Write(out)
	}
	why := "the file is not in UTF-8; its letters were read as " + name
	if mixed {
		why = "the file mixes UTF-8 with " + name
	}
	return b.String(), &index.Doubt{Field: "text", Choices: []string{name, other}, Why: why}
}

// arabicWords counts pairs of neighbouring Arabic letters.
func arabicWords(b []byte) (n int) {
	before := false
	for _, r := range string(b) {
		is := unicode.Is(unicode.Arabic, r) && unicode.IsLetter(r)
		if is && before {
			n++
		}
		before = is
	}
	return n
}

// highRuns counts bytes outside ASCII.
func highRuns(b []byte) (n int) {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			n++
		}
	}
	return n
}
