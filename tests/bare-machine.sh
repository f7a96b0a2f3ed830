#!/usr/bin/env bash
# Runs the two commands of the README on a bare Debian: a folder made by debootstrap that holds the .NET SDK with what it
# needs, and neither PostgreSQL nor Docker, Chromium or Python. Needs root, a Debian or Ubuntu machine, and whatever its
# package sources need.
#
#   tests/bare-machine.sh [--as root] [--keep] [demo] [test [arguments for dotnet test]]
#
# Without a word both commands run. --as root runs them as root instead of an ordinary user; --keep reuses the folder
# of an earlier run, with what was built and fetched in it. BARE_MACHINE names the folder (default:
# diplotracker-bare-machine in the folder for temporary files), BARE_PORT the port of the demo (default: 5080).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() { printf 'bare-machine: %s\n' "$1" >&2; exit 1; }
say() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

[ "$(id -u)" -eq 0 ] || fail 'run it as root: it mounts and changes the root folder.'
# A mount namespace of its own: whatever is mounted for it is gone with it.
[ "${BARE_NAMESPACE:-}" = yes ] || exec env BARE_NAMESPACE=yes unshare --mount --propagation private "$0" "$@"

user=newcomer keep=no demo=no suite=no arguments=()
while [ $# -gt 0 ]; do
  case $1 in
    --as) user=$2; shift ;;
    --keep) keep=yes ;;
    demo) demo=yes ;;
    test) suite=yes; shift; arguments=("$@"); break ;;
    *) fail "unknown argument $1" ;;
  esac
  shift
done
[ "$demo$suite" != nono ] || demo=yes suite=yes

root=${BARE_MACHINE:-${TMPDIR:-/tmp}/diplotracker-bare-machine}
port=${BARE_PORT:-5080}
sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
. /etc/os-release

bootstrap() {
  local tool=debootstrap
  if ! command -v debootstrap >/dev/null; then
    say 'Fetching debootstrap'
    apt-get update -qq
    (cd "$(mktemp -d)" && apt-get download -qq debootstrap && dpkg-deb --extract debootstrap_*.deb "$root.debootstrap")
    export DEBOOTSTRAP_DIR=$root.debootstrap/usr/share/debootstrap
    tool=$root.debootstrap/usr/sbin/debootstrap
  fi
  local mirror icu
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | head -n 1)
  icu=$(apt-cache pkgnames libicu | grep -E '^libicu[0-9]+$' | sort -V | tail -n 1)
  say "Making a bare $PRETTY_NAME in $root"
  # What the packages of the SDK depend on.
  "$tool" --variant=minbase --include="ca-certificates,libstdc++6,libssl3,zlib1g,tzdata,$icu" \
    "$VERSION_CODENAME" "$root.new" "$mirror" >"$root.log" 2>&1 || fail "debootstrap failed: see $root.log"
  mv "$root.new" "$root"
  # The package sources of this machine, and how it reaches them.
  rm -rf "$root"/etc/apt/{sources.list,sources.list.d,apt.conf.d,trusted.gpg.d}
  cp -rL /etc/apt/{sources.list.d,apt.conf.d,trusted.gpg.d} "$root/etc/apt/"
  ! [ -f /etc/apt/sources.list ] || cp /etc/apt/sources.list "$root/etc/apt/"
  mkdir -p "$root/usr/share/keyrings" "$root/usr/local/share/dotnet"
  cp -rn /usr/share/keyrings/. "$root/usr/share/keyrings/"
  chroot "$root" useradd --create-home newcomer
}

[ "$keep" = yes ] || rm -rf "$root" "$root.new" "$root.debootstrap"
[ -d "$root" ] || bootstrap
cp /etc/resolv.conf /etc/hosts "$root/etc/"
mount --bind "$sdk" "$root/usr/local/share/dotnet"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"

home=/home/newcomer
[ "$user" != root ] || home=/root
# How this machine reaches its package registries.
environment=(PATH=/usr/local/share/dotnet:/usr/local/bin:/usr/bin:/bin "HOME=$home" LANG=C.UTF-8 TERM=dumb
  DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1)
while IFS='=' read -r name value; do
  case $name in
    NUGET_* | http_proxy | https_proxy | no_proxy | HTTP_PROXY | HTTPS_PROXY | NO_PROXY)
      environment+=("$name=$value") ;;
    SSL_CERT_FILE)
      install -D -m 644 "$value" "$root/etc/ssl/bare-machine.pem"
      environment+=("$name=/etc/ssl/bare-machine.pem") ;;
  esac
done < <(env)
if [ -f ~/.nuget/NuGet/NuGet.Config ]; then
  install -D -m 644 ~/.nuget/NuGet/NuGet.Config "$root$home/.nuget/NuGet/NuGet.Config"
fi
say 'Copying the repository'
rm -rf "$root$home/diplotracker"
mkdir -p "$root$home/diplotracker"
git ls-files --cached --others --exclude-standard | tar -c -T - 2>/dev/null | tar -x -C "$root$home/diplotracker"
chroot "$root" chown -R "$user:" "$home"

# setpriv is of util-linux, which every Debian has.
# Takes the place of the shell that calls it.
inside() {
  exec env --default-signal=INT setsid chroot "$root" setpriv --reuid "$user" --regid "$user" --init-groups --inh-caps=-all \
    env -i "${environment[@]}" sh -c "cd $home/diplotracker && exec \"\$@\"" sh "$@"
}

for program in postgres psql docker chromium google-chrome python3; do
  ! chroot "$root" sh -c "command -v $program" || fail "$root has $program: it is not bare."
done

if [ "$demo" = yes ]; then
  say "As $user: dotnet run --project src/DiploTracker -- --demo"
  inside env "ASPNETCORE_URLS=http://localhost:$port" dotnet run --project src/DiploTracker -- --demo &
  tracker=$!
  address=http://localhost:$port/api/negotiations/ukraine-2025
  until curl --silent --fail --output /dev/null "$address"; do
    kill -0 "$tracker" 2>/dev/null || { wait "$tracker" || fail "the tracker ended with $?"; fail 'the tracker ended'; }
    sleep 1
  done
  say "The demo answers: $(curl --silent --fail "$address" | head -c 120) ..."
  # As Ctrl+C does: to every process of the group.
  kill -INT -- "-$tracker"
  wait "$tracker" || true
fi

if [ "$suite" = yes ]; then
  say "As $user: dotnet test --solution DiploTracker.sln ${arguments[*]}"
  (inside dotnet test --solution DiploTracker.sln --no-progress "${arguments[@]}")
fi
say Done
