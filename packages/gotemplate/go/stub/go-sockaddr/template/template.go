package template

import "github.com/hashicorp/go-sockaddr"

func Attr(string, any) (string, error) { return "", sockaddr.ErrUnavailable }
