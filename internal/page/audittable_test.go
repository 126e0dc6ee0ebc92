package page

import "testing"

// What people read of a detail.
func TestDetailsInWords(t *testing.T) {
	for detail, want := range map[string]string{
		`{}`:                              "",
		`not JSON`:                        "not JSON",
		`{"from": "draft", "to": "sent"}`: "draft → sent",
		`{"from": "draft", "to": ""}`:     "draft → nothing",
		`{"to": "admin", "organisation": 676, "hash": "1a671c12950fec1c6e9b75970f6375b324d577e6"}`:                                                                                                    "nothing → admin; hash: 1a671c12950f…",
		`{"values": {"eps": {"old": {"state": "reported", "value": 66.5}, "new": {"state": "not_available"}}, "ers": {"new": {"state": "reported", "value": 50, "numerator": 1, "denominator": 2}}}}`: "values: eps: 66.5 → not available; ers: nothing → 50 (1 of 2)",
		`{"grants": ["admin", "viewer"], "check_only": false, "why": null, "n": 1500000}`:                                                                                                             "check only: no; grants: admin, viewer; n: 1500000",
	} {
		if got := detailWords(detail); got != want {
			t.Errorf("%s is %q, not %q", detail, got, want)
		}
	}
}
