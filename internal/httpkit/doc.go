// Package httpkit is what pages and API share on the way in and out: the Echo router built from a table of rules,
// headers, request ids, the access log, metrics, sessions and tokens, authorisation, protection of forms, limits, and
// one handler for every error. It renders no page and holds no rule of the product.
//
// # Rules
//
// Every route has a Rule that names the Right it needs. Add registers routes with theirs; Guard records rules of routes
// that another library registers. A registered route without a rule answers 403, and Check, which must pass before
// anything is served, lists it. Rights say who may come in at all; whether somebody may see a particular submission is
// decided by the use case.
//
// # Forms
//
// Requests that change something pass two checks. http.CrossOriginProtection refuses what a browser says comes from
// another origin (Sec-Fetch-Site, else Origin). Then the form must carry a token in its field "form_token": for a
// visitor who is signed in the one kept in the session, otherwise (the sign-in form) the one in a cookie of its own.
// Under /api/ a session only reads; whatever changes something needs a bearer token, which no browser sends by itself.
//
// # Audit
//
// With a Journal, a refusal (403, or a bearer token that opens nothing), a file given out (an attachment, or CSV) and a
// request that changes something leave an audit row. For the last a row that the handler's own write made counts; without
// one, the route is recorded. So no route that is added later can change something unseen.
package httpkit
