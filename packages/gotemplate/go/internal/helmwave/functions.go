package helmwave

import (
	"errors"
	"fmt"
	"os"
	"text/template"
)

// Host is what functions reach of the world; environment and files come through package os.
type Host interface {
	Exec(command string, args []string, stdin string) (ExecResult, error)
	Warn(message string)
}

// Plan is what templates of values see of the plan being made. Text is YAML or JSON.
type Plan interface {
	// Values are those of a file of this release, or of another release given first.
	Values(args ...string) (string, error)
	Plan() (string, error)
	Manifests(release string) (string, error)
	Tags() ([]string, error)
}

// Functions are helmwave's own, which replace those of sprig and gomplate with the same names.
func Functions(host Host) template.FuncMap {
	return template.FuncMap{
		"toYaml":         toYaml,
		"fromYaml":       fromYaml,
		"fromYamlArray":  fromYamlArray,
		"fromYamlAll":    fromYamlAll,
		"exec":           Exec(host.Exec).command,
		"setValueAtPath": setValueAtPath,
		"getValueAtPath": getValueAtPath,
		"hasValueAtPath": hasValueAtPath,
		"requiredEnv":    requiredEnv,
		"required":       required,
		"readFile":       readFile,
		"get": func(path string, args ...any) (any, error) {
			host.Warn("the template function `get` is named `getValueAtPath` now; sprig's own is `sprigGet`")
			return getValueAtPath(path, args...)
		},
		"hasKey": func(path string, args ...any) (bool, error) {
			host.Warn("the template function `hasKey` is named `hasValueAtPath` now; sprig's own is `sprigHasKey`")
			return hasValueAtPath(path, args...)
		},
	}
}

// PlanFunctions exist in values only.
func PlanFunctions(plan Plan) template.FuncMap {
	return template.FuncMap{
		"getValues": func(args ...string) (any, error) {
			if len(args) < 1 || len(args) > 2 {
				return nil, errors.New("getValues requires 1 or 2 arguments")
			}
			text, err := plan.Values(args...)
			if err != nil {
				return nil, err
			}
			return anyYaml(text)
		},
		"getPlan": func() (map[string]any, error) {
			text, err := plan.Plan()
			if err != nil {
				return nil, err
			}
			return fromYaml(text)
		},
		"getManifests": func(release string) ([]any, error) {
			text, err := plan.Manifests(release)
			if err != nil {
				return nil, err
			}
			return fromYamlAll(text)
		},
		"getTags": func() ([]string, error) { return plan.Tags() },
	}
}

func requiredEnv(name string) (string, error) {
	if value := os.Getenv(name); value != "" {
		return value, nil
	}
	return "", fmt.Errorf("required env var %q is not set", name)
}

func required(message string, value any) (any, error) {
	if value == nil || value == "" {
		return nil, errors.New(message)
	}
	return value, nil
}

func readFile(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("failed to read file %q: %w", path, err)
	}
	return string(text), nil
}
