#include <string.h>
#include <assuan.h>
int main(void) {
  assuan_context_t context;
  int hooked;
  if (assuan_check_version(ASSUAN_VERSION) == NULL) return 1;
  if (assuan_new(&context) != 0) return 1;
  assuan_set_pointer(context, &hooked);
  int same = assuan_get_pointer(context) == &hooked;
  assuan_release(context);
  return !same;
}
