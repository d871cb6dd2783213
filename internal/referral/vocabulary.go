package referral

import "regexp"

// What codes from outside look like. Anything else is refused, so that a field
// for a code holds no words about a person.
var (
	languageTag = regexp.MustCompile(`^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$`) // BCP 47: language, script, region
	countryCode = regexp.MustCompile(`^[A-Z]{2}$`)
)
