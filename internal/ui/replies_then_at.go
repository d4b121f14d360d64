package ui

import (
	"fmt"
	"slices"

	"echostr/internal/reply"
)

// thenAt is where in a rule an answer stands: the rule's own, one of a sequence, or a
// customer message after it.
type thenAt struct {
	list  thenList
	index int
}

// thenList is a list of answers in a rule.
type thenList int

const (
	ownAnswer thenList = iota
	stepsList          // the steps of a sequence
	afterList          // the customer messages
)

// path is the place in the rule at which the answer's problems are told.
func (a thenAt) path() string {
	switch a.list {
	case stepsList:
		return fmt.Sprintf("then.steps[%d]", a.index)
	case afterList:
		return fmt.Sprintf("then.after[%d]", a.index)
	}
	return "then"
}

// of is the answer in a rule to look at; nil when it is not there.
func (a thenAt) of(r *reply.Rule) *reply.Then {
	if a.list == ownAnswer {
		return &r.Then
	}
	list := *a.list.of(r)
	if a.index < 0 || a.index >= len(list) {
		return nil
	}
	return &list[a.index]
}

// edit is the answer in a rule to change: nothing that another copy of the rule holds is
// changed with it.
func (a thenAt) edit(r *reply.Rule) *reply.Then {
	if a.list != ownAnswer {
		list := a.list.of(r)
		*list = slices.Clone(*list)
	}
	return a.of(r)
}

// of is the list in a rule.
func (l thenList) of(r *reply.Rule) *[]reply.Then {
	if l == afterList {
		return &r.Then.After
	}
	return &r.Then.Steps
}

// kinds are the kinds of answers that the list may have.
func (l thenList) kinds() []string {
	switch l {
	case afterList:
		return reply.CustomerKinds()
	case stepsList:
		return slices.DeleteFunc(reply.Kinds(), func(k string) bool { return k == reply.KindSequence })
	}
	return reply.Kinds()
}
