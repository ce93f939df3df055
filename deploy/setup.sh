#!/bin/sh
# Makes a machine ready for ./run and ./test: Debian packages, then a virtual environment from a lock file.
# To be sourced from the checkout's own folder; the caller then says `prepare run` or `prepare test`.
# Works on Debian 12 and 13 and on 64-bit Raspberry Pi OS (bookworm, trixie), as root or as a user with sudo.

venv=.venv
log=build/setup.log

# Only names that Debian 12 and 13 share: libmtdev and libasound2 are called otherwise in 13 (t64), and come
# along with libinput10 and espeak-ng. Without libmtdev Kivy prints a traceback at each start.
# What the window needs: Kivy's wheel brings SDL, and SDL opens these libraries by name while it runs.
window_packages="libgl1 libgl1-mesa-dri libegl1 libgles2 libgbm1 libinput10 libx11-6 libxcursor1 libxi6 libxrandr2"
# espeak-ng brings libsonic0; libebur128 measures how loud a voice is.
voice_packages="espeak-ng libebur128-1 libsonic0"
# The picture book, and the walk through a visit on a machine without a screen.
book_packages="xvfb"
# The drawn graph of a walkthrough.
author_packages="graphviz"
run_packages="$window_packages $voice_packages $book_packages $author_packages"
# A hand on the touch screen, an ear at the loudspeaker, foreign keyboards for the code scanner's letters, a browser for
# pages, the database of a region, a bare Debian to install the package in, a reader of shell scripts, the page about a
# memory card, and a card.
test_packages="$run_packages xdotool pulseaudio pulseaudio-utils x11-xkb-utils xkb-data chromium postgresql mmdebstrap systemd-container shellcheck hsetroot dosfstools"
# The kiosk's second road to the glass, its firewall between two networks, and readers of the Ansible role.
test_packages="$test_packages weston xwayland nftables iproute2 ansible-core ansible-lint"
# A parser of USB rules; it comes with a daemon that shuts USB devices out, so only where none can start, as in CI.
[ -d /run/systemd/system ] || test_packages="$test_packages usbguard"

say() { printf '%s\n' "$*" >&2; }

stop() { # what went wrong, then the remedy
  for sentence in "$@"; do say "$sentence"; done
  exit 1
}

# Everything that decides whether the last installation still holds. A system upgrade brings another Python,
# so the release counts; a checkout that was moved keeps working, so the folder does not.
fingerprint() { # lock file, packages
  { cat "$1" deploy/setup.sh; echo "$2"; uname -m; cat /etc/os-release 2>/dev/null; } | sha256sum | cut -d' ' -f1
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

logged() { # run a command; its output goes to the log, not in the reader's way
  echo "+ $*" >>"$log"
  "$@" >>"$log" 2>&1
}

installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

missing_packages() { # packages; prints those that are not installed
  for name in "$@"; do
    installed "$name" || printf '%s ' "$name"
  done
}

find_python() { # prints the first Python 3.11, 3.12 or 3.13 that can make a virtual environment
  for name in python3 python3.13 python3.12 python3.11; do
    if "$name" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
    then echo "$name"; return; fi
  done
}

check_processor() {
  # A 32-bit Raspberry Pi OS may run on a 64-bit kernel, so ask dpkg before uname.
  processor=$(dpkg --print-architecture 2>/dev/null || uname -m)
  case $processor in
    amd64 | arm64 | x86_64 | aarch64) ;;
    *) stop "This system is built for '$processor'. The kiosk needs a 64-bit system: x86-64 or arm64." \
            "On a Raspberry Pi 3, 4 or 5: write the 64-bit Raspberry Pi OS to the card and try again." ;;
  esac
}

install_packages() { # packages
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  by_hand="apt-get update && apt-get install --no-install-recommends $missing"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || stop "Some Debian packages are missing, and there is no sudo to install them with." \
      "Ask someone who may to run as root:  $by_hand" "Then start this command again."
    if ! sudo -n true 2>/dev/null; then
      [ -t 0 ] || stop "Some Debian packages are missing, and sudo wants a password that nobody is here to type." \
        "Start this command in a terminal, or run as root:  $by_hand"
      say "Some Debian packages are missing. To install them sudo may ask for your password."
    fi
  fi
  say "Installing Debian packages, which takes a minute or two: $missing"
  # On a fresh Raspberry Pi the first automatic update may hold apt's lock: wait for it.
  set -- -o DPkg::Lock::Timeout=300 -o Acquire::Retries=2
  logged as_root apt-get "$@" update || say "The list of packages could not be renewed; trying with the old one."
  # shellcheck disable=SC2086  # one word is one package
  logged as_root env DEBIAN_FRONTEND=noninteractive apt-get "$@" install -y --no-install-recommends $missing && return
  tail -n 5 "$log" >&2
  stop "The Debian packages could not be installed; the lines above say why, $log has everything." \
    "Most often there is no network. Look with:  sudo apt-get update" "Then start this command again."
}

make_environment() { # lock file
  python=$(find_python)
  if [ -z "$python" ]; then
    here=$(python3 --version 2>/dev/null || echo "no Python 3 at all")
    stop "The kiosk needs Python 3.11, 3.12 or 3.13 with its venv module; this machine has $here." \
      "Debian 12, Debian 13 and Raspberry Pi OS of 2023 or later bring one: upgrade, or install python3.11 and python3.11-venv."
  fi
  version='import sys; print(sys.version_info[:2])'
  if [ "$($venv/bin/python -c "import pip; $version" 2>/dev/null)" != "$("$python" -c "$version")" ]; then
    say "Making a virtual environment in $venv with $("$python" --version)"
    if ! logged "$python" -m venv --clear $venv; then
      tail -n 5 "$log" >&2
      stop "The virtual environment could not be made; the lines above say why." \
        "Check that this folder may be written to and that the disk has 500 MB free, then start this command again."
    fi
  fi
  say "Installing Python packages from $1 (about 150 MB the first time)"
  # Only wheels with a known hash: nothing is compiled here, and a swapped package is refused.
  logged env PIP_USER=0 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore \
    $venv/bin/python -m pip install --require-hashes --only-binary=:all: --no-deps -r "$1" && return
  grep "^ERROR" "$log" | tail -n 3 >&2
  stop "The Python packages could not be installed; the lines above say why, $log has everything." \
    "Most often there is no network or the disk is full. Mend that and start this command again." \
    "Behind a proxy that has a certificate of its own, first set PIP_CERT to that certificate's file."
}

prepare() { # run | test
  if [ "$1" = run ]; then lock=requirements.lock packages=$run_packages
  else lock=requirements-dev.lock packages=$test_packages; fi
  stamp=$venv/installed-for-$1
  print=$(fingerprint $lock "$packages")
  # shellcheck disable=SC2015  # both must hold for the short way
  [ -x $venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$print" ] && return

  mkdir -p build || stop "This folder may not be written to: $(pwd)" "Copy it to a place of your own and start there."
  : >"$log"
  check_processor
  if command -v apt-get >/dev/null && command -v dpkg-query >/dev/null; then
    [ -n "$(find_python)" ] || packages="$packages python3 python3-venv"
    # shellcheck disable=SC2086  # one word is one entry
    install_packages $packages
  else
    say "This system has no apt-get, so its packages are your own to install. The kiosk needs: $packages"
  fi
  make_environment $lock
  logged $venv/bin/python -m kiosk texts --compile || true  # the kiosk compiles what is missing; this makes its first start quick
  echo "$print" >"$stamp"
  # What the tests need holds all that the kiosk needs, in the same versions.
  [ "$1" = run ] || fingerprint requirements.lock "$run_packages" >$venv/installed-for-run
  say "Ready."
}
