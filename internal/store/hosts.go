package store

import (
	"net"
	"net/url"
	"strings"
)

// portsApart puts the ports of several hosts where the driver looks for them: it reads postgres://a,b/db?port=1,2, but not
// the postgres://a:1,b:2/db that PostgreSQL documents. Any other address is given back as it is.
func portsApart(dsn string) string {
	scheme, rest, isURL := strings.Cut(dsn, "://")
	if !isURL {
		return dsn
	}
	end := strings.IndexAny(rest, "/?#")
	if end < 0 {
		end = len(rest)
	}
	authority, rest := rest[:end], rest[end:]
	account, list := "", authority
	if at := strings.LastIndexByte(authority, '@'); at >= 0 {
		account, list = authority[:at+1], authority[at+1:]
	}
	if !strings.Contains(list, ",") || !strings.Contains(list, ":") {
		return dsn
	}
	var hosts, ports []string
	for each := range strings.SplitSeq(list, ",") {
		host, port, err := net.SplitHostPort(each)
		if err != nil {
			host, port = strings.Trim(each, "[]"), "5432"
		}
		hosts, ports = append(hosts, host), append(ports, port)
	}
	path, query, _ := strings.Cut(rest, "?")
	given := "host=" + url.QueryEscape(strings.Join(hosts, ",")) + "&port=" + url.QueryEscape(strings.Join(ports, ","))
	if query != "" {
		given = query + "&" + given
	}
	if path == "" {
		path = "/"
	}
	return scheme + "://" + account + path + "?" + given
}
