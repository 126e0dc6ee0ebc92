package config

import (
	"net"
	"net/url"
	"slices"
	"strings"
)

// Warnings are sentences about settings that are allowed but leave something open: passwords that would travel without
// HTTPS, a database whose certificate nobody looks at. They hold no secret.
func (c Config) Warnings() []string {
	var out []string
	host, _, _ := net.SplitHostPort(c.Address)
	if !local(host) && !c.SecureCookies {
		out = append(out, "Others can reach this address and WAYMARK_SECURE_COOKIES is no: over plain HTTP passwords and sessions can be read on the way. Put a proxy with HTTPS in front and set it to yes.")
	}
	if hosts, mode := database(c.DatabaseURL); mode != "verify-full" && slices.ContainsFunc(hosts, func(h string) bool { return !local(h) }) {
		out = append(out, "The certificate of the database is not checked: add sslmode=verify-full to DATABASE_URL, and sslrootcert where an authority of your own signed it.")
	}
	if c.Mail.Host != "" && c.Mail.TLS == "none" && !local(c.Mail.Host) {
		out = append(out, "Messages go to the mail server without encryption: set WAYMARK_SMTP_TLS to starttls or tls.")
	}
	return out
}

// local reports whether a host is this machine; a folder is that of a Unix socket.
func local(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasPrefix(host, "/") || ip != nil && ip.IsLoopback()
}

// database finds the hosts and the sslmode of a connection string in either form; without a host there are none.
func database(text string) (hosts []string, mode string) {
	var names string
	if u, err := url.Parse(text); err == nil && strings.HasPrefix(u.Scheme, "postgres") {
		for one := range strings.SplitSeq(u.Host, ",") {
			if host, _, err := net.SplitHostPort(one); err == nil {
				one = host
			}
			hosts = append(hosts, strings.Trim(one, "[]"))
		}
		names, mode = u.Query().Get("host"), u.Query().Get("sslmode")
	}
	for _, pair := range strings.Fields(text) {
		switch name, value, _ := strings.Cut(pair, "="); name {
		case "host":
			names = strings.Trim(value, "'")
		case "sslmode":
			mode = strings.Trim(value, "'")
		}
	}
	hosts = slices.DeleteFunc(append(hosts, strings.Split(names, ",")...), func(h string) bool { return h == "" })
	return hosts, mode
}
