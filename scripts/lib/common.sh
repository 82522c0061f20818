# Shared by the scripts of this folder: where the project is, how they speak, how they stop. Source it, do not run it.
set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$ROOT"

# Emscripten looks for its Node modules where Debian keeps them, even beside another Node.
export NODE_PATH="/usr/share/nodejs${NODE_PATH:+:$NODE_PATH}"

say() { printf '%s\n' "$*" >&2; }
heading() { printf '\n== %s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 3
}
usage_error() {
  say "error: $*"
  say "try: $(basename "$0") --help"
  exit 2
}

# print_help FILE: the comment at the head of a script is its help.
print_help() {
  sed -n '2,/^[^#]/{/^#/!d;s/^# \{0,1\}//;p}' "$1"
}

# digest PATH...: one hash of the content of all files below the paths that exist, without installed packages and without the copies
# of the engine that the build itself puts into the Salesforce project.
digest() {
  { find "$@" \( -name node_modules -o -name 'signalboxEngine*.js' -o -name 'signalboxWorkbench.js' \) -prune -o -type f -print0 2>/dev/null || true; } |
    LC_ALL=C sort -z | xargs -0r sha256sum | sha256sum | cut -c1-64
}

# unless_current STAMP DIGEST COMMAND...: runs the command only when the stamp file does not hold the digest; writes it on success.
unless_current() {
  local stamp=$1 wanted=$2
  shift 2
  if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
    return 0
  fi
  "$@"
  mkdir -p "$(dirname "$stamp")"
  printf '%s\n' "$wanted" >"$stamp"
}
