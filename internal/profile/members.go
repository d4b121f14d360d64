package profile

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
)

// members reads an object's members. Of one that is damaged it gives what stands
// before the damage, and the member in which the damage lies as far as it goes; whole
// is false then.
func members(data []byte) (m map[string]json.RawMessage, whole bool) {
	m = map[string]json.RawMessage{}
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return m, false
	}
	for dec.More() {
		key, err := dec.Token()
		name, ok := key.(string)
		if err != nil || !ok {
			return m, false
		}
		v, ok := value(dec, data)
		m[name] = v
		if !ok {
			return m, false
		}
	}
	return m, ends(dec)
}

// items is members for an array.
func items(data []byte) (list []json.RawMessage, whole bool) {
	dec := json.NewDecoder(bytes.NewReader(data))
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return nil, false
	}
	for dec.More() {
		v, ok := value(dec, data)
		list = append(list, v)
		if !ok {
			return list, false
		}
	}
	return list, ends(dec)
}

// value reads the next value, or what is left of one that is damaged.
func value(dec *json.Decoder, data []byte) (v json.RawMessage, whole bool) {
	at := dec.InputOffset()
	if err := dec.Decode(&v); err != nil {
		return bytes.TrimLeft(data[at:], " \t\r\n:,"), false
	}
	return v, true
}

// ends reads the closing bracket and makes sure that nothing follows.
func ends(dec *json.Decoder) bool {
	if _, err := dec.Token(); err != nil {
		return false
	}
	_, err := dec.Token()
	return err == io.EOF
}

// taker moves known members out of an object into Go values.
type taker struct {
	from    map[string]json.RawMessage
	damaged bool // a member was not what it should be, and was left as it was
}

func take(data []byte) *taker {
	m, whole := members(data)
	return &taker{from: m, damaged: !whole}
}

// into decodes the member into dst, which keeps its value when the member is missing
// or of another kind.
func (t *taker) into(name string, dst any) {
	raw, ok := t.raw(name)
	if ok && json.Unmarshal(raw, dst) != nil {
		t.damaged = true
	}
}

// raw takes the member as it stands.
func (t *taker) raw(name string) (json.RawMessage, bool) {
	raw, ok := t.from[name]
	delete(t.from, name)
	return raw, ok
}

// rest are the members that nobody took, to be written back; nil when there are none
// or when they are not to be trusted.
func (t *taker) rest() map[string]json.RawMessage {
	maps.DeleteFunc(t.from, func(_ string, v json.RawMessage) bool { return !json.Valid(v) })
	if len(t.from) == 0 {
		return nil
	}
	return t.from
}

// object writes v, a struct, as an object with the extra members at its end.
func object(v any, extra map[string]json.RawMessage) (json.RawMessage, error) {
	data, err := json.Marshal(v)
	if err != nil || len(extra) == 0 {
		return data, err
	}
	known, _ := members(data)
	data = bytes.TrimSuffix(data, []byte("}"))
	for _, name := range slices.Sorted(maps.Keys(extra)) {
		if _, ours := known[name]; ours {
			continue
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		if len(data) > 1 {
			data = append(data, ',')
		}
		data = append(append(append(data, key...), ':'), extra[name]...)
	}
	return append(data, '}'), nil
}
