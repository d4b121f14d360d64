package profile

import (
	"errors"
	"strconv"
	"strings"
)

// partSize is how many bytes go into one item: Windows takes 2560, macOS about 3000
// with the names and an encoding of its own.
const partSize = 2000

// maxParts is more than the biggest profile needs.
const maxParts = 64

// A blob is kept as "<parts>:<first part>" under its name and the other parts under
// "<name>#2" and so on. The parts after the first are written upwards and deleted
// downwards, so that after a cut they still have no gap and can all be found.

func setParts(ring Keyring, item, blob string) error {
	var parts []string
	for len(blob) > partSize {
		parts, blob = append(parts, blob[:partSize]), blob[partSize:]
	}
	parts = append(parts, blob)
	for i := 1; i < len(parts); i++ {
		if err := ring.Set(Service, partName(item, i), parts[i]); err != nil {
			return err
		}
	}
	return ring.Set(Service, item, strconv.Itoa(len(parts))+":"+parts[0])
}

func getParts(ring Keyring, item string) (string, error) {
	first, err := ring.Get(Service, item)
	if err != nil {
		return "", err
	}
	count, blob, _ := strings.Cut(first, ":")
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 || n > maxParts {
		return "", ErrNoItem // not of our making
	}
	for i := 1; i < n; i++ {
		part, err := ring.Get(Service, partName(item, i))
		if err != nil {
			return "", err
		}
		blob += part
	}
	return blob, nil
}

// deleteParts deletes the first part last. It counts the others by asking, because a
// write that was cut off has no first part to tell.
func deleteParts(ring Keyring, item string) error {
	n := 1
	for n < maxParts {
		if _, err := ring.Get(Service, partName(item, n)); errors.Is(err, ErrNoItem) {
			break
		} else if err != nil {
			return err
		}
		n++
	}
	for i := n - 1; i >= 0; i-- {
		name := item
		if i > 0 {
			name = partName(item, i)
		}
		if err := ring.Delete(Service, name); err != nil && !errors.Is(err, ErrNoItem) {
			return err
		}
	}
	return nil
}

func partName(item string, i int) string { return item + "#" + strconv.Itoa(i+1) }
