// What the engine's objects may not reach. A pure engine gives equal bytes on every host; each of these makes it depend on something
// other than its input.

/** Reason -> symbols, as `nm` shows them demangled: names of C functions whole, C++ by their beginning. */
const kDenied = [
  {
    reason: "a clock or the time zone of the machine",
    c: /^(time|clock|gettimeofday|clock_gettime|clock_getres|timespec_get|ftime|localtime(_r)?|gmtime(_r)?|mktime|timegm|strftime|strptime|ctime(_r)?|asctime(_r)?|tzset|timezone|daylight|nanosleep|usleep|sleep)$/,
    cpp: /^std::(__1::|filesystem::)?(chrono::(_V2::)?\w*clock|this_thread::sleep|get_time|put_time)/,
  },
  {
    reason: "a file, a directory or a stream",
    c: /^(f(open|open64|dopen|reopen|read|write|close|printf|puts|putc|gets|getc|scanf|flush|seeko?|tello?)|open(64|at)?|creat|read|write|pread|pwrite|close|stat|fstat|lstat|unlink|rename|mkdir|rmdir|opendir|readdir|mmap|mmap64|printf|puts|putchar|perror|scanf|getline|remove|tmpfile|mkstemp|stdin|stdout|stderr|v?f?printf|__printf_chk|__fprintf_chk|__vfprintf_chk)$/,
    cpp: /^std::(__1::|__cxx11::)?(basic_(i|o)?fstream|basic_filebuf|filesystem::|cout|cerr|clog|cin|ios_base::Init)/,
  },
  {
    reason: "the locale",
    c: /^(setlocale|localeconv|newlocale|uselocale|strcoll|strxfrm|to(lower|upper)|is(alpha|alnum|digit|space|punct|upper|lower|print|xdigit)|__ctype_(b|tolower|toupper)_loc|tow(lower|upper)|isw\w+|mb\w+|wc\w+|(v?sn?printf)|__v?sn?printf_chk|strto(d|f|ld)|atof|sscanf|nl_langinfo)$/,
    cpp: /^(vtable for |VTT for )?std::(__1::|__cxx11::)?(locale|basic_(i|o)?(string)?stream|basic_(i|o)?stringstream|basic_ios|ios_base|num_put|num_get|ctype|use_facet|time_put|collate|codecvt|basic_regex|regex_traits|to_string\(double|stod)/,
  },
  {
    reason: "a thread or what threads share",
    c: /^(pthread_(create|join|detach|mutex_\w+|cond_\w+|rwlock_\w+|setspecific|getspecific|key_\w+)|thrd_\w+|mtx_\w+|sem_\w+|fork|vfork)$/,
    cpp: /^std::(__1::)?(thread|jthread|mutex|recursive_mutex|condition_variable|__condvar|async|future|promise|__future_base|this_thread)/,
  },
  {
    reason: "the environment or another process",
    c: /^(getenv|secure_getenv|setenv|putenv|environ|__environ|system|popen|exec\w*|posix_spawn\w*|getpid|getppid|gethostname|uname|sysconf|getcwd|signal|sigaction|raise|kill)$/,
    cpp: /^$/,
  },
  {
    reason: "chance",
    c: /^(rand|rand_r|srand|random|srandom|drand48|lrand48|arc4random\w*|getrandom|getentropy)$/,
    cpp: /^std::(__1::)?(random_device|__cxx11::random_device)/,
  },
  {
    reason: "the network",
    c: /^(socket|connect|bind|listen|accept4?|send|sendto|sendmsg|recv|recvfrom|recvmsg|getaddrinfo|gethostbyname)$/,
    cpp: /^$/,
  },
  {
    reason: "a function of the C library whose last digit differs between hosts",
    c: /^(exp|exp2|exp10|expm1|log|log2|log10|log1p|pow|sin|cos|tan|asin|acos|atan|atan2|sinh|cosh|tanh|cbrt|hypot|erf|tgamma|lgamma)(f|l)?$/,
    cpp: /^$/,
  },
];

/**
 * @param {string} listing what `nm --undefined-only --demangle --print-file-name` printed
 * @returns {{object: string, symbol: string, reason: string}[]} everything that a pure engine may not reach
 */
export function impureSymbols(listing) {
  const found = [];
  for (const line of listing.split("\n")) {
    const [, object, symbol] = /^(.*?):\s+U (.*)$/.exec(line) ?? [];
    if (symbol === undefined) continue;
    const name = symbol.replace(/@.*$/, "");
    const denied = kDenied.find(({ c, cpp }) => c.test(name) || cpp.test(name));
    if (denied) found.push({ object, symbol, reason: denied.reason });
  }
  return found;
}

/** How many symbols from elsewhere the listing names. */
export const undefinedCount = (listing) => listing.split("\n").filter((line) => /:\s+U /.test(line)).length;
