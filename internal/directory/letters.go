package directory

import "unicode"

// deceptive says what makes a text look like another (EXPERIENCE-AND-SAFETY
// X27): characters that turn the reading order around or are not seen, and
// words that mix letters of scripts which look alike, such as a Cyrillic о in
// "Ventilen". It gives "" for a text that is what it looks like. Line breaks
// and tabs are for texts of several lines.
func deceptive(s string, lines bool) string {
	var latin, other bool // in the present word
	for _, r := range s {
		switch {
		case r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return "There is a character in it that turns the reading order around."
		case r == '\n' || r == '\t' || r == '\r':
			if !lines {
				return "There is a line break in it."
			}
		case unicode.IsControl(r), r == '\ufeff', r == '\u200b', r == '\u2060', r == unicode.ReplacementChar:
			return "There is a character in it that nobody can see."
		}
		switch {
		case !unicode.IsLetter(r):
			latin, other = false, false
		case unicode.In(r, unicode.Latin):
			latin = true
		case unicode.In(r, unicode.Cyrillic, unicode.Greek):
			other = true
		}
		if latin && other {
			return "A word in it mixes letters of scripts that look alike."
		}
	}
	return ""
}
