package index

import "context"

// Papers is the index without rights, for the commands that keep it in step with files.
func (ix *Index) Papers() Papers { return Papers{ix} }

// Papers puts, deletes and lists all documents.
type Papers struct{ ix *Index }

// Put is Index.Put.
func (p Papers) Put(ctx context.Context, docs ...*Document) error { return p.ix.Put(ctx, docs...) }

// Delete is Index.Delete.
func (p Papers) Delete(ctx context.Context, ids ...string) error { return p.ix.Delete(ctx, ids...) }

// NextID is Index.NextID.
func (p Papers) NextID() (string, error) { return p.ix.NextID() }

// Documents lists all documents as they were put, in the order of their ids.
func (p Papers) Documents() []*Document {
	papers := p.ix.lib.list()
	out := make([]*Document, len(papers))
	for i, q := range papers {
		out[i] = q.doc
	}
	return out
}
