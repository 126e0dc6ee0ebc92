// Package openid lets people sign in with an account at an OpenID Connect provider: the authorisation code flow with
// PKCE, state and nonce. It says who somebody is there and nothing more; whether that opens anything is for the account
// room. It keeps no state: what belongs to one visitor's flow travels in a text that its caller keeps for them.
package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"waymark/internal/maturity"
)

// Options are what the provider's administrator and ours have agreed on.
type Options struct {
	Issuer       string // https address whose /.well-known/openid-configuration describes the provider
	ClientID     string
	ClientSecret string
	Client       *http.Client // nil: one that gives up after ten seconds and follows no redirect
}

// Provider is a provider that may be asked. It is safe for concurrent use.
type Provider struct {
	Options
	found atomic.Pointer[oidc.Provider]
}

// New makes a provider. It is looked for when somebody first signs in, so that Waymark starts while it is down.
func New(o Options) *Provider {
	if o.Client == nil {
		stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse } // our secret goes where it was meant to
		o.Client = &http.Client{Timeout: 10 * time.Second, CheckRedirect: stay}
	}
	return &Provider{Options: o}
}

// flow is what must be the same when the visitor comes back.
type flow struct {
	State    string `json:"state"`
	Nonce    string `json:"nonce"`
	Verifier string `json:"verifier"`
}

// unreachable is the error of a provider that does not answer.
func (p *Provider) unreachable(err error) error {
	return maturity.Wrap(err, maturity.Unavailable, "The provider does not answer. Try again in a few minutes, or sign in with your password here.")
}

// refused is the error of an answer that proves nothing.
func refused(err error) error {
	return maturity.Wrap(err, maturity.Forbidden, "The provider's answer could not be accepted. Begin again; if it goes on, tell your administrator.")
}

// discover reads the provider's description until it was read once.
func (p *Provider) discover(ctx context.Context) (*oidc.Provider, error) {
	if found := p.found.Load(); found != nil {
		return found, nil
	}
	// The library keeps this context for later fetches of keys, so it must outlive the request; the client has its own limit.
	found, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), p.Client), p.Issuer)
	if err != nil {
		return nil, p.unreachable(err)
	}
	p.found.Store(found)
	return found, nil
}

func (p *Provider) config(found *oidc.Provider, back string) *oauth2.Config {
	return &oauth2.Config{ClientID: p.ClientID, ClientSecret: p.ClientSecret, Endpoint: found.Endpoint(), RedirectURL: back, Scopes: []string{oidc.ScopeOpenID}}
}

// Begin is the provider's address to send a visitor to, who then comes back to the address back; kept belongs to Finish
// and must be kept where only we can read it. The error is Unavailable when the provider does not answer.
func (p *Provider) Begin(ctx context.Context, back string) (address, kept string, err error) {
	found, err := p.discover(ctx)
	if err != nil {
		return "", "", err
	}
	f := flow{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier()}
	text, err := json.Marshal(f)
	if err != nil {
		return "", "", maturity.Wrap(err, maturity.Internal, "Signing in could not begin.")
	}
	return p.config(found, back).AuthCodeURL(f.State, oidc.Nonce(f.Nonce), oauth2.S256ChallengeOption(f.Verifier)), string(text), nil
}

// Finish reads what the provider sent a visitor back with: who they are there. kept and back are those of Begin. Errors:
// Invalid where the visitor or the provider gave up, Forbidden for an answer that does not belong to the flow or is not
// the provider's, Unavailable.
func (p *Provider) Finish(ctx context.Context, back, kept string, answer url.Values) (maturity.Identity, error) {
	var f flow
	if err := json.Unmarshal([]byte(kept), &f); err != nil || len(f.State) < 20 || subtle.ConstantTimeCompare([]byte(answer.Get("state")), []byte(f.State)) != 1 {
		return maturity.Identity{}, maturity.Wrap(err, maturity.Forbidden, "Signing in took too long, or was begun in another window. Begin again.")
	}
	if word := answer.Get("error"); word != "" {
		return maturity.Identity{}, maturity.Errorf(maturity.Invalid, "The provider did not sign you in. Begin again, or sign in with your password here.")
	}
	found, err := p.discover(ctx)
	if err != nil {
		return maturity.Identity{}, err
	}
	if given := answer.Get("iss"); given != "" && given != p.Issuer { // RFC 9207: an answer meant for another provider
		return maturity.Identity{}, refused(nil)
	}
	ctx = oidc.ClientContext(ctx, p.Client)
	token, err := p.config(found, back).Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(f.Verifier))
	if err != nil {
		if answered, ok := asAnswer(err); ok && answered < 500 {
			return maturity.Identity{}, refused(err)
		}
		return maturity.Identity{}, p.unreachable(err)
	}
	raw, _ := token.Extra("id_token").(string)
	id, err := found.VerifierContext(ctx, &oidc.Config{ClientID: p.ClientID}).Verify(ctx, raw)
	if err != nil {
		return maturity.Identity{}, refused(err)
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(f.Nonce)) != 1 || id.Subject == "" {
		return maturity.Identity{}, refused(nil)
	}
	return maturity.Identity{Issuer: id.Issuer, Subject: id.Subject}, nil
}

// asAnswer is the status that the provider refused a code with.
func asAnswer(err error) (status int, ok bool) {
	var refusal *oauth2.RetrieveError
	if !errors.As(err, &refusal) || refusal.Response == nil {
		return 0, false
	}
	return refusal.Response.StatusCode, true
}
