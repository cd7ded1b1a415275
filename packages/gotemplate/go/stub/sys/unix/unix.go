// Package unix stands for golang.org/x/sys/unix, which lacks for js/wasm the one constant gomplate uses.
package unix

import "syscall"

const EISDIR = syscall.EISDIR
