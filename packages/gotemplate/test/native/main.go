// The same templates by Go on this machine: real sprig and gomplate, package os, os/exec, and YAML in place of the
// bridge's data. Reads a list of requests as JSON and writes a list of results.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"os"
	"os/exec"
	"strings"
	"text/template"
	"unicode/utf8"

	"github.com/Masterminds/sprig/v3"
	"github.com/hairyhenderson/gomplate/v4"
	"github.com/hairyhenderson/gomplate/v4/tmpl"
	"gopkg.in/yaml.v3"

	"helmwatch.dev/gotemplate/internal/helmwave"
)

type request struct {
	Renderer string `json:"renderer"`
	Text     string `json:"text"`
	// Data is YAML.
	Data string `json:"data"`
}

type result struct {
	Text  string `json:"text"`
	Error string `json:"error,omitempty"`
}

func main() {
	var requests []request
	if err := json.NewDecoder(os.Stdin).Decode(&requests); err != nil {
		panic(err)
	}
	results := make([]result, len(requests))
	for index, request := range requests {
		text, err := render(request)
		if err != nil {
			results[index] = result{Error: err.Error()}
		} else {
			results[index] = result{Text: text}
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(results); err != nil {
		panic(err)
	}
}

func render(request request) (string, error) {
	var data any
	if err := yaml.Unmarshal([]byte(request.Data), &data); err != nil {
		return "", err
	}
	root := template.New("tpl")
	functions := template.FuncMap{}
	if request.Renderer == "sprig" {
		maps.Copy(functions, sprig.TxtFuncMap())
		functions["sprigGet"], functions["sprigHasKey"] = functions["get"], functions["hasKey"]
	} else {
		maps.Copy(functions, gomplate.CreateFuncs(context.Background()))
	}
	maps.Copy(functions, helmwave.Functions(host{}))
	if request.Renderer == "gomplate" {
		self := tmpl.New(root, data, root.Name())
		functions["tmpl"] = func() *tmpl.Template { return self }
		functions["tpl"] = self.Inline
	}
	if _, err := root.Funcs(functions).Parse(request.Text); err != nil {
		return "", err
	}
	output := &strings.Builder{}
	if err := root.Execute(output, data); err != nil {
		return "", err
	}
	if !utf8.ValidString(output.String()) {
		return "", errors.New("the result is not UTF-8 text")
	}
	return output.String(), nil
}

type host struct{}

func (host) Warn(string) {}

func (host) Exec(name string, args []string, stdin string) (helmwave.ExecResult, error) {
	var stdout, stderr strings.Builder
	command := exec.Command(name, args...)
	command.Stdin, command.Stdout, command.Stderr = strings.NewReader(stdin), &stdout, &stderr
	err := command.Run()
	result := helmwave.ExecResult{Stdout: stdout.String(), Stderr: stderr.String()}
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		result.Failure = exit.Error()
		return result, nil
	}
	return result, err
}
