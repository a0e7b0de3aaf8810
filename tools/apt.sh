#!/bin/sh
# apt.sh NAME...: the named Debian packages are installed, or it is said which to install.
# Exits with 0 either way: what needs them is skipped, and says so.
set -u

missing=""
for name in "$@"; do
    if command -v dpkg-query >/dev/null 2>&1; then
        case $(dpkg-query --show --showformat='${Status}' "$name" 2>/dev/null) in
        *"ok installed") continue ;;
        esac
    fi
    missing="$missing $name"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null 2>&1; then
    echo "apt.sh: this system has no apt; what stands in the Debian packages$missing has to be installed by hand" >&2
elif [ "$(id -u)" -ne 0 ]; then
    echo "apt.sh: not root; to run everything: sudo apt-get install$missing" >&2
else
    export DEBIAN_FRONTEND=noninteractive
    # shellcheck disable=SC2086
    if ! { apt-get update -qq && apt-get install -qq -y --no-install-recommends $missing; } </dev/null >&2; then
        echo "apt.sh: could not install$missing; what needs them is skipped" >&2
    fi
fi
exit 0
