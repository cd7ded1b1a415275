package session

import "github.com/aws/aws-sdk-go/aws"

type Session struct{}

type SharedConfigState int

const SharedConfigEnable SharedConfigState = 1

type Options struct {
	Config            aws.Config
	SharedConfigState SharedConfigState
}

func NewSession(...*aws.Config) (*Session, error)     { return nil, aws.ErrUnavailable }
func NewSessionWithOptions(Options) (*Session, error) { return nil, aws.ErrUnavailable }
func Must(session *Session, err error) *Session {
	if err != nil {
		panic(err)
	}
	return session
}
