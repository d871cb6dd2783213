// Package picture makes a photo of a door or a room fit to be shown: small
// enough for a poor connection, the right way up, and with nothing in it but
// what can be seen.
//
// What a telephone writes into a photo, where and when and with what it was
// taken and often a second picture, is lost on purpose: only the pixels are
// read, and they are written anew. The same goes for whatever else somebody
// hid in a file that is a picture and something else at once.
package picture
