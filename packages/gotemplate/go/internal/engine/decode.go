package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Markers of what JSON cannot say: an object whose missing keys are errors, and the numbers that are none.
const (
	fieldsMarker = "\x00fields"
	floatMarker  = "\x00float"
)

// Decode reads template data from JSON into what yaml.v3 would have made of it: whole numbers are ints, or uint64 and
// float64 where they do not fit.
func Decode(text string) (any, error) {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var data any
	if err := decoder.Decode(&data); err != nil {
		return nil, err
	}
	return typed(data)
}

func typed(data any) (any, error) {
	switch data := data.(type) {
	case json.Number:
		return number(data.String())
	case []any:
		for index, item := range data {
			value, err := typed(item)
			if err != nil {
				return nil, err
			}
			data[index] = value
		}
	case map[string]any:
		if name, ok := data[floatMarker].(string); ok {
			return strconv.ParseFloat(name, 64)
		}
		if fields, ok := data[fieldsMarker].(map[string]any); ok {
			return structOf(fields)
		}
		for key, item := range data {
			value, err := typed(item)
			if err != nil {
				return nil, err
			}
			data[key] = value
		}
	}
	return data, nil
}

func number(text string) (any, error) {
	if !strings.ContainsAny(text, ".eE") {
		if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
			if whole >= math.MinInt && whole <= math.MaxInt {
				return int(whole), nil
			}
			return whole, nil
		}
		if whole, err := strconv.ParseUint(text, 10, 64); err == nil {
			return whole, nil
		}
	}
	return strconv.ParseFloat(text, 64)
}

var exported = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]*$`)

// structOf makes a struct, so that a misspelt field is the error it is for a Go program's own data.
func structOf(values map[string]any) (any, error) {
	fields := make([]reflect.StructField, 0, len(values))
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !exported.MatchString(name) {
			return nil, fmt.Errorf("%q cannot be a field: it must begin with a capital letter", name)
		}
		key := snake(name)
		fields = append(fields, reflect.StructField{
			Name: name,
			Type: reflect.TypeFor[any](),
			Tag:  reflect.StructTag(fmt.Sprintf(`json:%q yaml:%q`, key, key)),
		})
	}
	object := reflect.New(reflect.StructOf(fields)).Elem()
	for name, item := range values {
		value, err := typed(item)
		if err != nil {
			return nil, err
		}
		if value != nil {
			object.FieldByName(name).Set(reflect.ValueOf(value))
		}
	}
	return object.Interface(), nil
}

var humps = regexp.MustCompile(`([a-z0-9])([A-Z])`)

func snake(name string) string {
	return strings.ToLower(humps.ReplaceAllString(name, "${1}_${2}"))
}
