module helmwatch.dev/gotemplate/native

go 1.26.0

require (
	github.com/Masterminds/sprig/v3 v3.3.0
	github.com/google/shlex v0.0.0-20191202100458-e7afc7fbc510
	github.com/hairyhenderson/gomplate/v4 v4.3.0
	github.com/joho/godotenv v1.5.1
	gopkg.in/yaml.v3 v3.0.1
)

require (
	cuelang.org/go v0.11.0 // indirect
	dario.cat/mergo v1.0.1 // indirect
	github.com/Masterminds/goutils v1.1.1 // indirect
	github.com/Masterminds/semver/v3 v3.5.0 // indirect
	github.com/Shopify/ejson v1.5.3 // indirect
	github.com/aws/aws-sdk-go v1.55.5 // indirect
	github.com/dustin/gojson v0.0.0-20160307161227-2e71ec9dd5ad // indirect
	github.com/google/uuid v1.6.0 // indirect
	github.com/gosimple/slug v1.14.0 // indirect
	github.com/gosimple/unidecode v1.0.1 // indirect
	github.com/hack-pad/hackpadfs v0.2.4 // indirect
	github.com/hairyhenderson/go-fsimpl v0.2.1 // indirect
	github.com/hairyhenderson/toml v0.4.2-0.20210923231440-40456b8e66cf // indirect
	github.com/hairyhenderson/xignore v0.3.3-0.20230403012150-95fe86932830 // indirect
	github.com/hairyhenderson/yaml v0.0.0-20220618171115-2d35fca545ce // indirect
	github.com/hashicorp/go-sockaddr v1.0.7 // indirect
	github.com/hashicorp/vault/api v1.20.0 // indirect
	github.com/hashicorp/vault/api/auth/aws v0.8.0 // indirect
	github.com/huandu/xstrings v1.5.0 // indirect
	github.com/itchyny/gojq v0.12.17 // indirect
	github.com/itchyny/timefmt-go v0.1.6 // indirect
	github.com/mitchellh/copystructure v1.2.0 // indirect
	github.com/mitchellh/reflectwalk v1.0.2 // indirect
	github.com/shopspring/decimal v1.4.0 // indirect
	github.com/spf13/cast v1.7.0 // indirect
	github.com/ugorji/go/codec v1.2.12 // indirect
	go4.org/intern v0.0.0-20230525184215-6c62f75575cb // indirect
	go4.org/netipx v0.0.0-20231129151722-fdeea329fbba // indirect
	go4.org/unsafe/assume-no-moving-gc v0.0.0-20231121144256-b99613f794b6 // indirect
	golang.org/x/crypto v0.54.0 // indirect
	golang.org/x/sys v0.47.0 // indirect
	golang.org/x/text v0.40.0 // indirect
	inet.af/netaddr v0.0.0-20230525184311-b8eac61e914a // indirect
	k8s.io/client-go v0.36.2 // indirect
)

// As in ../../go/go.mod, without the stand-in for golang.org/x/sys, which has no assembly for real machines.
replace (
	cuelang.org/go => ../../go/stub/cue
	github.com/aws/aws-sdk-go => ../../go/stub/aws-sdk-go
	github.com/hairyhenderson/go-fsimpl => ../../go/stub/go-fsimpl
	github.com/hashicorp/go-sockaddr => ../../go/stub/go-sockaddr
	github.com/hashicorp/vault/api => ../../go/stub/vault-api
	github.com/hashicorp/vault/api/auth/aws => ../../go/stub/vault-auth-aws
)

// The domain inet.af no longer serves the module; this is the same one under its repository's address.
replace inet.af/netaddr => github.com/inetaf/netaddr v0.0.0-20230525184311-b8eac61e914a

replace helmwatch.dev/gotemplate => ../../go

require helmwatch.dev/gotemplate v0.0.0
