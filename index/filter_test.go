package index

import "testing"

func TestIssuedBy(t *testing.T) {
	for _, c := range []struct {
		issued, date, day Date
		want              bool
	}{
		{"2019-11-04", "2019-10-29", "2019-11-04", true},
		{"2019-11-04", "2019-10-29", "2019-11-03", false},
		{"", "2019-10-29", "2019-10-28", false}, // its own date stands in
		{"", "2019-10-29", "2019-10-29", true},
		{"2019-02", "", "2019-02-20", false}, // only the month is known: out by its end
		{"2019-02", "", "2019-03-01", true},
		{"2024", "", "2023-06-30", false},
		{"2024", "", "2024", true},
		{"2024", "", "", true},
		{"", "", "2019-01-01", true}, // nothing is known of it
	} {
		d := &Document{Issued: c.issued, Date: c.date}
		if got := d.IssuedBy(c.day); got != c.want {
			t.Errorf("issued %q, dated %q: IssuedBy(%q) = %v, want %v", c.issued, c.date, c.day, got, c.want)
		}
	}
}

func TestWithin(t *testing.T) {
	for _, c := range []struct {
		d, from, to Date
		want        bool
	}{
		{"2019-10-29", "2019-10-29", "2019-10-29", true},
		{"2019-10-29", "2019-10-30", "", false},
		{"2019-10-29", "", "2019-10-28", false},
		{"2019-10-29", "2019", "2019", true},
		{"2019", "2019-03-01", "2019-04-01", true}, // it may have been then
		{"2018", "2019-03-01", "", false},
		{"", "", "", true},
		{"", "2019", "", false},
	} {
		if got := c.d.Within(c.from, c.to); got != c.want {
			t.Errorf("%q.Within(%q, %q) = %v, want %v", c.d, c.from, c.to, got, c.want)
		}
	}
}
