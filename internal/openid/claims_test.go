package openid_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"waymark/internal/maturity"
	"waymark/internal/openid"
)

// forger is a provider that signs whatever it is told to: claims that a real one would never sign for us.
type forger struct {
	server *httptest.Server
	asked  map[string]int
	token  func(nonce string) string
	moved  string // where the token endpoint sends the client, "" for nowhere
	nonce  string
}

func newForger(t *testing.T, keys jose.JSONWebKeySet) *forger {
	t.Helper()
	f := &forger{asked: map[string]int{}}
	mux := http.NewServeMux()
	answer := func(path string, body func() any) {
		mux.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) {
			f.asked[path]++
			if path == "/token" && f.moved != "" {
				http.Redirect(w, r, f.moved, http.StatusTemporaryRedirect)
				return
			}
			w.Header().Set("Content-Type", "application/json")
			if err := json.NewEncoder(w).Encode(body()); err != nil {
				t.Error(err)
			}
		})
	}
	answer("/.well-known/openid-configuration", func() any {
		at := f.server.URL
		return map[string]any{"issuer": at, "authorization_endpoint": at + "/authorize", "token_endpoint": at + "/token", "jwks_uri": at + "/keys", "id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"}}
	})
	answer("/keys", func() any { return keys })
	answer("/elsewhere", func() any {
		return map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": f.token(f.nonce)}
	})
	answer("/token", func() any {
		return map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": f.token(f.nonce)}
	})
	f.server = httptest.NewServer(mux)
	t.Cleanup(f.server.Close)
	return f
}

// signIn goes through a whole flow and gives who somebody is said to be.
func (f *forger) signIn(t *testing.T) (maturity.Identity, error) {
	t.Helper()
	p := openid.New(openid.Options{Issuer: f.server.URL, ClientID: "waymark", ClientSecret: "a secret of ours"})
	address, kept, err := p.Begin(t.Context(), "https://waymark.example/back")
	if err != nil {
		t.Fatal(err)
	}
	begun, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	f.nonce = begun.Query().Get("nonce")
	if scope := begun.Query().Get("scope"); scope != "openid" || begun.Query().Get("code_challenge_method") != "S256" || begun.Query().Get("response_type") != "code" {
		t.Errorf("asked for %v", begun.Query())
	}
	return p.Finish(t.Context(), "https://waymark.example/back", kept, url.Values{"state": {begun.Query().Get("state")}, "code": {"c"}})
}

func signed(t *testing.T, method jose.SignatureAlgorithm, key any, header map[jose.HeaderKey]any, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: method, Key: key}, &jose.SignerOptions{ExtraHeaders: header})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(claims)
	if err != nil {
		t.Fatal(err)
	}
	object, err := signer.Sign(text)
	if err != nil {
		t.Fatal(err)
	}
	token, err := object.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// A token counts only while it is valid, from this provider, for us, signed by a key that the provider publishes.
func TestClaimsThatDoNotHold(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	foreign, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := newForger(t, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	now := time.Now()
	with := func(changes map[string]any) map[string]any {
		claims := map[string]any{"iss": f.server.URL, "aud": "waymark", "sub": "jo", "nonce": f.nonce, "iat": now.Unix(), "exp": now.Add(time.Minute).Unix()}
		maps.Copy(claims, changes)
		return claims
	}
	byKey := func(changes map[string]any) func(string) string {
		return func(string) string {
			return signed(t, jose.RS256, jose.JSONWebKey{Key: key, KeyID: "1"}, nil, with(changes))
		}
	}
	for name, c := range map[string]struct {
		token func(string) string
		good  bool
	}{
		"as it should be":         {byKey(nil), true},
		"for us among others":     {byKey(map[string]any{"aud": []string{"waymark", "another"}}), true},
		"that has run out":        {byKey(map[string]any{"exp": now.Add(-time.Hour).Unix()}), false},
		"that does not count yet": {byKey(map[string]any{"nbf": now.Add(time.Hour).Unix()}), false},
		"for another service":     {byKey(map[string]any{"aud": "another"}), false},
		"for nobody":              {byKey(map[string]any{"aud": []string{}}), false},
		"of another issuer":       {byKey(map[string]any{"iss": "https://evil.example"}), false},
		"without a subject":       {byKey(map[string]any{"sub": ""}), false},
		"with another nonce":      {byKey(map[string]any{"nonce": "another"}), false},
		"without a nonce":         {byKey(map[string]any{"nonce": nil}), false},
		"by a key that is not theirs": {func(string) string {
			return signed(t, jose.RS256, jose.JSONWebKey{Key: foreign, KeyID: "1"}, nil, with(nil))
		}, false},
		"that names a key of its own": {func(string) string {
			return signed(t, jose.RS256, foreign, map[jose.HeaderKey]any{"jku": f.server.URL + "/own-keys"}, with(nil))
		}, false},
		"signed with our secret": {func(string) string {
			return signed(t, jose.HS256, []byte("a secret of ours, thirty-two bytes"), nil, with(nil))
		}, false},
	} {
		f.token = c.token
		who, err := f.signIn(t)
		if c.good && (err != nil || who.Subject != "jo" || who.Issuer != f.server.URL) || !c.good && (maturity.CodeOf(err) != maturity.Forbidden || who.Subject != "") {
			t.Errorf("a token %s: %+v %v", name, who, err)
		}
	}
	if f.asked["/own-keys"] > 0 {
		t.Error("a key was fetched from where a token said")
	}
}

// The provider's answer is taken from where its description says and nowhere else: the client's secret follows no redirect.
func TestRedirectsAreNotFollowed(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	f := newForger(t, jose.JSONWebKeySet{Keys: []jose.JSONWebKey{{Key: key.Public(), KeyID: "1", Algorithm: "RS256", Use: "sig"}}})
	f.token = func(nonce string) string {
		return signed(t, jose.RS256, jose.JSONWebKey{Key: key, KeyID: "1"}, nil, map[string]any{"iss": f.server.URL, "aud": "waymark", "sub": "jo", "nonce": nonce, "exp": time.Now().Add(time.Minute).Unix()})
	}
	f.moved = f.server.URL + "/elsewhere"
	if who, err := f.signIn(t); err == nil || f.asked["/elsewhere"] > 0 {
		t.Errorf("%+v %v, asked %v", who, err, f.asked)
	}
}
