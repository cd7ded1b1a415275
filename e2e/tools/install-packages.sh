#!/bin/sh
# Installs Debian packages, one caller at a time. $1: the log, $2...: the packages.
set -eu

log=$1
shift
exec >>"$log" 2>&1
flock 1

# Debian starts the services of a package as it installs it, unless this file says no. We run our own.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi

install() {
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 -y install --no-install-recommends "$@"
}

# A fresh machine has no package lists, an old one has stale ones.
install "$@" || { apt-get update && install "$@"; }
