// Package sockaddr stands for go-sockaddr: there are no network interfaces to list.
package sockaddr

import "errors"

// ErrUnavailable is what every call answers.
var ErrUnavailable = errors.New("network interfaces are not available")

type IfAddrs []any

func GetAllInterfaces() (IfAddrs, error)     { return nil, ErrUnavailable }
func GetDefaultInterfaces() (IfAddrs, error) { return nil, ErrUnavailable }
func GetPrivateInterfaces() (IfAddrs, error) { return nil, ErrUnavailable }
func GetPublicInterfaces() (IfAddrs, error)  { return nil, ErrUnavailable }

func SortIfBy(string, IfAddrs) (IfAddrs, error)           { return nil, ErrUnavailable }
func ExcludeIfs(_, _ string, _ IfAddrs) (IfAddrs, error)  { return nil, ErrUnavailable }
func IncludeIfs(_, _ string, _ IfAddrs) (IfAddrs, error)  { return nil, ErrUnavailable }
func JoinIfAddrs(_, _ string, _ IfAddrs) (string, error)  { return "", ErrUnavailable }
func LimitIfAddrs(uint, IfAddrs) (IfAddrs, error)         { return nil, ErrUnavailable }
func OffsetIfAddrs(int, IfAddrs) (IfAddrs, error)         { return nil, ErrUnavailable }
func UniqueIfAddrsBy(string, IfAddrs) (IfAddrs, error)    { return nil, ErrUnavailable }
func IfAddrsMath(_, _ string, _ IfAddrs) (IfAddrs, error) { return nil, ErrUnavailable }

func GetPrivateIP() (string, error)          { return "", ErrUnavailable }
func GetPrivateIPs() (string, error)         { return "", ErrUnavailable }
func GetPublicIP() (string, error)           { return "", ErrUnavailable }
func GetPublicIPs() (string, error)          { return "", ErrUnavailable }
func GetInterfaceIP(string) (string, error)  { return "", ErrUnavailable }
func GetInterfaceIPs(string) (string, error) { return "", ErrUnavailable }
