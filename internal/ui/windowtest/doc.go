// Package windowtest drives the real window: OpenGL on a real X screen, moved by real
// mouse and key events, in front of the real engine. Its tests carry the build tag window
// and run on a screen of their own (make window); make shots leaves their pictures.
package windowtest
