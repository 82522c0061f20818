# Writes FILES (a list) into OUTPUT as C++ initialisers: {"name", R"embedded(text)embedded"}, in the order of their names.
list(SORT FILES)
set(lines "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME)
  file(READ "${file}" text)
  string(APPEND lines "{\"${name}\", R\"embedded(${text})embedded\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "${lines}")
