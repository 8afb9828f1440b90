package bot

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// A docx is a small document for a word processor: headings, paragraphs and tables. It is written as OOXML by hand, since a brief needs
// three kinds of part and nothing else. The same docx gives the same bytes.
type docx struct {
	title string
	body  strings.Builder
}

func newDocx(title string) *docx {
	s := &docx{title: title}
	s.paragraph("Title", title)
	return s
}

func (s *docx) heading(text string) { s.paragraph("Heading1", text) }
func (s *docx) say(text string)     { s.paragraph("", text) }
func (s *docx) small(text string)   { s.paragraph("Small", text) }

// paragraph writes one paragraph; text in Arabic script runs from the right.
func (s *docx) paragraph(style, text string) {
	s.body.WriteString("<w:p><w:pPr>")
	if style != "" {
		s.body.WriteString(`<w:pStyle w:val="` + style + `"/>`)
	}
	rtl := rightToLeft(text)
	if rtl {
		s.body.WriteString("<w:bidi/>")
	}
	s.body.WriteString("</w:pPr>")
	s.run(text, rtl)
	s.body.WriteString("</w:p>")
}

func (s *docx) run(text string, rtl bool) {
	s.body.WriteString("<w:r>")
	if rtl {
		s.body.WriteString("<w:rPr><w:rtl/></w:rPr>")
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			s.body.WriteString("<w:br/>")
		}
		s.body.WriteString(`<w:t xml:space="preserve">` + xmlText(line) + "</w:t>")
	}
	s.body.WriteString("</w:r>")
}

// table writes a table whose first row repeats on each page; widths are shares of the page's width.
func (s *docx) table(widths []int, rows [][]string) {
	const page = 9638 // twentieths of a point between the margins of A4
	total := 0
	for _, w := range widths {
		total += w
	}
	s.body.WriteString(`<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="` + strconv.Itoa(page) + `" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>`)
	for _, w := range widths {
		s.body.WriteString(`<w:gridCol w:w="` + strconv.Itoa(page*w/total) + `"/>`)
	}
	s.body.WriteString("</w:tblGrid>")
	for i, row := range rows {
		s.body.WriteString("<w:tr><w:trPr><w:cantSplit/>")
		if i == 0 {
			s.body.WriteString("<w:tblHeader/>")
		}
		s.body.WriteString("</w:trPr>")
		for j, cell := range row {
			s.body.WriteString(`<w:tc><w:tcPr><w:tcW w:w="` + strconv.Itoa(page*widths[j]/total) + `" w:type="dxa"/></w:tcPr>`)
			style := "Cell"
			if i == 0 {
				style = "Head"
			}
			s.paragraph(style, cell)
			s.body.WriteString("</w:tc>")
		}
		s.body.WriteString("</w:tr>")
	}
	s.body.WriteString("</w:tbl><w:p/>")
}

// xmlText escapes a text; characters XML does not allow are left out.
func xmlText(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // into memory: it cannot fail
	return b.String()
}

func rightToLeft(text string) bool {
	for _, r := range text {
		if unicode.IsLetter(r) {
			return unicode.Is(unicode.Arabic, r)
		}
	}
	return false
}

// bytes is the file.
func (s *docx) bytes() ([]byte, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	const head = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	const ns = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
	for _, part := range []struct{ name, text string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>`},
		{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`},
		{"word/_rels/document.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`},
		{"word/document.xml", `<w:document ` + ns + `><w:body>` + s.body.String() + `<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`},
		{"word/styles.xml", `<w:styles ` + ns + `>` + docxStyles + `</w:styles>`},
	} {
		w, err := z.CreateHeader(&zip.FileHeader{Name: part.name, Method: zip.Deflate, Modified: time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)})
		if err != nil {
			return nil, err
		}
		if _, err := w.Write([]byte(head + part.text)); err != nil {
			return nil, err
		}
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// docxStyles are the styles a docx uses.
const docxStyles = `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="21"/><w:lang w:val="en-GB" w:bidi="ur-PK"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="100"/></w:pPr></w:pPrDefault></w:docDefaults>` +
	`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="80"/><w:outlineLvl w:val="0"/></w:pPr><w:rPr><w:b/><w:sz w:val="25"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Small"><w:name w:val="Small"/><w:basedOn w:val="Normal"/><w:rPr><w:i/><w:sz w:val="18"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Cell"><w:name w:val="Cell"/><w:basedOn w:val="Normal"/><w:pPr><w:spacing w:after="20"/></w:pPr><w:rPr><w:sz w:val="19"/></w:rPr></w:style>` +
	`<w:style w:type="paragraph" w:styleId="Head"><w:name w:val="Head"/><w:basedOn w:val="Cell"/><w:rPr><w:b/></w:rPr></w:style>` +
	`<w:style w:type="table" w:styleId="Grid"><w:name w:val="Table Grid"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders><w:tblCellMar><w:left w:w="85" w:type="dxa"/><w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`
