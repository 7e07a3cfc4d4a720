#include <string.h>
#include <gdbm.h>
int main(void) {
  datum key = { "key", 3 }, value = { "value", 5 };
  GDBM_FILE file = gdbm_open("/tmp/test.db", 0, GDBM_NEWDB, 0600, NULL);
  if (file == NULL || gdbm_store(file, key, value, GDBM_INSERT) != 0) return 1;
  gdbm_close(file);
  file = gdbm_open("/tmp/test.db", 0, GDBM_READER, 0, NULL);
  if (file == NULL) return 1;
  datum found = gdbm_fetch(file, key);
  return found.dsize != 5 || memcmp(found.dptr, "value", 5) != 0;
}
