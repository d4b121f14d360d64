// Command edge runs a stand-in for the ngrok cloud on loopback, to drive the
// program by hand without a network or an account.
//
//	go run ./internal/tunnel/ngrok/ngroktest/edge
//
// It prints what to set and reads commands from standard input; help lists
// them.
package main

import (
	"bufio"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"echostr/internal/tunnel/ngrok/ngroktest"
)

const commands = `commands:
  hosts                list the endpoints that are online
  drop                 cut every agent connection
  freeze               stop answering the present connections
  refuse CODE          refuse new sessions, as in: refuse ERR_NGROK_105
  refuse-bind CODE     refuse new endpoints, as in: refuse-bind ERR_NGROK_334
  allow                take both refusals back
  silent tcp|auth|bind answer nothing from there on; silent off ends it
  delay DURATION       wait before every answer, as in: delay 300ms
  close HOST [CODE]    close an endpoint from the cloud's side
  stop HOST            stop the agent, as in the dashboard
  restart HOST         restart the agent, as in the dashboard
  quit
`

func main() {
	domain := flag.String("domain", ngroktest.DefaultDomain, "host when the agent asks for none")
	loopback := flag.Bool("loopback", false, "name the public address as the endpoint's URL, so that it can be called as it is")
	flag.Parse()
	if err := run(ngroktest.Options{Domain: *domain, Loopback: *loopback}, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "edge:", err)
		os.Exit(1)
	}
}

func run(opts ngroktest.Options, in io.Reader, out io.Writer) error {
	dir, err := os.MkdirTemp("", "ngrok-edge-")
	if err != nil {
		return fmt.Errorf("make a directory for the authority: %w", err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	opts.Log = func(format string, args ...any) {
		fmt.Fprintf(out, time.Now().Format("15:04:05 ")+format+"\n", args...)
	}
	edge, err := ngroktest.New(opts)
	if err != nil {
		return err
	}
	defer edge.Close()
	ca, err := edge.WriteCA(dir)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, `stand-in ngrok edge
  connect address  %s
  CA file          %s
  authtoken        any
  public address   %s

Set the connect address and the CA file in the ngrok settings, start the
tunnel, and call it:
  curl -H 'Host: %s' '%s/'

%s`, edge.ConnectAddr(), ca, edge.PublicURL(), opts.Domain, edge.PublicURL(), commands)
	lines := bufio.NewScanner(in)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		if len(words) == 0 {
			continue
		}
		if words[0] == "quit" {
			return nil
		}
		if err := do(edge, words[0], words[1:], out); err != nil {
			fmt.Fprintln(out, "error:", err)
		}
	}
	return lines.Err()
}

func do(edge *ngroktest.Edge, command string, args []string, out io.Writer) error {
	arg := func(i int) string {
		if i < len(args) {
			return args[i]
		}
		return ""
	}
	switch command {
	case "hosts":
		fmt.Fprintln(out, strings.Join(edge.Hosts(), "\n"))
	case "drop":
		fmt.Fprintln(out, "cut", edge.DropAll())
	case "freeze":
		fmt.Fprintln(out, "frozen", edge.Freeze())
	case "refuse":
		edge.OnAuth(ngroktest.RefuseAuth(arg(0)))
	case "refuse-bind":
		edge.OnBind(ngroktest.RefuseBind(arg(0)))
	case "allow":
		edge.OnAuth(nil)
		edge.OnBind(nil)
	case "silent":
		mode, ok := map[string]ngroktest.Silence{
			"off": ngroktest.Talking, "tcp": ngroktest.SilentTCP,
			"auth": ngroktest.SilentAuth, "bind": ngroktest.SilentBind,
		}[arg(0)]
		if !ok {
			return fmt.Errorf("silent %q is not known", arg(0))
		}
		edge.SetSilence(mode)
	case "delay":
		d, err := time.ParseDuration(arg(0))
		if err != nil {
			return fmt.Errorf("read duration: %w", err)
		}
		edge.SetDelay(d)
	case "close":
		return edge.StopTunnel(arg(0), arg(1), "closed by hand")
	case "stop":
		return edge.StopAgent(arg(0))
	case "restart":
		return edge.RestartAgent(arg(0))
	default:
		fmt.Fprint(out, commands)
	}
	return nil
}
