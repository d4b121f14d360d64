package ngrok

import (
	"regexp"
	"strconv"
	"strings"

	"echostr/internal/tunnel"
)

// cause is what an ngrok code means here.
type cause struct {
	kind      tunnel.ProblemKind
	permanent bool // trying again cannot help
}

// causes are the codes of https://ngrok.com/docs/errors that an agent can meet.
var causes = map[int]cause{
	102: {tunnel.AccountSuspended, true}, 337: {tunnel.AccountSuspended, true},
	103: {tunnel.AccountSuspended, true}, 338: {tunnel.AccountSuspended, true},
	105: {tunnel.AuthtokenInvalid, true}, 106: {tunnel.AuthtokenInvalid, true},
	107: {tunnel.AuthtokenRevoked, true}, 4018: {tunnel.AuthtokenMissing, true},
	108: {tunnel.AccountSessions, false}, 348: {tunnel.AccountSessions, false},
	115: {tunnel.IPNotAllowed, true}, 116: {tunnel.IPNotAllowed, true}, 9040: {tunnel.IPNotAllowed, true},
	120: {tunnel.AgentTooOld, true}, 121: {tunnel.AgentTooOld, true},
	118: {tunnel.PlanFeature, true}, 122: {tunnel.PlanFeature, true}, 127: {tunnel.PlanFeature, true},
	123:  {tunnel.EmailUnverified, true},
	9009: {tunnel.ProxyNotInPlan, true}, 9010: {tunnel.ProxyNotInPlan, true},
	9012: {tunnel.PlanFeature, true},
	323:  {tunnel.AccountEndpoints, true}, 324: {tunnel.AccountEndpoints, true}, 350: {tunnel.AccountEndpoints, true},
	334: {tunnel.URLInUse, false},
	313: {tunnel.PlanFeature, true}, 314: {tunnel.PlanFeature, true}, 315: {tunnel.PlanFeature, true},
	316: {tunnel.DomainNotOwned, true}, 318: {tunnel.DomainNotOwned, true}, 319: {tunnel.DomainNotOwned, true},
	320: {tunnel.DomainNotOwned, true}, 321: {tunnel.DomainNotOwned, true},
	317: {tunnel.DomainRegion, true}, 322: {tunnel.DomainRegion, true},
	326: {tunnel.DomainInvalid, true}, 327: {tunnel.DomainInvalid, true}, 328: {tunnel.DomainInvalid, true},
	329: {tunnel.DomainInvalid, true}, 330: {tunnel.DomainInvalid, true}, 331: {tunnel.DomainInvalid, true},
	347: {tunnel.DomainInvalid, true}, 354: {tunnel.DomainInvalid, true},
	349: {tunnel.Quota, false}, 351: {tunnel.Quota, false},
	9026: {tunnel.TrafficPolicy, true}, 15004: {tunnel.TrafficPolicy, true},
}

const codePrefix = "ERR_NGROK_"

var codePattern = regexp.MustCompile(`(?i)err_ngrok_(\d+)`)

// codeIn finds the ngrok code in a text, in the form ERR_NGROK_105, or "".
// Some refusals carry it nowhere else.
func codeIn(text string) string {
	if m := codePattern.FindStringSubmatch(text); m != nil {
		return codePrefix + m[1]
	}
	return ""
}

// causeOf is the meaning of a code; false for one that is not known.
func causeOf(code string) (cause, bool) {
	n, err := strconv.Atoi(strings.TrimPrefix(code, codePrefix))
	if err != nil {
		return cause{}, false
	}
	if c, ok := causes[n]; ok {
		return c, true
	}
	switch {
	case n >= 702 && n <= 734: // connections, requests and bytes per interval
		return cause{tunnel.Quota, false}, true
	case n >= 2200 && n < 2300:
		return cause{tunnel.TrafficPolicy, true}, true
	}
	return cause{}, false
}
