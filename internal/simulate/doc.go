// Package simulate plays WeChat's side: signed requests as WeChat's servers send
// them, over real HTTP.
package simulate
