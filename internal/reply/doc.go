// Package reply decides what a message is answered with: a list of rules, of which the
// first that matches and works says what is done.
//
// A Rule is plain data: When it takes a message, and what Then is done. Decode and Encode
// read and write files of rules; Compile makes a Set of them, which is immutable, finds a
// message's rule by an index, and describes in an Outcome what is to be done. Nothing is
// sent or waited for here. What is counted lies in a State beside the Set, under the rules'
// IDs, so that an edit goes on counting.
//
// # Decisions
//
//   - The first rule that matches and works answers. One that matches and does not work, since
//     its template stopped or its file is gone, is told in Outcome.Failures.
//   - text is what a person said, not the EventKey, so that a word in a menu's key does not
//     answer as if it had been said.
//   - Each delivery counts, also WeChat's repeated ones, so that a sequence can fail twice and
//     then succeed.
//   - A file that is not read whole loses no condition: the rule in question is off.
package reply
