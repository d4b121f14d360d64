package kit

// More drawings, for editing.
var (
	Next = svg("next", `<path d="M6.6 4.6 L12.2 9 L6.6 13.4 Z"/>`)
	Undo = svg("undo", `<path d="M7.4 3.2 L7.4 6.2 L10.6 6.2 A4.3 4.3 0 0 1 10.6 14.8 L5.6 14.8 L5.6 13.4 L10.6 13.4 A2.9 2.9 0 0 0 10.6 7.6 L7.4 7.6 L7.4 10.6 L2.8 6.9 Z"/>`)
	Redo = svg("redo", `<path d="M10.6 3.2 L10.6 6.2 L7.4 6.2 A4.3 4.3 0 0 0 7.4 14.8 L12.4 14.8 L12.4 13.4 L7.4 13.4 A2.9 2.9 0 0 1 7.4 7.6 L10.6 7.6 L10.6 10.6 L15.2 6.9 Z"/>`)
)
