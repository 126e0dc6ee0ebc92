#!/bin/sh
# Fetches the versions named in package.json and package-lock.json and copies what the pages use into static.
# Only needed to move to another version: the copies are committed and no build needs npm.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp "$here/package.json" "$here/package-lock.json" "$work/"
(cd "$work" && npm ci --ignore-scripts --no-audit --no-fund --silent)

nhsuk="$work/node_modules/nhsuk-frontend/dist/nhsuk"
echarts="$work/node_modules/echarts"
static="$here/static"

# The two @font-face rules call a third-party host and the font needs a licence: cut them and name Arial.
# Picture addresses become relative, so that the folder can be served under any path. Source maps are not shipped.
sed -e 's/@font-face{[^}]*}//g' \
    -e 's/Frutiger W01,arial/arial/g' \
    -e 's#url(/assets/images/#url(../assets/images/#g' \
    -e '/^\/\*# sourceMappingURL=/d' \
    "$nhsuk/nhsuk-frontend.min.css" > "$static/css/nhsuk-frontend.min.css"
sed -e 's#//\# sourceMappingURL=.*$##' "$nhsuk/nhsuk-frontend.min.js" > "$static/js/nhsuk-frontend.min.js"
if grep -qE 'https?://|Frutiger' "$static/css/nhsuk-frontend.min.css"; then
    echo "vendor: the style sheet still names another host or a licensed font" >&2
    exit 1
fi

# Icons the style sheet points at. No logo, favicon or sharing picture of the NHS.
for icon in arrow-down arrow-up arrow-up-down cross; do
    cp "$nhsuk/assets/images/nhsuk-icon-$icon.svg" "$static/assets/images/"
done

# Unmodified: the server draws with the same file that a browser may load.
cp "$echarts/dist/echarts.min.js" "$static/js/echarts.min.js"

# Tests only, never served: the checker of accessibility that the browser tests put into every page.
axe="$work/node_modules/axe-core"
cp "$axe/axe.min.js" "$here/../internal/browser/testdata/axe/axe.min.js"
cat "$axe/LICENSE" "$axe/LICENSE-3RD-PARTY.txt" > "$here/../internal/browser/testdata/axe/LICENCE"

echo "vendor: static files are those of package-lock.json"
