#include <string.h>
#include <mimalloc.h>
int main(void) {
  char *memory = mi_malloc(100);
  if (memory == NULL || mi_usable_size(memory) < 100 || !mi_is_in_heap_region(memory)) return 1;
  memset(memory, 1, 100);
  memory = mi_realloc(memory, 100000);
  if (memory == NULL || memory[99] != 1) return 1;
  mi_free(memory);
  return 0;
}
