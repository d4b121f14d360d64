package engine

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"echostr/internal/reply"
	"echostr/internal/simulate"
)

// versioned are rules of which every part says n: two that fail first, and one that answers
// with it in many places.
func versioned(n int64) []reply.Rule {
	var articles []reply.Article
	for i := range 8 {
		articles = append(articles, reply.Article{Title: fmt.Sprintf("v%d {{.Content}}", n), Description: fmt.Sprintf("{{print \"v%d\"}}", n),
			URL: fmt.Sprintf("http://v%d/%d", n, i)})
	}
	broken := func(id string) reply.Rule {
		return reply.Rule{ID: id, Name: id, On: true, Then: reply.Then{Kind: reply.KindText, Text: "{{index .Content 99}}"}}
	}
	return []reply.Rule{broken("x"), broken("y"), {ID: "news", Name: fmt.Sprintf("v%d", n), On: true, Then: reply.Then{Kind: reply.KindNews, Articles: articles}}}
}

var version = regexp.MustCompile(`v(\d+)`)

// TestEditsUnderLoad edits 20 times a second while 500
// requests a second are answered: every answer is wholly of one version, which was in force
// between its request and its answer, and none is lost.
func TestEditsUnderLoad(t *testing.T) {
	const seconds, requests, edits = 3, 500, 20
	e := open(t, func(c *Config) { c.InMemory = true })
	id, url, token := e.Snapshot().Active().ID, e.Snapshot().LocalURL(), e.Snapshot().Active().Token
	var begun, inForce atomic.Int64 // versions
	put := func(n int64) {
		begun.Store(n)
		problems, err := e.SaveRules(id, versioned(n))
		if err != nil || reply.Blocks(problems) {
			t.Errorf("version %d: %v %v", n, problems, err)
		}
		inForce.Store(n)
	}
	put(1)
	before := e.Snapshot().Counts.Kept

	turns := make(chan struct{})
	var clients, editor sync.WaitGroup
	var answered atomic.Int64
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 32}}
	for range 32 {
		clients.Go(func() {
			for range turns {
				oldest := inForce.Load()
				body, err := pushOnce(client, url, token)
				newest := begun.Load()
				if err != nil {
					t.Error(err)
					continue
				}
				answered.Add(1)
				found := version.FindAllStringSubmatch(body, -1)
				if len(found) != 24 {
					t.Errorf("%d places of %d in %.300s", len(found), 24, body)
					continue
				}
				for _, f := range found {
					if n, _ := strconv.ParseInt(f[1], 10, 64); f[1] != found[0][1] || n < oldest || n > newest {
						t.Errorf("v%s and v%s between %d and %d", found[0][1], f[1], oldest, newest)
					}
				}
			}
		})
	}
	done := make(chan struct{})
	editor.Go(func() {
		tick := time.NewTicker(time.Second / edits)
		defer tick.Stop()
		for n := int64(2); ; n++ {
			select {
			case <-tick.C:
				put(n)
			case <-done:
				return
			}
		}
	})
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for range seconds * 100 {
		<-tick.C
		for range requests / 100 {
			turns <- struct{}{}
		}
	}
	close(turns)
	clients.Wait()
	close(done)
	editor.Wait()
	client.CloseIdleConnections()

	s := e.Snapshot()
	if got := answered.Load(); got != seconds*requests || s.Counts.Kept-before != seconds*requests {
		t.Errorf("%d answers and %d records of %d requests", got, s.Counts.Kept-before, seconds*requests)
	}
	if n := inForce.Load(); n < seconds*edits/2 {
		t.Errorf("only %d edits", n)
	}
	if h := e.Hits(id, "news"); h.Count != seconds*requests {
		t.Errorf("%d hits of %d requests", h.Count, seconds*requests)
	}
	if text, err := e.RulesText(id); err != nil || !strings.Contains(text, fmt.Sprintf("v%d", inForce.Load())) {
		t.Errorf("the file is not of version %d: %v", inForce.Load(), err)
	}
	if c := s.RuleFiles[id].Conflict; c != "" {
		t.Errorf("a conflict of nobody: %s", c)
	}
}

func pushOnce(client *http.Client, url, token string) (string, error) {
	p, err := simulate.TextPush(token, "oUser", "gh_1", "hello", time.Now())
	if err != nil {
		return "", err
	}
	r, err := client.Post(url+"?"+p.Query, "text/xml", strings.NewReader(p.Body))
	if err != nil {
		return "", err
	}
	defer r.Body.Close()
	body, err := io.ReadAll(r.Body)
	if err == nil && r.StatusCode != 200 {
		err = fmt.Errorf("status %d", r.StatusCode)
	}
	return string(body), err
}
