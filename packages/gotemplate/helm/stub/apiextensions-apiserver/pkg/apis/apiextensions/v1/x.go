package v1

func AddToScheme(any) error { return nil }
