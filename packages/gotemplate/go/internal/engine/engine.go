// Package engine renders templates with a set of functions.
package engine

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"text/template"
	"unicode/utf8"

	"helmwatch.dev/gotemplate/internal/helmwave"
)

// outputLimit ends templates that would write for ever, in bytes.
const outputLimit = 64 << 20

// Engine keeps what is the same for every template.
type Engine struct {
	functions FunctionSet
	base      *template.Template
	// Names are all functions, those of values included.
	Names []string
}

func New(functions FunctionSet, host helmwave.Host) *Engine {
	base := functions.base(host)
	all := maps.Clone(base)
	maps.Copy(all, functions.template(template.New(""), nil))
	maps.Copy(all, planFunctions)
	return &Engine{functions, template.New("tpl").Funcs(base), slices.Sorted(maps.Keys(all))}
}

// Request is one template. Its name is "tpl" for Go, as in helmwave, because `tmpl.Path` shows it.
type Request struct {
	Text        string
	Left, Right string
	Data        any
	// Plan is nil where there is none, e.g. when a config is rendered.
	Plan helmwave.Plan
}

// Failure is why a template has no result.
type Failure struct {
	// Message is Go's own, with "tpl:LINE" or "tpl:LINE:COLUMN" in it.
	Message string
	// Suggestion is what a function that does not exist may have been meant to be.
	Suggestion string
	// Elsewhere is the renderer that has such a function, or "values" for the functions of a plan.
	Elsewhere string
	// Unavailable is the function that needs what templates do not get.
	Unavailable string
	// Cause is what ended the template.
	Cause error
}

func (f *Failure) Error() string { return f.Message }

// Render gives a template's text, or a *Failure.
func (e *Engine) Render(request Request) (text string, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			text, err = "", &Failure{Message: fmt.Sprintf("panic: %v", reason)}
		}
	}()
	root, err := e.base.Clone()
	if err != nil {
		return "", &Failure{Message: err.Error(), Cause: err}
	}
	root.Delims(request.Left, request.Right).Funcs(e.functions.template(root, request.Data))
	if request.Plan != nil {
		root.Funcs(helmwave.PlanFunctions(request.Plan))
	}
	if _, err = root.Parse(request.Text); err != nil {
		return "", e.parseFailure(err)
	}
	output := &output{}
	if err = root.Execute(output, request.Data); err != nil {
		return "", executeFailure(err)
	}
	if !utf8.ValidString(output.String()) {
		return "", &Failure{Message: "the result is not UTF-8 text"}
	}
	return output.String(), nil
}

var undefined = regexp.MustCompile(`function "([^"]+)" not defined$`)

func (e *Engine) parseFailure(err error) *Failure {
	failure := &Failure{Message: err.Error(), Cause: err}
	if match := undefined.FindStringSubmatch(failure.Message); match != nil {
		failure.Elsewhere = e.functions.elsewhere(match[1])
		if failure.Elsewhere == "" {
			failure.Suggestion = suggest(match[1], e.Names)
		}
	}
	return failure
}

func executeFailure(err error) *Failure {
	failure := &Failure{Message: err.Error(), Cause: err}
	var unavailable UnavailableError
	if errors.As(err, &unavailable) {
		failure.Unavailable = unavailable.Error()
	} else if method, ok := unavailableMethod(failure.Message); ok {
		failure.Unavailable = method.Error()
	}
	return failure
}

// output is a builder with an end.
type output struct{ strings.Builder }

func (o *output) Write(part []byte) (int, error) {
	if o.Len()+len(part) > outputLimit {
		return 0, fmt.Errorf("the output is larger than %d MiB", outputLimit>>20)
	}
	return o.Builder.Write(part)
}
