package helmwave

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// step is what one key of a path leads to.
type step struct {
	value any
	found bool
	// noIndex: the key was to be an index and is not even a number.
	noIndex error
}

// follow takes one step into a map, a list or a struct; anything else is an error, also where a default is given.
func follow(key string, from any) (step, error) {
	switch from := from.(type) {
	case map[string]any:
		value, found := from[key]
		return step{value: value, found: found}, nil
	case map[any]any:
		value, found := from[key]
		return step{value: value, found: found}, nil
	case []any:
		index, err := strconv.Atoi(key)
		if err != nil || index < 0 || index >= len(from) {
			return step{noIndex: err}, nil
		}
		return step{value: from[index], found: true}, nil
	}
	object := reflect.ValueOf(from)
	if object.Kind() != reflect.Struct {
		return step{}, fmt.Errorf("unexpected type(%v) of value for key %q: it must be either map[string]any or any struct",
			reflect.TypeOf(from), key)
	}
	field := object.FieldByName(key)
	if !field.IsValid() {
		return step{}, nil
	}
	return step{value: field.Interface(), found: true}, nil
}

// defaulted splits the arguments `[default] object` that follow a path.
func defaulted(args []any) (hasDefault bool, fallback, object any, err error) {
	switch len(args) {
	case 1:
		return false, nil, args[0], nil
	case 2:
		return true, args[0], args[1], nil
	}
	return false, nil, nil, fmt.Errorf(
		"unexpected number of args passed to the template function (path, [def, ]obj): expected 1 or 2, got %d, args was %q",
		len(args), args)
}

// keysOf is empty for the empty path; a dot at the end counts for nothing.
func keysOf(path string) []string {
	keys := []string{}
	for path != "" {
		key, rest, _ := strings.Cut(path, ".")
		keys = append(keys, key)
		path = rest
	}
	return keys
}

// getValueAtPath returns the default only for what is missing: a step into a value that has no keys is an error.
func getValueAtPath(path string, args ...any) (any, error) {
	hasDefault, fallback, current, err := defaulted(args)
	if err != nil {
		return nil, err
	}
	for _, key := range keysOf(path) {
		next, err := follow(key, current)
		switch {
		case err != nil:
			return nil, err
		case next.found:
			current = next.value
		case hasDefault:
			return fallback, nil
		case isList(current):
			return nil, fmt.Errorf("invalid array index %q for path", key)
		default:
			return nil, fmt.Errorf("key %q is not present in %v", key, current)
		}
	}
	return current, nil
}

// hasValueAtPath is true for what is missing when a default is given, as in helmwave.
func hasValueAtPath(path string, args ...any) (bool, error) {
	hasDefault, _, current, err := defaulted(args)
	if err != nil {
		return false, err
	}
	for _, key := range keysOf(path) {
		next, err := follow(key, current)
		switch {
		case err != nil:
			return false, err
		case next.noIndex != nil:
			return hasDefault, next.noIndex
		case next.found:
			current = next.value
		case hasDefault || !isStruct(current):
			return hasDefault, nil
		default:
			return false, fmt.Errorf("key %q is not present in %v", key, current)
		}
	}
	return true, nil
}

// setValueAtPath changes the map it is given and returns it; what lies above the last key must exist.
func setValueAtPath(path string, value any, values map[string]any) (map[string]any, error) {
	keys := strings.Split(path, ".")
	var current any = values
	for _, key := range keys[:len(keys)-1] {
		if isStruct(current) || !isContainer(current) {
			return nil, fmt.Errorf("failed to walk over path %q: value for key %q is not a map or array: %v",
				path, key, reflect.TypeOf(current))
		}
		next, err := follow(key, current)
		if err != nil {
			return nil, err
		}
		if !next.found && isList(current) {
			return nil, fmt.Errorf("failed to walk over path %q: invalid array index %q", path, key)
		}
		if !next.found {
			return nil, fmt.Errorf("failed to set value at path %q: value for key %q does not exist", path, key)
		}
		current = next.value
	}
	last := keys[len(keys)-1]
	switch container := current.(type) {
	case map[string]any:
		container[last] = value
	case map[any]any:
		container[last] = value
	case []any:
		index, err := strconv.Atoi(last)
		if err != nil || index < 0 || index >= len(container) {
			return nil, fmt.Errorf("failed to set value at path %q: invalid array index %q", path, last)
		}
		container[index] = value
	default:
		return nil, fmt.Errorf("failed to set value at path %q: value for key %q is not a map or array: %v",
			path, last, reflect.TypeOf(current))
	}
	return values, nil
}

func isList(value any) bool {
	_, ok := value.([]any)
	return ok
}

func isContainer(value any) bool {
	switch value.(type) {
	case map[string]any, map[any]any, []any:
		return true
	}
	return false
}

func isStruct(value any) bool {
	return reflect.ValueOf(value).Kind() == reflect.Struct
}
