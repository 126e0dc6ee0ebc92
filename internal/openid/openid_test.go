package openid_test

import (
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"waymark/internal/maturity"
	"waymark/internal/openid"
	"waymark/internal/testfile"
)

const back = "http://127.0.0.1:8080/sign-in/openid/back"

func TestARealProvider(t *testing.T) {
	t.Parallel()
	real := testfile.NewProvider(t, back)
	t.Run("signing in", func(t *testing.T) { signingIn(t, real) })
	t.Run("tokens that prove nothing", func(t *testing.T) { tokensThatProveNothing(t, real) })
}

func signingIn(t *testing.T, real testfile.Provider) {
	p := openid.New(openid.Options{Issuer: real.Issuer, ClientID: real.ClientID, ClientSecret: real.ClientSecret})
	begin := func() (address, kept string) {
		t.Helper()
		address, kept, err := p.Begin(t.Context(), back)
		if err != nil {
			t.Fatal(err)
		}
		return address, kept
	}
	address, kept := begin()
	sent, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	if q := sent.Query(); q.Get("code_challenge_method") != "S256" || q.Get("code_challenge") == "" || q.Get("nonce") == "" || len(q.Get("state")) < 20 ||
		q.Get("response_type") != "code" || q.Get("scope") != "openid" || q.Get("redirect_uri") != back || strings.Contains(address, real.ClientSecret) {
		t.Errorf("what is asked of the provider: %s", address)
	}
	answer := real.Answer(t, address, "jo").Query()
	who, err := p.Finish(t.Context(), back, kept, answer)
	if err != nil || who.Issuer != real.Issuer || who.Subject != "jo" {
		t.Fatalf("%+v %v", who, err)
	}

	otherAddress, otherKept := begin()
	if otherAddress == address || otherKept == kept {
		t.Error("two flows are alike")
	}
	fresh := real.Answer(t, otherAddress, "al").Query()
	with := func(from url.Values, name, value string) url.Values {
		out := url.Values{}
		for n, v := range from {
			out[n] = v
		}
		out.Set(name, value)
		return out
	}
	for _, c := range []struct {
		name   string
		kept   string
		answer url.Values
		code   maturity.Code
	}{
		{"the code again", kept, answer, maturity.Forbidden},
		{"another flow's answer", kept, fresh, maturity.Forbidden},
		{"another flow's code under the right state", kept, with(answer, "code", fresh.Get("code")), maturity.Forbidden}, // its PKCE verifier is another
		{"a wrong state", otherKept, with(fresh, "state", "AAAAAAAAAAAAAAAAAAAAAAAAAA"), maturity.Forbidden},
		{"no state", otherKept, url.Values{"code": fresh["code"]}, maturity.Forbidden},
		{"nothing was begun", "", fresh, maturity.Forbidden},
		{"an empty flow", "{}", url.Values{"code": fresh["code"]}, maturity.Forbidden},
		{"another provider's answer", otherKept, with(fresh, "iss", "https://evil.example"), maturity.Forbidden},
		{"no code", otherKept, with(fresh, "code", ""), maturity.Forbidden},
	} {
		if who, err := p.Finish(t.Context(), back, c.kept, c.answer); maturity.CodeOf(err) != c.code || who.Subject != "" {
			t.Errorf("%s: %+v %v", c.name, who, err)
		}
	}

	address, kept = begin()
	refused := real.Answer(t, address, "").Query()
	if refused.Get("error") != "access_denied" {
		t.Fatal(refused)
	}
	if _, err := p.Finish(t.Context(), back, kept, refused); maturity.CodeOf(err) != maturity.Invalid || !strings.Contains(maturity.SentenceOf(err), "did not sign you in") {
		t.Errorf("the visitor gave up: %v", err)
	}

	wrong := openid.New(openid.Options{Issuer: real.Issuer, ClientID: real.ClientID, ClientSecret: "guessed"})
	address, kept = begin()
	if _, err := wrong.Finish(t.Context(), back, kept, real.Answer(t, address, "jo").Query()); maturity.CodeOf(err) != maturity.Forbidden {
		t.Errorf("with a wrong secret: %v", err)
	}
}

// altering stands between us and the real provider and changes what it says.
type altering func(body string) string

// RoundTrip asks the provider and changes the answer.
func (change altering) RoundTrip(r *http.Request) (*http.Response, error) {
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	changed := change(string(body))
	response.Body, response.ContentLength = io.NopCloser(strings.NewReader(changed)), int64(len(changed))
	response.Header.Del("Content-Length")
	return response, nil
}

// inToken changes the parts of the signed token in an answer: header, claims, signature.
func inToken(change func(parts []string)) altering {
	return func(body string) string {
		head, rest, found := strings.Cut(body, `"id_token":"`)
		if !found {
			return body
		}
		token, rest, _ := strings.Cut(rest, `"`)
		parts := strings.Split(token, ".")
		change(parts)
		return head + `"id_token":"` + strings.Join(parts, ".") + `"` + rest
	}
}

// rewritten is the claims of a token with other words.
func rewritten(t *testing.T, claims, old, other string) string {
	t.Helper()
	text, err := base64.RawURLEncoding.DecodeString(claims)
	if err != nil || !strings.Contains(string(text), old) {
		t.Errorf("%s does not hold %s: %v", text, old, err)
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strings.Replace(string(text), old, other, 1)))
}

func tokensThatProveNothing(t *testing.T, real testfile.Provider) {
	for name, change := range map[string]altering{
		"with a changed signature": inToken(func(parts []string) { parts[2] = strings.Repeat("A", len(parts[2])) }),
		"about somebody else":      inToken(func(parts []string) { parts[1] = rewritten(t, parts[1], `"sub":"jo"`, `"sub":"al"`) }),
		"that nobody signed": inToken(func(parts []string) {
			parts[0], parts[2] = base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)), ""
		}),
		"that is not there": func(body string) string { return strings.Replace(body, `"id_token":`, `"other":`, 1) },
	} {
		p := openid.New(openid.Options{Issuer: real.Issuer, ClientID: real.ClientID, ClientSecret: real.ClientSecret, Client: &http.Client{Transport: change}})
		address, kept, err := p.Begin(t.Context(), back)
		if err != nil {
			t.Fatal(err)
		}
		answer := real.Answer(t, address, "jo").Query()
		if who, err := p.Finish(t.Context(), back, kept, answer); maturity.CodeOf(err) != maturity.Forbidden || who.Subject != "" {
			t.Errorf("a token %s: %+v %v", name, who, err)
		}
	}
	// the real token, with a nonce that is not of this flow
	p := openid.New(openid.Options{Issuer: real.Issuer, ClientID: real.ClientID, ClientSecret: real.ClientSecret})
	address, kept, err := p.Begin(t.Context(), back)
	if err != nil {
		t.Fatal(err)
	}
	nonce := strings.Split(strings.Split(kept, `"nonce":"`)[1], `"`)[0]
	other := strings.Replace(kept, nonce, strings.Repeat("B", len(nonce)), 1)
	if who, err := p.Finish(t.Context(), back, other, real.Answer(t, address, "jo").Query()); maturity.CodeOf(err) != maturity.Forbidden || who.Subject != "" {
		t.Errorf("a token with another nonce: %+v %v", who, err)
	}
}

// Whoever says to be another provider than the one that was agreed on is not asked.
func TestAProviderThatIsAnother(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if _, err := w.Write([]byte(`{"issuer":"https://evil.example","authorization_endpoint":"https://evil.example/authorize"}`)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	p := openid.New(openid.Options{Issuer: server.URL, ClientID: "waymark"})
	if address, _, err := p.Begin(t.Context(), back); maturity.CodeOf(err) != maturity.Unavailable || address != "" {
		t.Errorf("%s %v", address, err)
	}
}

// A provider that is down stops nothing but signing in with it, and is found when it comes back.
func TestAProviderThatIsDown(t *testing.T) {
	t.Parallel()
	down := true
	var issuer string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if down {
			w.WriteHeader(http.StatusBadGateway)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		if _, err := w.Write([]byte(`{"issuer":"` + issuer + `","authorization_endpoint":"` + issuer + `/authorize"}`)); err != nil {
			t.Error(err)
		}
	}))
	t.Cleanup(server.Close)
	issuer = server.URL
	p := openid.New(openid.Options{Issuer: issuer, ClientID: "waymark"})
	if _, _, err := p.Begin(t.Context(), back); maturity.CodeOf(err) != maturity.Unavailable || !strings.Contains(maturity.SentenceOf(err), "does not answer") {
		t.Errorf("%v", err)
	}
	down = false
	if address, _, err := p.Begin(t.Context(), back); err != nil || !strings.HasPrefix(address, issuer+"/authorize?") {
		t.Errorf("%s %v", address, err)
	}
}
