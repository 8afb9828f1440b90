package bot

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode/utf8"

	"rabita/index"
)

// dayWords is a day as people write it, as far as it is known: "29 Oct 2019", "Feb 2019", "2024", "date unknown".
func dayWords(d index.Date) string {
	for _, l := range []struct{ in, out string }{{"2006-01-02", "2 Jan 2006"}, {"2006-01", "Jan 2006"}, {"2006", "2006"}} {
		if t, err := time.Parse(l.in, string(d)); err == nil {
			return t.Format(l.out)
		}
	}
	return "date unknown"
}

// shorten cuts s to at most n runes between words, with an ellipsis. Titles differ in their middle and end too, so it keeps both ends.
func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	r := []rune(s)
	head, tail := r[:n*2/3], r[len(r)-(n-n*2/3-3):]
	if i := strings.LastIndexByte(string(head), ' '); i > len(string(head))/2 {
		head = []rune(string(head)[:i])
	}
	if i := strings.IndexByte(string(tail), ' '); i >= 0 && i < len(string(tail))/2 {
		tail = []rune(string(tail)[i:])
	}
	return strings.TrimRight(string(head), " ,;") + " … " + strings.TrimLeft(string(tail), " ,;")
}

// fill puts the particulars into a sentence that the bot says.
func fill(form string, args []any) string {
	if len(args) == 0 {
		return form
	}
	return fmt.Sprintf(form, args...)
}

// plural is "1 passage", "4 passages".
func plural(n int, one string) string {
	if n == 1 {
		return "1 " + one
	}
	if strings.HasSuffix(one, "y") && !strings.HasSuffix(one, "ay") {
		return fmt.Sprintf("%d %sies", n, strings.TrimSuffix(one, "y"))
	}
	return fmt.Sprintf("%d %ss", n, one)
}

// numberWord is a small number in words, as laws write it; others stay digits.
func numberWord(n string) string {
	words := map[string]string{"1": "one", "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten",
		"15": "fifteen", "20": "twenty", "25": "twenty-five", "30": "thirty", "33": "thirty-three", "40": "forty", "50": "fifty"}
	if w := words[n]; w != "" {
		return w
	}
	return n
}

// wordsPattern matches any of some words, in Latin letters as whole words.
func wordsPattern(alternatives string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:\b|\s|^)(?:` + alternatives + `)(?:\b|\s|$)`)
}
