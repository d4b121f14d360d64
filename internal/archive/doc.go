// Package archive writes recorded exchanges into files that other tools read, and reads
// such files back: HAR 1.2, cURL commands, raw HTTP, NDJSON of our own, a Go test, a
// Postman collection.
//
// What is written is redacted unless somebody asks otherwise: OpenIDs, AppIDs, original
// IDs, Tokens, keys and other secrets become aliases, the same value always the same alias
// and of the same shape, wherever they stand and in whichever of the usual encodings; and
// the requests are signed and encrypted again with the aliases of Token and key, so that
// they still verify. Redaction reads the exchanges twice: once to learn what there is to
// take out, once to write. What people wrote to each other, addresses and paths stay.
package archive
