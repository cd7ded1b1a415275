package gomplate

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/hairyhenderson/gomplate/v4/data"
	"github.com/joho/godotenv"

	"helmwatch.dev/gotemplate/internal/engine"
)

// datasources are gomplate 3's, which helmwave still offers, for local files.
type datasources map[string]*url.URL

func datasourceFunctions() template.FuncMap {
	sources := datasources{}
	return template.FuncMap{
		"datasource":          sources.read,
		"ds":                  sources.read,
		"datasourceExists":    sources.exists,
		"datasourceReachable": sources.reachable,
		"defineDatasource":    sources.define,
		"include":             sources.include,
		"listDatasources":     sources.list,
	}
}

// define keeps the first definition of an alias, as gomplate does.
func (d datasources) define(alias, address string) (string, error) {
	if alias == "" {
		return "", errors.New("datasource alias must be provided")
	}
	if d.exists(alias) {
		return "", nil
	}
	source, err := url.Parse(filepath.ToSlash(address))
	if err != nil {
		return "", err
	}
	d[alias] = source
	return "", nil
}

func (d datasources) exists(alias string) bool {
	return d[alias] != nil
}

func (d datasources) reachable(alias string, args ...string) bool {
	if !d.exists(alias) {
		return false
	}
	_, _, err := d.load(alias, args)
	return err == nil
}

func (d datasources) list() []string {
	return slices.Sorted(maps.Keys(d))
}

func (d datasources) include(alias string, args ...string) (string, error) {
	text, _, err := d.load(alias, args)
	return text, err
}

func (d datasources) read(alias string, args ...string) (any, error) {
	text, kind, err := d.load(alias, args)
	if err != nil {
		return nil, err
	}
	return parse(kind, text)
}

// load gives a file's text and media type. An alias that was not defined may be a file: address itself.
func (d datasources) load(alias string, args []string) (text, kind string, err error) {
	source := d[alias]
	if source == nil {
		address, err := url.Parse(alias)
		if err != nil || !address.IsAbs() {
			return "", "", fmt.Errorf("Undefined datasource '%s'", alias)
		}
		source = address
	}
	if source.Scheme != "" && source.Scheme != "file" {
		return "", "", engine.UnavailableError{Function: "the datasource " + alias, Needs: "the scheme " + source.Scheme + ":"}
	}
	path := source.Path
	if path == "" {
		path = source.Opaque
	}
	part := &url.URL{}
	if len(args) == 1 {
		if part, err = url.Parse(args[0]); err != nil {
			return "", "", err
		}
		if part.Path != "" {
			path = filepath.Join(path, part.Path)
		}
	}
	if strings.HasSuffix(path, "/") && len(args) == 0 {
		text, err = listing(path)
		return text, "application/array+json", err
	}
	bytes, err := os.ReadFile(path)
	if err != nil {
		return "", "", fmt.Errorf("Couldn't read datasource '%s': %w", alias, err)
	}
	return string(bytes), mediaType(part, source), nil
}

func listing(path string) (string, error) {
	entries, err := os.ReadDir(path)
	if err != nil {
		return "", err
	}
	files := make([]string, len(entries))
	for index, entry := range entries {
		files[index] = entry.Name()
	}
	text, err := json.Marshal(files)
	return string(text), err
}

// mediaType is that of the address's `type`, else of the file's extension.
func mediaType(addresses ...*url.URL) string {
	for _, address := range addresses {
		if kind := address.Query().Get("type"); kind != "" {
			return strings.ReplaceAll(kind, " ", "+")
		}
	}
	for _, address := range addresses {
		path := address.Path + address.Opaque
		switch filepath.Ext(path) {
		case ".json":
			return "application/json"
		case ".yml", ".yaml":
			return "application/yaml"
		case ".csv":
			return "text/csv"
		case ".toml":
			return "application/toml"
		case ".env":
			return "application/x-env"
		}
		if kind, _, _ := mime.ParseMediaType(mime.TypeByExtension(filepath.Ext(path))); kind != "" {
			return kind
		}
	}
	return "text/plain"
}

func parse(kind, text string) (any, error) {
	switch kind {
	case "application/json":
		if value, err := data.JSON(text); err == nil {
			return value, nil
		}
		return data.JSONArray(text)
	case "application/array+json":
		return data.JSONArray(text)
	case "application/yaml", "application/x-yaml":
		if value, err := data.YAML(text); err == nil {
			return value, nil
		}
		return data.YAMLArray(text)
	case "text/csv":
		return data.CSV(text)
	case "application/toml":
		return data.TOML(text)
	case "application/x-env":
		return godotenv.Unmarshal(text)
	case "text/plain", "application/text":
		return text, nil
	}
	return nil, fmt.Errorf("Datasources of type %s not yet supported", kind)
}
