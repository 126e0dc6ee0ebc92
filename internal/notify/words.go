package notify

import (
	"fmt"
	"html/template"
	"strings"
	"unicode"

	"waymark/internal/collection"
	"waymark/internal/maturity"
)

// plainText takes from a name what could be taken for the structure of a message: line ends, control and direction
// characters. Names come from files.
func plainText(name string) string {
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) }), " ")
}

// subject names nobody: it is read on locked screens.
func subject(d Digest) string {
	late := 0
	for _, i := range d.Items {
		if i.Standing.State == collection.Late {
			late++
		}
	}
	text := maturity.Count(len(d.Items), "return is", "returns are") + " to come in"
	if late > 0 {
		text += fmt.Sprintf(", %d late", late)
	}
	return text
}

type line struct{ Organisation, Title, Period, Standing, Contact, Address string }

// lines are the returns as the message shows them. base is the address of this Waymark; without one there are no links.
func lines(d Digest, base string) (out []line) {
	for _, i := range d.Items {
		l := line{Organisation: plainText(i.Organisation.Name) + " (" + plainText(i.Organisation.Code) + ")", Title: plainText(i.Collection.Title), Period: i.Period.Label(),
			Standing: i.Standing.Words(), Contact: plainText(i.Collection.Owner)}
		if base != "" {
			l.Address = strings.TrimSuffix(base, "/") + "/data/returns/" + i.Collection.ID + "/" + i.Period.Code() + "/" + i.Organisation.Code
		}
		out = append(out, l)
	}
	return out
}

const (
	opening = "These returns are not in yet:"
	closing = "A return that is in is not reminded of again. If one needs more time, ask for an extension on its page."
	footing = "You get this because you may submit for these organisations. Answers to this message are not read."
)

func plain(d Digest, base string) string {
	var b strings.Builder
	b.WriteString(opening + "\n\n")
	for _, l := range lines(d, base) {
		fmt.Fprintf(&b, "- %s\n  %s, %s\n  %s\n", l.Organisation, l.Title, l.Period, l.Standing)
		if l.Address != "" {
			fmt.Fprintf(&b, "  %s\n", l.Address)
		}
	}
	b.WriteString("\n" + closing + "\n\n" + footing + "\n")
	return b.String()
}

// page is the same as HTML, for programs that show nothing else; html/template keeps names from being taken for markup.
var page = template.Must(template.New("reminder").Parse(`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{{.Subject}}</title></head><body>
<p>{{.Opening}}</p>
<ul>{{range .Lines}}<li><b>{{.Organisation}}</b><br>{{.Title}}, {{.Period}}<br>{{if .Address}}<a href="{{.Address}}">{{.Standing}}</a>{{else}}{{.Standing}}{{end}}</li>
{{end}}</ul>
<p>{{.Closing}}</p>
<p><small>{{.Footing}}</small></p>
</body></html>
`))

func html(d Digest, base string) (string, error) {
	var b strings.Builder
	err := page.Execute(&b, map[string]any{"Subject": subject(d), "Opening": opening, "Closing": closing, "Footing": footing, "Lines": lines(d, base)})
	return b.String(), err
}
