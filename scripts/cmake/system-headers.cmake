# Emscripten does not look into the system's header folders, and must not: their C library is another one. The header-only
# libraries that the engine uses are reached through a folder of links to just those libraries.
set(SIGNALBOX_LINKED_HEADERS ${PROJECT_BINARY_DIR}/system-headers)
file(MAKE_DIRECTORY ${SIGNALBOX_LINKED_HEADERS})
foreach(library nlohmann tl boost)
  if(NOT EXISTS /usr/include/${library})
    message(FATAL_ERROR "The headers /usr/include/${library} are missing; scripts/build installs them.")
  endif()
  file(CREATE_LINK /usr/include/${library} ${SIGNALBOX_LINKED_HEADERS}/${library} SYMBOLIC)
endforeach()
target_include_directories(signalbox_options SYSTEM INTERFACE ${SIGNALBOX_LINKED_HEADERS})
