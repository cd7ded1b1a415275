package engine

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"text/template"

	"helmwatch.dev/gotemplate/internal/helmwave"
)

// FunctionSet is what sprig or gomplate offer.
type FunctionSet struct {
	Name string
	// Base are the functions that are the same for every template.
	Base func() template.FuncMap
	// Template are those that belong to one template and its data; may be nil.
	Template func(root *template.Template, data any) template.FuncMap
	// Needs lists functions that need something templates do not get, by what it is.
	Needs map[string][]string
}

func (s FunctionSet) base(host helmwave.Host) template.FuncMap {
	functions := template.FuncMap{}
	maps.Copy(functions, s.Base())
	for what, names := range s.Needs {
		for _, name := range names {
			functions[name] = func(...any) (any, error) { return nil, UnavailableError{name, what} }
		}
	}
	maps.Copy(functions, helmwave.Functions(host))
	return functions
}

func (s FunctionSet) template(root *template.Template, data any) template.FuncMap {
	if s.Template == nil {
		return nil
	}
	return s.Template(root, data)
}

var (
	// The functions of both sets as an engine names them, for the set that is not linked.
	//
	//go:embed sprig.txt
	sprigNames string
	//go:embed gomplate.txt
	gomplateNames string

	planFunctions = helmwave.PlanFunctions(nil)
)

// elsewhere says where a function exists that this set lacks: "values", or the name of the other set.
func (s FunctionSet) elsewhere(function string) string {
	if _, ok := planFunctions[function]; ok {
		return "values"
	}
	for name, functions := range map[string]string{"sprig": sprigNames, "gomplate": gomplateNames} {
		if name != s.Name && slices.Contains(strings.Fields(functions), function) {
			return name
		}
	}
	return ""
}
