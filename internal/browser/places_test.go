package browser

// place is an address with parameters of the demonstration; what is not known before it runs stands in curly brackets:
// see furnish.
type place struct {
	path string
	as   string // who looks; "" for the analyst; see door

	after string // a page that has to be opened before
}

// pages has each template, and each kind of board and organisation, at least once; and each route.
var pages = []place{
	{path: "/"},
	{path: "/?as_at=2018-11-15"},
	{path: "/boards/ldr-steering-group/gloucestershire-ldr"},
	{path: "/boards/ldr-steering-group/gloucestershire-ldr?as_at=now"},
	{path: "/boards/ldr-steering-group/gloucestershire-ldr?as_at=2001-01-01"},
	{path: "/boards/digital-maturity/gloucestershire-ldr"},
	{path: "/boards/universal-capabilities/gloucestershire-ldr"},
	{path: "/boards/online-consultation/ENG"},
	{path: "/boards/trust/RTE"},
	{path: "/organisations"},
	{path: "/organisations?text=nobody+is+called+this"},
	{path: "/organisations/RTE"},
	{path: "/organisations/gloucestershire-ldr"},
	{path: "/organisations/nspcc"},
	{path: "/measures"},
	{path: "/measures/discharge.within-24-hours"},
	{path: "/measures/discharge.within-24-hours?organisation=RTE"},
	{path: "/measures/online-consultation.practices-receiving?organisation=ENG"},
	{path: "/measures/dma-2015.leadership"},
	{path: "/data"},
	{path: "/data/upload"},
	{path: "/data/submissions/1"},
	{path: "/data/where-from?organisation=RTE&measure=discharge.within-24-hours&period=Q2018-04"},
	{path: "/data/audit", as: "demo-admin"},
	{path: "/data/chase"},
	{path: "/data/outbox"},
	{path: "/data/quality"},
	{path: "/data/quality/findings/{finding}"},
	{path: "/data/quality/questions/{question}"},
	{path: "/data/returns"},
	{path: "/data/returns/gloucestershire-paper-free/{period}"},
	{path: "/data/returns/gloucestershire-paper-free/{period}/RTE", as: "demo-trust"},
	{path: "/data/returns/gloucestershire-paper-free/{period}/RTQ", as: "demo-approver"},
	{path: "/data/returns/gloucestershire-paper-free/{period}/RTE/extension", as: "demo-trust"},
	{path: "/data/reviews", as: "demo-approver"},
	{path: "/data/reviews/gloucestershire-paper-free/{period}", as: "demo-approver"},
	{path: "/account"},
	{path: "/account/password"},
	{path: "/account/two-step"},
	{path: "/admin/people", as: "demo-admin"},
	{path: "/admin/people/1", as: "demo-admin"},
	{path: "/admin/people/invite", as: "demo-admin"},
	{path: "/sign-in", as: "nobody"},
	{path: "/sign-in/code", as: "halfway"},
	{path: "/invitation", as: "invited"},
	{path: "/help"},
	{path: "/accessibility"},
	{path: "/cookies"},
	{path: "/privacy"},
}

// files are what is not a page, with the media type it has to have.
var files = []struct {
	place
	media string
}{
	{place{path: "/account/two-step/picture", after: "/account/two-step"}, "image/png"},
	{place{path: "/admin/people/export/contacts.csv", as: "demo-admin"}, "text/csv"},
	{place{path: "/boards/ldr-steering-group/gloucestershire-ldr/pictures/{panel}/1"}, "image/svg+xml"},
	{place{path: "/measures/discharge.within-24-hours/pictures/{picture}"}, "image/svg+xml"},
	{place{path: "/data/audit/audit.csv", as: "demo-admin"}, "text/csv"},
	{place{path: "/data/audit/audit.jsonl", as: "demo-admin"}, "application/jsonl"},
	{place{path: "/data/audit/keys.pem", as: "demo-admin"}, "application/x-pem-file"},
	{place{path: "/data/chase.csv"}, "text/csv"},
	{place{path: "/data/forms/waymark-long.csv"}, "text/csv"},
	{place{path: "/data/quality/findings.csv"}, "text/csv"},
	{place{path: "/data/returns/gloucestershire-trusts/{period}/forms.xlsx"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{place{path: "/data/returns/gloucestershire-paper-free/{period}/RTE/form.xlsx", as: "demo-trust"}, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
	{place{path: "/data/returns/gloucestershire-trusts/{period}/RTQ/receipt.json"}, "application/json"},
	{place{path: "/data/returns/gloucestershire-trusts/{period}/RTQ/receipt.pdf"}, "application/pdf"},
	{place{path: "/data/submissions/1/file", as: "demo-admin"}, "application/octet-stream"},
	{place{path: "/data/submissions/1/issues.csv", as: "demo-admin"}, "text/csv"},
	{place{path: "/data/submissions/1/receipt.json", as: "demo-admin"}, "application/json"},
	{place{path: "/data/submissions/1/receipt.pdf", as: "demo-admin"}, "application/pdf"},
	{place{path: "/healthz", as: "nobody"}, "text/plain"},
	{place{path: "/readyz", as: "nobody"}, "application/json"},
	{place{path: "/static/css/all.css", as: "nobody"}, "text/css"},
}

// lookedAtElsewhere are routes that show nothing, with where they are tried.
var lookedAtElsewhere = map[string]string{
	"/metrics":             "for operators, needs its own token: internal/httpkit",
	"/sign-in/openid":      "leads to the provider, of which this installation has none: internal/page",
	"/sign-in/openid/back": "comes back from the provider: internal/page",
	"/invitation/openid":   "leads to the provider: internal/page",
}
