package ngrok

import (
	"net"
	"slices"
	"strconv"
	"strings"
)

// Regions are the places where an agent can connect, by ngrok's identifiers.
// None is in mainland China; the nearest are jp and ap.
var Regions = []string{"us", "us-cal-1", "eu", "ap", "au", "sa", "jp", "in"}

// connectAddr is where the agent connects; "" leaves it to the SDK.
func (c Config) connectAddr() string {
	if addr := strings.TrimSpace(c.ConnectAddr); addr != "" {
		if _, _, err := net.SplitHostPort(addr); err != nil {
			return net.JoinHostPort(addr, "443")
		}
		return addr
	}
	if region := strings.TrimSpace(c.Region); region != "" {
		return "connect." + region + ".ngrok-agent.com:443"
	}
	return ""
}

func knownRegion(region string) bool { return slices.Contains(Regions, region) }

func validPort(port string) bool {
	n, err := strconv.Atoi(port)
	return err == nil && n > 0 && n < 1<<16
}
