package api_test

import _ "github.com/go-jose/go-jose/v4"
