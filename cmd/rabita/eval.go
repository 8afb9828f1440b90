package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"

	"rabita/index"
)

// runEval scores search on a test collection: the same analysis, ranking and code as for the group's papers.
func runEval(ctx context.Context, e *env) (err error) {
	fs, c := flags(e, "eval", "json")
	var o index.EvalOptions
	fs.StringVar(&o.Corpus, "corpus", "", "`FILE` of JSON lines with id (or _id), title, text; meetings also have meeting and turn")
	fs.StringVar(&o.Queries, "queries", "", "`FILE` of JSON lines with id and text; of meetings also meeting")
	fs.StringVar(&o.Qrels, "qrels", "", "`FILE` of judgments: query, document and grade by tabs, or TREC's four columns; headings may stand above")
	fs.BoolVar(&o.Within, "within", false, "search only the meeting a query names")
	ranking := fs.String("run", "", "`FILE` to write the ranking to: query, document, rank, score by tabs")
	if err := parse(fs, e.args); err != nil {
		return err
	}
	if fs.NArg() > 0 {
		return usagef("%q is no flag of eval; the files are given as -corpus F -queries F -qrels F", fs.Arg(0))
	}
	for _, f := range []struct{ flag, path string }{{"corpus", o.Corpus}, {"queries", o.Queries}, {"qrels", o.Qrels}} {
		if f.path == "" {
			return usagef("-%s is missing: name the collection's three files, -corpus F -queries F -qrels F", f.flag)
		}
	}
	if *ranking != "" {
		f, err := os.Create(*ranking)
		if err != nil {
			return fmt.Errorf("writing the ranking: %w", err)
		}
		w := bufio.NewWriter(f)
		o.Run = w
		defer func() { err = errors.Join(err, w.Flush(), f.Close()) }()
	}
	r, err := index.Evaluate(ctx, o)
	if err != nil {
		return err
	}
	for _, n := range r.Notes {
		fmt.Fprintln(e.stderr, n)
	}
	if c.json {
		return json.NewEncoder(e.stdout).Encode(r)
	}
	_, err = fmt.Fprintf(e.stdout, "%d documents, %d queries\nnDCG@10     %.4f\nrecall@100  %.4f\nMRR@10      %.4f\n%.2f ms a query\n",
		r.Documents, r.Queries, r.NDCG10, r.Recall100, r.MRR10, r.MsPerQuery)
	return err
}
