package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"sync"
	"time"

	"waymark/internal/account"
	"waymark/internal/board"
	"waymark/internal/chart/render"
	"waymark/internal/httpkit"
	"waymark/internal/maturity"
	"waymark/internal/page"
	"waymark/internal/store"
	"waymark/web"
)

// boardSite is pages as they are served, with one visitor who has signed in.
type boardSite struct {
	server  *http.Server
	address string
	client  *http.Client
	room    sync.Pool // *bytes.Buffer, for answers
}

// organisations lets the pages ask the store who is who.
type organisations struct{ *store.DB }

// Directory is one consistent state of all organisations.
func (o organisations) Directory(ctx context.Context) (page.Directory, error) {
	return o.DB.Directory(ctx)
}

// openSites opens the pages as they are served, and the same with less remembered.
func (b *boardBench) openSites(ctx context.Context) error {
	accounts, err := account.New(account.Options{Store: b.DB, Random: rand.Reader})
	if err != nil {
		return err
	}
	_, password, err := accounts.Add(ctx, account.NewAccount{Login: "bench", Demonstration: true, Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		return err
	}
	renderer, err := render.New(render.Options{ECharts: web.ECharts(), Cache: b.DB.ChartCache()})
	if err != nil {
		return err
	}
	for _, site := range []struct {
		into     **boardSite
		versions page.Versions
		keep     int
	}{{&b.served, b.DB, 0}, {&b.reread, nil, 0}, {&b.anew, nil, -1}} {
		kit := httpkit.New(httpkit.Options{Log: slog.New(slog.NewTextHandler(b.Out, &slog.HandlerOptions{Level: slog.LevelError})), Accounts: accounts, Sessions: b.DB.Sessions()})
		pages, err := page.New(kit, page.Options{Templates: web.Templates(), Static: web.Static(), Location: time.UTC, Now: func() time.Time { return siteNow },
			Catalogue: b.catalogue, Accounts: accounts, Results: board.New(b.catalogue, b.DB), Organisations: organisations{b.DB}, Pictures: renderer,
			Versions: site.versions, Keep: site.keep})
		if err != nil {
			return err
		}
		pages.Register()
		if *site.into, err = newBoardSite(ctx, kit, password); err != nil {
			return err
		}
	}
	return nil
}

func (b *boardBench) closeSites() {
	for _, s := range []*boardSite{b.served, b.reread, b.anew} {
		if s != nil {
			s.close()
		}
	}
}

func newBoardSite(ctx context.Context, kit *httpkit.Kit, password string) (*boardSite, error) {
	handler, err := kit.Handler()
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s := &boardSite{server: &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}, address: "http://" + listener.Addr().String(),
		client: &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, room: sync.Pool{New: func() any { return new(bytes.Buffer) }}}
	go s.server.Serve(listener) // until close
	if err := s.signIn(ctx, "bench", password); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *boardSite) close() {
	s.client.CloseIdleConnections()
	s.server.Close()
}

var formToken = regexp.MustCompile(`name="form_token" value="([^"]+)"`)

// signIn fills the form in as a browser would.
func (s *boardSite) signIn(ctx context.Context, login, password string) error {
	form, err := s.get(ctx, "/sign-in")
	if err != nil {
		return err
	}
	found := formToken.FindSubmatch(form)
	if found == nil {
		return errors.New("the sign-in page has no form")
	}
	answer, err := s.client.PostForm(s.address+"/sign-in", url.Values{"login": {login}, "password": {password}, "form_token": {html.UnescapeString(string(found[1]))}})
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.Request.URL.Path == "/sign-in" {
		return fmt.Errorf("signing in was answered with %s", answer.Status)
	}
	return nil
}

func (s *boardSite) get(ctx context.Context, path string) ([]byte, error) {
	var body bytes.Buffer
	err := s.read(ctx, path, &body)
	return body.Bytes(), err
}

func (s *boardSite) read(ctx context.Context, path string, into *bytes.Buffer) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+path, nil)
	if err != nil {
		return err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	_, err = into.ReadFrom(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered with %s", path, answer.Status)
	}
	return err
}

// visit opens a page and gives its size.
func (s *boardSite) visit(ctx context.Context, v visit) (int, error) {
	body := s.room.Get().(*bytes.Buffer)
	defer s.room.Put(body)
	body.Reset()
	err := s.read(ctx, v.path(), body)
	if err == nil && !bytes.Contains(body.Bytes(), []byte("</svg>")) {
		err = fmt.Errorf("%s shows no picture", v.path())
	}
	return body.Len(), err
}
