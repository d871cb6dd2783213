// Package sample makes catalogues of any size for tests, benchmarks and
// demonstrations: 10,000, 100,000 or 1,000,000 places to search.
//
// # Nothing in it is a fact
//
// Every name, address, hour, promise and text of a sample is thrown with dice.
// The towns, postcodes and municipalities are real, so that the places lie
// where people live; no place in them is. Never mix a sample with the real
// catalogue, and never serve one to people who look for help.
//
// So that nobody can take one for the other, or be led astray by it:
//
//   - every entry but the topics says so in its provenance ([Note]) and has an
//     id that begins with "sample-";
//   - nothing can be dialled: there is no telephone number in it, not even of a
//     helpline. What is needed to count as reachable is a chat whose address
//     ends in ".example", a name that leads nowhere (RFC 2606, section 2);
//   - names are put together from ordinary words and carry the name of no
//     organisation that the built-in catalogue knows. Should one resemble a
//     name that exists, that is chance.
//
// The topics are those of the built-in catalogue, which are real.
//
// # What it is like
//
// Of the entries that a search can find, 55 in 100 are centres, 40 activities
// and 5 helplines. They lie around the towns of Denmark (45 in 100), the
// Netherlands (35), and Flanders and Brussels (20), a town weighing its
// population to the power of 0.85, scattered normally around its centre.
// Topics, words, hours and the size of organisations follow Zipf's law. Words
// are Danish or Dutch, with a second text in English for some entries; rare
// compounds let the vocabulary grow with the catalogue, as that of a language
// does. A third has no hours.
//
// The same size and seed give the same entries and so, through
// directory.EncodeLine, the same bytes, on machines of one architecture and
// for one state of the embedded files.
package sample
