package autofs

import "github.com/hairyhenderson/go-fsimpl"

var FS = fsimpl.NewMux()
