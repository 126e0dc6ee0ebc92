// Package definition turns the YAML files of capabilities/ and dashboards/ into a maturity.Catalogue. It reads strictly,
// checks every reference between definitions, and lists every fault at once as file:line: message. It must not know
// any measure, framework or board by name, and it does not look at values, organisations or the database.
package definition
