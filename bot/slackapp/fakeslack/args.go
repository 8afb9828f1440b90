package fakeslack

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// maxBody is the largest request the Web API reads.
const maxBody = 4 << 20

// args are a call's arguments, from a form, a query or a JSON object alike. What
// was not a string is kept as its JSON.
type args map[string]string

func (a args) has(k string) bool { return a[k] != "" }

func (a args) bool(k string) bool { v, _ := strconv.ParseBool(a[k]); return v }

// int reads a number; absent or empty gives def. It is not ok if something else is
// there.
func (a args) int(k string, def int) (n int, ok bool) {
	if a[k] == "" {
		return def, true
	}
	n, err := strconv.Atoi(a[k])
	return n, err == nil
}

// list reads "a,b" or ["a","b"].
func (a args) list(k string) []string {
	v := strings.TrimSpace(a[k])
	var out []string
	if strings.HasPrefix(v, "[") && json.Unmarshal([]byte(v), &out) == nil {
		return out
	}
	for f := range strings.SplitSeq(v, ",") {
		if f = strings.TrimSpace(f); f != "" {
			out = append(out, f)
		}
	}
	return out
}

// json reads an argument that holds JSON; nil if absent, "null" or empty.
func (a args) json(k string) (v any, raw json.RawMessage, err error) {
	s := strings.TrimSpace(a[k])
	if s == "" || s == "null" {
		return nil, nil, nil
	}
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return nil, nil, err
	}
	var b bytes.Buffer
	if err := json.Compact(&b, []byte(s)); err != nil {
		return nil, nil, err
	}
	return v, b.Bytes(), nil
}

// readArgs takes a request apart. The token comes from the Authorization header,
// else from a form or query (a token in JSON is not looked at), and is never among
// the arguments. The warning is about the request's content type.
func readArgs(r *http.Request) (a args, token, warning string, problem *Error) {
	a = args{}
	for k, v := range r.URL.Query() {
		a[k] = v[0]
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody+1))
	if err != nil || len(body) > maxBody {
		return nil, "", "", &Error{Code: "invalid_form_data"}
	}
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	charset := strings.ToLower(params["charset"])
	switch {
	case charset != "" && charset != "utf-8" && charset != "iso-8859-1":
		problem = &Error{Code: "invalid_charset"}
	case charset == "" && kind == "application/json":
		warning = "missing_charset"
	case charset != "" && kind == "application/x-www-form-urlencoded":
		warning = "superfluous_charset"
	}
	fromJSON := args{}
	switch {
	case kind == "application/json":
		if len(bytes.TrimSpace(body)) > 0 {
			if e := fromJSON.addJSON(body); e != nil {
				problem = e
			}
		}
	case kind == "multipart/form-data":
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err := r.ParseMultipartForm(maxBody); err != nil {
			problem = &Error{Code: "invalid_form_data"}
			break
		}
		for k, v := range r.MultipartForm.Value {
			a[k] = v[0]
		}
	case kind == "" && len(body) > 0:
		problem = &Error{Code: "missing_post_type"}
	case kind == "application/x-www-form-urlencoded":
		q, err := url.ParseQuery(string(body))
		if err != nil {
			problem = &Error{Code: "invalid_form_data"}
		}
		for k, v := range q {
			// Of an argument sent twice the last one counts, as PHP reads forms.
			a[k] = v[len(v)-1]
		}
	case kind == "text/plain": // taken, and its body is no arguments
	case len(body) > 0:
		problem = &Error{Code: "invalid_post_type"}
	}
	if problem == nil {
		problem = a.named()
	}
	token = a["token"]
	maps.Copy(a, fromJSON)
	delete(a, "token")
	if h, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		token = strings.TrimSpace(h)
	}
	return a, token, warning, problem
}

// named says whether the arguments' names can be names of arguments.
func (a args) named() *Error {
	for k := range a {
		switch {
		case strings.ContainsAny(k, "[]"):
			return &Error{Code: "invalid_array_arg"}
		case len(k) > 100 || strings.Trim(k, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") != "" || k == "":
			return &Error{Code: "invalid_arg_name"}
		}
	}
	return nil
}

func (a args) addJSON(body []byte) *Error {
	var top any
	if err := json.Unmarshal(body, &top); err != nil {
		return &Error{Code: "invalid_json"}
	}
	if top == nil { // slack-go sends "null" where a method has no arguments
		return nil
	}
	var o map[string]json.RawMessage
	if err := json.Unmarshal(body, &o); err != nil {
		return &Error{Code: "json_not_object"}
	}
	for k, v := range o {
		var s string
		if json.Unmarshal(v, &s) == nil {
			a[k] = s
		} else {
			a[k] = string(v)
		}
	}
	return nil
}
