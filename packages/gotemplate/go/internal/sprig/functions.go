// Package sprig is the function set of helmwave's renderer `sprig`.
package sprig

import (
	"text/template"

	"github.com/Masterminds/sprig/v3"

	"helmwatch.dev/gotemplate/internal/engine"
)

var Functions = engine.FunctionSet{
	Name:  "sprig",
	Base:  base,
	Needs: map[string][]string{"the network": {"getHostByName"}},
}

// base keeps what helmwave's own functions replace reachable under other names.
func base() template.FuncMap {
	functions := sprig.TxtFuncMap()
	functions["sprigGet"] = functions["get"]
	functions["sprigHasKey"] = functions["hasKey"]
	return functions
}
