// Package reply decides what a message is answered with: a list of rules, of which
// the first that matches and works gives the passive reply.
package reply
