// Package gomplate is the function set of helmwave's renderer `gomplate`: gomplate 4's functions and the datasources of
// gomplate 3.
package gomplate

import (
	"context"
	"maps"
	"text/template"

	"github.com/hairyhenderson/gomplate/v4"
	"github.com/hairyhenderson/gomplate/v4/tmpl"

	"helmwatch.dev/gotemplate/internal/engine"
)

var Functions = engine.FunctionSet{
	Name:     "gomplate",
	Base:     func() template.FuncMap { return gomplate.CreateFuncs(context.Background()) },
	Template: ofTemplate,
	Needs: map[string][]string{
		"AWS":                {"aws", "ec2dynamic", "ec2meta", "ec2region", "ec2tag", "ec2tags"},
		"Google Cloud":       {"gcp"},
		"network interfaces": {"sockaddr"},
		"CUE":                {"cue", "toCUE"},
	},
}

func ofTemplate(root *template.Template, data any) template.FuncMap {
	self := tmpl.New(root, data, root.Name())
	functions := template.FuncMap{
		"tmpl": func() *tmpl.Template { return self },
		"tpl":  self.Inline,
	}
	maps.Copy(functions, datasourceFunctions())
	return functions
}
