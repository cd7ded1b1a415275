package v1beta1

func AddToScheme(any) error { return nil }
