# Builds what ships, only what changed. Source common.sh and install.sh first.

# configure PRESET FOLDER
configure() {
  local preset=$1 folder=$2
  if [ ! -f "$folder/build.ninja" ] || [ CMakePresets.json -nt "$folder/build.ninja" ]; then
    heading "Configuring $preset"
    cmake --preset "$preset"
  fi
}

# build_native PRESET [TARGET...]
build_native() {
  local preset=$1
  shift
  configure "$preset" "build/$preset"
  heading "Building $preset"
  cmake --build --preset "$preset" ${1:+--target "$@"}
}

build_program() {
  build_native release signalbox
  mkdir -p build/bin
  ln -sfn ../release/server/signalbox build/bin/signalbox
}

build_javascript_package() {
  configure wasm build/emscripten
  heading "Building WebAssembly and JavaScript"
  cmake --build --preset wasm
  unless_current build/.stamps/package "$(digest wasm build/emscripten/wasm/*.js engine/api/schemas)" package_engine
}

package_engine() {
  heading "Assembling the package @signalbox/engine"
  node wasm/scripts/package.js
}

build_site() {
  unless_current build/.stamps/site "$(digest build/wasm lwc web package-lock.json)" bundle_site
}

bundle_site() {
  heading "Building the site"
  npm run build -w lwc
  npm run build -w web
}

# Everything that ships: build/bin/signalbox, build/wasm/, build/web/.
build_all() {
  build_program
  build_javascript_package
  build_site
}
