package bench

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
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

// boardSite is the pages as they are served, with one visitor who has signed in.
type boardSite struct {
	server  *http.Server
	address string
	client  *http.Client
}

// organisations lets the pages ask the store who is who.
type organisations struct{ *store.DB }

// Directory is one consistent state of all organisations.
func (o organisations) Directory(ctx context.Context) (page.Directory, error) {
	return o.DB.Directory(ctx)
}

func newBoardSite(ctx context.Context, db *store.DB, catalogue *maturity.Catalogue, log io.Writer) (*boardSite, error) {
	accounts, err := account.New(account.Options{Store: db, Random: rand.Reader})
	if err != nil {
		return nil, err
	}
	_, password, err := accounts.Add(ctx, account.NewAccount{Login: "bench", Grants: []account.NewGrant{{Role: maturity.RoleViewer}}}, "command")
	if err != nil {
		return nil, err
	}
	handler, err := boardHandler(db, catalogue, accounts, slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelError})))
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	s := &boardSite{server: &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second}, address: "http://" + listener.Addr().String(),
		client: &http.Client{Jar: jar, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}}
	go s.server.Serve(listener) // until close
	if err := s.signIn(ctx, "bench", password); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func boardHandler(db *store.DB, catalogue *maturity.Catalogue, accounts *account.Service, log *slog.Logger) (http.Handler, error) {
	kit := httpkit.New(httpkit.Options{Log: log, Accounts: accounts, Sessions: db.Sessions()})
	renderer, err := render.New(render.Options{ECharts: web.ECharts(), Cache: db.ChartCache()})
	if err != nil {
		return nil, err
	}
	pages, err := page.New(kit, page.Options{Templates: web.Templates(), Static: web.Static(), Location: time.UTC, Now: func() time.Time { return benchNow.Add(time.Hour) },
		Catalogue: catalogue, Accounts: accounts, Results: board.New(catalogue, db), Organisations: organisations{db}, Pictures: renderer})
	if err != nil {
		return nil, err
	}
	pages.Register()
	return kit.Handler()
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
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.address+path, nil)
	if err != nil {
		return nil, err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s was answered with %s", path, answer.Status)
	}
	return body, err
}

// visit opens the board of a footprint and gives the size of the page.
func (s *boardSite) visit(ctx context.Context, footprint int) (int, error) {
	path := fmt.Sprintf("/boards/bench/F%d", footprint+1)
	body, err := s.get(ctx, path)
	if err == nil && !bytes.Contains(body, []byte("</svg>")) {
		err = fmt.Errorf("%s shows no picture", path)
	}
	return len(body), err
}
