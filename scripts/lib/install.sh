# Installs what is missing, and nothing else. Source common.sh first.

# Debian 12. What scripts/build and scripts/start need, and what scripts/test needs beyond it.
BUILD_PACKAGES=(g++ cmake ninja-build ccache emscripten nlohmann-json3-dev libexpected-dev libfmt-dev libboost1.81-dev
  libsqlite3-dev libpq-dev libssl-dev libpugixml-dev unicode-data tzdata zopfli)
TEST_PACKAGES=(clang-14 libclang-rt-14-dev llvm-14 clang-format-14 clang-tidy-14 libgtest-dev libgmock-dev liblemon-dev binutils chromium python3
  sqlite3 postgresql-15)
NODE_MAJOR_NEEDED=20

missing_packages() {
  local package
  for package in "$@"; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q ' installed$' || printf '%s\n' "$package"
  done
}

as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    command -v sudo >/dev/null || fail "installing packages needs root or sudo: $*"
    sudo "$@"
  fi
}

# install_packages NAME...: the Debian packages that are not there yet.
install_packages() {
  local missing
  command -v dpkg-query >/dev/null || fail "the scripts install packages on Debian 12; elsewhere install these yourself: $*"
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  heading "Installing ${#missing[@]} packages: ${missing[*]}"
  as_root apt-get update -q
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}

require_node() {
  command -v node >/dev/null && command -v npm >/dev/null || fail "Node.js $NODE_MAJOR_NEEDED or later with npm is needed, and there is none"
  local major
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge "$NODE_MAJOR_NEEDED" ] || fail "Node.js $NODE_MAJOR_NEEDED or later is needed, found $(node --version)"
}

# The packages of the lockfile, once per lockfile.
install_node_modules() {
  require_node
  local wanted
  wanted=$(sha256sum package-lock.json | cut -c1-64)
  unless_current node_modules/.signalbox-lockfile "$wanted" npm_ci
}

npm_ci() {
  heading "Installing the packages of package-lock.json"
  npm ci --no-audit --no-fund
}
