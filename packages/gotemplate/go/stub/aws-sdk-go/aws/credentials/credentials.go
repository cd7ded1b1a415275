package credentials

var AnonymousCredentials any
