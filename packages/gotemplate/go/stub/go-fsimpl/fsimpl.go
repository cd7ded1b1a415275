// Package fsimpl stands for go-fsimpl, whose file systems are remote: none is offered here.
package fsimpl

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"net/url"
)

// ErrUnavailable is what a mux answers.
var ErrUnavailable = errors.New("no such file system is available")

type FSProvider interface {
	Schemes() []string
	New(u *url.URL) (fs.FS, error)
}

type provider struct {
	open    func(*url.URL) (fs.FS, error)
	schemes []string
}

func (p provider) Schemes() []string             { return p.schemes }
func (p provider) New(u *url.URL) (fs.FS, error) { return p.open(u) }

func FSProviderFunc(open func(*url.URL) (fs.FS, error), schemes ...string) FSProvider {
	return provider{open, schemes}
}

type FSMux map[string]FSProvider

func NewMux() FSMux { return FSMux{} }

func (FSMux) Add(FSProvider)              {}
func (FSMux) Schemes() []string           { return nil }
func (FSMux) New(*url.URL) (fs.FS, error) { return nil, ErrUnavailable }

func WithContextFS(_ context.Context, f fs.FS) fs.FS { return f }
func WithHeaderFS(_ http.Header, f fs.FS) fs.FS      { return f }
func WithHTTPClientFS(_ *http.Client, f fs.FS) fs.FS { return f }
func ContentType(fs.FileInfo) string                 { return "" }
