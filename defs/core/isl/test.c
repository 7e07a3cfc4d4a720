#include <isl/ctx.h>
#include <isl/set.h>
#include <isl/val.h>
int main(void) {
  isl_ctx *context = isl_ctx_alloc();
  isl_set *even = isl_set_read_from_str(context, "{ [i] : 0 <= i < 10 and i mod 2 = 0 }");
  isl_val *count = isl_set_count_val(even);
  int five = isl_val_cmp_si(count, 5) == 0;
  isl_val_free(count);
  isl_set_free(even);
  isl_ctx_free(context);
  return !five;
}
