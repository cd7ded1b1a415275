module github.com/hairyhenderson/go-fsimpl

go 1.26

require github.com/hashicorp/vault/api v1.20.0
