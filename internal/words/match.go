package words

import "strings"

// Match is the language for a locale such as "zh_CN.UTF-8", "zh-TW", "en_GB" or "C":
// Chinese for every kind of Chinese, English for everything else.
func Match(locale string) string {
	first, _, _ := strings.Cut(strings.ReplaceAll(strings.TrimSpace(locale), "_", "-"), "-")
	first, _, _ = strings.Cut(first, ".")
	if strings.EqualFold(first, "zh") {
		return Chinese
	}
	return English
}
