#include "tools/cli/freed_memory.h"

#include <cstdlib>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

namespace ordain::cli {

void keep_freed_memory() {
#if defined(__GLIBC__)
  mallopt(M_MMAP_THRESHOLD, 32 << 20);  // the most that it takes; larger blocks go back
  mallopt(M_TRIM_THRESHOLD, 512 << 20);
#endif
}

}  // namespace ordain::cli
