package reply

import (
	"fmt"
	"reflect"
	"strings"

	"echostr/internal/wechat"
)

// root is the dot of a template: the message, as a tree once one is wanted.
type root struct {
	m    *wechat.Message
	tree map[string]any
}

// String keeps {{.}} from printing the message's insides.
func (*root) String() string { return "" }

// branches are the elements below v, nil when there are none.
func branches(v any) map[string]any {
	switch v := v.(type) {
	case *root:
		if v.tree == nil {
			v.tree = v.m.Tree()
		}
		return v.tree
	case map[string]any:
		return v
	}
	return nil
}

// elementText is _text: the element as text, of a repeated one the first, of one with
// elements of its own nothing.
func elementText(from any, path string) string {
	if r, ok := from.(*root); ok {
		return r.m.Get(path)
	}
	switch v := first(element(from, path)).(type) {
	case map[string]any:
		return ""
	case string:
		return v
	default:
		return fmt.Sprint(v)
	}
}

// element is _field: the element as it is, "" when it is missing.
func element(from any, path string) any {
	for name := range strings.SplitSeq(path, ".") {
		v, ok := branches(first(from))[name]
		if !ok || v == nil {
			return ""
		}
		from = v
	}
	return from
}

// elementItems is _items: the element as a list. XML does not tell one item from a
// list of one, so anything that is no list is a list of itself.
func elementItems(from any, path string) any {
	v := element(from, path)
	if v == "" {
		return []any{}
	}
	if reflect.TypeOf(v).Kind() == reflect.Slice {
		return v
	}
	return []any{v}
}

// first is the first item of a list, and anything else itself.
func first(v any) any {
	if v == nil || reflect.TypeOf(v).Kind() != reflect.Slice {
		return v
	}
	list := reflect.ValueOf(v)
	if list.Len() == 0 {
		return ""
	}
	return list.Index(0).Interface()
}
