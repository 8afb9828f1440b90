package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"

	"rabita/index"
)

// documentJSON is one document as `rabita documents -json` prints it.
type documentJSON struct {
	ID        string            `json:"id"`
	Title     string            `json:"title"`
	Type      string            `json:"type"`
	Date      index.Date        `json:"date"`
	Issued    index.Date        `json:"issued"`
	Body      string            `json:"body"`
	Meeting   int               `json:"meeting"`
	Status    string            `json:"status"`
	Audience  string            `json:"audience"`
	Language  string            `json:"language"`
	Source    string            `json:"source"`
	Relations []relationJSON    `json:"relations"`
	Passages  int               `json:"passages"`
	Reference string            `json:"reference,omitempty"`
	Place     string            `json:"jurisdiction,omitempty"`
	Origin    string            `json:"provenance,omitempty"`
	Venue     string            `json:"venue,omitempty"`
	Chair     string            `json:"chair,omitempty"`
	TakenFrom map[string]string `json:"taken_from,omitempty"`
	Doubts    []index.Doubt     `json:"doubts,omitempty"`
}

type relationJSON struct {
	Kind string `json:"kind"`
	To   string `json:"to"`
}

type passageJSON struct {
	ID      string `json:"id"`
	Locator string `json:"locator"`
	Body    string `json:"body"`
	Speaker string `json:"speaker"`
	Page    int    `json:"page"`
	Text    string `json:"text"`
}

func toJSON(d *index.Document) documentJSON {
	j := documentJSON{ID: d.ID, Title: d.Title, Type: d.Type, Date: d.Date, Issued: d.Issued, Body: d.Body, Meeting: d.Meeting, Status: d.Status,
		Audience: d.Audience, Language: d.Language, Source: d.Source, Relations: []relationJSON{}, Passages: len(d.Passages), Reference: d.Reference,
		Place: d.Jurisdiction, Origin: d.Provenance, Venue: d.Venue, Chair: d.Chair, TakenFrom: d.TakenFrom, Doubts: d.Doubts}
	for _, r := range d.Relations {
		j.Relations = append(j.Relations, relationJSON{r.Kind, r.To})
	}
	return j
}

// runDocuments lists the documents known, or shows one with its passages.
func runDocuments(ctx context.Context, e *env) error {
	fs, c := flags(e, "documents", "data", "sample", "json")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	args := fs.Args()
	if len(args) > 0 && args[len(args)-1] == "-json" { // "documents show F04 -json" is what people type
		c.json, args = true, args[:len(args)-1]
	}
	if !c.sample && c.dir == "" {
		return usagef("say where the papers are: -sample for the embedded ones, or -data DIR")
	}
	if len(args) != 0 && (len(args) != 2 || args[0] != "show") {
		return usagef("write `rabita documents` or `rabita documents show ID`")
	}
	if done, err := e.elsewhere(ctx, c.dir); done || err != nil {
		return err
	}
	a, err := openApp(e, options{dir: c.dir, sample: c.sample, now: e.now, papers: true})
	if err != nil {
		return err
	}
	defer a.close()
	if len(args) == 2 {
		d := a.ix.Document(args[1])
		if d == nil {
			return fmt.Errorf("there is no document %q; `rabita documents` lists them", args[1])
		}
		return showDocument(e, d, c.json)
	}
	docs := a.ix.Documents(index.Everything)
	if c.json {
		out := []documentJSON{}
		for _, d := range docs {
			out = append(out, toJSON(d))
		}
		return json.NewEncoder(e.stdout).Encode(map[string]any{"documents": out})
	}
	w := tabwriter.NewWriter(e.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tTYPE\tDATE\tISSUED\tSTATUS\tPASSAGES\tTITLE")
	for _, d := range docs {
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%d\t%s\n", d.ID, d.Type, d.Date, d.Issued, d.Status, len(d.Passages), d.Title)
	}
	return w.Flush()
}

func showDocument(e *env, d *index.Document, asJSON bool) error {
	passages := []passageJSON{}
	for i := range d.Passages {
		p := &d.Passages[i]
		passages = append(passages, passageJSON{p.ID, p.Locator, p.Body, p.Speaker, p.Page, d.Quote(p)})
	}
	if asJSON {
		return json.NewEncoder(e.stdout).Encode(struct {
			documentJSON
			Passages []passageJSON `json:"passages"`
		}{toJSON(d), passages})
	}
	fmt.Fprintf(e.stdout, "%s  %s\n%s, %s, issued %s, %s\n", d.ID, d.Title, d.Type, d.Date, d.Issued, d.Status)
	for _, p := range passages {
		fmt.Fprintf(e.stdout, "\n[%s]", p.Locator)
		if p.Body != "" {
			fmt.Fprintf(e.stdout, " %s", p.Body)
		}
		fmt.Fprintf(e.stdout, "\n%s\n", p.Text)
	}
	for _, doubt := range d.Doubts {
		fmt.Fprintf(e.stdout, "\nDoubt about %s: %s", doubt.Field, doubt.Why)
		if len(doubt.Choices) > 0 {
			fmt.Fprintf(e.stdout, " (choices: %s)", strings.Join(doubt.Choices, ", "))
		}
		fmt.Fprintf(e.stdout, ". The secretariat settles it in Slack: %s %s is ...\n", d.ID, doubt.Field)
	}
	return nil
}
