// Command provider is an OpenID Connect provider for tests, made of the parts that Ory's own is made of: it checks
// clients, addresses, PKCE, codes and signatures as strictly as they do. Whoever asks is signed in as whom they say.
package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"flag"
	"fmt"
	"html/template"
	"log"
	"net"
	"net/http"
	"time"

	"github.com/go-jose/go-jose/v3"
	"github.com/ory/fosite"
	"github.com/ory/fosite/compose"
	"github.com/ory/fosite/handler/openid"
	"github.com/ory/fosite/storage"
	"github.com/ory/fosite/token/jwt"
	"golang.org/x/crypto/bcrypt"
)

// signInPage asks who somebody is; the form comes back to the address it stands at.
var signInPage = template.Must(template.New("").Parse(`<!DOCTYPE html><html lang="en"><title>Provider</title>
<form method="post"><label>Who are you? <input name="subject"></label><button>Sign in</button><button name="deny" value="yes">Cancel</button></form></html>`))

type provider struct {
	issuer string
	key    *rsa.PrivateKey
	fosite.OAuth2Provider
}

func main() {
	client, secret, back := flag.String("client", "", "id of the client"), flag.String("secret", "", "its secret"), flag.String("back", "", "address it is sent back to")
	flag.Parse()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	p, err := newProvider("http://"+listener.Addr().String(), *client, *secret, *back)
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("GET /.well-known/openid-configuration", p.describe)
	http.HandleFunc("GET /keys", p.keys)
	http.HandleFunc("/authorize", p.authorise)
	http.HandleFunc("POST /token", p.token)
	fmt.Println(p.issuer)
	log.Fatal(http.Serve(listener, nil))
}

func newProvider(issuer, client, secret, back string) (*provider, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(secret), bcrypt.MinCost)
	if err != nil {
		return nil, err
	}
	config := &fosite.Config{GlobalSecret: []byte(rand.Text() + rand.Text())[:32], IDTokenIssuer: issuer, EnforcePKCE: true, EnforcePKCEForPublicClients: true,
		AccessTokenLifespan: time.Minute, AuthorizeCodeLifespan: time.Minute, SendDebugMessagesToClients: true}
	store := storage.NewMemoryStore()
	store.Clients[client] = &fosite.DefaultClient{ID: client, Secret: hash, RedirectURIs: []string{back}, ResponseTypes: []string{"code"},
		GrantTypes: []string{"authorization_code"}, Scopes: []string{"openid"}}
	strategy := &compose.CommonStrategy{CoreStrategy: compose.NewOAuth2HMACStrategy(config),
		OpenIDConnectTokenStrategy: compose.NewOpenIDConnectStrategy(func(context.Context) (any, error) { return key, nil }, config)}
	return &provider{issuer, key, compose.Compose(config, store, strategy,
		compose.OAuth2AuthorizeExplicitFactory, compose.OpenIDConnectExplicitFactory, compose.OAuth2PKCEFactory)}, nil
}

func (p *provider) describe(w http.ResponseWriter, _ *http.Request) {
	answer(w, map[string]any{"issuer": p.issuer, "authorization_endpoint": p.issuer + "/authorize", "token_endpoint": p.issuer + "/token", "jwks_uri": p.issuer + "/keys",
		"response_types_supported": []string{"code"}, "subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		"code_challenge_methods_supported": []string{"S256"}})
}

func (p *provider) keys(w http.ResponseWriter, _ *http.Request) {
	answer(w, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: p.key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
}

func (p *provider) authorise(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	asked, err := p.NewAuthorizeRequest(ctx, r)
	if err != nil {
		p.WriteAuthorizeError(ctx, w, asked, err)
		return
	}
	subject := r.PostFormValue("subject")
	switch {
	case r.PostFormValue("deny") != "":
		p.WriteAuthorizeError(ctx, w, asked, fosite.ErrAccessDenied)
		return
	case subject == "":
		if err := signInPage.Execute(w, nil); err != nil {
			log.Print(err)
		}
		return
	}
	asked.GrantScope("openid")
	now := time.Now()
	session := &openid.DefaultSession{Subject: subject, Headers: &jwt.Headers{Extra: map[string]any{"kid": "1"}},
		Claims: &jwt.IDTokenClaims{Issuer: p.issuer, Subject: subject, RequestedAt: now, AuthTime: now, IssuedAt: now, ExpiresAt: now.Add(time.Minute)}}
	response, err := p.NewAuthorizeResponse(ctx, asked, session)
	if err != nil {
		p.WriteAuthorizeError(ctx, w, asked, err)
		return
	}
	p.WriteAuthorizeResponse(ctx, w, asked, response)
}

func (p *provider) token(w http.ResponseWriter, r *http.Request) {
	ctx := r.Context()
	asked, err := p.NewAccessRequest(ctx, r, &openid.DefaultSession{Headers: &jwt.Headers{}, Claims: &jwt.IDTokenClaims{}})
	if err != nil {
		p.WriteAccessError(ctx, w, asked, err)
		return
	}
	response, err := p.NewAccessResponse(ctx, asked)
	if err != nil {
		p.WriteAccessError(ctx, w, asked, err)
		return
	}
	p.WriteAccessResponse(ctx, w, asked, response)
}

func answer(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Print(err)
	}
}
