#!/usr/bin/env bash
# The programs and fonts the tests need, on Debian; elsewhere, or when they are there, it leaves everything as it is.
set -euo pipefail
packages=(
    chromium libreoffice-calc libreoffice-writer python3-uno poppler-utils libfaketime
    fonts-dejavu fonts-liberation fonts-crosextra-carlito fonts-noto-core
)
command -v npm > /dev/null || packages+=(nodejs npm)

installed() { [ "$(dpkg-query --show --showformat '${db:Status-Status}' "$1" 2> /dev/null)" = installed ]; }

command -v dpkg-query > /dev/null || { echo "No Debian system: ${packages[*]} must be there already."; exit 0; }
missing=()
for package in "${packages[@]}"; do installed "$package" || missing+=("$package"); done
if [ ${#missing[@]} -eq 0 ]; then
    echo "All there: ${packages[*]}"
    exit 0
fi
export DEBIAN_FRONTEND=noninteractive
apt-get update --quiet=2
apt-get install --quiet=2 --yes --no-install-recommends "${missing[@]}" > /dev/null
echo "Installed: ${missing[*]}"
