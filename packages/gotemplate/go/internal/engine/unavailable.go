package engine

import (
	"fmt"
	"regexp"
)

// UnavailableError is the use of a function that needs what templates do not get.
type UnavailableError struct{ Function, Needs string }

func (e UnavailableError) Error() string {
	return fmt.Sprintf("%s needs %s, which templates do not get", e.Function, e.Needs)
}

// Methods of gomplate's namespaces cannot be replaced, so they are known by Go's message.
var methods = map[*regexp.Regexp]UnavailableError{
	regexp.MustCompile(`error calling (Lookup(?:IP|IPs|CNAME|SRV|SRVs|TXT)):`): {"net.%s", "the network"},
	regexp.MustCompile(`error calling (CUE|ToCUE):`):                           {"data.%s", "CUE"},
}

func unavailableMethod(message string) (UnavailableError, bool) {
	for pattern, found := range methods {
		if match := pattern.FindStringSubmatch(message); match != nil {
			return UnavailableError{fmt.Sprintf(found.Function, match[1]), found.Needs}, true
		}
	}
	return UnavailableError{}, false
}
