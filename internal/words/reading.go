package words

// ReadReason is why an exchange in a file does not read, as the end of a sentence. id and
// value are those of an archive.ReadError; they are strings here, because words know nothing
// of files.
func (c *Catalogue) ReadReason(id, value string) string {
	key := "transfer.reason." + id
	if whole := key + ".whole"; value == "" && c.Has(whole) { // no part of it is named
		key = whole
	}
	return c.T(key, "value", value)
}
