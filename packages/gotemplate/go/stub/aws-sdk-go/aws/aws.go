// Package aws stands for the AWS SDK: what gomplate compiles against, none of which answers.
package aws

import (
	"errors"
	"net/http"
)

// ErrUnavailable is what every call answers.
var ErrUnavailable = errors.New("AWS is not available")

type Config struct{}

func NewConfig() *Config { return &Config{} }

func (c *Config) WithHTTPClient(*http.Client) *Config            { return c }
func (c *Config) WithEndpoint(string) *Config                    { return c }
func (c *Config) WithCredentials(any) *Config                    { return c }
func (c *Config) WithRegion(string) *Config                      { return c }
func (c *Config) WithCredentialsChainVerboseErrors(bool) *Config { return c }

func String(s string) *string { return &s }

func StringValue(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func StringSlice([]string) []*string { return nil }
