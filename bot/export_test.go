package bot_test

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	ical "github.com/emersion/go-ical"
	"github.com/google/go-cmp/cmp"

	"rabita/bot"
)

// TestCSV holds that no cell of a table is a formula, whatever an item says.
func TestCSV(t *testing.T) {
	s := startStage(t)
	for _, text := range []string{`=HYPERLINK("http://evil.example","click")`, "+1+1", "-2+3", "@SUM(A1)", "  =1", "＝1", `plain "quoted", with comma`, "اردو متن"} {
		s.direct("U0WDDSD01", "action add "+text+" | due friday | source =cmd")
	}
	r := s.direct("U0WDDSD01", "action export csv mine")
	if len(r.Files) != 1 || !bytes.HasPrefix(r.Files[0].Data, []byte("\uFEFF")) {
		t.Fatalf("no file of UTF-8: %s", shown(r))
	}
	rows, err := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(r.Files[0].Data, []byte("\uFEFF")))).ReadAll()
	if err != nil || len(rows) != 9 {
		t.Fatalf("%d rows: %v", len(rows), err)
	}
	for _, row := range rows {
		for _, cell := range row {
			if c := strings.TrimLeft(cell, " \t\u00a0"); c != "" && strings.ContainsAny(c[:1], "=+-@") || strings.HasPrefix(c, "＝") {
				t.Errorf("a spreadsheet would run %q", cell)
			}
		}
	}
	if !slices.ContainsFunc(rows, func(row []string) bool { return row[2] == "اردو متن" }) || !slices.ContainsFunc(rows, func(row []string) bool { return row[2] == `plain "quoted", with comma` }) {
		t.Errorf("texts did not come through: %v", rows)
	}
}

// TestCalendar reads the calendar with another library: an item keeps its UID and raises its SEQUENCE when it moves, what was dropped is
// cancelled, lines end in CRLF, and times that repeat carry a zone that is spelled out.
func TestCalendar(t *testing.T) {
	s := startStage(t)
	s.direct("U0UNWADV1", "settings zone Europe/Zurich")
	for _, line := range []string{"action add send the Sindh list, and the plan; اردو | due 2019-12-09 | body WDD-Sindh", "action add call NCSW | due 2019-12-10 09:30", "action add no day at all",
		"action add give up | due friday", "action drop A-0004", "every Monday 9am remind me to read", "remind me on the last working day of every month to report", "remind me tomorrow 10:00 to phone"} {
		if r := s.direct("U0UNWADV1", line); r.Outcome != bot.Done {
			t.Fatalf("%q: %s", line, shown(r))
		}
	}
	first := calendarOf(t, s.direct("U0UNWADV1", "action export ics mine"))
	s.direct("U0UNWADV1", "action due A-0001 2019-12-12")
	second := calendarOf(t, s.direct("U0UNWADV1", "action export ics mine"))

	a, b := first["a-0001@rabita.ipmg"], second["a-0001@rabita.ipmg"]
	if a == nil || b == nil {
		t.Fatalf("A-0001 has no lasting UID: %v", first)
	}
	if value(a, "DTSTART") != "20191209" || value(b, "DTSTART") != "20191212" || value(a, "SEQUENCE") >= value(b, "SEQUENCE") {
		t.Errorf("A-0001 moved from %s (%s) to %s (%s)", value(a, "DTSTART"), value(a, "SEQUENCE"), value(b, "DTSTART"), value(b, "SEQUENCE"))
	}
	if text, err := a.Props.Text("SUMMARY"); err != nil || text != "A-0001 send the Sindh list, and the plan; اردو" {
		t.Errorf("summary %q: %v", text, err)
	}
	if at := value(first["a-0002@rabita.ipmg"], "DTSTART"); at != "20191210T083000Z" {
		t.Errorf("09:30 in Zurich is written as %s", at)
	}
	if first["a-0003@rabita.ipmg"] != nil {
		t.Error("an item without a day is in the calendar")
	}
	s.direct("U0UNWADV1", "action due A-0002 none")
	r := s.direct("U0UNWADV1", "action export ics mine")
	if gone := calendarOf(t, r)["a-0002@rabita.ipmg"]; gone == nil || value(gone, "STATUS") != "CANCELLED" || value(gone, "SEQUENCE") <= value(first["a-0002@rabita.ipmg"], "SEQUENCE") {
		t.Errorf("an item that lost its day is %v in the calendar", gone)
	}
	if !strings.Contains(r.Text(), "Calendar of 3 items") {
		t.Errorf("three items are in the calendar: %s", r.Text())
	}
	if st := value(first["a-0004@rabita.ipmg"], "STATUS"); st != "CANCELLED" {
		t.Errorf("a dropped item is %s", st)
	}
	weekly := first["r-0001@rabita.ipmg"]
	if at, err := weekly.Props.DateTime("DTSTART", time.UTC); err != nil || at.Format(time.RFC3339) != "2019-11-11T09:00:00+01:00" || value(weekly, "RRULE") != "FREQ=WEEKLY;BYDAY=MO" {
		t.Errorf("the weekly reminder begins %v, %v, %s", at, err, value(weekly, "RRULE"))
	}
	if at := value(first["r-0002-2019-11-30@rabita.ipmg"], "DTSTART"); at != "20191129T080000Z" {
		t.Errorf("the last working day of November 2019 is written as %s: %v", at, first)
	}
}

// calendarOf parses the one file of a reply into its entries, by UID.
func calendarOf(t *testing.T, r bot.Reply) map[string]*ical.Component {
	t.Helper()
	if len(r.Files) != 1 {
		t.Fatalf("no calendar: %s", shown(r))
	}
	data := r.Files[0].Data
	if strings.Contains(strings.ReplaceAll(string(data), "\r\n", ""), "\n") {
		t.Error("a line does not end in CRLF")
	}
	cal, err := ical.NewDecoder(bytes.NewReader(data)).Decode()
	if err != nil {
		t.Fatalf("%v in\n%s", err, data)
	}
	out, zones := map[string]*ical.Component{}, map[string]bool{}
	for _, c := range cal.Children {
		switch c.Name {
		case ical.CompEvent:
			if out[value(c, "UID")] != nil {
				t.Errorf("UID %s is there twice", value(c, "UID"))
			}
			out[value(c, "UID")] = c
		case ical.CompTimezone:
			zones[value(c, "TZID")] = len(c.Children) > 1 // Zurich changes its clocks
		}
	}
	for uid, c := range out {
		if zone := c.Props.Get("DTSTART").Params.Get("TZID"); zone != "" && !zones[zone] {
			t.Errorf("%s is in %s, which is not spelled out", uid, zone)
		}
	}
	var again bytes.Buffer
	if err := ical.NewEncoder(&again).Encode(cal); err != nil {
		t.Errorf("another library does not accept the calendar: %v", err)
	}
	return out
}

func value(c *ical.Component, name string) string {
	if c == nil || c.Props.Get(name) == nil {
		return ""
	}
	return c.Props.Get(name).Value
}

// TestDOCX compares the parts of the brief with its golden file and reads its table back.
func TestDOCX(t *testing.T) {
	s := startStage(t)
	s.at = time.Date(2020, 2, 3, 10, 30, 0, 0, s.zone)
	s.direct("U0WDDBL01", "14.5 ho gaya, notification <SO> & \"WDD\" 7-2")
	r := s.direct(secretary, "brief 15th docx")
	if len(r.Files) != 1 {
		t.Fatalf("no file: %s", shown(r))
	}
	z, err := zip.NewReader(bytes.NewReader(r.Files[0].Data), int64(len(r.Files[0].Data)))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range z.File {
		if err := xml.Unmarshal(partOf(t, r.Files[0].Data, f.Name), new(struct{})); err != nil {
			t.Errorf("%s is no XML: %v", f.Name, err)
		}
	}
	document := partOf(t, r.Files[0].Data, "word/document.xml")
	golden := filepath.Join("testdata", "brief-15th.xml")
	text := strings.ReplaceAll(string(document), "<w:p>", "\n<w:p>")
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(golden, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil || string(want) != text {
		t.Errorf("the brief differs from %s (UPDATE=1 rewrites it): %v", golden, err)
	}
	rows := tableOf(t, document)
	if len(rows) < 9 || !slices.Equal(rows[0], []string{"No.", "Decision", "Responsible", "Deadline", "Status"}) {
		t.Fatalf("the table reads back as %q", rows)
	}
	for _, row := range rows[1:] {
		if row[0] == "14.5" && (!strings.Contains(row[3], "31 Mar 2020") || !strings.Contains(row[4], "reported")) {
			t.Errorf("14.5 reads %q", row)
		}
	}
	openedElsewhere(t, r.Files[0], rows)
}

// openedElsewhere has LibreOffice read a file and write it anew: the table must come back as it was.
func openedElsewhere(t *testing.T, f bot.File, rows [][]string) {
	t.Helper()
	office, err := exec.LookPath("soffice")
	if err != nil {
		t.Log("LibreOffice is not here, so that the file was not opened by it")
		return
	}
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, f.Name), f.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	if said, err := exec.Command(office, "-env:UserInstallation=file://"+filepath.ToSlash(dir)+"/profile", "--headless", "--convert-to", "docx", "--outdir", out, filepath.Join(dir, f.Name)).CombinedOutput(); err != nil {
		t.Fatalf("LibreOffice: %v: %s", err, said)
	}
	data, err := os.ReadFile(filepath.Join(out, f.Name))
	if err != nil {
		t.Fatalf("LibreOffice could not open the brief: %v", err)
	}
	if diff := cmp.Diff(rows, tableOf(t, partOf(t, data, "word/document.xml"))); diff != "" {
		t.Errorf("the table that comes back (-ours +LibreOffice's):\n%s", diff)
	}
}

// partOf is one part of a DOCX file.
func partOf(t *testing.T, file []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	rc, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer rc.Close()
	data, err := io.ReadAll(rc)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// tableOf reads the texts of the first table of a document.
func tableOf(t *testing.T, document []byte) [][]string {
	t.Helper()
	var doc struct {
		Body struct {
			Tables []struct {
				Rows []struct {
					Cells []struct {
						Texts []string `xml:"p>r>t"`
					} `xml:"tc"`
				} `xml:"tr"`
			} `xml:"tbl"`
		} `xml:"body"`
	}
	if err := xml.Unmarshal(document, &doc); err != nil || len(doc.Body.Tables) == 0 {
		t.Fatalf("no table: %v", err)
	}
	var rows [][]string
	for _, r := range doc.Body.Tables[0].Rows {
		var row []string
		for _, c := range r.Cells {
			row = append(row, strings.Join(c.Texts, "\n"))
		}
		rows = append(rows, row)
	}
	return rows
}
